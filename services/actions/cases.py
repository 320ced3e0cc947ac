"""The course of a case: asking, accepting, refusing to accept, deciding, withdrawing."""

from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.constraints import refusing_violations
from core.errors import NotAllowed, NotPermitted
from core.notifications.topics import in_both
from enterprises.models import Enterprise
from services.actions.notices import issue_notice, next_number
from services.actions.telling import tell_applicant
from services.clock import answer_clock, day_of, promised_clock
from services.models import Case, ItemVariant, ServiceItem
from services.policies import (
    check_decision,
    check_may_be_answered,
    check_may_decide,
    check_may_withdraw,
    check_offered,
    check_silence_has_passed,
    residency_on,
)
from services.topics import CASE_ACCEPTED, CASE_ANSWERED
from services.workflow import CASE, SILENT_CASE, CaseStatus, Decision


@transaction.atomic
def request_case(
    *,
    item: ServiceItem,
    enterprise: Enterprise,
    subject: str,
    description: str,
    contact: str,
    submission_key: UUID,
    by: Any,
    at: datetime,
) -> Case:
    """Ask the park, in which the enterprise resides today, for a service. The same form sent twice is one case."""
    if not by.has_perm("services.request_case", enterprise.organisation):
        raise NotPermitted(_("Only the enterprise's own people ask in its name."))
    residency = residency_on(enterprise, day_of(at))
    variant = ItemVariant.objects.filter(park=residency.park, item=item).first()
    check_offered(item, variant, residency.park)
    wanted = {"item": item, "subject": subject, "description": description, "contact": contact}
    with refusing_violations(Case):
        case, made = Case.objects.get_or_create(
            enterprise=enterprise,
            submission_key=submission_key,
            defaults={
                **wanted,
                "park": residency.park,
                "applicant": by,
                "item_version": item.version,
                "promised_days": promised_here(item, variant),
                "statutory_days": item.statutory_days,
                "day_type": item.day_type,
                "submitted_at": at,
                "answer_due_date": cast("date", answer_clock(submitted_at=at).due),
            },
        )
    if made:
        audit.record("case_requested", case, by=by, at=at, after={"status": case.status, "item": item.code})
    elif any(getattr(case, name) != value for name, value in wanted.items()):
        raise NotAllowed(
            _("This form was sent already, with other content, as case %(code)s. Open a new form to ask for more.")
            % {"code": case.code}
        )
    return case


def promised_here(item: ServiceItem, variant: ItemVariant | None) -> int:
    """The park's own promise, where it gives a shorter one than the catalogue."""
    return item.promised_days if variant is None or variant.promised_days is None else variant.promised_days


@transaction.atomic
def accept_case(*, case: Case, by: Any, at: datetime) -> Case:
    """Take the case in hand; the promised limit counts from today, and the enterprise is told the day."""
    check_may_be_answered(case)
    accepted_on = day_of(at)
    due = promised_clock(case, accepted_on=accepted_on).due
    case = CASE.move(case, CaseStatus.ACCEPTED, by=by, at=at, accepted_on=accepted_on, due_date=due)
    tell_applicant(case, CASE_ACCEPTED, at=at, day=str(due))
    return case


@transaction.atomic
def refuse_acceptance(*, case: Case, reason: str, by: Any, at: datetime) -> Case:
    """Say once, with the reason, that the park will not deal with the request."""
    check_may_be_answered(case)
    case = CASE.move(case, CaseStatus.NOT_ACCEPTED, by=by, at=at, reason=reason, decision_reason=reason, decided_at=at)
    tell_applicant(case, CASE_ANSWERED, at=at, outcome=in_both(CaseStatus.NOT_ACCEPTED.label))
    return case


@transaction.atomic
def decide_case(*, case: Case, decision: str, reason: str = "", number: str = "", by: Any, at: datetime) -> Case:
    """Grant or refuse what was asked for; a refusal gives its reason."""
    check_may_decide(case)
    check_decision(decision=decision, reason=reason)
    with refusing_violations(Case):
        case = CASE.move(
            case,
            CaseStatus.DECIDED,
            by=by,
            at=at,
            reason=reason,
            decision=decision,
            decision_reason=reason,
            decision_number=number or next_number(case, day_of(at)),
            decided_at=at,
        )
    issue_notice(case=case, at=at)
    tell_applicant(case, CASE_ANSWERED, at=at, outcome=in_both(Decision(decision).label))
    return case


@transaction.atomic
def decide_by_silence(*, case: Case, at: datetime) -> Case:
    """The due day of an item whose rule says so has passed without an answer: the request is granted by that alone."""
    case = Case.objects.with_names().select_for_update(of=("self",)).get(pk=case.pk)  # its day may have moved meanwhile
    check_silence_has_passed(case, day_of(at))
    case = SILENT_CASE.move(
        case, CaseStatus.DECIDED, by=None, at=at, decision=Decision.GRANTED, by_silence=True,
        decision_number=next_number(case, day_of(at)), decided_at=at,
    )  # fmt: skip
    issue_notice(case=case, at=at)
    tell_applicant(case, CASE_ANSWERED, at=at, outcome=in_both(Decision.GRANTED.label))
    return case


def withdraw_case(*, case: Case, by: Any, at: datetime) -> Case:
    """Take back a request that the park has not accepted yet."""
    check_may_withdraw(case)
    return CASE.move(case, CaseStatus.WITHDRAWN, by=by, at=at)
