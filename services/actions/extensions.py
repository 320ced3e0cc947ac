"""More days for a case: asked for by its officer, approved by the head, once, with the reason told to both sides."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.constraints import refusing_violations
from core.errors import NotAllowed, NotPermitted
from parks.selectors import holders_of
from services.actions.telling import tell, tell_applicant
from services.acts import APPROVE
from services.clock import day_of, due_dates
from services.models import Case, Extension
from services.policies import check_may_decide, check_may_extend, check_may_settle_extension, check_not_late
from services.topics import CASE_EXTENDED, EXTENSION_ASKED
from services.workflow import HANDLE


@transaction.atomic
def ask_extension(*, case: Case, days: int, reason: str, by: Any, at: datetime) -> Extension:
    """Ask the head for more working days; nothing moves until the head has answered."""
    if not by.has_perm(HANDLE, case):
        raise NotPermitted(_("Your role does not include this step here."))
    check_may_extend(case)
    check_not_late(case, day_of(at))
    with refusing_violations(Extension):
        extension = Extension.objects.create(
            park_id=case.park_id, enterprise_id=case.enterprise_id, case=case, days=days, reason=reason, asked_by=by,
            asked_at=at,
        )  # fmt: skip
    audit.record("extension_asked", case, by=by, at=at, after={"days": days}, reason=reason)
    heads = holders_of(APPROVE, park=case.park, at=at)
    tell(case, EXTENSION_ASKED, recipients=heads, at=at, key=str(extension.pk), days=days)
    return extension


@transaction.atomic
def settle_extension(*, case: Case, is_approved: bool, by: Any, at: datetime) -> Extension:
    """Approve or refuse; approved, the due day moves by the days asked for, and the enterprise reads why."""
    if not by.has_perm(APPROVE, case):
        raise NotPermitted(_("Only the park's head approves an extension."))
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    check_may_settle_extension(case)
    extension = Extension.objects.select_for_update(of=("self",)).get(case=case, is_approved__isnull=True)
    if extension.asked_by_id == by.pk:
        raise NotAllowed(_("Somebody else approves what you asked for."))
    extension.is_approved, extension.settled_by, extension.settled_at = is_approved, by, at
    extension.save(update_fields=["is_approved", "settled_by", "settled_at"])
    if is_approved:
        lengthen(case, extension, by=by, at=at)
    else:
        audit.record("extension_refused", case, by=by, at=at, after={"days": extension.days}, reason=extension.reason)
    return extension


def lengthen(case: Case, extension: Extension, *, by: Any, at: datetime) -> None:
    """Move the due day; a case that meanwhile waits or is decided is extended no more."""
    check_may_decide(case)
    before = {"due_date": case.due_date, "extended_days": case.extended_days}
    case.extended_days += extension.days
    case.due_date = due_dates(case)["due_date"]
    case.save(update_fields=["extended_days", "due_date"])
    after = {"due_date": case.due_date, "extended_days": case.extended_days}
    audit.record("case_extended", case, by=by, at=at, before=before, after=after, reason=extension.reason)
    tell_applicant(case, CASE_EXTENDED, at=at, day=str(case.due_date), reason=extension.reason)
