"""What goes into a file: its columns, its rows, and the facts that say what it is."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.templatetags.date_text import moment_text

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
EXACT_DIGITS = 15  # a spreadsheet's number is a binary64
CELL_CHARACTERS = 32_000  # a spreadsheet's cell takes 32,767

Cell = str | int | float | Decimal | date | datetime | None


@dataclass(frozen=True)
class Column:
    """A column of the file: what stands above it, and what a row says in it."""

    label: Any
    value: Callable[[Any], Any]
    width: int = 18


@dataclass(frozen=True)
class Extract:
    """Rows on their way into a file; ``rows`` is read once, from its beginning to its end."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Any]
    facts: Sequence[tuple[str, str]] = field(default_factory=tuple)


def facts_of(*, by: Any, at: datetime, filters: Sequence[str]) -> list[tuple[str, str]]:
    """Who made the file, when, and by which words it was filtered."""
    who = str(by) if getattr(by, "is_authenticated", False) else _("a visitor")
    return [
        (_("Made by"), who),
        (_("Made at"), moment_text(at)),
        (_("Filtered by"), _("; ").join(map(str, filters)) or _("nothing: all rows that this person may see")),
    ]


def cell_of(value: Any) -> Cell:
    """The value as a cell holds it; text that a spreadsheet would run begins with an apostrophe."""
    if value is None or isinstance(value, bool):
        return {None: None, True: _("yes"), False: _("no")}[value]
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None)
    if isinstance(value, int | float | Decimal) and len(str(value)) <= EXACT_DIGITS:
        return value
    if isinstance(value, date):
        return value
    return harmless(str(value))


def harmless(text: str) -> str:
    return (f"'{text}" if text.startswith(FORMULA_STARTS) else text)[:CELL_CHARACTERS]
