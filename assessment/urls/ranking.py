"""Addresses of a year's ranking and its files."""

from django.urls import path

from assessment.views import ranking

urlpatterns = [
    path("<int:year>/ranking/", ranking.RankingPage.as_view(), name="ranking"),
    path("<int:year>/ranking/ranking.csv", ranking.RankingFile.as_view(), name="ranking-file"),
    path("<int:year>/ranking/ranking.xlsx", ranking.RankingForm.as_view(form="xlsx"), name="ranking-xlsx"),
    path("<int:year>/ranking/ranking.json", ranking.RankingForm.as_view(form="json"), name="ranking-json"),
    path("<int:year>/ranking/ranking.pdf", ranking.RankingForm.as_view(form="pdf"), name="ranking-pdf"),
    path("<int:year>/ranking/system.json", ranking.SystemFile.as_view(), name="ranking-system"),
    path("<int:year>/ranking/values.csv", ranking.ValuesFile.as_view(), name="ranking-values"),
]
