"""Workbooks of an invented return, whole and broken: re-saved with other cells, or with their parts tampered with."""

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

from assessment.demo.plan import decimal, rows_of
from assessment.models import Cycle, FigureDefinition, Plan, Return
from assessment.selectors.returns.entries import SeenEntry
from assessment.selectors.returns.sheet import FigureLine, Section, Sheet
from assessment.workbook import FIGURES, META
from assessment.workbook.write import meta_of, workbook_of
from parks.models import Park

AT = datetime(2031, 2, 3, 4, 5, tzinfo=UTC)
VALUE, MISSING, REASON, DOCUMENT, MARK = "G", "H", "I", "J", "L"


def figures() -> list[FigureDefinition]:
    """The demonstration plan's figures, not saved anywhere."""
    return [
        FigureDefinition(
            pk=at,
            code=row["code"],
            position=at,
            name_en=row["en"],
            name_zh_hans=row["zh"],
            section=row["section"],
            unit=row["unit"],
            figure_type=row["type"],
            decimals=int(row["decimals"]),
            kind=row["kind"],
            minimum=decimal(row["min"]),
            maximum=decimal(row["max"]),
            soft_yoy_pct=decimal(row["soft_yoy_pct"]),
            evidence=row["evidence"],
            not_applicable_when=row["not_applicable_when"],
        )
        for at, row in enumerate(rows_of("figures"), 1)
    ]


def sheet_of(entries: Mapping[str, str] | None = None) -> Sheet:
    """A return with these values, everything else empty."""
    plan = Plan(year=2031, content_hash="a" * 64)
    annual_return = Return(
        pk=1, park=Park(pk=1, code="JNQ", name_en="Jinqiao", name_zh_hans="金桥园"), cycle=Cycle(year=2031, plan=plan)
    )
    lines = {figure.code: FigureLine(figure, 2031) for figure in figures()}
    for code, value in (entries or {}).items():
        lines[code].entry = SeenEntry(Decimal(value), "", "", "", AT, "Clerk")
    section = Section("all", "All", list(lines.values()))
    return Sheet(annual_return, [section], lines, [])


def expected() -> dict[str, str]:
    return meta_of(sheet_of())


def whole(entries: Mapping[str, str] | None = None) -> bytes:
    return workbook_of(sheet_of(entries), AT)


def row_of(code: str) -> int:
    """The row of the figure, counted from 1 as a spreadsheet does."""
    return 7 + [figure.code for figure in figures()].index(code)


@dataclass
class Resaved:
    """How another program would write the workbook again, with what somebody did to it meanwhile."""

    cells: Mapping[str, Any] = field(default_factory=dict)  # by address on the sheet of figures
    formulas: Mapping[str, tuple[str, Any]] = field(default_factory=dict)
    formats: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    meta: Mapping[str, str | None] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    order: Callable[[list[Any]], list[Any]] = list  # of each row's columns
    rows: Callable[[list[list[Any]]], list[list[Any]]] = list
    then: Callable[[Any, Any], None] = lambda book, page: None

    def write(self, content: bytes) -> bytes:
        source, buffer = CalamineWorkbook.from_filelike(BytesIO(content)), BytesIO()
        book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
        for name in source.sheet_names:
            if name in self.without:
                continue
            rows = source.get_sheet_by_name(name).to_python(skip_empty_area=False)
            page = book.add_worksheet(self.names.get(name, name))
            if name == META:
                rows = [
                    [key, self.meta.get(key, value)] for key, value in rows if self.meta.get(key, value) is not None
                ]
            if name == FIGURES:
                rows = self.rows(rows)
            for at, row in enumerate(rows):
                self.write_row(book, page, name, at, self.order(row) if name == FIGURES else row)
            if name == FIGURES:
                self.extra(book, page)
        book.close()
        return buffer.getvalue()

    def write_row(self, book: Any, page: Any, name: str, at: int, row: list[Any]) -> None:
        for column, value in enumerate(row):
            address = f"{chr(65 + column)}{at + 1}"
            if name == FIGURES and (address in self.cells or address in self.formulas):
                continue
            put(page, address, value)

    def extra(self, book: Any, page: Any) -> None:
        for address, value in self.cells.items():
            put(page, address, value, book.add_format(self.formats[address]) if address in self.formats else None)
        for address, (formula, value) in self.formulas.items():
            page.write_formula(address, formula, None, value)
        self.then(book, page)


def put(page: Any, address: str, value: Any, style: Any = None) -> None:
    if isinstance(value, datetime):
        page.write_datetime(address, value, style)
    elif isinstance(value, bool):
        page.write_boolean(address, value, style)
    elif isinstance(value, str):
        page.write_string(address, value, style)
    elif value is not None:
        page.write_number(address, value, style)


def resaved(content: bytes | None = None, **changes: Any) -> bytes:
    return Resaved(**changes).write(content or whole())


def tampered(change: Callable[[dict[str, bytes]], None], content: bytes | None = None) -> bytes:
    """The same zip with its parts changed in place."""
    with zipfile.ZipFile(BytesIO(content or whole())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    return zipped(parts)


def zipped(parts: Mapping[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()
