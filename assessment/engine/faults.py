"""What is wrong with the input, said once per fault: place, problem, mend."""

from __future__ import annotations

import difflib
import json
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SHOWN_CHARACTERS = 60
BASIC_PLANE = 0xFFFF
UNPRINTABLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


class Faults(Exception):
    """The input cannot be computed; `lines` holds one line per fault, in the order of the files.

    Parameters
    ----------
    lines : iterable of str
        For example ``VALUES.csv:7:GDP: "12,5" is not a number; write 12.5``.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = list(lines)
        super().__init__("\n".join(self.lines))


@dataclass(frozen=True, slots=True)
class Refusal:
    """A column (`unit` is None) or one unit's value in it that a method cannot compute."""

    column: str
    problem: str
    mend: str
    unit: int | None = None


class Refused(Exception):
    """A method refuses its input; all refusals of the step are in `refusals`."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__("; ".join(refusal.problem for refusal in self.refusals))


class FaultLog:
    """Collects the faults of both files; knows the base names to print before the places.

    `columns` are the columns with a fault in them; None stands for faults of whole lines.
    """

    def __init__(self, system_name: str = "SYSTEM.json", values_name: str = "VALUES.csv") -> None:
        self.system_name = one_line(system_name)
        self.values_name = one_line(values_name)
        self._system: dict[str, None] = {}
        self._values: dict[str, int] = {}
        self.columns: set[str | None] = set()

    def __len__(self) -> int:
        return len(self._system) + len(self._values)

    @property
    def has_system_faults(self) -> bool:
        return bool(self._system)

    @property
    def has_values_faults(self) -> bool:
        return bool(self._values)

    def system(self, pointer: str, problem: str, mend: str) -> None:
        """Note a fault at a JSON pointer of the system."""
        self._system.setdefault(one_line(f"{self.system_name}:{pointer or '/'}: {problem}; {mend}"))

    def system_line(self, line: int, problem: str, mend: str) -> None:
        """Note a fault in a system that cannot be read as JSON."""
        self._system.setdefault(one_line(f"{self.system_name}:{line}: {problem}; {mend}"))

    def values(self, line: int, column: str | None, problem: str, mend: str) -> None:
        """Note a fault at a line and, where there is one, a column of the values."""
        self.columns.add(column)
        place = f"{self.values_name}:{line}:" if column is None else f"{self.values_name}:{line}:{column}:"
        self._values.setdefault(one_line(f"{place} {problem}; {mend}"), line)

    def refusals(self, refusals: Iterable[Refusal], lines: Sequence[int]) -> None:
        """Note what a method refuses: at the unit's line, or at line 1 for a whole column."""
        for refusal in refusals:
            line = 1 if refusal.unit is None else lines[refusal.unit]
            self.values(line, refusal.column, refusal.problem, refusal.mend)

    def check(self) -> None:
        """Raise `Faults` if anything was noted: the system's first, then the values' by line."""
        if len(self):
            raise Faults([*self._system, *sorted(self._values, key=self._values.__getitem__)])


def one_line(text: str) -> str:
    """Write control characters and line separators as escapes, so that a fault stays one line."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escape(character) for character in text)


def _escape(character: str) -> str:
    if unicodedata.category(character) not in UNPRINTABLE:
        return character
    return json.dumps(character)[1:-1] if ord(character) <= BASIC_PLANE else f"\\U{ord(character):08x}"


def quote(value: object) -> str:
    """Show a value of the input as JSON would write it, cut to a readable length."""
    if isinstance(value, str):
        return json.dumps(_cut(value), ensure_ascii=False)
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    return _cut(str(value)) if not isinstance(value, int) or abs(value) < 10**60 else "a number of many digits"


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + "…"


def suggest(word: str, known: Iterable[str]) -> str:
    """Mend a misspelt word: the nearest known one, else all of them."""
    names = list(known)
    near = difflib.get_close_matches(word[:SHOWN_CHARACTERS], names, n=1, cutoff=0.6)
    if near:
        return f"did you mean {quote(near[0])}?"
    if not names:
        return "remove it"
    return "use one of " + ", ".join(quote(name) for name in names[:20])


def escape_pointer(token: str) -> str:
    """Escape one step of a JSON pointer (RFC 6901)."""
    return token.replace("~", "~0").replace("/", "~1")
