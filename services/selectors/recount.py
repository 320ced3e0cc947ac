"""What a change of the calendar does to open cases."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet

from services.clock import due_dates
from services.models import Case
from services.workflow import OPEN

READ_AT_ONCE = 2000


def moved_cases(cases: QuerySet[Case]) -> Iterator[tuple[Case, date]]:
    """Open cases whose stored day is not the one that the calendar in force gives, with the day it gives."""
    still_open: Any = cases.filter(status__in=OPEN).order_by("pk")
    for case in still_open.iterator(chunk_size=READ_AT_ONCE):
        for name, day in due_dates(case).items():
            if getattr(case, name) != day:
                yield case, day
