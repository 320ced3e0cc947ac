"""Workbooks that come back: what was changed is read, and 70 broken ones each say where and why."""

import re
import zipfile
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from itertools import chain

import pytest
from django.utils.translation import override

from assessment.models import MissingKind
from assessment.workbook import FIGURES, META
from assessment.workbook.read import read_workbook
from core.errors import NotAllowed
from tests.factories.workbooks import (
    DOCUMENT,
    MARK,
    MISSING,
    REASON,
    VALUE,
    expected,
    figures,
    resaved,
    row_of,
    tampered,
    whole,
    zipped,
)

F001, F002, F005, F009, F055 = (row_of(code) for code in ("F001", "F002", "F005", "F009", "F055"))
SHEET = "xl/worksheets/sheet2.xml"


def read(content):
    return read_workbook(content, expected=expected(), figures={figure.code: figure for figure in figures()})


def cell(column, row, value):
    return {f"{column}{row}": value}


# -- What is right ---------------------------------------------------------------------------------------------------
def test_untouched__nothing_changes():
    found = read(whole({"F001": "27.5", "F002": "1842", "F005": "1059778387069.06"}))

    assert (found.typed, found.problems) == ({}, [])


def test_resaved_by_another_program__nothing_changes():
    found = read(resaved(whole({"F001": "27.5", "F005": "1059778387069.06"})))

    assert (found.typed, found.problems) == ({}, [])


def test_a_number_of_more_digits_than_a_spreadsheet_holds__comes_back_whole():
    found = read(resaved(whole({"F005": "12345678901234567.89"})))

    assert found.typed == {}


def test_filled_in__is_read_with_the_mark_of_the_download():
    cells = cell(VALUE, F001, 27.5) | cell(VALUE, F002, "１，８４２") | cell(REASON, F002, "moved")
    found = read(resaved(cells=cells))

    assert found.problems == []
    assert found.typed["F001"].value == Decimal("27.5")
    assert (found.typed["F002"].value, found.typed["F002"].reason, found.typed["F002"].was) == (1842, "moved", "")


def test_a_formula_with_its_value__is_read():
    found = read(resaved(formulas={f"{VALUE}{F001}": ("=10+17.5", 27.5)}))

    assert found.typed["F001"].value == Decimal("27.5")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_kind_of_nothing__in_either_language(language):
    with override(language):
        label = str(MissingKind.NOT_COLLECTED.label)
    found = read(resaved(cells=cell(MISSING, F001, label) | cell(REASON, F001, "no survey")))

    assert found.problems == []
    assert found.typed["F001"].missing == "not_collected"


def test_text_that_looks_like_a_formula__stays_text():
    found = read(resaved(cells=cell(REASON, F001, '=cmd|" /C calc"!A0') | cell(VALUE, F001, 5)))

    assert found.typed["F001"].reason.startswith("=cmd")


def test_moved_columns_and_rows__are_found_by_their_keys():
    content = resaved(cells={}, order=lambda row: [*reversed(row)])

    assert read(content).typed == {}
    assert read(content).problems == []


# -- One reason why the file cannot be read --------------------------------------------------------------------------
def damaged(parts):
    parts[SHEET] = parts[SHEET][: len(parts[SHEET]) // 2]


def entity(parts):
    parts[SHEET] = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>' + parts[SHEET].partition(b"?>")[2]


def many_rows(parts):
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", b'<row r="1048576"/></sheetData>')


def far_column(parts):
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", b'<row r="90"><c r="XFD90"><v>1</v></c></row></sheetData>')


def million_rows(parts):
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", b"<row/>" * 1_000_000 + b"</sheetData>")


def flagged_as_encrypted():
    content = bytearray(whole())
    for marker, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(marker)
        while place >= 0:
            content[place + at] |= 1
            place = content.find(marker, place + 4)
    return bytes(content)


def lying_sizes():
    """A part whose header says that it is small."""
    content = bytearray(zipped(bomb_parts()))
    place = content.rfind(b"PK\x01\x02")
    content[place + 24 : place + 28] = (10).to_bytes(4, "little")
    return bytes(content)


def bomb_parts():
    with zipfile.ZipFile(BytesIO(whole())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return parts | {"xl/media/zeros.xml": b"0" * 60_000_000}


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
UNREADABLE = {
    "empty": (lambda: b"", "empty"),
    "text": (lambda: b"code;value\nF001;5", "no Excel workbook"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "no Excel workbook"),
    "html_named_xlsx": (lambda: b"<html><table></table></html>", "no Excel workbook"),
    "pdf": (lambda: b"%PDF-1.7", "no Excel workbook"),
    "old_xls": (lambda: OLE, "old .xls"),
    "encrypted": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "encrypted_zip": (flagged_as_encrypted, "password"),
    "too_large": (lambda: b"PK\x03\x04" + b"\0" * 2_200_000, "2 MB"),
    "truncated": (lambda: whole()[:3000], "damaged"),
    "only_a_header": (lambda: b"PK\x03\x04", "damaged"),
    "renamed_zip": (lambda: zipped({"letter.txt": b"hello"}), ".zip"),
    "renamed_docx": (lambda: zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}), ".zip"),
    "macros": (lambda: tampered(lambda parts: parts.update({"xl/vbaProject.bin": b"x"})), "macros"),
    "old_macros": (lambda: tampered(lambda parts: parts.update({"xl/macrosheets/sheet1.xml": b"<a/>"})), "macros"),
    "external_links": (
        lambda: tampered(lambda parts: parts.update({"xl/externalLinks/e1.xml": b"<a/>"})),
        "other files",
    ),
    "bomb": (lambda: zipped(bomb_parts()), "swells"),
    "bomb_with_a_lying_header": (lying_sizes, "damaged|swells"),
    "many_parts": (
        lambda: tampered(lambda parts: parts.update({f"xl/a{at}.xml": b"<a/>" for at in range(300)})),
        "more parts",
    ),
    "entities": (lambda: tampered(entity), "entities"),
    "half_a_sheet": (lambda: tampered(damaged), "damaged"),
    "row_a_million": (lambda: tampered(many_rows), "row 1048576"),
    "a_million_empty_rows": (lambda: tampered(million_rows), "2000|swells"),
    "far_column": (lambda: tampered(far_column), "column XFD"),
    "no_sheets": (
        lambda: tampered(lambda parts: [parts.pop(name) for name in [*parts] if "sheet" in name]),
        "not there|damaged",
    ),
    "no_meta_sheet": (lambda: resaved(without=(META,)), "not there"),
    "renamed_sheet": (lambda: resaved(names={FIGURES: "Sheet1"}), "not there"),
    "other_workbook": (lambda: resaved(without=(META, FIGURES)), "not there"),
    "old_template": (lambda: resaved(meta={"template": "portal-return/0"}), "template portal-return/0"),
    "no_template": (lambda: resaved(meta={"template": None}), "template nothing"),
    "wrong_year": (lambda: resaved(meta={"year": "2030"}), "year 2030.*2031"),
    "wrong_park": (lambda: resaved(meta={"park": "MHG"}), "park MHG.*JNQ"),
    "wrong_plan": (lambda: resaved(meta={"plan": "b" * 64}), "another plan"),
    "no_key_row": (lambda: resaved(rows=lambda rows: rows[1:]), "hidden row 1"),
    "column_gone": (lambda: resaved(order=lambda row: row[:6] + row[7:]), "“value”"),
    "column_twice": (lambda: resaved(order=lambda row: [*row, row[6]]), "“value”"),
    "blank_sheet": (lambda: resaved(rows=lambda rows: []), "hidden row 1"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_unreadable__one_reason(name):
    make, reason = UNREADABLE[name]

    with pytest.raises(NotAllowed, match=reason):
        read(make())


# -- Messages by cell ------------------------------------------------------------------------------------------------
PERCENT = {"num_format": "0.0%"}
DAY = {"num_format": "yyyy-mm-dd"}
G1, G2, G5 = f"{VALUE}{F001}", f"{VALUE}{F002}", f"{VALUE}{F005}"
BY_CELL = {
    "words": ({"cells": {G1: "many"}}, G1, "is no number"),
    "european_decimals": ({"cells": {G1: "1.234,5"}}, G1, "no number|comma"),
    "comma_as_decimal": ({"cells": {G1: "12,5"}}, G1, "comma stands only"),
    "percent_sign": ({"cells": {G1: "12%"}}, G1, "is no number"),
    "percent_format": ({"cells": {G1: 0.12}, "formats": {G1: PERCENT}}, G1, "percentage"),
    "ten_thousands": ({"cells": {G5: "1.2万"}}, G5, "enter 12,000"),
    "hundred_millions": ({"cells": {G5: "1.2亿元"}}, G5, "enter 120,000,000"),
    "too_many_decimals": ({"cells": {G1: 12.3456}}, G1, "decimals"),
    "decimals_in_a_count": ({"cells": {G2: 12.5}}, G2, "whole number"),
    "below_the_range": ({"cells": {G1: -1}}, G1, "outside the bounds"),
    "above_the_range": ({"cells": {G1: 999999}}, G1, "outside the bounds"),
    "too_large": ({"cells": {G5: 1e30}}, G5, "too large"),
    "exponent_as_text": ({"cells": {G5: "1e5"}}, G5, "is no number"),
    "date": ({"cells": {G1: datetime(2031, 5, 1)}, "formats": {G1: DAY}}, G1, "date or time"),  # noqa: DTZ001
    "text_date": ({"cells": {G1: "2031-05-01"}}, G1, "is no number"),
    "chinese_date": ({"cells": {G1: "5月1日"}}, G1, "is no number"),
    "boolean": ({"cells": {G1: True}}, G1, "TRUE or FALSE"),
    "ref_as_text": ({"cells": {G1: "#REF!"}}, G1, "ends in an error"),
    "ref": ({"formulas": {G1: ("=Sheet9!A1", "#REF!")}}, G1, "ends in an error"),
    "divided_by_zero": ({"formulas": {G1: ("=1/0", "#DIV/0!")}}, G1, "ends in an error"),
    "not_available": ({"formulas": {G1: ("=NA()", "#N/A")}}, G1, "ends in an error"),
    "unknown_kind": ({"cells": {f"{MISSING}{F001}": "none"}}, f"{MISSING}{F001}", "no kind of nothing"),
    "kind_without_a_reason": ({"cells": {f"{MISSING}{F001}": "not collected"}}, f"{REASON}{F001}", "Say why"),
    "kind_and_number": (
        {"cells": {G1: 5, f"{MISSING}{F001}": "withheld", f"{REASON}{F001}": "x"}},
        f"{MISSING}{F001}",
        "not both",
    ),
    "not_applicable_unforeseen": (
        {"cells": {f"{MISSING}{F001}": "not applicable", f"{REASON}{F001}": "x"}},
        f"{MISSING}{F001}",
        "knows no case",
    ),
    "reason_alone": ({"cells": {f"{REASON}{F001}": "later"}}, G1, "is not kept"),
    "long_reason": ({"cells": {G1: 5, f"{REASON}{F001}": "x" * 501}}, f"{REASON}{F001}", "At most 500"),
    "long_document": ({"cells": {G1: 5, f"{DOCUMENT}{F001}": "x" * 201}}, f"{DOCUMENT}{F001}", "At most 200"),
    "date_as_reason": (
        {"cells": {f"{REASON}{F001}": datetime(2031, 5, 1)}, "formats": {f"{REASON}{F001}": DAY}},  # noqa: DTZ001
        f"{REASON}{F001}",
        "date or time",
    ),
    "number_for_a_document": ({"cells": {f"{VALUE}{F055}": 1}}, f"{VALUE}{F055}", "has no number"),
    "unknown_code": ({"cells": {f"A{F001}": "F999"}}, f"A{F001}", "no figure of the plan"),
    "code_twice": ({"cells": {f"A{F002}": "F001"}}, f"A{F002}", "stands in row"),
    "code_removed": ({"cells": {f"A{F001}": "", G1: 5}}, f"A{F001}", "no code"),
    "row_deleted": ({"rows": lambda rows: rows[: F001 - 1] + rows[F001:]}, "", "F001 is missing"),
    "mark_removed": ({"cells": {f"{MARK}{F001}": "", G1: 5}}, f"{MARK}{F001}", "mark of this row"),
    "hidden_row": (
        {"then": lambda book, page: page.set_row(F001 - 1, None, None, {"hidden": True})},
        f"A{F001}",
        "hidden",
    ),
    "merged": ({"then": lambda book, page: page.merge_range(f"G{F001}:G{F002}", "x")}, f"{VALUE}{F001}", "merged"),
    "only_blanks_and_a_letter": ({"cells": {G1: "  x "}}, G1, "is no number"),
    "number_with_unit": ({"cells": {G1: "12 km2"}}, G1, "is no number"),
    "two_numbers": ({"cells": {G1: "12-15"}}, G1, "is no number"),
    "fraction": ({"cells": {G1: "1/2"}}, G1, "is no number"),
    "line_break": ({"cells": {G1: "1\n2"}}, G1, "is no number"),
}


@pytest.mark.parametrize("name", BY_CELL)
def test_broken__a_message_at_the_cell(name):
    changes, address, text = BY_CELL[name]
    found = read(resaved(**changes))

    places = [problem.place for problem in found.problems]
    assert any(place.endswith(address) for place in places), places
    assert any(re.search(text, problem.text) for problem in found.problems), found.problems
    assert all(problem.place.startswith(FIGURES) for problem in found.problems)


def test_a_formula_that_was_never_computed__is_told():
    def without_value(parts):
        start = parts[SHEET].index(f'<c r="{G1}"'.encode())
        end = parts[SHEET].index(b"</c>", start)
        part = parts[SHEET][start:end]
        parts[SHEET] = parts[SHEET].replace(part, part.partition(b"<v>")[0])

    content = tampered(without_value, resaved(formulas={G1: ("=10+17.5", 27.5)}))
    found = read(content)

    assert [problem.place for problem in found.problems] == [f"{FIGURES}!{G1}"]
    assert "has no value" in found.problems[0].text


def test_every_problem_is_listed_at_once():
    found = read(resaved(cells={G1: "many", G2: 12.5, G5: "1.2亿"}))

    assert [problem.place for problem in found.problems] == [
        f"{FIGURES}!{each}" for each in sorted((G1, G2, G5), key=lambda each: (len(each), each))
    ]


def test_there_are_enough_of_them():
    assert len(list(chain(UNREADABLE, BY_CELL))) >= 60
