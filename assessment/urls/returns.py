"""Addresses of the annual return."""

from django.urls import path, re_path

from assessment.views.return_cells import ReturnCells
from assessment.views.return_chasing import PrintedReturn, RemindOfReturn
from assessment.views.return_evidence import EvidencePage, RemoveEvidence
from assessment.views.return_figure import FigurePage, SettleRemark
from assessment.views.return_review import BulkSteps, ReturnChanges
from assessment.views.return_steps import AcceptPage, SendBackPage, SubmitPage, VerifyPage
from assessment.views.return_unlock import UnlockDecision, UnlockPage
from assessment.views.return_workbook import WorkbookFile, WorkbookPage
from assessment.views.returns import ReturnList, ReturnPage

RETURN = "<int:year>/returns/<slug:code>/"

urlpatterns = [
    path("<int:year>/returns/", ReturnList.as_view(), name="returns"),
    re_path(r"^(?P<year>[0-9]{1,4})/review/(?P<step>verify|accept)/$", BulkSteps.as_view(), name="returns-step"),
    path(RETURN, ReturnPage.as_view(), name="return"),
    path(f"{RETURN}cells/", ReturnCells.as_view(), name="return-cells"),
    path(f"{RETURN}figures/<slug:figure>/", FigurePage.as_view(), name="return-figure"),
    path(f"{RETURN}remarks/<int:pk>/settle/", SettleRemark.as_view(), name="return-settle"),
    path(f"{RETURN}workbook/", WorkbookPage.as_view(), name="return-workbook"),
    path(f"{RETURN}workbook/file/", WorkbookFile.as_view(), name="return-workbook-file"),
    path(f"{RETURN}changes/", ReturnChanges.as_view(), name="return-changes"),
    path(f"{RETURN}unlock/", UnlockPage.as_view(), name="return-unlock"),
    path(f"{RETURN}unlock/<int:pk>/", UnlockDecision.as_view(), name="return-unlock-decision"),
    path(f"{RETURN}figures/<slug:figure>/evidence/", EvidencePage.as_view(), name="return-evidence"),
    path(f"{RETURN}evidence/<int:pk>/remove/", RemoveEvidence.as_view(), name="return-evidence-remove"),
    path(f"{RETURN}print/", PrintedReturn.as_view(), name="return-print"),
    path(f"{RETURN}remind/", RemindOfReturn.as_view(), name="return-remind"),
    path(f"{RETURN}submit/", SubmitPage.as_view(), name="return-submit"),
    path(f"{RETURN}verify/", VerifyPage.as_view(), name="return-verify"),
    path(f"{RETURN}accept/", AcceptPage.as_view(), name="return-accept"),
    path(f"{RETURN}send-back/", SendBackPage.as_view(), name="return-send-back"),
]
