"""Hashes what the input says, not how it is laid out: keys, rows and columns sorted, numbers in their shortest form."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from assessment.engine.exact import nearest

if TYPE_CHECKING:
    from assessment.engine.model import System, Table
    from assessment.engine.reading.csv_text import Sheet


def _digest(content: object) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def system_sha256(document: object) -> str:
    """Hash a system; 1 and 1.0 are the same number."""
    return _digest(_plain(document))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(child) for name, child in value.items()}
    if isinstance(value, list):
        return [_plain(child) for child in value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) + 0.0
    return value


def values_sha256(sheet: Sheet, system: System, table: Table) -> str:
    """Hash the values: numbers by value, nothings by kind, other cells by their text."""
    key = sheet.header.index(system.unit)
    rows = sorted(sheet.rows, key=lambda row: row.cells[key])
    columns = {}
    for at, name in enumerate(sheet.header):
        columns[name] = _column(name, table) or [row.cells[at] for row in rows]
    return _digest({"units": list(table.units), "columns": columns})


def _column(name: str, table: Table) -> list[object] | None:
    column = table.indicators.get(name) or table.denominators.get(name)
    if column:
        return [
            [kind] if kind else value if value is None or isinstance(value, str) else nearest(value)
            for value, kind in zip(column.values, column.kinds, strict=True)
        ]
    counts = table.counts.get(name)
    return None if counts is None else [nearest(count) for count in counts]
