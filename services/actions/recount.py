"""Counting due dates again after the calendar changed."""

from datetime import datetime
from typing import Any

from django.db import transaction

from core import audit
from services.clock import due_dates
from services.models import Case
from services.workflow import OPEN


@transaction.atomic
def recount_case(*, case: Case, reason: str, by: Any, at: datetime) -> bool:
    """Count an open case's days again after the calendar changed; the case says why its day moved. True if it did."""
    locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    now = due_dates(locked) if locked.status in OPEN else {}
    before = {name: getattr(locked, name) for name in now}
    if before == now:
        return False
    Case.objects.filter(pk=locked.pk).update(**now)
    audit.record("case_due_date_recounted", locked, by=by, at=at, before=before, after=now, reason=reason)
    return True
