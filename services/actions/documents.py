"""Handing documents of a case in, and taking them back."""

from datetime import datetime
from typing import Any

from django.db import transaction

from core import audit
from core.attachments.actions import discard, store
from core.errors import NotPermitted
from services.acts import DOCUMENTS_COME_FROM
from services.models import Case, CaseDocument
from services.policies import check_may_add_document, check_may_remove_document

ADD_DOCUMENT = "services.add_casedocument"


@transaction.atomic
def add_document(*, case: Case, upload: Any, by: Any, at: datetime) -> CaseDocument:
    """Hand in a document of the case; whoever may read the case may open it once it has passed the scan."""
    if not by.has_perm(ADD_DOCUMENT, case):
        raise NotPermitted(DOCUMENTS_COME_FROM)
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    check_may_add_document(case)
    owners = {"park_id": case.park_id, "enterprise_id": case.enterprise_id}
    attachment = store(upload=upload, view_permission="services.view_case", by=by, at=at, **owners)
    document = CaseDocument.objects.create(**owners, case=case, attachment=attachment)
    audit.record("document_added", case, by=by, at=at, after={"name": attachment.name, "sha256": attachment.sha256})
    return document


@transaction.atomic
def remove_document(*, document: CaseDocument, by: Any, at: datetime) -> None:
    """Take a document back; that it was there, its name and hash stay in the audit."""
    if not by.has_perm(ADD_DOCUMENT, document.case):
        raise NotPermitted(DOCUMENTS_COME_FROM)
    check_may_remove_document(document, by)
    attachment = document.attachment
    removed = {"name": attachment.name, "sha256": attachment.sha256}
    document.delete()
    discard(attachment=attachment, by=by, at=at)
    audit.record("document_removed", document.case, by=by, at=at, before=removed)
