"""A case's days: when it is due, by promise and by law, counted by the working-day clock."""

from datetime import date, datetime

from django.utils import timezone

from core.workdays import DayType, DueDate, due_date, published_calendar, working_days_left
from services.models import Case

ANSWER_DAYS = 5  # Administrative Licensing Law, article 32: whatever is missing is told once within five working days


def day_of(at: datetime) -> date:
    """The day in Shanghai on which something happened."""
    return timezone.localtime(at).date()


def answer_clock(*, submitted_at: datetime) -> DueDate:
    """By when the park says whether it accepts."""
    return due_date(accepted=day_of(submitted_at), days=ANSWER_DAYS, calendar=published_calendar())


def promised_clock(case: Case, *, accepted_on: date) -> DueDate:
    return due_date(
        accepted=accepted_on, days=case.promised_days, day_type=DayType(case.day_type), calendar=published_calendar()
    )


def statutory_clock(case: Case, *, accepted_on: date) -> DueDate | None:
    """The limit of the law, where there is one."""
    if case.statutory_days is None:
        return None
    return due_date(
        accepted=accepted_on, days=case.statutory_days, day_type=DayType(case.day_type), calendar=published_calendar()
    )


def days_left(case: Case, *, today: date) -> int | None:
    """Working days until the park owes its next answer, below zero once it is late; none for a closed case."""
    if case.next_date is None:
        return None
    return working_days_left(case.next_date, today=today, calendar=published_calendar()).working_days
