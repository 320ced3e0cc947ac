"""A return's entries as a page reads them: light rows, since a return has many and none of them is changed here."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import F, Value
from django.db.models.functions import Coalesce, NullIf

from assessment.models import FigureEntry, MissingKind, Return


class SeenEntry(NamedTuple):
    """An entry as it is read, with its author's name: a return has many, and none of them is changed here."""

    value: Decimal | None
    missing: str
    reason: str
    document: str
    entered_at: datetime
    entered_by: str

    @property
    def missing_words(self) -> str:
        return str(MissingKind(self.missing).label)


def entries_of(annual_return: Return) -> dict[int, SeenEntry]:
    """The return's entries by the figure's key."""
    author = Coalesce(NullIf(F("entered_by__display_name"), Value("")), F("entered_by__username"), Value(""))
    rows: Any = FigureEntry.objects.filter(park_id=annual_return.park_id, annual_return=annual_return).values_list(
        "figure_id", "value", "missing", "reason", "document", "entered_at", author
    )
    return {figure: SeenEntry(*rest) for figure, *rest in rows}


class PastEntry(NamedTuple):
    """An entry of a year before, as far as the grid needs it."""

    value: Decimal | None
    missing: str
    reason: str
    document: str


def earlier_entries(annual_return: Return, years: int, codes: Collection[str]) -> dict[str, dict[int, Any]]:
    """The park's entries of so many years before, by the figure's code and year."""
    year = annual_return.cycle.year
    rows: Any = FigureEntry.objects.filter(
        park_id=annual_return.park_id,
        annual_return__cycle__year__gte=year - years,
        annual_return__cycle__year__lt=year,
        figure__code__in=codes,
    ).values_list("figure__code", "annual_return__cycle__year", "value", "missing", "reason", "document")
    found: dict[str, dict[int, Any]] = defaultdict(dict)
    for code, of_year, *rest in rows:
        found[code][of_year] = PastEntry(*rest)
    return found
