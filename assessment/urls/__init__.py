"""The addresses of the assessment, under /assessment/."""

from assessment.urls import appeals, carriers, plan, publication, ranking, returns, runs, seals, standing

app_name = "assessment"
urlpatterns = [
    *appeals.urlpatterns,
    *carriers.urlpatterns,
    *plan.urlpatterns,
    *publication.urlpatterns,
    *ranking.urlpatterns,
    *returns.urlpatterns,
    *runs.urlpatterns,
    *seals.urlpatterns,
    *standing.urlpatterns,
]
