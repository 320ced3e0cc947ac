"""The pages: the public catalogue, the cases, and one page for each act."""

from services.views.acts import CaseAccept, CaseDecide, CaseRate, CaseRefuse, CaseWithdraw
from services.views.case_list import CaseList
from services.views.cases import CasePage
from services.views.catalogue import Catalogue, ItemPage, RequestService
from services.views.documents import DocumentAdd, DocumentRemove

__all__ = [
    "CaseAccept",
    "CaseDecide",
    "CaseList",
    "CasePage",
    "CaseRate",
    "CaseRefuse",
    "CaseWithdraw",
    "Catalogue",
    "DocumentAdd",
    "DocumentRemove",
    "ItemPage",
    "RequestService",
]
