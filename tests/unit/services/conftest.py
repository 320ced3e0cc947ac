"""Without a database the calendar is the one that ships with the product."""

import pytest

from core.holiday_notices import forget_calendar
from core.workdays import published_calendar


@pytest.fixture(autouse=True)
def _shipped_calendar(monkeypatch):
    forget_calendar()
    monkeypatch.setattr("core.holiday_notices.read_calendar", published_calendar)
    yield
    forget_calendar()
