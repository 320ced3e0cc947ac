"""A handed-in file as rows: the right template first, then every problem by sheet and cell."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from core.attachments.texts import text_of
from core.errors import NotAllowed
from core.imports.columns import ImportColumn, Problem, Row, folded

HEAD_WITHIN = 12  # lines from the top: a title and facts may stand above it
MOST_ROWS = 200_000
REPORT_EVERY = 1_000
FORMULA = re.compile(rb'<c r="([A-Z]{1,3}[0-9]+)"[^>]*>\s*<f')
FORMULA_STARTS = ("=", "+", "@")

Report = Callable[[int, int], None]


@dataclass(frozen=True)
class Sheet:
    """Lines of text cells under the sheet's name; ``formulas`` are cells whose value something else computed."""

    name: str
    lines: list[list[str]]
    formulas: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reading:
    """What a file held: its rows and all its problems."""

    sheet: str
    rows: list[Row]
    problems: list[Problem]


def read_file(file: IO[bytes], content_type: str, columns: Sequence[ImportColumn], report: Report) -> Reading:
    """Find the sheet with the template's head, and read it.

    Raises
    ------
    NotAllowed
        Where no sheet has the head, with the columns that are missing.
    """
    missing: list[str] = []
    for sheet in sheets_of(file, content_type):
        head, missing = head_of(sheet, columns)
        if head is not None:
            return rows_of(sheet, head, columns, report)
    raise NotAllowed(
        _("This is not the template: no line at the top names these columns: %(names)s. Download it and fill it.")
        % {"names": ", ".join(missing)}
    )


def sheets_of(file: IO[bytes], content_type: str) -> Iterator[Sheet]:
    file.seek(0)
    if content_type.startswith("text/"):
        yield Sheet("CSV", csv_lines(file))
        return
    formulas = formulas_of(file)
    file.seek(0)
    try:
        book = CalamineWorkbook.from_filelike(file)
        for name in book.sheet_names:
            lines = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            yield Sheet(name, [[text_of_cell(cell) for cell in line] for line in lines], formulas)
    except CalamineError as error:
        raise NotAllowed(_("This workbook cannot be read. Save it anew as XLSX and send that.")) from error


def csv_lines(file: IO[bytes]) -> list[list[str]]:
    """Commas, semicolons or tabs, whichever the first lines use most; UTF-8 or GB 18030."""
    text = text_of(file)
    if text is None:
        raise NotAllowed(_("This CSV file is neither UTF-8 nor GB 18030. Save it as “CSV UTF-8” and send that."))
    start = text[:4000]
    delimiter = max(",;\t", key=start.count)
    try:
        lines = list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise NotAllowed(_("This CSV file cannot be read: a quotation mark does not end.")) from error
    return [[cell.strip() for cell in line] for line in lines]


def formulas_of(file: IO[bytes]) -> frozenset[str]:
    """Cells of the first sheet that hold a formula; a reader of values cannot tell."""
    with zipfile.ZipFile(file) as book:
        part = next((name for name in sorted(book.namelist()) if name.startswith("xl/worksheets/sheet")), None)
        return frozenset(cell.decode() for cell in FORMULA.findall(book.read(part))) if part else frozenset()


def text_of_cell(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if hasattr(cell, "isoformat") else str(cell).strip()


def head_of(sheet: Sheet, columns: Sequence[ImportColumn]) -> tuple[tuple[int, dict[str, int]] | None, list[str]]:
    """The line of the head with each column's place, or the names that are missing from the line that fits best."""
    best = [str(column.label) for column in columns if column.required]
    for number, line in enumerate(sheet.lines[:HEAD_WITHIN]):
        cells = [folded(cell) for cell in line]
        places = {
            column.code: next(place for place, cell in enumerate(cells) if cell in names)
            for column in columns
            if (names := column.names()) & set(cells)
        }
        missing = [str(column.label) for column in columns if column.required and column.code not in places]
        if not missing:
            return (number, places), []
        best = min(best, missing, key=len)
    return None, best


def rows_of(sheet: Sheet, head: tuple[int, dict[str, int]], columns: Sequence[ImportColumn], report: Report) -> Reading:
    first, places = head
    lines = sheet.lines[first + 1 :]
    if len(lines) > MOST_ROWS:
        raise NotAllowed(_("This file has more than %(limit)d rows; send it in parts.") % {"limit": MOST_ROWS})
    rows, problems = [], []
    for offset, line in enumerate(lines):
        if offset % REPORT_EVERY == 0:
            report(offset, len(lines))
        filled = [place for place in places.values() if place < len(line) and line[place]]
        if not filled:
            break  # the table ends at its first empty line; a count or a note may stand below
        row, found = row_of(sheet, first + 2 + offset, line, places, columns)
        rows.append(row)
        problems += found
    return Reading(sheet.name, rows, problems)


def row_of(
    sheet: Sheet, number: int, line: list[str], places: dict[str, int], columns: Sequence[ImportColumn]
) -> tuple[Row, list[Problem]]:
    values, problems = {}, []
    for column in columns:
        place = places.get(column.code)
        text = line[place] if place is not None and place < len(line) else ""
        cell = f"{letters(place or 0)}{number}"
        try:
            values[column.code] = value_of(column, text, is_formula=cell in sheet.formulas)
        except ValidationError as error:
            problems.append(Problem(f"{sheet.name}!{cell}", f"{column.label}: {' '.join(error.messages)}"))
    return Row(number, values), problems


def value_of(column: ImportColumn, text: str, *, is_formula: bool) -> Any:
    if is_formula or text.startswith(FORMULA_STARTS):
        raise ValidationError(_("This is a formula; enter its value."))
    plain = text.removeprefix("'")
    if not plain and column.required:
        raise ValidationError(_("This is empty."))
    return column.convert(plain) if plain else ""


def letters(place: int) -> str:
    """A column's letters: A, Z, AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name
