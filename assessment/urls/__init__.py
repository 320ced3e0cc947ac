"""The addresses of the assessment, under /assessment/."""

from assessment.urls import plan, ranking, returns, runs, standing

app_name = "assessment"
urlpatterns = [
    *plan.urlpatterns,
    *ranking.urlpatterns,
    *returns.urlpatterns,
    *runs.urlpatterns,
    *standing.urlpatterns,
]
