"""The one door that validates: two files, or a system and rows in memory, become an `Index` or raise `Faults`."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from assessment.engine.faults import FaultLog, Refused
from assessment.engine.model import Index, System, Table
from assessment.engine.reading.canonical import system_sha256, values_sha256
from assessment.engine.reading.csv_text import Row, Sheet, read_csv
from assessment.engine.reading.json_text import check_plain, read_json
from assessment.engine.reading.system import read_system
from assessment.engine.reading.values import Reader
from assessment.engine.steps import run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

LARGEST_BYTES = 64 * 2**20


def parse(system: object, rows: Sequence[Mapping[str, str]]) -> Index:
    """Check a system and its values that are already in memory.

    Parameters
    ----------
    system : dict
        What ``json.load`` would return for SYSTEM.json.
    rows : sequence of mappings of str to str
        One per unit, all with the same columns, cells as they would stand in VALUES.csv.

    Returns
    -------
    Index
        Ready for `evaluate` and `uncertainty`.

    Raises
    ------
    Faults
        All that is wrong, in the words of the command; row 1 is said to be on line 2 of VALUES.csv.
    """
    log = FaultLog()
    check_plain(system, log)
    log.check()
    return _index(system, _sheet(rows, log), log)


def read(system_path: Path, values_path: Path) -> Index:
    """Read and check the two files; base names are printed before the faults.

    Raises
    ------
    Faults
        All that is wrong with either file.
    """
    log = FaultLog(system_path.name, values_path.name)
    system_text = _text(system_path, is_system=True, log=log)
    values_text = _text(values_path, is_system=False, log=log)
    document = None if system_text is None else read_json(system_text, log)
    sheet = None if values_text is None else read_csv(values_text, log)
    if document is None:
        log.check()
    return _index(document, sheet, log)


def _index(document: object, sheet: Sheet | None, log: FaultLog) -> Index:
    draft = read_system(document, log)
    table = Reader(sheet, draft, log).read() if sheet is not None else None
    if sheet is None or table is None or len(log):
        if table is not None and not log.has_system_faults:
            _note_refusals(draft.system, table, log)
        log.check()
        message = "a sheet that cannot be read is a fault"
        raise AssertionError(message)
    return Index(
        system=draft.system,
        table=table,
        system_sha256=system_sha256(document),
        values_sha256=values_sha256(sheet, draft.system, table),
        system_name=log.system_name,
        values_name=log.values_name,
    )


def _note_refusals(system: System, table: Table, log: FaultLog) -> None:
    """Note what the methods would refuse in columns without a fault, so that all faults are told at once."""
    if None in log.columns or system.unit in log.columns or system.screen is not None:
        return
    sound = tuple(node for node in system.indicators if not {node.code, node.denominator} & (log.columns - {None}))
    kept = {node.code: table.indicators[node.code] for node in sound}
    part = Index(replace(system, indicators=sound), replace(table, indicators=kept), "", "", "", "")
    try:
        run(part)
    except Refused as refused:
        log.refusals(refused.refusals, table.lines)


def _sheet(rows: Sequence[Mapping[str, str]], log: FaultLog) -> Sheet | None:
    if not rows:
        log.values(1, None, "there is no unit", "give a row per unit")
        return None
    header = tuple(rows[0])
    for line, row in enumerate(rows, start=2):
        if set(row) != set(header):
            log.values(line, None, "the row has other columns than the first", "give every row the same columns")
        for name, cell in row.items():
            if not isinstance(cell, str):
                log.values(line, name, "the cell is no text", "give cells as they would stand in a file")
    log.check()
    lines = range(2, len(rows) + 2)
    return Sheet(
        header,
        tuple(
            Row(tuple(row[name] for name in header), (line,) * len(header))
            for line, row in zip(lines, rows, strict=True)
        ),
    )


def _text(path: Path, *, is_system: bool, log: FaultLog) -> str | None:
    """Return a file's text, or None after noting why there is none."""
    try:
        with path.open("rb") as file:
            is_large = os.fstat(file.fileno()).st_size > LARGEST_BYTES
            content = b"" if is_large else file.read(LARGEST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        _no_text(1, f"the file cannot be read ({reason or 'bad path'})", "name a file", is_system, log)
        return None
    if is_large or len(content) > LARGEST_BYTES:
        problem = f"the file is larger than {LARGEST_BYTES // 2**20} MB"
        _no_text(1, problem, "leave out what the system does not use", is_system, log)
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        problem = f"byte 0x{content[error.start]:02x} is not UTF-8"
        _no_text(before.count(b"\n") + 1, problem, "save the file as UTF-8", is_system, log)
        return None


def _no_text(line: int, problem: str, mend: str, is_system: bool, log: FaultLog) -> None:
    if is_system:
        log.system_line(line, problem, mend)
    else:
        log.values(line, None, problem, mend)
