"""The addresses of the assessment, under /assessment/."""

from assessment.urls import appeals, plan, ranking, returns, runs, seals, standing

app_name = "assessment"
urlpatterns = [
    *appeals.urlpatterns,
    *plan.urlpatterns,
    *ranking.urlpatterns,
    *returns.urlpatterns,
    *runs.urlpatterns,
    *seals.urlpatterns,
    *standing.urlpatterns,
]
