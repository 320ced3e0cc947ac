"""Addresses of a year's seal."""

from django.urls import path

from assessment.views import seals

urlpatterns = [
    path("<int:year>/seal/", seals.SealPage.as_view(), name="seal"),
    path("<int:year>/seal/check/", seals.SealCheck.as_view(), name="seal-check"),
    path("<int:year>/seal/check/<uuid:job>/", seals.SealJob.as_view(), name="seal-job"),
    path("<int:year>/seal/bundle.zip", seals.SealBundle.as_view(), name="seal-bundle"),
]
