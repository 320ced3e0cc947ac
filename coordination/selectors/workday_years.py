"""The calendar by which every due date is counted, a year at a time."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from core.holiday_notices import calendar_in_force
from core.models import HolidayNotice
from core.workday_sentences import holiday_name
from core.workdays import ONE_DAY


@dataclass(frozen=True)
class Break:
    """Days off in a row under one name."""

    name: str
    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class CalendarYear:
    """A year with its breaks, its make-up days and the number of its working days."""

    year: int
    breaks: list[Break]
    make_up_days: list[date]
    working_days: int


def calendar_years() -> list[CalendarYear]:
    """The published years, newest first."""
    calendar = calendar_in_force()
    breaks: dict[int, list[Break]] = defaultdict(list)
    for day, name in sorted(calendar.days_off.items()):
        of_year = breaks[day.year]
        if of_year and of_year[-1].name == holiday_name(name) and of_year[-1].last == day - ONE_DAY:
            of_year[-1] = Break(of_year[-1].name, of_year[-1].first, day)
        else:
            of_year.append(Break(holiday_name(name), day, day))
    return [
        CalendarYear(
            year,
            breaks[year],
            sorted(day for day in calendar.make_up_days if day.year == year),
            sum(calendar.is_working(date(year, 1, 1) + timedelta(days=ahead)) for ahead in range(days_of(year))),
        )
        for year in sorted(calendar.years, reverse=True)
    ]


def days_of(year: int) -> int:
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days


def notices() -> list[HolidayNotice]:
    """What was loaded, newest first."""
    return list(HolidayNotice.objects.order_by("-published_on", "-pk"))
