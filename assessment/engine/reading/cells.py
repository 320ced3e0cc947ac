"""Reads single cells: numbers, words and codes of nothing; says what to write instead."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from assessment.engine.exact import read_number
from assessment.engine.faults import quote

if TYPE_CHECKING:
    from fractions import Fraction

THOUSANDS = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
DECIMAL_COMMA = re.compile(r"-?[0-9]+,[0-9]+")
NOT_FINITE = {"inf", "infinity", "nan", "-inf", "+inf", "-infinity", "+infinity", "-nan", "#div/0!", "null", "none"}


class BadCell(Exception):
    """A cell cannot be read; `problem` and `mend` go into the fault."""

    def __init__(self, problem: str, mend: str) -> None:
        self.problem, self.mend = problem, mend
        super().__init__(f"{problem}; {mend}")


def read_cell(text: str, codes: dict[str, str]) -> tuple[Fraction | None, str | None]:
    """Return a number and None, or None and the kind of nothing that the cell's code stands for."""
    kind = codes.get(text)
    if kind is not None:
        return None, kind
    return number_of(text, codes), None


def number_of(text: str, codes: dict[str, str]) -> Fraction:
    """Return the number in a cell.

    Raises
    ------
    BadCell
        If the cell holds anything else.
    """
    try:
        number = read_number(text)
    except OverflowError:
        size = "small" if re.search("[eE]-", text) or text.lstrip("-").startswith("0") else "large"
        raise BadCell(
            f"{quote(text)} is too {size}", "write a number that a 64-bit float holds, in another unit"
        ) from None
    if number is None:
        raise BadCell(f"{quote(text)} is not a number", _mend(text, codes))
    return number


def read_count(text: str) -> Fraction:
    """Return a count of an adjustment: a number ≥ 0, never blank."""
    if not text.strip():
        raise BadCell("the cell is blank", "write 0 where there is nothing to count")
    number = number_of(text, {})
    if number < 0:
        raise BadCell(f"{text} is negative", "write a number ≥ 0")
    return number


def read_veto(text: str) -> Fraction:
    """Return 0 or 1."""
    if not text.strip():
        raise BadCell("the cell is blank", "write 0 or 1")
    number = number_of(text, {})
    if number not in (0, 1):
        raise BadCell(f"{text} is neither 0 nor 1", "write 0 or 1")
    return number


def _mend(text: str, codes: dict[str, str]) -> str:
    plain = _plain_number(text[:100])
    if plain is not None:
        return f"write {plain}"
    if not codes:
        return "write a number"
    shown = ", ".join(quote(code) for code in list(codes)[:8])
    return f"write a number, or a missing code ({shown})"


def _plain_number(text: str) -> str | None:
    """Return the number a person may have meant, or None."""
    tidy = unicodedata.normalize("NFKC", text).strip().replace("−", "-")
    if tidy.lower() in NOT_FINITE:
        return None
    tidy = tidy.removesuffix("%").replace(" ", "").replace("_", "").replace("'", "").removeprefix("+")
    if THOUSANDS.fullmatch(tidy):
        tidy = tidy.replace(",", "")
    elif DECIMAL_COMMA.fullmatch(tidy):
        tidy = tidy.replace(",", ".")
    if re.fullmatch(r"-?\.[0-9]+", tidy):
        tidy = tidy.replace(".", "0.")
    if re.fullmatch(r"-?[0-9]+\.", tidy):
        tidy = tidy[:-1]
    try:
        return tidy if read_number(tidy) is not None else None
    except OverflowError:
        return None
