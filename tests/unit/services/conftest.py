"""Without a database the calendar is the one that ships with the product."""

import pytest

from core.workdays import published_calendar


@pytest.fixture(autouse=True)
def _shipped_calendar(monkeypatch):
    monkeypatch.setattr("core.holiday_notices.read_calendar", published_calendar)
