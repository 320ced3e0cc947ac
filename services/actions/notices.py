"""The paper of a decision: its number, its code, its words, and that it no longer holds."""

import secrets
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from core.notifications.topics import in_both
from core.turns import wait_for_turn
from services.actions.telling import tell_applicant
from services.models import Case, DecisionNotice
from services.policies import check_may_revoke
from services.topics import CASE_REVOKED
from services.workflow import CASE, CaseStatus, Decision

ALPHABET = "ABCDEFGHJKMNPQRTUVWXY346789"  # no sign that is taken for another
GROUPS, GROUP = 3, 4


def new_code() -> str:
    """``K7QM-3XWA-9TRC``: 57 bits, so that nobody finds a decision by trying."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))


def next_number(case: Case, day: date) -> str:
    """The next document number of the park in the year; one decision at a time takes one."""
    wait_for_turn(case.park)
    head = f"{case.park.code}-{day.year}-"
    within = (f"{head}000000", f"{head}999999")  # numbers that somebody typed in another shape are none of ours
    taken = Case.objects.filter(park=case.park_id, decision_number__range=within, decision_number__regex=r"-\d{6}$")
    last = taken.aggregate(last=Max("decision_number"))["last"]
    return f"{head}{int(last.removeprefix(head)) + 1 if last else 1:06}"


def issue_notice(*, case: Case, at: datetime) -> DecisionNotice:
    """Keep what the paper says, in both languages, so that it stays as issued."""
    return DecisionNotice.objects.create(
        code=new_code(), park_id=case.park_id, case=case, number=case.decision_number, content=content_of(case),
        issued_at=at,
    )  # fmt: skip


def content_of(case: Case) -> dict[str, Any]:
    """Item, enterprise, park, outcome and basis; nothing of what the enterprise wrote."""
    return {
        "item": in_both(case.item),
        "item_code": case.item.code,
        "basis": {"en": case.item.basis_en, "zh-hans": case.item.basis_zh_hans},
        "enterprise": in_both(case.enterprise),
        "credit_code": case.enterprise.credit_code,
        "park": in_both(case.park),
        "decision": in_both(Decision(case.decision).label),
        "by_silence": case.by_silence,
    }


@transaction.atomic
def revoke_decision(*, case: Case, reason: str, by: Any, at: datetime) -> Case:
    """Take a decision back; its paper says so to whoever checks it, and the enterprise reads why."""
    check_may_revoke(case)
    case = CASE.move(case, CaseStatus.REVOKED, by=by, at=at, reason=reason)
    DecisionNotice.objects.filter(case=case).update(revoked_at=at, revoked_reason=reason)
    tell_applicant(case, CASE_REVOKED, at=at)
    return case
