"""Reads the fields of one JSON object by name and type, and notes what is missing, mistyped or unknown."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from assessment.engine.exact import exact
from assessment.engine.faults import FaultLog, escape_pointer, quote, suggest
from assessment.engine.reading.json_text import NoNumber

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

MISSING = object()


class Fields:
    """One object of the system: each field is asked for once, `close` notes the names nobody asked for.

    Parameters
    ----------
    value : object
        What the file holds here; anything but an object is a fault and reads as an empty one.
    pointer : str
        Its JSON pointer.
    log : FaultLog
        Where faults go.
    """

    def __init__(self, value: object, pointer: str, log: FaultLog) -> None:
        self.pointer, self.log = pointer, log
        self.is_object = isinstance(value, dict)
        self.fields: dict[str, Any] = value if isinstance(value, dict) else {}
        self.asked: dict[str, None] = {}
        if not self.is_object:
            log.system(pointer, f"{quote(value)} is no object", "write { … }")

    def at(self, name: str) -> str:
        """Return the JSON pointer of a field."""
        return f"{self.pointer}/{escape_pointer(name)}"

    def fault(self, name: str, problem: str, mend: str) -> None:
        self.log.system(self.at(name), problem, mend)

    def has(self, name: str) -> bool:
        return name in self.fields

    def take(self, name: str, mend: str | None = None) -> Any:
        """Return a field as it is, or MISSING; with a mend, a missing field is a fault."""
        self.asked[name] = None
        if name in self.fields:
            value = self.fields[name]
            return MISSING if isinstance(value, NoNumber) else value
        if mend is not None and self.is_object:
            self.fault(name, "is missing", mend)
        return MISSING

    def text(self, name: str, mend: str | None = None) -> str:
        """Return a text that is not blank; empty where there is none."""
        value = self.take(name, mend)
        if isinstance(value, str) and value.strip():
            return value
        if value is not MISSING:
            self.fault(name, f"{quote(value)} is no text", "write a text that is not blank")
        return ""

    def choice(self, name: str, known: Iterable[str], mend: str | None = None) -> str:
        """Return one of the known words; empty where there is none."""
        names = list(known)
        value = self.take(name, mend)
        if isinstance(value, str) and value in names:
            return value
        if isinstance(value, str):
            self.fault(name, f"{quote(value)} is not known", suggest(value, names))
        elif value is not MISSING:
            self.fault(name, f"{quote(value)} is no text", suggest("", names))
        return ""

    def number(self, name: str, default: Fraction, *, mend: str | None = None) -> Fraction:
        """Return a finite number; the default where there is none."""
        value = self.take(name, mend)
        number = self._number(name, value)
        return default if number is None else number

    def number_or_none(self, name: str) -> Fraction | None:
        return self._number(name, self.take(name))

    def _number(self, name: str, value: object) -> Fraction | None:
        return None if value is MISSING else read_number(value, self.at(name), self.log)

    def share(self, name: str) -> Fraction | None:
        """Return a number from 0 to 1, or None."""
        value = self.number_or_none(name)
        if value is not None and not 0 <= value <= 1:
            self.fault(name, f"{quote(self.fields[name])} is not from 0 to 1", "write a share such as 0.66")
            return None
        return value

    def not_negative(self, name: str, default: Fraction, *, mend: str | None = None) -> Fraction:
        value = self.number(name, default, mend=mend)
        if value < 0:
            self.fault(name, f"{quote(self.fields[name])} is negative", "write a number ≥ 0")
            return default
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        value = self.take(name)
        if isinstance(value, bool):
            return value
        if value is not MISSING:
            self.fault(name, f"{quote(value)} is neither true nor false", "write true or false")
        return default

    def whole(self, name: str, default: int, *, least: int, mend: str | None = None) -> int:
        """Return a whole number not below `least`; the default where there is none."""
        value = self.take(name, mend)
        if value is MISSING:
            return default
        number = read_number(value, self.at(name), self.log)
        if number is None:
            return default
        if number.denominator != 1 or number < least:
            self.fault(name, f"{quote(value)} is no whole number ≥ {least}", f"write a whole number ≥ {least}")
            return default
        return int(number)

    def items(self, name: str, mend: str | None = None) -> list[Any]:
        """Return a list, empty where there is none."""
        value = self.take(name, mend)
        if isinstance(value, list):
            return value
        if value is not MISSING:
            self.fault(name, f"{quote(value)} is no list", "write [ … ]")
        return []

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of different texts."""
        found: dict[str, None] = {}
        for at, value in enumerate(self.items(name)):
            if not isinstance(value, str) or not value:
                self.log.system(f"{self.at(name)}/{at}", f"{quote(value)} is no text", "write a column's name")
            elif value in found:
                self.log.system(f"{self.at(name)}/{at}", f"{quote(value)} is there twice", "keep one of them")
            else:
                found[value] = None
        return tuple(found)

    def pair(
        self, name: str, default: tuple[Fraction, Fraction], *, mend: str | None = None
    ) -> tuple[Fraction, Fraction]:
        """Return two numbers, the first below the second."""
        value = self.take(name, mend)
        if value is MISSING:
            return default
        if not isinstance(value, list) or len(value) != len(default):
            self.fault(name, f"{quote(value)} is no list of two numbers", "write [low, high]")
            return default
        low, high = (read_number(end, f"{self.at(name)}/{at}", self.log) for at, end in enumerate(value))
        if low is None or high is None:
            return default
        if low >= high:
            self.fault(name, f"{quote(value[0])} is not below {quote(value[1])}", "write the lower number first")
            return default
        return low, high

    def inner(self, name: str, mend: str | None = None) -> Fields | None:
        """Return the reader of an object inside, or None where there is none."""
        value = self.take(name, mend)
        return None if value is MISSING else Fields(value, self.at(name), self.log)

    def method(self, name: str) -> Fields | None:
        """Return the reader of a method; a bare name is short for a method without parameters."""
        value = self.take(name)
        return None if value is MISSING else Fields(as_method(value), self.at(name), self.log)

    def objects(self, name: str, mend: str | None = None) -> list[Fields]:
        """Return a reader for each object of a list."""
        return [Fields(value, f"{self.at(name)}/{at}", self.log) for at, value in enumerate(self.items(name, mend))]

    def close(self) -> None:
        """Note the fields that are not part of the format."""
        for name in self.fields:
            if name not in self.asked:
                self.fault(name, "is not a field here", suggest(name, (known for known in self.asked)))


def as_method(value: object) -> object:
    """Write out a bare name."""
    return {"method": value} if isinstance(value, str) else value


def read_number(value: object, pointer: str, log: FaultLog) -> Fraction | None:
    """Return a JSON number as an exact fraction, or None after noting what is wrong with it."""
    if isinstance(value, NoNumber):
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        log.system(pointer, f"{quote(value)} is no number", "write a number without quotes")
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    try:
        return exact(value)
    except OverflowError:
        log.system(pointer, f"{quote(value)} is too large", "write a number below 1.8e308")
        return None
