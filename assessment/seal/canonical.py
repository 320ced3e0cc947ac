"""One way to write a value as bytes, and the first place where two values differ."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SHOWN = 120  # characters of a value in a difference
NAMING = ("code", "unit", "park", "column")  # what an entry of a list is called by, where it has one of these
MISSING = object()


def canonical(value: Any) -> str:
    """Sorted keys, no spaces, shortest floats, characters as they are: the same value is the same text everywhere."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Difference:
    """A place where what is sealed and what was found are not the same."""

    place: str
    sealed: str
    found: str

    def __str__(self) -> str:
        return f"{self.place}: sealed {self.sealed}, found {self.found}"


def first_difference(sealed: Any, found: Any) -> Difference | None:
    return next(differences(sealed, found), None)


def differences(sealed: Any, found: Any, place: str = "") -> Iterator[Difference]:
    """Every place where the two differ, in the order in which ``found`` was made; numbers are compared by value."""
    if isinstance(sealed, Mapping) and isinstance(found, Mapping):
        for key in [*found, *sorted(set(sealed) - set(found))]:
            yield from differences(sealed.get(key, MISSING), found.get(key, MISSING), f"{place}/{key}")
    elif is_list(sealed) and is_list(found):
        for at in range(max(len(sealed), len(found))):
            one, other = (rows[at] if at < len(rows) else MISSING for rows in (sealed, found))
            yield from differences(one, other, f"{place}/{name_of(one, other, at)}")
    elif isinstance(sealed, bool) is not isinstance(found, bool) or sealed != found:
        yield Difference(place or "/", shown(sealed), shown(found))


def is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def name_of(one: Any, other: Any, at: int) -> str:
    """An entry by what both call it, else by its place in the list."""
    for key in NAMING:
        if isinstance(one, Mapping) and isinstance(other, Mapping) and one.get(key) == other.get(key) is not None:
            return str(one[key])
    return str(at)


def shown(value: Any) -> str:
    if value is MISSING:
        return "nothing"
    text = canonical(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
