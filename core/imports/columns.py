"""What a file of rows must look like, and what is wrong with one, by cell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

LANGUAGES = ("en", "zh-hans")
EXCEL_TIME = "T00:00:00"


@dataclass(frozen=True)
class ImportColumn:
    """A column under its name in either language; ``convert`` raises ValidationError for what does not fit."""

    code: str
    label: Any
    convert: Callable[[str], Any]
    required: bool = True

    def names(self) -> set[str]:
        found = set()
        for language in LANGUAGES:
            with translation.override(language):
                found.add(folded(str(self.label)))
        return found


@dataclass(frozen=True)
class Problem:
    """What is wrong, and in which cell of which sheet."""

    place: str
    text: str


@dataclass(frozen=True)
class Row:
    """A line of the file with its values by column."""

    number: int
    values: dict[str, Any]


@dataclass
class Difference:
    """What the file would do: rows to add, rows to change with what is there now, rows that say the same."""

    new: list[Row] = field(default_factory=list)
    changed: list[tuple[Row, dict[str, Any]]] = field(default_factory=list)
    same: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class Importer(Protocol):
    """What the owner's app declares for one kind of file."""

    code: str
    title: Any

    @property
    def columns(self) -> Sequence[ImportColumn]:
        """In the order of the template."""

    def compare(self, rows: list[Row], *, target: int, sheet: str) -> Difference:
        """Against what is in the database, in the asker's scope."""

    def write(self, difference: Difference, *, target: int, by: Any, at: datetime) -> None:
        """Every row, in the transaction that is open; raises Refused for what the database does not take."""


IMPORTERS: dict[str, Importer] = {}


def declare(importer: Importer) -> Importer:
    IMPORTERS[importer.code] = importer
    return importer


def folded(text: str) -> str:
    return " ".join(text.replace("\ufeff", "").casefold().split())


def words(limit: int) -> Callable[[str], str]:
    """Text of at most so many characters."""

    def convert(text: str) -> str:
        if len(text) > limit:
            said = {"count": len(text), "limit": limit}
            raise ValidationError(_("This has %(count)d characters; at most %(limit)d are taken.") % said)
        return text

    return convert


def day(text: str) -> date:
    """A day as 2026-09-01 or 2026/9/1; a spreadsheet's own days come that way."""
    plain = text.removesuffix(EXCEL_TIME).replace("/", "-").replace(".", "-")
    try:
        year, month, number = (int(part) for part in plain.split("-"))
        return date(year, month, number)
    except ValueError as error:
        raise ValidationError(_("Enter a day as 2026-09-01.")) from error
