"""An extract as CSV and as an Excel workbook, row by row, in constant memory."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _

from core.exports.extract import Extract, cell_of, harmless

REPORT_EVERY = 500
SHEET_ROWS = 1_048_000  # of the 1,048,576 that a sheet takes; the rest is for head and foot
SHEET_NAME = 31
DATE_FORMAT, MOMENT_FORMAT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"

Report = Callable[[int], None]


def silent(done: int) -> None:
    """For whoever shows no progress."""


class TooManyRows(Exception):
    """More rows than one sheet takes; CSV has no such limit."""


def write_csv(extract: Extract, file: IO[bytes], report: Report = silent) -> int:
    """UTF-8 with a byte order mark, so that spreadsheets read Chinese; the number of rows comes back."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    rows, count = csv.writer(text), 0
    rows.writerows([[harmless(extract.title)], *([name, harmless(value)] for name, value in extract.facts), []])
    rows.writerow([harmless(str(column.label)) for column in extract.columns])
    for count, values in enumerate(lines_of(extract, report), 1):  # noqa: B007  the last number is the count
        rows.writerow(["" if value is None else as_text(value) for value in values])
    rows.writerows([[], [_("Rows in this file"), count]])
    text.detach()
    return count


def as_text(value: Any) -> Any:
    return value.isoformat(" ", "minutes") if isinstance(value, datetime) else value


def write_xlsx(extract: Extract, file: IO[bytes], report: Report = silent) -> int:
    """One sheet: title, facts, head, rows, count; nothing in it is a formula or a link."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, {**options, "strings_to_numbers": False})
    formats = {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "title": book.add_format({"bold": True, "font_size": 14}),
        date: book.add_format({"num_format": DATE_FORMAT, "align": "left"}),
        datetime: book.add_format({"num_format": MOMENT_FORMAT, "align": "left"}),
    }
    sheet = book.add_worksheet(sheet_name(extract.title))
    first = write_head(sheet, extract, formats)
    count = 0
    for count, values in enumerate(lines_of(extract, report), 1):
        if count > SHEET_ROWS:
            raise TooManyRows
        for column, value in enumerate(values):
            sheet.write(first + count - 1, column, value, formats.get(type(value)))
    sheet.write_row(first + count + 1, 0, [_("Rows in this file"), count])
    book.close()
    return count


def write_head(sheet: Any, extract: Extract, formats: dict[Any, Any]) -> int:
    """Title, facts and the columns' names; the first row below them."""
    for place, column in enumerate(extract.columns):
        sheet.set_column(place, place, column.width)
    sheet.write_string(0, 0, harmless(extract.title), formats["title"])
    for place, (name, value) in enumerate(extract.facts, 1):
        sheet.write_row(place, 0, [name, harmless(value)])
    head = len(extract.facts) + 2
    for place, column in enumerate(extract.columns):
        sheet.write_string(head, place, harmless(str(column.label)), formats["head"])
    sheet.freeze_panes(head + 1, 1)
    return head + 1


def lines_of(extract: Extract, report: Report) -> Iterator[list[Any]]:
    for number, row in enumerate(extract.rows, 1):
        if number % REPORT_EVERY == 0:
            report(number)
        yield [cell_of(column.value(row)) for column in extract.columns]


def sheet_name(title: str) -> str:
    """The title as Excel takes it for a sheet's name."""
    return "".join("_" if character in "[]:*?/\\'" else character for character in title)[:SHEET_NAME] or "Sheet"
