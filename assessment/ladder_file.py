"""A ladder's case as a JSON file: read, checked to the last field, every fault named by its place."""

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, NoReturn

from assessment.ladder import Cause, Event, EventKind, Ladder, NotRated, ParkYear, Step, Verdict
from core.management.doors import quoted

MOST_BYTES = 20_000_000
FIRST_YEAR, LAST_YEAR = 1900, 2999
MOST_YEARS = 100  # of a window, of a bar to re-entry

Check = Callable[[Any], str | None]


@dataclass(frozen=True)
class Case:
    """What the ladder is applied to."""

    ladder: Ladder
    years: list[ParkYear]
    events: list[Event]


class CaseRefused(ValueError):
    """The file is not a case; ``faults`` has one line for each reason."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = list(faults)


class _Object(dict[str, Any]):
    """A JSON object that remembers which of its keys came twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        keys = [key for key, _ in pairs]
        self.repeated = sorted({key for key in keys if keys.count(key) > 1}) if len(self) < len(keys) else []


def read_case(path: Path) -> Case:
    """The case in a file, or :class:`CaseRefused` with every fault as ``FILE.json:PLACE: what and the mend``."""
    name = path.name or str(path)
    return case_of(_read_json(path, name), name=name)


def case_of(document: Any, *, name: str = "") -> Case:
    """The case in a JSON document that has been read."""
    reader = _Reader(name)
    reader.document(document)
    if reader.faults:
        raise CaseRefused(reader.faults)
    return _built(document)


def _read_json(path: Path, name: str) -> Any:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a path that no file system knows
        reason = getattr(error, "strerror", None) or str(error)
        raise CaseRefused([f"{name}: cannot be read ({reason}); name a JSON file"]) from error
    if len(content) > MOST_BYTES:
        raise CaseRefused([f"{name}: is larger than {MOST_BYTES // 1_000_000} MB; split the case by park"])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CaseRefused([f"{name}:{line}: is not UTF-8; save the file as UTF-8"]) from error
    return _parsed(text, name)


def _parsed(text: str, name: str) -> Any:
    def refuse_constant(word: str) -> NoReturn:
        raise ValueError(f"{word} is not a JSON number; write a number or null")

    try:
        return json.loads(text, object_pairs_hook=_Object, parse_constant=refuse_constant)
    except json.JSONDecodeError as error:
        raise CaseRefused([f"{name}:{error.lineno}: is not JSON at column {error.colno}: {error.msg}"]) from error
    except RecursionError as error:
        raise CaseRefused([f"{name}:1: is nested too deep; a case has three levels"]) from error
    except ValueError as error:
        reason = str(error).partition(":")[0]
        raise CaseRefused([f"{name}:1: {reason}"]) from error


@dataclass
class _Reader:
    """Walks through the document and notes what is wrong, each fault at its JSON pointer."""

    name: str
    faults: list[str] = field(default_factory=list)

    def fault(self, pointer: str, what: str) -> None:
        self.faults.append(f"{self.name}:{pointer or '/'}: {what}")

    def document(self, found: Any) -> None:
        if not self.has_fields("", found, {"ladder": is_object, "years": is_rows, "events": is_list}):
            return
        if isinstance(found.get("ladder"), dict):
            self.ladder(found["ladder"])
        self.rows("/years", found.get("years"), YEAR_FIELDS)
        self.rows("/events", found.get("events"), EVENT_FIELDS)
        self.duplicates(found.get("years"))

    def ladder(self, found: dict[str, Any]) -> None:
        self.has_fields("/ladder", found, LADDER_FIELDS)
        if isinstance(found.get("brake"), dict):
            self.has_fields("/ladder/brake", found["brake"], {"min_share_below": is_share})
        window = found.get("window")
        if isinstance(window, dict):
            self.window(window)
        for at, step in enumerate(found["steps"] if isinstance(found.get("steps"), list) else []):
            self.check(f"/ladder/steps/{at}", step, one_of(Step))

    def window(self, found: dict[str, Any]) -> None:
        if len(found) != 1 or not found.keys() <= {"until_qualified", "years"}:
            self.fault("/ladder/window", 'has one field; write {"until_qualified": true} or {"years": 3}')
        elif "years" in found:
            self.check("/ladder/window/years", found["years"], whole(1, MOST_YEARS))
        elif found["until_qualified"] is not True:
            self.fault(
                "/ladder/window/until_qualified",
                f'{quoted(found["until_qualified"])} is not true; write true, or {{"years": 3}} instead',
            )

    def rows(self, pointer: str, found: Any, fields: Mapping[str, Check]) -> None:
        for at, row in enumerate(found if isinstance(found, list) else []):
            self.has_fields(f"{pointer}/{at}", row, fields)

    def duplicates(self, found: Any) -> None:
        first: dict[tuple[str, int], int] = {}
        for at, row in enumerate(found if isinstance(found, list) else []):
            if not isinstance(row, dict) or is_code(row.get("park")) or YEAR_FIELDS["year"](row.get("year")):
                continue
            key = (row["park"], row["year"])
            if key in first:
                self.fault(f"/years/{at}", f"{key[0]} {key[1]} is already in row {first[key]}; keep one of the two")
            first.setdefault(key, at)

    def has_fields(self, pointer: str, found: Any, fields: Mapping[str, Check]) -> bool:
        """Check each field; whether there is an object to look into at all."""
        if not isinstance(found, dict):
            self.fault(pointer, f"{quoted(found)} is not an object; write {{{', '.join(map(quoted, fields))}}}")
            return False
        for key in getattr(found, "repeated", []):
            self.fault(f"{pointer}/{_escaped(key)}", "is given more than once; keep one")
        for key in (key for key in found if key not in fields):
            self.fault(f"{pointer}/{_escaped(key)}", f"is not a known field; the fields are {', '.join(fields)}")
        for key, check in fields.items():
            if key in found:
                self.check(f"{pointer}/{key}", found[key], check)
            else:
                self.fault(f"{pointer}/{key}", "is missing")
        return True

    def check(self, pointer: str, value: Any, check: Check) -> None:
        if what := check(value):
            self.fault(pointer, what)


def is_object(value: Any) -> str | None:
    return None if isinstance(value, dict) else f"{quoted(value)} is not an object; write {{…}}"


def is_list(value: Any) -> str | None:
    return None if isinstance(value, list) else f"{quoted(value)} is not a list; write […]"


def is_rows(value: Any) -> str | None:
    return is_list(value) or (None if value else "is empty; give at least one park and year")


def is_boolean(value: Any) -> str | None:
    return None if isinstance(value, bool) else f"{quoted(value)} is neither true nor false"


def is_code(value: Any) -> str | None:
    if isinstance(value, str) and re.fullmatch(r"\S(.{0,62}\S)?", value) and value.isprintable():
        return None
    return f"{quoted(value)} is not a park's code; write a text such as HPU"


def is_share(value: Any) -> str | None:
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and 0 <= value <= 1:
        return None
    return f"{quoted(value)} is not a share; write a number from 0 to 1"


def whole(least: int, most: int) -> Check:
    def check(value: Any) -> str | None:
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return None
        return f"{quoted(value)} is not a whole number from {least} to {most}"

    return check


def one_of(words: type[StrEnum]) -> Check:
    def check(value: Any) -> str | None:
        if isinstance(value, str) and value in list(words):
            return None
        return f"{quoted(value)} is not known; write {' or '.join(map(quoted, words))}"

    return check


def or_null(check: Check) -> Check:
    def check_or_null(value: Any) -> str | None:
        what = None if value is None else check(value)
        return what and f"{what}, or null"

    return check_or_null


LADDER_FIELDS: dict[str, Check] = {
    "window": is_object,
    "consecutive": is_boolean,
    "steps": lambda value: is_list(value) or (None if value else 'is empty; write ["notification", "delisting"]'),
    "not_rated": one_of(NotRated),
    "reentry_years": whole(0, MOST_YEARS),
    "brake": is_object,
}
YEAR_FIELDS: dict[str, Check] = {
    "park": is_code,
    "year": whole(FIRST_YEAR, LAST_YEAR),
    "verdict": one_of(Verdict),
    "cause": or_null(one_of(Cause)),
    "share_below": or_null(is_share),
    "own_default": is_boolean,
}
EVENT_FIELDS: dict[str, Check] = {
    "park": is_code,
    "year": whole(FIRST_YEAR, LAST_YEAR),
    "event": one_of(EventKind),
}


def _escaped(key: str) -> str:
    """A key inside a JSON pointer, on one line."""
    return quoted(key.replace("~", "~0").replace("/", "~1"))[1:-1] if key else '""'


def ladder_of(rules: Mapping[str, Any]) -> Ladder:
    """The ladder that checked rules write down."""
    return Ladder(
        steps=tuple(Step(step) for step in rules["steps"]),
        window_years=rules["window"].get("years"),
        consecutive=rules["consecutive"],
        not_rated=NotRated(rules["not_rated"]),
        reentry_years=rules["reentry_years"],
        min_share_below=rules["brake"]["min_share_below"],
    )


def _built(document: dict[str, Any]) -> Case:
    return Case(
        ladder=ladder_of(document["ladder"]),
        years=[
            ParkYear(**row | {"verdict": Verdict(row["verdict"]), "cause": row["cause"] and Cause(row["cause"])})
            for row in document["years"]
        ],
        events=[Event(**row | {"event": EventKind(row["event"])}) for row in document["events"]],
    )
