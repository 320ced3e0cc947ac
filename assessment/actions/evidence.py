"""Putting a file behind a figure, and taking it away again while the figure may still be changed."""

from datetime import datetime
from typing import Any

from django.db import transaction

from assessment.actions.returns import check_permission, lock
from assessment.models import Evidence, FigureDefinition, Return
from assessment.policies import check_may_enter
from core import audit
from core.attachments.actions import store

ENTER, VIEW = "assessment.enter_figures", "assessment.view_return"


@transaction.atomic
def add_evidence(*, annual_return: Return, figure: FigureDefinition, upload: Any, by: Any, at: datetime) -> Evidence:
    """Keep the file under the park; whoever sees the return opens it once it is scanned."""
    check_may_change(annual_return, by, at)
    attachment = store(upload=upload, view_permission=VIEW, by=by, at=at, park_id=annual_return.park_id)
    evidence = Evidence.objects.create(
        park_id=annual_return.park_id, annual_return=annual_return, figure=figure, attachment=attachment
    )
    audit.record("evidence_added", annual_return, by=by, at=at, after=audit_values(evidence))
    return evidence


@transaction.atomic
def remove_evidence(*, evidence: Evidence, by: Any, at: datetime) -> None:
    """The file no longer stands behind the figure; the file itself and its trail stay."""
    check_may_change(evidence.annual_return, by, at)
    values = audit_values(evidence)
    evidence.delete()
    audit.record("evidence_removed", evidence.annual_return, by=by, at=at, before=values)


def check_may_change(annual_return: Return, by: Any, at: datetime) -> None:
    check_permission(ENTER, annual_return, by)
    lock(annual_return)
    check_may_enter(annual_return, at)


def audit_values(evidence: Evidence) -> dict[str, str]:
    file = evidence.attachment
    return {"figure": evidence.figure.code, "file": file.name, "file_sha256": file.sha256}
