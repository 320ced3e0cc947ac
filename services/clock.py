"""A case's days: when it is due, by promise and by law, counted by the working-day clock."""

from datetime import date, datetime
from typing import cast

from django.utils import timezone

from core.holiday_notices import calendar_in_force
from core.workdays import DayType, DueDate, Pause, due_date, working_days_left
from services.models import Case

ANSWER_DAYS = 5  # Administrative Licensing Law, article 32: whatever is missing is told once within five working days


def day_of(at: datetime) -> date:
    """The day in Shanghai on which something happened."""
    return timezone.localtime(at).date()


def answer_clock(*, submitted_at: datetime) -> DueDate:
    """By when the park says whether it accepts."""
    return due_date(accepted=day_of(submitted_at), days=ANSWER_DAYS, calendar=calendar_in_force())


def answer_clock_of(case: Case) -> DueDate:
    """The same of a case, counted anew from the day on which what was missing came in."""
    received = case.received_on or day_of(case.submitted_at)
    return due_date(accepted=received, days=ANSWER_DAYS, calendar=calendar_in_force())


def after_working_days(start: date, days: int) -> date:
    """The day that ends a limit of so many working days after ``start``."""
    return cast("date", due_date(accepted=start, days=days, calendar=calendar_in_force()).due)


def pauses_of(case: Case) -> list[Pause]:
    """While the clock stood still for the applicant; the last one may have no end so far."""
    found = [(date.fromisoformat(begins), ends) for begins, ends in case.pauses]
    return [Pause(begins, date.fromisoformat(ends) if ends else None) for begins, ends in found]


def limited(case: Case, days: int, accepted_on: date) -> DueDate:
    """A limit of the case with what paused and what extended it."""
    return due_date(
        accepted=accepted_on,
        days=days,
        day_type=DayType(case.day_type),
        pauses=pauses_of(case),
        extensions=[case.extended_days] if case.extended_days else [],
        calendar=calendar_in_force(),
    )


def promised_clock(case: Case, *, accepted_on: date) -> DueDate:
    return limited(case, case.promised_days, accepted_on)


def statutory_clock(case: Case, *, accepted_on: date) -> DueDate | None:
    """The limit of the law, where there is one."""
    if case.statutory_days is None:
        return None
    return limited(case, case.statutory_days, accepted_on)


def days_left(case: Case, *, today: date) -> int | None:
    """Working days until the park owes its next answer, below zero once it is late; none for a closed case."""
    if case.next_date is None:
        return None
    return working_days_left(case.next_date, today=today, calendar=calendar_in_force()).working_days


def due_dates(case: Case) -> dict[str, date]:
    """The days that the calendar in force gives an open case, by the column that keeps each."""
    if case.accepted_on is None:
        return {"answer_due_date": cast("date", answer_clock_of(case).due)}
    return {"due_date": cast("date", promised_clock(case, accepted_on=case.accepted_on).due)}
