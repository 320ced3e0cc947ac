"""What the values of a sheet do not tell: how far it reaches, hidden rows, merged cells, formulas, percentages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext as _

from core.errors import NotAllowed

MOST_ROWS, MOST_COLUMNS = 2000, 100
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
PERCENT_FORMATS = {9, 10}


@dataclass
class Markup:
    """Marks of one sheet, by the cell's address such as ``G12``."""

    hidden_rows: set[int] = field(default_factory=set)  # counted from 1
    merged: list[tuple[int, int, int, int]] = field(
        default_factory=list
    )  # first row, first column, last row, last column
    formulas_without_value: set[str] = field(default_factory=set)
    errors: set[str] = field(default_factory=set)
    percent: set[str] = field(default_factory=set)


def column_number(letters: str) -> int:
    """``A`` is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def parsed(content: bytes, start: Any, end: Any = None) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    if end:
        parser.EndElementHandler = end
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise NotAllowed(_("The file is damaged: one of its sheets cannot be read. Save it again as .xlsx.")) from error


def local(name: str) -> str:
    return name.rpartition(" ")[2]


class SheetReader:
    """Walks one sheet's XML; refuses a sheet that reaches further than any return."""

    def __init__(self, percent_styles: set[str]) -> None:
        self.found, self.percent_styles = Markup(), percent_styles
        self.row = 0
        self.cell, self.has_formula, self.has_value = "", False, False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        tag = local(name)
        if tag == "row":
            self.start_row(attributes)
        elif tag == "c":
            self.start_cell(attributes)
        elif tag == "f":
            self.has_formula = True
        elif tag in {"v", "is"}:
            self.has_value = True
        elif tag == "mergeCell":
            self.add_merged(attributes.get("ref", ""))

    def end(self, name: str) -> None:
        if local(name) == "c" and self.has_formula and not self.has_value:
            self.found.formulas_without_value.add(self.cell)

    def start_row(self, attributes: Mapping[str, str]) -> None:
        number = attributes.get("r", "")
        self.row = int(number) if number.isascii() and number.isdigit() else self.row + 1
        if self.row > MOST_ROWS:
            words = {"row": self.row, "most": MOST_ROWS}
            raise NotAllowed(
                _("A sheet reaches to row %(row)s; a return has at most %(most)s. Delete the rows below the figures.")
                % words
            )
        if attributes.get("hidden") in {"1", "true"}:
            self.found.hidden_rows.add(self.row)

    def start_cell(self, attributes: Mapping[str, str]) -> None:
        self.cell, self.has_formula, self.has_value = attributes.get("r", ""), False, False
        place = REFERENCE.fullmatch(self.cell)
        if place and column_number(place[1]) > MOST_COLUMNS:
            raise NotAllowed(
                _("A sheet reaches to column %(column)s; delete the columns beside the figures.") % {"column": place[1]}
            )
        if place and int(place[2]) > MOST_ROWS:
            self.start_row({"r": place[2]})
        if attributes.get("t") == "e":
            self.found.errors.add(self.cell)
        if attributes.get("s") in self.percent_styles:
            self.found.percent.add(self.cell)

    def add_merged(self, reference: str) -> None:
        corners = REFERENCE.findall(reference)
        if corners:
            (left, top), (right, bottom) = corners[0], corners[-1]
            self.found.merged.append((int(top), column_number(left), int(bottom), column_number(right)))


def markup_of(sheet: bytes, styles: bytes | None) -> Markup:
    reader = SheetReader(percent_styles_of(styles) if styles else set())
    parsed(sheet, reader.start, reader.end)
    return reader.found


def percent_styles_of(styles: bytes) -> set[str]:
    """The indexes of the cell formats that show a number as a percentage."""
    percent, found, inside, index = set(PERCENT_FORMATS), set(), False, 0

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal inside, index
        tag = local(name)
        if tag == "numFmt" and "%" in attributes.get("formatCode", ""):
            percent.add(int(attributes.get("numFmtId", "0") or 0))
        elif tag == "cellXfs":
            inside, index = True, 0
        elif tag == "xf" and inside:
            if int(attributes.get("numFmtId", "0") or 0) in percent:
                found.add(str(index))
            index += 1

    def end(name: str) -> None:
        nonlocal inside
        inside = inside and local(name) != "cellXfs"

    parsed(styles, start, end)
    return found


def sheet_parts(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Each sheet's XML by the sheet's name."""
    targets: dict[str, str] = {}
    names: dict[str, str] = {}

    def relation(name: str, attributes: Mapping[str, str]) -> None:
        if local(name) == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def sheet(name: str, attributes: Mapping[str, str]) -> None:
        if local(name) == "sheet":
            key = next((value for each, value in attributes.items() if local(each) == "id"), "")
            names[attributes.get("name", "")] = key

    parsed(parts.get("xl/_rels/workbook.xml.rels", b"<Relationships/>"), relation)
    parsed(parts["xl/workbook.xml"], sheet)
    found = {}
    for name, key in names.items():
        target = targets.get(key, "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if path in parts:
            found[name] = parts[path]
    return found
