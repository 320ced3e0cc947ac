"""Addresses under /audit/."""

from django.urls import path

from coordination.audit import views

app_name = "audit"

urlpatterns = [
    path("", views.EventList.as_view(), name="list"),
    path("events.csv", views.EventFile.as_view(), name="file"),
    path("events/<uuid:pk>/", views.EventPage.as_view(), name="event"),
    path("chain/", views.ChainPage.as_view(), name="chain"),
    path("verifications/<uuid:job>/", views.VerificationPage.as_view(), name="verification"),
]
