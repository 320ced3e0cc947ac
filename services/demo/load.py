"""Loads the catalogue and the invented cases, through the same actions as people, each in the actor's own scope."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import cycle
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils import timezone

from core.audit import history_of
from core.holiday_notices import calendar_in_force
from core.rowsecurity import scope
from enterprises.models import Enterprise, Residency
from parks.access import access_of
from services.actions import (
    accept_case,
    answer_correction,
    ask_extension,
    decide_case,
    rate_case,
    refuse_acceptance,
    request_case,
    request_correction,
    send_message,
    withdraw_case,
)
from services.catalogue import load_catalogue
from services.demo.stories import AFTER_LAST_DAY, STORIES, Step, Story
from services.models import Case, ServiceItem

ACTIONS: dict[str, Callable[..., Any]] = {
    "accept": accept_case,
    "refuse": refuse_acceptance,
    "decide": decide_case,
    "withdraw": withdraw_case,
    "rate": rate_case,
    "correct": request_correction,
    "answer": answer_correction,
    "extend": ask_extension,
    "write": send_message,
    "reply": send_message,
}
BY_THE_PARK = {"accept", "refuse", "decide", "correct", "extend", "reply"}


@dataclass(frozen=True)
class Pair:
    """An enterprise with somebody who asks, and somebody in its park who answers."""

    enterprise: Enterprise
    asker: Any
    officer: Any


@dataclass(frozen=True)
class Days:
    """The year that document numbers name, and the last day of the stories."""

    year: int
    last: date

    def moment(self, days_before: int, clock: time) -> datetime:
        """So many working days before the last day, at that hour in Shanghai."""
        day = self.last
        for _day in range(days_before):
            day = last_working_day_before(day)
        return datetime.combine(day, clock, tzinfo=timezone.get_default_timezone())


def last_working_day_before(day: date) -> date:
    calendar, found = calendar_in_force(), day - timedelta(days=1)
    while not calendar.is_working(found):
        found -= timedelta(days=1)
    return found


def load_services(
    *, base_year: int, people: Mapping[str, Any], enterprises: Iterable[Enterprise], until: date | None = None
) -> None:
    """The catalogue, and a dozen cases of the year; loading twice changes nothing.

    The cases lie in the weeks before ``until``, or before 21 November of the year. People may be any accounts: who
    asks and who answers is found by their permissions.
    """
    items = {item.code: item for item in load_catalogue()}
    days = Days(base_year, last_working_day_before(until or date(base_year, *AFTER_LAST_DAY)))
    pairs = list(pairs_of(people.values(), enterprises, on=days.last))
    if not pairs:
        return
    for number, (story, pair) in enumerate(zip(STORIES, cycle(pairs)), 1):
        play(story, pair, items[story.item], days, key=uuid5(NAMESPACE_URL, f"demo-case/{base_year}/{number}"))


def pairs_of(people: Iterable[Any], enterprises: Iterable[Enterprise], *, on: date) -> Iterator[Pair]:
    everybody = sorted(people, key=lambda user: not access_of(user).has_role("park_service_officer"))
    for enterprise in enterprises:
        asker = first_who_may(everybody, "services.request_case", "enterprise", enterprise.pk)
        if asker is None:
            continue
        with acting(asker):
            homes = Residency.objects.filter(enterprise=enterprise, period__contains=on)
            park_id = homes.values_list("park_id", flat=True).first()
        officer = first_who_may(everybody, "services.handle_case", "park", park_id)
        if officer is not None:
            yield Pair(enterprise, asker, officer)


def first_who_may(people: Iterable[Any], permission: str, dimension: str, key: int | None) -> Any:
    return next((user for user in people if key in access_of(user).reach(permission).get(dimension, ())), None)


@contextmanager
def acting(user: Any) -> Iterator[None]:
    """The scope that a request of theirs would have."""
    with scope(user=user.pk, **access_of(user).everything()):  # type: ignore[arg-type]
        yield


def play(story: Story, pair: Pair, item: ServiceItem, days: Days, *, key: UUID) -> None:
    """Send the request and take the steps that were not taken yet."""
    with acting(pair.asker):
        case = request_case(
            item=item,
            enterprise=pair.enterprise,
            subject=story.subject,
            description=story.description,
            contact=story.contact,
            submission_key=key,
            by=pair.asker,
            at=days.moment(story.sent, time(9, 12)),
        )
        taken = history_of(case).count() - 1
    for step in story.steps[taken:]:
        take(step, case.pk, pair, days)


def take(step: Step, key: UUID, pair: Pair, days: Days) -> None:
    actor = pair.officer if step.act in BY_THE_PARK else pair.asker
    with acting(actor):
        at = days.moment(step.day, time(10, 40))
        ACTIONS[step.act](case=Case.objects.get(pk=key), by=actor, at=at, **step.words_of(days.year))
