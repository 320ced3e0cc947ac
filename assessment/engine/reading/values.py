"""Reads the values: finds the columns the system asks for, checks every cell, sorts the units by key."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from assessment.engine.exact import whole_numbers
from assessment.engine.faults import FaultLog, quote, suggest
from assessment.engine.model import Column, Table
from assessment.engine.reading.cells import BadCell, read_cell, read_count, read_veto

if TYPE_CHECKING:
    from collections.abc import Callable

    from assessment.engine.reading.csv_text import Row, Sheet
    from assessment.engine.reading.system import Draft

NAME = "name"


class Reader:
    """Reads the columns of one sheet for one system; faults go into the log."""

    def __init__(self, sheet: Sheet, draft: Draft, log: FaultLog) -> None:
        self.draft, self.system, self.log = draft, draft.system, log
        self.header = sheet.header
        self.at = {name: at for at, name in reversed(list(enumerate(sheet.header)))}
        self.codes = dict(self.system.codes)
        key = self.at.get(self.system.unit)
        self.rows = list(sheet.rows) if key is None else sorted(sheet.rows, key=lambda row: row.cells[key])

    def read(self) -> Table:
        self._check_header()
        units = self._units()
        system = self.system
        denominators = {node.denominator for node in system.indicators if node.denominator}
        table = Table(
            units=units,
            names=tuple(cell or None for cell in self._texts(NAME)) if self._has_names() else (None,) * len(units),
            lines=tuple(row.lines[0] for row in self.rows),
            groups={name: tuple(cell or None for cell in self._texts(name)) for name in system.groups},
            indicators={
                node.code: self._column(node.code, words=node.normalise.takes_words) for node in system.indicators
            },
            denominators={name: self._column(name, words=False) for name in sorted(denominators)},
            counts=self._counts(),
        )
        self._check_denominators(table)
        return table

    def _has_names(self) -> bool:
        return NAME in self.at and self.system.unit != NAME

    def _check_header(self) -> None:
        seen: set[str] = set()
        for at, name in enumerate(self.header, start=1):
            if not name.strip():
                self.log.values(1, None, f"column {at} has no name", "name it, and list it in ignore if it is not used")
            elif name in seen:
                self.log.values(1, name, "the column is there twice", "keep one of them")
            seen.add(name)
        used = self._used()
        for name, purpose in used.items():
            if name and name not in self.at:
                self.log.values(1, name, f"there is no such column ({purpose})", self._near_column(name, used))
        if not self.draft.columns_are_known:
            return
        for name in dict.fromkeys(self.header):
            if name.strip() and name not in used and name not in self.draft.ignore and name != NAME:
                mend = "list it in ignore, or remove it"
                self.log.values(1, name, "the system does not use this column", mend)

    def _near_column(self, name: str, used: dict[str, str]) -> str:
        free = [column for column in self.header if column not in used and column not in self.draft.ignore]
        near = suggest(name, free) if free else ""
        return near if near.startswith("did you mean") else "add it"

    def _used(self) -> dict[str, str]:
        system = self.system
        used = {system.unit: "the key of the units"} | dict.fromkeys(system.groups, "a group")
        used |= {node.denominator: f"the denominator of {node.code}" for node in system.indicators if node.denominator}
        used |= dict.fromkeys((line.column for line in system.adjust.deductions), "a deduction")
        used |= dict.fromkeys((line.column for line in system.adjust.bonuses), "a bonus")
        used |= dict.fromkeys((veto.column for veto in system.adjust.vetoes), "a veto")
        return used | {node.code: "an indicator" for node in system.indicators}

    def _units(self) -> tuple[str, ...]:
        key = self.system.unit
        if not self.rows and not self.log.has_values_faults:
            self.log.values(1, None, "there is no unit", "write a row per unit below the header")
        if key not in self.at:
            return tuple(str(row.lines[0]) for row in self.rows)
        first: dict[str, int] = {}
        for row in sorted(self.rows, key=lambda row: row.lines[0]):
            unit, line = row.cells[self.at[key]], row.lines[self.at[key]]
            if not unit.strip():
                self.log.values(line, key, "the key is blank", "name the unit")
            elif unit in first:
                self.log.values(line, key, f"{quote(unit)} is already on line {first[unit]}", "give each unit one row")
            first.setdefault(unit, line)
        return tuple(row.cells[self.at[key]] for row in self.rows)

    def _texts(self, name: str) -> list[str]:
        at = self.at.get(name)
        return [""] * len(self.rows) if at is None else [row.cells[at] for row in self.rows]

    def _column(self, name: str, *, words: bool) -> Column:
        at = self.at.get(name)
        if at is None:
            return Column((None,) * len(self.rows), (self.codes.get("", "not_reported"),) * len(self.rows))
        if words:
            texts = [row.cells[at] for row in self.rows]
            return Column(
                tuple(None if text in self.codes else text for text in texts),
                tuple(self.codes.get(text) for text in texts),
            )
        cells = [self._cell(row, at, name) for row in self.rows]
        numbers = tuple([number for number, _ in cells])
        wholes, scale = whole_numbers([number for number in numbers if number is not None])
        return Column(numbers, tuple([kind for _, kind in cells]), *((wholes, scale) if None not in numbers else ()))

    def _cell(self, row: Row, at: int, name: str) -> tuple[Fraction | None, str | None]:
        try:
            return read_cell(row.cells[at], self.codes)
        except BadCell as bad:
            self.log.values(row.lines[at], name, bad.problem, bad.mend)
            return None, "not_reported"

    def _counts(self) -> dict[str, tuple[Fraction, ...]]:
        adjust = self.system.adjust
        readers: dict[str, Callable[[str], Fraction]] = {}
        readers |= {line.column: read_count for line in (*adjust.deductions, *adjust.bonuses)}
        readers |= {veto.column: read_veto for veto in adjust.vetoes}
        return {name: self._count_column(name, read) for name, read in readers.items()}

    def _count_column(self, name: str, read: Callable[[str], Fraction]) -> tuple[Fraction, ...]:
        at = self.at.get(name)
        return tuple(self._count(row, at, name, read) for row in self.rows)

    def _count(self, row: Row, at: int | None, name: str, read: Callable[[str], Fraction]) -> Fraction:
        if at is None:
            return Fraction(0)
        try:
            return read(row.cells[at])
        except BadCell as bad:
            self.log.values(row.lines[at], name, bad.problem, bad.mend)
            return Fraction(0)

    def _check_denominators(self, table: Table) -> None:
        if "denominate" not in self.system.steps:
            return
        for name, column in table.denominators.items():
            for row, value in zip(self.rows, column.values, strict=True):
                if value == 0 and name in self.at:
                    problem, mend = "a denominator is 0", "write the true size, or a missing code"
                    self.log.values(row.lines[self.at[name]], name, problem, mend)
