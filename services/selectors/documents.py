"""The documents of a case as its page lists them."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from core.errors import refusal_of
from core.models import Attachment
from services.actions import ADD_DOCUMENT
from services.acts import DOCUMENTS_COME_FROM
from services.models import Case
from services.policies import check_may_add_document, check_may_remove_document


@dataclass(frozen=True)
class DocumentLine:
    """A file, and where it is removed by whoever may."""

    attachment: Attachment
    remove_url: str


def documents_of(case: Case, *, user: Any) -> list[DocumentLine]:
    """In the order in which they came; the case brings them (``Case.objects.with_documents()``)."""
    may_add = user.has_perm(ADD_DOCUMENT, case)
    lines = []
    for document in case.documents.all():
        document.case = case
        removable = may_add and not refusal_of(check_may_remove_document, document, user)
        url = reverse("services:document-remove", args=[document.pk]) if removable else ""
        lines.append(DocumentLine(document.attachment, url))
    return lines


def why_no_document(case: Case, *, user: Any) -> str:
    """Why the reader cannot add a document now; empty where he can."""
    return refusal_of(check_may_add_document, case) if user.has_perm(ADD_DOCUMENT, case) else str(DOCUMENTS_COME_FROM)
