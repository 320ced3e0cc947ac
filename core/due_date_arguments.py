"""The words of the ``due_date`` command, read into values with every fault named by its place."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from core.management.doors import quoted, unknown_words
from core.workdays import FIRST_YEAR, LAST_YEAR, MOST_DAYS, DayType, Pause

DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NUMBER = re.compile(r"-?[0-9]+")
LONGEST_NUMBER = 12  # digits; Python refuses to read thousands of them


class Arguments:
    """Values for :func:`core.workdays.due_date`, and the faults found on the way to them."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        self.faults: list[str] = []
        accepted = self._date("--accepted", self._once("--accepted", words["accepted"], "write a date as 2026-09-15"))
        days = self._count("--days", self._once("--days", words["days"], f"write 0 to {MOST_DAYS}"))
        day_type = self._day_type(words["type"])
        pauses = [self._pause(place, word) for place, word in _places("--pause", words["pause"])]
        extensions = [self._count(place, word) for place, word in _places("--extend", words["extend"])]
        self._check_total([days, *extensions])
        self.faults += unknown_words(words.get("unknown") or [])
        self.values: dict[str, Any] = {
            "accepted": accepted,
            "days": days,
            "day_type": day_type,
            "pauses": pauses,
            "extensions": extensions,
        }

    def _once(self, place: str, given: Sequence[str] | None, mend: str) -> str | None:
        if not given:
            self._fault(place, f"is missing; {mend}")
            return None
        if len(given) > 1:
            self._fault(place, f"is given {len(given)} times; give it once")
        return given[-1]

    def _fault(self, place: str, what: str) -> None:
        self.faults.append(f"{place}: {what}")

    def _date(self, place: str, word: str | None) -> date | None:
        if word is None:
            return None
        try:
            found = date.fromisoformat(word) if DATE.fullmatch(word) else None
        except ValueError:
            found = None
        if found is None:
            self._fault(place, f"{quoted(word)} is not a date; write a day of the calendar as 2026-09-15")
            return None
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            self._fault(place, f"{quoted(word)} is out of range; write a day from {FIRST_YEAR} to {LAST_YEAR}")
            return None
        return found

    def _count(self, place: str, word: str | None) -> int | None:
        if word is None:
            return None
        if not NUMBER.fullmatch(word):
            self._fault(place, f"{quoted(word)} is not a whole number; write 0 to {MOST_DAYS}")
            return None
        if word.startswith("-") and word.strip("-0"):
            self._fault(place, f"{quoted(word)} is negative; write 0 to {MOST_DAYS}")
            return None
        if len(word) > LONGEST_NUMBER or int(word) > MOST_DAYS:
            self._fault(place, f"{quoted(word)} is too many days; write 0 to {MOST_DAYS}")
            return None
        return int(word)

    def _day_type(self, given: Sequence[str] | None) -> DayType | None:
        word = self._once("--type", given or [DayType.WORKING], "")
        if word not in list(DayType):
            self._fault("--type", f"{quoted(word)} is not a type of day; write working or calendar")
            return None
        return DayType(word)

    def _pause(self, place: str, word: str) -> Pause | None:
        begins_word, slash, ends_word = word.partition("/")
        if not slash:
            self._fault(place, f"{quoted(word)} is not a pause; write FROM/TO, or FROM/ while it lasts")
            return None
        begins = self._date(place, begins_word)
        ends = self._date(place, ends_word) if ends_word else None
        if begins and ends and ends < begins:
            self._fault(place, f"{quoted(word)} ends before it begins; write the earlier day first")
        return Pause(begins, ends) if begins else None

    def _check_total(self, counts: Sequence[int | None]) -> None:
        total = sum(count or 0 for count in counts)
        if total > MOST_DAYS and all(count is not None for count in counts):
            self._fault("--extend", f"days and extensions make {total}; together they are at most {MOST_DAYS}")


def _places(name: str, given: Sequence[str] | None) -> list[tuple[str, str]]:
    """Each word with its place: the option, and which one where it is given more than once."""
    words = given or []
    return [(name if len(words) == 1 else f"{name} {at}", word) for at, word in enumerate(words, start=1)]
