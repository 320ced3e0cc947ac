"""Asking an applicant to put something right, answering that, and closing what nobody answers."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import NotAllowed
from core.notifications.topics import in_both
from services.actions.telling import tell, tell_applicant
from services.clock import after_working_days, day_of, due_dates
from services.correctable import OWN_WORDS, correctable
from services.models import Case, Correction
from services.policies import check_lapsed, check_may_answer, check_may_correct, check_may_lapse
from services.topics import CASE_ANSWERED, CORRECTION_ASKED, CORRECTION_IN
from services.workflow import CASE, CaseStatus

ANSWER_WITHIN = 10  # working days; afterwards the park may close the case
CLOCK_FIELDS = (
    "submitted_at", "received_on", "accepted_on", "promised_days", "statutory_days", "day_type", "pauses",
    "extended_days",
)  # fmt: skip


@transaction.atomic
def request_correction(*, case: Case, places: list[str], words: str, by: Any, at: datetime) -> Case:
    """Say once what is to be put right, by name; the clock stands still from tomorrow until the answer is in."""
    check_may_correct(case)
    check_places(case, places)
    today = day_of(at)
    case = CASE.move(case, CaseStatus.CORRECTION, by=by, at=at, reason=words, **held(case, today))
    Correction.objects.create(
        park_id=case.park_id, enterprise_id=case.enterprise_id, case=case, fields=places, words=words, asked_by=by,
        asked_at=at, answer_by=after_working_days(today, ANSWER_WITHIN),
    )  # fmt: skip
    tell_applicant(case, CORRECTION_ASKED, at=at, key=str(at))
    return case


def check_places(case: Case, places: list[str]) -> None:
    if not places:
        raise NotAllowed(_("Name at least one field or document that is to be put right."), place="places")
    if unknown := set(places) - set(correctable(case)):
        raise NotAllowed(_("The case has no field “%(name)s”.") % {"name": min(unknown)}, place="places")


def held(case: Case, today: date) -> dict[str, Any]:
    """What stands still: after acceptance the promised limit; before it, the five days begin anew with the answer."""
    if case.accepted_on is None:
        return {}
    return {"due_date": None, "pauses": [*case.pauses, [today.isoformat(), None]]}


@transaction.atomic
def answer_correction(*, case: Case, changes: Mapping[str, Any], words: str, by: Any, at: datetime) -> Case:
    """Put right what was named, and nothing else; the clock goes on with today's end."""
    check_may_answer(case)
    correction = Correction.objects.select_for_update(of=("self",)).get(case=case, answered_at__isnull=True)
    if beyond := set(changes) - set(correction.fields).intersection(OWN_WORDS):
        raise NotAllowed(_("The park did not ask for “%(name)s”; leave it as it is.") % {"name": min(beyond)})
    target = CaseStatus.SUBMITTED if case.accepted_on is None else CaseStatus.ACCEPTED
    case = CASE.move(case, target, by=by, at=at, **resumed(case, day_of(at)), **changes)
    correction.answer, correction.answered_at = words, at
    correction.save(update_fields=["answer", "answered_at"])
    tell(case, CORRECTION_IN, recipients=[correction.asked_by_id], at=at, key=str(correction.pk))
    return case


def resumed(case: Case, today: date) -> dict[str, Any]:
    """The pause ends today, or the five days for the answer begin; and the day that follows from it."""
    if case.accepted_on is None:
        changes: dict[str, Any] = {"received_on": today}
    else:
        changes = {"pauses": [*case.pauses[:-1], [case.pauses[-1][0], today.isoformat()]]}
    counted = Case(**{name: getattr(case, name) for name in CLOCK_FIELDS} | changes)
    return changes | due_dates(counted)


@transaction.atomic
def close_lapsed(*, case: Case, reason: str, by: Any, at: datetime) -> Case:
    """Close what the enterprise did not put right in its time; a new request is always possible."""
    check_may_lapse(case)
    correction = Correction.objects.get(case=case, answered_at__isnull=True)
    check_lapsed(correction.answer_by, day_of(at))
    case = CASE.move(case, CaseStatus.NOT_ACCEPTED, by=by, at=at, reason=reason, decision_reason=reason, decided_at=at)
    tell_applicant(case, CASE_ANSWERED, at=at, outcome=in_both(CaseStatus.NOT_ACCEPTED.label))
    return case
