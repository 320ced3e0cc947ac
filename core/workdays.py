"""The working-day clock: when something is due and, day by day, why.

Everything here is a pure function of its arguments. The calendar is a value: the days off and the make-up days that
the State Council's notices name. A day in a year without a notice goes by its weekday and makes an answer provisional.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Self

CALENDAR_FILE = Path(__file__).parent / "data" / "workdays.csv"
MOST_DAYS = 3650  # ten years; a limit longer than that is a mistake, extensions included
FIRST_YEAR, LAST_YEAR = 2000, 2099  # dates outside are mistakes of typing
MAKE_UP_DAY = "make-up day"
SATURDAY = 5
ONE_DAY = timedelta(days=1)


class DayType(StrEnum):
    """How a limit counts: by working days, or by every day of the calendar."""

    WORKING = "working"
    CALENDAR = "calendar"


class DayState(StrEnum):
    """What became of one day after acceptance."""

    COUNTED = "counted"
    PAUSED = "paused"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MOVED = "moved"


@dataclass(frozen=True)
class Calendar:
    """The days that a notice took out of the week or put into it, with the names that the notices give them."""

    days_off: Mapping[date, str]
    make_up_days: frozenset[date]

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, str]]) -> Self:
        """Rows of date, kind (``off`` or ``work``) and name, as in ``data/workdays.csv``."""
        found = [(date.fromisoformat(row["date"]), row["kind"], row["name"]) for row in rows]
        return cls(
            days_off={day: name for day, kind, name in found if kind == "off"},
            make_up_days=frozenset(day for day, kind, _ in found if kind == "work"),
        )

    def overlaid(self, days: Iterable[Sequence[str]]) -> Self:
        """The calendar after a further notice: its days, ``[date, kind, name]``, hold over what was said before."""
        off, work = dict(self.days_off), set(self.make_up_days)
        for text, kind, name in days:
            day = date.fromisoformat(text)
            off.pop(day, None)
            work.discard(day)
            if kind == "off":
                off[day] = name
            else:
                work.add(day)
        return type(self)(days_off=off, make_up_days=frozenset(work))

    @cached_property
    def years(self) -> frozenset[int]:
        """The years that a notice has been published for."""
        return frozenset(day.year for day in self.days_off)

    def is_published(self, day: date) -> bool:
        return day.year in self.years

    def is_working(self, day: date) -> bool:
        if day in self.make_up_days:
            return True
        return day.weekday() < SATURDAY and day not in self.days_off

    def name_of(self, day: date) -> str | None:
        """The notice's own name of a day off, "make-up day" for a working weekend, nothing for other days."""
        return MAKE_UP_DAY if day in self.make_up_days else self.days_off.get(day)

    def rest_of(self, day: date) -> DayState:
        """Why a day that is no working day is none."""
        return DayState.HOLIDAY if day in self.days_off else DayState.WEEKEND


@lru_cache(maxsize=1)
def published_calendar() -> Calendar:
    """The calendar of the notices that come with the product; ``calendar_in_force`` adds those loaded since."""
    with CALENDAR_FILE.open(encoding="utf-8", newline="") as file:
        return Calendar.from_rows(csv.DictReader(file))


@lru_cache(maxsize=1)
def published_sources() -> list[str]:
    """The notices that come with the product, in the order of their years."""
    with CALENDAR_FILE.open(encoding="utf-8", newline="") as file:
        return list(dict.fromkeys(row["source"] for row in csv.DictReader(file)))


@dataclass(frozen=True)
class Pause:
    """The clock stands still after the day ``begins`` until the day ``ends`` is over, or without an end so far."""

    begins: date
    ends: date | None = None

    def covers(self, day: date) -> bool:
        return self.begins < day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True)
class Day:
    """One day after acceptance and what became of it; ``number`` is the running number of a counted day."""

    date: date
    state: DayState
    number: int | None
    name: str | None

    def as_json(self) -> dict[str, Any]:
        return {"date": self.date.isoformat(), "state": self.state, "number": self.number, "name": self.name}


@dataclass(frozen=True)
class DueDate:
    """When something is due, and each day on the way there. ``due`` is empty while an open pause holds the clock."""

    due: date | None
    provisional: bool
    days: list[Day]
    accepted: date
    limit: int
    day_type: DayType

    @property
    def counted(self) -> int:
        """How many days of the limit have been counted."""
        return sum(day.state == DayState.COUNTED for day in self.days)

    def as_json(self) -> dict[str, Any]:
        return {
            "due": self.due.isoformat() if self.due else None,
            "provisional": self.provisional,
            "days": [day.as_json() for day in self.days],
        }


def due_date(
    *,
    accepted: date,
    days: int,
    day_type: DayType | str = DayType.WORKING,
    pauses: Sequence[Pause] = (),
    extensions: Sequence[int] = (),
    calendar: Calendar,
) -> DueDate:
    """Count ``days`` and the extensions from the day after acceptance.

    Paused days come before everything else: they are never counted, nor does a limit end on one that it moves over.
    A limit in calendar days that ends on a day off, and a limit of no days accepted on one, moves to the next working
    day that is not paused.
    """
    limit = days + sum(extensions)
    walk = _Walk(accepted=accepted, limit=limit, day_type=DayType(day_type), pauses=pauses, calendar=calendar)
    due = walk.to_the_end()
    return DueDate(
        due=due,
        provisional=walk.is_provisional(),
        days=walk.days,
        accepted=accepted,
        limit=limit,
        day_type=walk.day_type,
    )


class _Walk:
    """The way from the acceptance day to the due day, one day at a time."""

    def __init__(
        self, *, accepted: date, limit: int, day_type: DayType, pauses: Sequence[Pause], calendar: Calendar
    ) -> None:
        self.accepted = accepted
        self.limit = limit
        self.day_type = day_type
        self.calendar = calendar
        self.closed = [pause for pause in pauses if pause.ends is not None]
        self.held_after = min((pause.begins for pause in pauses if pause.ends is None), default=None)
        self.days: list[Day] = []
        self.number = 0

    def to_the_end(self) -> date | None:
        if self.held_after is not None and self.held_after < self.accepted:
            return None
        day = self.accepted
        arrived = self.limit == 0 and self.calendar.is_working(day)
        while not arrived:
            if day == self.held_after:
                return None
            day += ONE_DAY
            arrived = self._take(day)
        return day

    def is_provisional(self) -> bool:
        """Whether a day was counted, passed over or moved onto that no notice speaks of."""
        asked = [day.date for day in self.days if day.state != DayState.PAUSED]
        if self.limit == 0:
            asked.append(self.accepted)
        return not all(self.calendar.is_published(day) for day in asked)

    def _take(self, day: date) -> bool:
        """Note what becomes of the day; answer whether the limit ends on it."""
        state = self._state_of(day)
        if state == DayState.COUNTED:
            self.number += 1
        number = self.number if state == DayState.COUNTED else None
        self.days.append(Day(day, state, number, self.calendar.name_of(day)))
        if state not in (DayState.COUNTED, DayState.MOVED):
            return False
        return self.number == self.limit and self.calendar.is_working(day)

    def _state_of(self, day: date) -> DayState:
        if any(pause.covers(day) for pause in self.closed):
            return DayState.PAUSED
        if self.number == self.limit:
            return DayState.MOVED
        if self.day_type == DayType.CALENDAR or self.calendar.is_working(day):
            return DayState.COUNTED
        return self.calendar.rest_of(day)


@dataclass(frozen=True)
class Span:
    """A number of working days; provisional where a day on the way is in a year without a notice."""

    working_days: int
    provisional: bool


def working_days_between(start: date, end: date, *, calendar: Calendar) -> Span:
    """Working days after ``start`` up to and with ``end``; negative where ``end`` comes first."""
    first, last = min(start, end), max(start, end)
    on_the_way = [first + timedelta(days=ahead) for ahead in range(1, (last - first).days + 1)]
    count = sum(calendar.is_working(day) for day in on_the_way)
    return Span(
        working_days=count if start <= end else -count,
        provisional=not all(calendar.is_published(day) for day in on_the_way),
    )


def working_days_left(due: date, *, today: date, calendar: Calendar) -> Span:
    """Working days after today up to and with the due day: 0 on it, less once a working day has passed since."""
    return working_days_between(today, due, calendar=calendar)
