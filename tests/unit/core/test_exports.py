"""Files of rows: what a spreadsheet would run is harmless, what stands in them is what stood on the screen."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from core.exports.extract import Column, Extract, cell_of
from core.exports.writers import write_csv, write_xlsx

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=cmd|" /C calc"!A0', "http://example.org"]


def extract_of(rows: list[object]) -> Extract:
    return Extract("Cases: open", [Column("=Name", lambda row: row)], rows, [("Filtered by", "=open")])


def csv_rows(extract: Extract) -> list[list[str]]:
    file = io.BytesIO()
    write_csv(extract, file)
    return list(csv.reader(io.StringIO(file.getvalue().decode("utf-8-sig"))))


def xlsx_rows(extract: Extract) -> list[list[object]]:
    file = io.BytesIO()
    write_xlsx(extract, file)
    file.seek(0)
    return CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("read", [csv_rows, xlsx_rows])
@pytest.mark.parametrize("text", HOSTILE)
def test_write__text_like_a_formula__begins_with_an_apostrophe(read, text):
    rows = read(extract_of([text]))

    assert [row[0] for row in rows if row and "Name" in str(row[0])] == ["'=Name"]
    assert rows[1][1] == "'=open"
    written = rows[4][0]
    assert written.startswith("'") or not text.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_write_xlsx__any_text__holds_no_formula_and_no_link():
    file = io.BytesIO()
    write_xlsx(extract_of(HOSTILE), file)

    parts = zipfile.ZipFile(file)
    content = b"".join(parts.read(name) for name in parts.namelist())
    assert b"<f>" not in content and b"<hyperlink" not in content


@pytest.mark.parametrize("read", [csv_rows, xlsx_rows])
def test_write__no_row__still_says_so(read):
    assert [str(cell).removesuffix(".0") for cell in read(extract_of([]))[-1]][:2] == ["Rows in this file", "0"]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (-5, -5),
        (Decimal("-2.50"), Decimal("-2.50")),
        (913101150000000001, "913101150000000001"),
        (None, None),
        (True, "yes"),
        (date(2026, 9, 1), date(2026, 9, 1)),
        (datetime(2026, 9, 1, 4, 0, tzinfo=UTC), datetime(2026, 9, 1, 12, 0)),  # noqa: DTZ001  as a sheet holds it
    ],
)
def test_cell__of_each_kind__keeps_its_value(value, cell):
    assert cell_of(value) == cell


def test_write__ten_thousand_rows__reports_on_the_way():
    reported = []

    count = write_xlsx(extract_of(list(range(10_000))), io.BytesIO(), reported.append)

    assert count == 10_000
    assert reported == list(range(500, 10_001, 500))
