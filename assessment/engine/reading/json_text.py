"""Reads the text of a system: JSON as RFC 8259 has it, each name once, no NaN and no infinity."""

from __future__ import annotations

import json
import math
from typing import Any

from assessment.engine.exact import DECIMAL_SAFE_DIGITS
from assessment.engine.faults import FaultLog, escape_pointer, quote

DEEPEST = 32


class _Twice(dict[str, Any]):
    """An object that names fields twice; kept until its place is known."""

    names: list[str]


class NoNumber:
    """A number JSON does not know or binary64 does not hold; kept until its place is known."""

    def __init__(self, text: str) -> None:
        self.text = text


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) == len(pairs):
        return fields
    twice = _Twice(fields)
    seen: set[str] = set()
    twice.names = [name for name, _ in pairs if name in seen or seen.add(name)]  # type: ignore[func-returns-value]
    return twice


def _number(text: str) -> float | NoNumber:
    number = float(text)
    lost = number == 0 and any(digit in "123456789" for digit in text.lower().split("e")[0])
    return NoNumber(text) if lost or math.isinf(number) else number


def _integer(text: str) -> float | NoNumber:
    return int(text) if len(text) <= DECIMAL_SAFE_DIGITS else _number(text)


def read_json(text: str, log: FaultLog) -> object:
    """Return the parsed text, or None after noting why it is no JSON."""
    try:
        document: object = json.loads(
            text.removeprefix("\ufeff"),
            object_pairs_hook=_object,
            parse_float=_number,
            parse_int=_integer,
            parse_constant=NoNumber,
        )
    except json.JSONDecodeError as error:
        problem = "the file is empty" if not text.strip() else f"is not JSON ({error.msg}, column {error.colno})"
        log.system_line(error.lineno, problem, "write one JSON object")
        return None
    except RecursionError:
        log.system_line(1, "is nested too deeply", f"nest objects and lists at most {DEEPEST} deep")
        return None
    check_plain(document, log)
    return document


def check_plain(document: object, log: FaultLog) -> None:
    """Note repeated names, impossible numbers, half characters and needless depth, wherever they are."""
    waiting: list[tuple[object, str, int]] = [(document, "", 0)]
    while waiting:
        value, pointer, depth = waiting.pop()
        if depth > DEEPEST:
            log.system(pointer, "is nested too deeply", f"nest objects and lists at most {DEEPEST} deep")
            return
        inner = _check_one(value, pointer, log)
        waiting.extend((child, f"{pointer}/{escape_pointer(step)}", depth + 1) for step, child in reversed(inner))


def _check_one(value: object, pointer: str, log: FaultLog) -> list[tuple[str, object]]:
    if isinstance(value, dict):
        for name in getattr(value, "names", ()):
            log.system(f"{pointer}/{escape_pointer(name)}", "is there twice", "keep one of them")
        for name in value:
            _check_text(name, f"{pointer}/{escape_pointer(name)}", log)
        return list(value.items())
    if isinstance(value, list):
        return [(str(at), child) for at, child in enumerate(value)]
    if isinstance(value, NoNumber):
        log.system(pointer, f"{quote(value.text)} is no number that can be computed with", "write a finite number")
    elif isinstance(value, float) and not math.isfinite(value):
        log.system(pointer, f"{value} is no number that can be computed with", "write a finite number")
    elif isinstance(value, str):
        _check_text(value, pointer, log)
    return []


def _check_text(text: str, pointer: str, log: FaultLog) -> None:
    if any("\ud800" <= character <= "\udfff" for character in text):
        log.system(pointer, "holds half a character (a lone surrogate)", "write the whole character")
