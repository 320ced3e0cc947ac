"""The demonstration's stories stand on whatever day it is loaded."""

from datetime import date

import pytest

from assessment.demo.days import Days


@pytest.mark.parametrize("today", [date(2026, 11, 25), date(2027, 1, 2), date(2027, 4, 1), date(2027, 12, 31)])
def test_days__whenever_loaded__closed_years_are_over_and_the_open_one_is_open(today):
    base_year = today.year
    closed = Days.of(base_year - 1, base_year=base_year, today=today)
    opened = Days.of(base_year, base_year=base_year, today=today)

    assert closed.opens_on < closed.entered_on < closed.cutoff_on < closed.run_on < today
    assert closed.decided_at.date() < today
    assert opened.opens_on < today < opened.cutoff_on
