"""Due dates counted by hand on the calendars of the 2024, 2025 and 2026 notices, with pauses over make-up days."""

from datetime import date

import pytest

from services.clock import due_dates
from services.models import Case

# accepted, working days, pause from/to (or none), due; each counted by hand on the notices' calendars
PLAIN_2024 = """
2024-01-02 1 2024-01-03
2024-01-05 1 2024-01-08
2024-02-02 1 2024-02-04
2024-02-02 3 2024-02-06
2024-02-08 1 2024-02-09
2024-02-09 1 2024-02-18
2024-02-09 2 2024-02-19
2024-04-03 1 2024-04-07
2024-04-03 2 2024-04-08
2024-04-26 1 2024-04-28
2024-04-30 1 2024-05-06
2024-04-30 6 2024-05-11
2024-05-10 1 2024-05-11
2024-06-07 1 2024-06-11
2024-09-13 1 2024-09-14
2024-09-14 1 2024-09-18
2024-09-27 1 2024-09-29
2024-09-30 1 2024-10-08
2024-09-30 5 2024-10-12
2024-10-11 2 2024-10-14
"""
PLAIN_2025 = """
2025-01-02 5 2025-01-09
2025-01-24 1 2025-01-26
2025-01-27 1 2025-02-05
2025-02-07 1 2025-02-08
2025-02-07 2 2025-02-10
2025-04-03 1 2025-04-07
2025-04-25 1 2025-04-27
2025-04-30 1 2025-05-06
2025-05-30 1 2025-06-03
2025-09-26 1 2025-09-28
2025-09-30 1 2025-10-09
2025-09-30 3 2025-10-11
2025-10-10 2 2025-10-13
"""
PLAIN_2026 = """
2026-02-13 1 2026-02-14
2026-02-14 1 2026-02-24
2026-02-27 1 2026-02-28
2026-02-27 2 2026-03-02
2026-04-03 1 2026-04-07
2026-04-30 1 2026-05-06
2026-05-08 1 2026-05-09
2026-06-18 1 2026-06-22
2026-09-15 10 2026-09-29
2026-09-18 1 2026-09-20
2026-09-24 1 2026-09-28
2026-09-30 1 2026-10-08
2026-10-09 1 2026-10-10
"""
PAUSED = """
2024-02-02 3 2024-02-02/2024-02-04 2024-02-07
2024-04-03 2 2024-04-03/2024-04-07 2024-04-09
2024-04-26 2 2024-04-26/2024-04-28 2024-04-30
2024-05-10 1 2024-05-10/2024-05-11 2024-05-13
2024-09-13 1 2024-09-13/2024-09-14 2024-09-18
2024-09-27 2 2024-09-27/2024-09-29 2024-10-08
2024-10-11 1 2024-10-11/2024-10-12 2024-10-14
2025-01-24 1 2025-01-24/2025-01-26 2025-01-27
2025-02-07 1 2025-02-07/2025-02-08 2025-02-10
2025-04-25 1 2025-04-25/2025-04-27 2025-04-28
2025-09-26 2 2025-09-26/2025-09-28 2025-09-30
2025-10-10 1 2025-10-10/2025-10-11 2025-10-13
2026-02-13 1 2026-02-13/2026-02-14 2026-02-24
2026-02-27 1 2026-02-27/2026-02-28 2026-03-02
2026-05-08 1 2026-05-08/2026-05-09 2026-05-11
2026-09-15 10 2026-09-21/2026-09-24 2026-10-09
2026-09-15 10 2026-09-18/2026-09-21 2026-10-08
2026-09-18 1 2026-09-18/2026-09-20 2026-09-21
2026-10-09 1 2026-10-09/2026-10-10 2026-10-12
"""


def lines(*texts: str) -> list[list[str]]:
    return [line.split() for text in texts for line in text.strip().splitlines()]


def due(accepted: str, days: str, *pauses: str, extended: int = 0) -> date:
    case = Case(
        accepted_on=date.fromisoformat(accepted), promised_days=int(days), day_type="working", extended_days=extended,
        pauses=[pause.split("/") for pause in pauses],
    )  # fmt: skip
    return due_dates(case)["due_date"]


@pytest.mark.parametrize(("accepted", "days", "expected"), lines(PLAIN_2024, PLAIN_2025, PLAIN_2026))
def test_due_date__counted_by_hand__is_that_day(accepted, days, expected):
    assert due(accepted, days) == date.fromisoformat(expected)


@pytest.mark.parametrize(("accepted", "days", "pause", "expected"), lines(PAUSED))
def test_due_date__paused_over_a_make_up_day__is_counted_after_it(accepted, days, pause, expected):
    assert due(accepted, days, pause) == date.fromisoformat(expected)


def test_due_dates__counted_by_hand__are_at_least_sixty():
    assert len(lines(PLAIN_2024, PLAIN_2025, PLAIN_2026, PAUSED)) >= 60


def test_due_date__extended__counts_the_days_more():
    assert due("2026-09-15", "10", extended=3) == date(2026, 10, 9)


def test_due_date__while_the_clock_stands__is_none():
    case = Case(accepted_on=date(2026, 9, 15), promised_days=10, day_type="working", pauses=[["2026-09-18", None]])

    assert due_dates(case) == {"due_date": None}
