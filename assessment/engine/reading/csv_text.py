"""Reads the text of the values: RFC 4180, a header line and a row per unit, with the line of every cell."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assessment.engine.faults import FaultLog, quote

LINE_END = re.compile(r"\r\n|\n|\r")
QUOTED = re.compile(r'"[^"]*(?:""[^"]*)*"')
UNQUOTED = re.compile(r"[^,\r\n]*")


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row and the line, as an editor counts, on which each begins."""

    cells: tuple[str, ...]
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A header and rows as long as it."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]


def read_csv(text: str, log: FaultLog) -> Sheet | None:
    """Return the sheet, or None where no header can be read; rows of another length are noted and left out."""
    rows = _split(text.removeprefix("\ufeff"), log)
    while rows and _is_blank(rows[-1]):
        rows.pop()
    if not rows:
        log.values(1, None, "the file is empty", "write a header line and a row per unit")
        return None
    header = rows[0].cells
    if len(header) == 1 and re.search(r"[;\t|]", header[0]):
        log.values(1, None, f"{quote(header[0])} is one column", "separate the columns by commas")
        return None
    return Sheet(header, tuple(row for row in rows[1:] if _fits(row, header, log)))


def _is_blank(row: Row) -> bool:
    return row.cells == ("",)


def _fits(row: Row, header: tuple[str, ...], log: FaultLog) -> bool:
    if len(row.cells) == len(header):
        return True
    if _is_blank(row):
        log.values(row.lines[0], None, "the line is blank", "remove it")
    else:
        problem = f"{len(row.cells)} cells under {len(header)} column names"
        log.values(row.lines[0], None, problem, "write one cell per column, a cell with a comma in quotes")
    return False


def _split(text: str, log: FaultLog) -> list[Row]:
    if '"' in text:
        return _Reader(text, log).rows()
    lines = LINE_END.split(text)
    if lines[-1] == "":
        lines.pop()
    split = [tuple(line.split(",")) for line in lines]
    return [Row(cells, (at,) * len(cells)) for at, cells in enumerate(split, start=1)]


class _Reader:
    """Reads a text with quoted cells, which may hold commas, quotes and line ends."""

    def __init__(self, text: str, log: FaultLog) -> None:
        self.text, self.log = text, log
        self.at, self.line = 0, 1

    def rows(self) -> list[Row]:
        rows = []
        while self.at < len(self.text):
            rows.append(self._row())
        return rows

    def _row(self) -> Row:
        cells, lines = [], []
        while True:
            lines.append(self.line)
            cells.append(self._cell())
            if self.text[self.at : self.at + 1] != ",":
                break
            self.at += 1
        end = LINE_END.match(self.text, self.at)
        if end:
            self.at, self.line = end.end(), self.line + 1
        return Row(tuple(cells), tuple(lines))

    def _cell(self) -> str:
        line = self.line
        if not self.text.startswith('"', self.at):
            cell = self._take(UNQUOTED)
            if '"' in cell:
                self.log.values(
                    line, None, f"{quote(cell)} holds a quote", "put the cell in quotes and double the quote"
                )
            return cell
        if not QUOTED.match(self.text, self.at):
            self.log.values(line, None, "a quoted cell has no end", "close the quotes")
            self.at = len(self.text)
            return ""
        cell = self._take(QUOTED)[1:-1].replace('""', '"')
        rest = self._take(UNQUOTED)
        if rest:
            self.log.values(line, None, f"{quote(rest)} follows a closing quote", "put the whole cell in quotes")
        return cell

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        found = match.group() if match else ""
        self.at += len(found)
        self.line += len(LINE_END.findall(found))
        return found
