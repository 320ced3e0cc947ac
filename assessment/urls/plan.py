"""Addresses of the years, a year's plan and the method."""

from django.urls import path

from assessment.views import plan, plan_drafts

urlpatterns = [
    path("", plan.Cycles.as_view(), name="cycles"),
    path("<int:year>/plan/", plan.PlanPage.as_view(), name="plan"),
    path("<int:year>/plan/next/", plan_drafts.DraftNextPlan.as_view(), name="plan-next"),
    path("<int:year>/plan/draft/", plan_drafts.PlanDraftPage.as_view(), name="plan-draft"),
    path("<int:year>/plan/draft/differences/", plan_drafts.PlanDifferences.as_view(), name="plan-differences"),
    path("<int:year>/plan/draft/approve/", plan_drafts.ApproveDraft.as_view(), name="plan-approve"),
    path("<int:year>/plan/draft/dates/", plan_drafts.OpenYear.as_view(), name="plan-open-year"),
    path("<int:year>/plan/draft/indicators/<slug:part>/", plan_drafts.IndicatorPage.as_view(), name="plan-indicator"),
    path("<int:year>/plan/draft/rules/<slug:part>/", plan_drafts.RulePage.as_view(), name="plan-rule"),
]
