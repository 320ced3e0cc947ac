"""Addresses of the years, a year's plan and the method."""

from django.urls import path

from assessment.views import plan

urlpatterns = [
    path("", plan.Cycles.as_view(), name="cycles"),
    path("<int:year>/plan/", plan.PlanPage.as_view(), name="plan"),
]
