"""Unlocking a return: asked by the park with a reason, granted by the city until a moment, or declined."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessment.actions.returns import check_permission, lock
from assessment.models import Return, Unlock
from assessment.policies import check_may_ask_unlock
from assessment.workflow import RETURN, ReturnStatus
from core import audit
from core.constraints import refusing_violations
from core.errors import NotAllowed, NotPermitted

ASK, DECIDE = "assessment.ask_unlock", "assessment.accept_return"
LONGEST_DAYS = 30


@transaction.atomic
def ask_unlock(*, annual_return: Return, reason: str, by: Any, at: datetime) -> Unlock:
    """The park asks the city to open what is closed; one request at a time."""
    if not by.has_perm(ASK, annual_return):
        raise NotPermitted(_("The park’s head asks for its return to be unlocked."))
    lock(annual_return)
    check_may_ask_unlock(annual_return, at)
    with refusing_violations(Unlock):
        request = Unlock.objects.create(
            park_id=annual_return.park_id,
            annual_return=annual_return,
            reason=reason.strip(),
            asked_by_id=by.pk,
            asked_at=at,
        )
    audit.record("unlock_asked", annual_return, by=by, at=at, reason=request.reason)
    return request


@transaction.atomic
def grant_unlock(*, request: Unlock, until: datetime, answer: str, by: Any, at: datetime) -> Unlock:
    """Open the return until a moment; whatever is changed after the cut-off is marked as a correction."""
    locked = open_request(request, by)
    if not at < until or (until - at).days > LONGEST_DAYS:
        words = {"days": LONGEST_DAYS}
        raise NotAllowed(_("The unlocking ends after now and within %(days)s days.") % words, place="until")
    decide(locked, answer, by=by, at=at, until=until)
    annual_return = locked.annual_return
    lock(annual_return)
    check_may_ask_unlock(annual_return, at)
    if annual_return.status == ReturnStatus.ACCEPTED:
        RETURN.move(annual_return, ReturnStatus.DRAFT, by=by, at=at, reason=answer, unlocked_until=until)
    else:
        annual_return.unlocked_until = until
        annual_return.save(update_fields=["unlocked_until"])
    return locked


@transaction.atomic
def decline_unlock(*, request: Unlock, answer: str, by: Any, at: datetime) -> Unlock:
    """Leave the return closed, with the reason."""
    locked = open_request(request, by)
    decide(locked, answer, by=by, at=at, until=None)
    return locked


def open_request(request: Unlock, by: Any) -> Unlock:
    check_permission(DECIDE, request.annual_return, by)
    rows = Unlock.objects.select_for_update(of=("self",)).select_related("annual_return__cycle")
    locked = rows.get(pk=request.pk)
    if locked.decided_at is not None:
        raise NotAllowed(_("This request is decided already."))
    return locked


def decide(request: Unlock, answer: str, *, by: Any, at: datetime, until: datetime | None) -> None:
    if not answer.strip():
        raise NotAllowed(_("Say why: the park reads it."), place="answer")
    request.decided_by_id, request.decided_at, request.until, request.answer = by.pk, at, until, answer.strip()
    with refusing_violations(Unlock):
        request.save(update_fields=["decided_by", "decided_at", "until", "answer"])
    event = "unlock_granted" if until else "unlock_declined"
    audit.record(event, request.annual_return, by=by, at=at, after={"until": until}, reason=request.answer)
