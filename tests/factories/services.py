"""Service cases named after their states, each made through the actions by the demonstration's people."""

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from accounts.models import User
from core.rowsecurity import scope
from enterprises.models import Enterprise
from parks.access import access_of, read_access
from services.actions import accept_case, decide_case, rate_case, refuse_acceptance, request_case, withdraw_case
from services.catalogue import load_catalogue
from services.models import Case, ServiceItem

SHANGHAI = ZoneInfo("Asia/Shanghai")
SENT = datetime(2026, 9, 14, 17, 42, tzinfo=SHANGHAI)
ACCEPTED = datetime(2026, 9, 15, 9, 30, tzinfo=SHANGHAI)
DECIDED = datetime(2026, 9, 24, 16, 20, tzinfo=SHANGHAI)
RATED = datetime(2026, 9, 25, 8, 5, tzinfo=SHANGHAI)
OFFICERS = {"owner-a": "service-jnq", "member-a": "service-jnq", "owner-b": "service-jnq", "owner-c": "service-mhg"}


def person(username: str) -> User:
    return User.objects.get(username=username)


def acting(user: User) -> AbstractContextManager[Any]:
    return scope(user=user.pk, **read_access(user).everything())


def enterprise_of(user: User) -> Enterprise:
    (key,) = access_of(user).everything()["enterprise"]
    return Enterprise.objects.select_related("organisation").get(pk=key)


def item(code: str = "S05") -> ServiceItem:
    return ServiceItem.objects.filter(code=code).first() or next(row for row in load_catalogue() if row.code == code)


def submitted(
    asker: str = "owner-a", *, code: str = "S05", key: UUID | None = None, sent: datetime = SENT, **words: str
) -> Case:
    user, wanted = person(asker), item(code)
    with acting(user):
        return request_case(
            item=wanted,
            enterprise=enterprise_of(user),
            **{"subject": "Licence for the cold store", "description": "", "contact": "021-0000-0000"} | words,
            submission_key=key or uuid4(),
            by=user,
            at=sent,
        )


def accepted(asker: str = "owner-a", *, at: datetime = ACCEPTED, **options: Any) -> Case:
    case, officer = submitted(asker, **options), person(OFFICERS[asker])
    with acting(officer):
        return accept_case(case=case, by=officer, at=at)


def decided(
    asker: str = "owner-a", *, decision: str = "granted", reason: str = "", number: str = "", **options: Any
) -> Case:
    case, officer = accepted(asker, **options), person(OFFICERS[asker])
    with acting(officer):
        return decide_case(case=case, decision=decision, reason=reason, number=number, by=officer, at=DECIDED)


def not_accepted(
    asker: str = "owner-a", *, reason: str = "The store lies in another district.", **options: Any
) -> Case:
    case, officer = submitted(asker, **options), person(OFFICERS[asker])
    with acting(officer):
        return refuse_acceptance(case=case, reason=reason, by=officer, at=ACCEPTED)


def withdrawn(asker: str = "owner-a", **options: Any) -> Case:
    case, user = submitted(asker, **options), person(asker)
    with acting(user):
        return withdraw_case(case=case, by=user, at=ACCEPTED)


def rated(asker: str = "owner-a", *, level: int = 5, comment: str = "", **options: Any) -> Case:
    case, user = decided(asker, **options), person(asker)
    with acting(user):
        rate_case(case=case, level=level, comment=comment, by=user, at=RATED)
    return case
