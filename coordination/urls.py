"""Addresses of the pages that combine apps; a park's page stands under /parks/ in the namespace of the parks."""

from django.urls import path, re_path

from coordination import views
from parks.urls import CODE
from parks.urls import urlpatterns as register_patterns

urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("work/", views.MyWork.as_view(), name="my-work"),
    path("overview/", views.OverviewPage.as_view(), name="overview"),
    path("accessibility/", views.Accessibility.as_view(), name="accessibility"),
]
park_patterns = ([*register_patterns, re_path(rf"^{CODE}/$", views.ParkPage.as_view(), name="park")], "parks")
