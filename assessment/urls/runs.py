"""Addresses of runs, their jobs and the release."""

from django.urls import path

from assessment.views import runs
from assessment.views.comparison import RunComparison

urlpatterns = [
    path("<int:year>/runs/", runs.Runs.as_view(), name="runs"),
    path("<int:year>/runs/request/", runs.RunRequest.as_view(), name="run-request"),
    path("<int:year>/runs/compare/", RunComparison.as_view(), name="run-compare"),
    path("<int:year>/release/", runs.Release.as_view(), name="release"),
    path("jobs/<uuid:job>/", runs.RunJob.as_view(), name="job"),
    path("jobs/<uuid:job>/cancel/", runs.RunCancel.as_view(), name="job-cancel"),
]
