"""What passed between the two sides of a case, as its page shows it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from accounts.models import User
from services.correctable import labels_of
from services.models import Case, Correction, DecisionNotice, Extension, Message, Opinion
from services.workflow import HANDLE


@dataclass(frozen=True)
class MessageLine:
    """One message: from which side, by whom where the reader may know, and whether the other side has seen it."""

    who: str
    is_own: bool
    words: str
    sent_at: datetime
    read_at: datetime | None


@dataclass(frozen=True)
class Exchange:
    """Everything that passed, oldest first."""

    messages: list[MessageLine]
    correction: Correction | None
    places: list[str]
    extension: Extension | None
    opinions: list[Opinion]
    notice: DecisionNotice | None


def exchange_of(case: Case, *, user: Any, as_enterprise: bool) -> Exchange:
    """The case brings the rows (``Case.objects.with_exchange()``)."""
    correction = next((each for each in case.corrections.all() if each.answered_at is None), None)
    return Exchange(
        messages=message_lines(case, as_enterprise=as_enterprise),
        correction=correction,
        places=labels_of(case, correction.fields) if correction else [],
        extension=next((each for each in case.extensions.all() if each.is_approved is None), None),
        opinions=opinions_of(case) if user.has_perm(HANDLE, case) else [],
        notice=next(iter(case.notices.all()), None),
    )


def opinions_of(case: Case) -> list[Opinion]:
    opinions = sorted(case.opinions.all(), key=lambda each: each.asked_at)
    people = User.objects.in_bulk({each.asked_of_id for each in opinions}) if opinions else {}
    for each in opinions:
        each.asked_of = people[each.asked_of_id]
    return opinions


def is_late(opinion: Opinion, today: date) -> bool:
    return opinion.answered_at is None and opinion.due_date < today


def message_lines(case: Case, *, as_enterprise: bool) -> list[MessageLine]:
    """The park's people are named to the park alone; the enterprise reads that the park wrote."""
    messages = list(case.messages.all())
    people = User.objects.in_bulk({each.sent_by_id for each in messages}) if messages else {}
    return [line_of(each, case, str(people[each.sent_by_id]), as_enterprise) for each in messages]


def line_of(message: Message, case: Case, person: str, as_enterprise: bool) -> MessageLine:
    body = case.park.name if message.from_park else case.enterprise.name
    who = body if message.from_park and as_enterprise else f"{person} · {body}"
    return MessageLine(who, message.from_park != as_enterprise, message.words, message.sent_at, message.read_at)
