"""Addresses of the preview, of parks' sheets, queries and appeals."""

from django.urls import path

from assessment.views import appeals, reports, sheets

urlpatterns = [
    path("<int:year>/preview/", appeals.OpenPreview.as_view(), name="preview"),
    path("<int:year>/sheets/", sheets.Sheets.as_view(), name="sheets"),
    path("<int:year>/sheets/<slug:code>/", sheets.Sheet.as_view(), name="sheet"),
    path("<int:year>/sheets/<slug:code>/report/", reports.ReportPage.as_view(), name="sheet-report"),
    path("<int:year>/sheets/<slug:code>/report.pdf", reports.ReportFile.as_view(), name="sheet-report-file"),
    path("<int:year>/sheets/<slug:code>/ask/", sheets.AskQuery.as_view(), name="sheet-ask"),
    path("<int:year>/sheets/<slug:code>/appeal/", sheets.FileAppeal.as_view(), name="sheet-appeal"),
    path("<int:year>/appeals/", appeals.AppealList.as_view(), name="appeals"),
    path("queries/<int:pk>/", appeals.AnswerQuery.as_view(), name="query"),
    path("appeals/<int:pk>/", appeals.AppealPage.as_view(), name="appeal"),
    path("appeals/<int:pk>/withdraw/", appeals.WithdrawAppeal.as_view(), name="appeal-withdraw"),
]
