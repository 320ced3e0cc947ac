"""The addresses of the assessment, under /assessment/."""

from assessment.urls import plan, ranking, returns, runs, seals, standing

app_name = "assessment"
urlpatterns = [
    *plan.urlpatterns,
    *ranking.urlpatterns,
    *returns.urlpatterns,
    *runs.urlpatterns,
    *seals.urlpatterns,
    *standing.urlpatterns,
]
