"""Addresses under /parks/; the park's own page combines apps and is joined by ``coordination``."""

from django.urls import path, re_path

from parks import views

app_name = "parks"
CODE = r"(?P<code>[A-Z]{3,4})"

urlpatterns = [
    path("", views.ParkList.as_view(), name="list"),
    re_path(rf"^{CODE}/industries/new/$", views.IndustryDeclare.as_view(), name="industry-declare"),
    re_path(rf"^{CODE}/industries/(?P<pk>[0-9]{{1,18}})/end/$", views.IndustryEnd.as_view(), name="industry-end"),
]
