"""Ranks totals with honest ties and reads the verdict off them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessment.engine.exact import whole_numbers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from assessment.engine.model import Number, System

NOT_RATED = "not_rated"


def rank(totals: Sequence[Number], tolerance: Fraction) -> list[int | None]:
    """Rank high to low, 1, 2, 2, 4; a unit ties with the block above if within the tolerance of the block's first.

    Measuring from the first keeps a chain of near neighbours from becoming one tie.
    """
    rated = [unit for unit, value in enumerate(totals) if value is not None]
    wholes, scale = whole_numbers([value for value in totals if value is not None])
    ranks: list[int | None] = [None] * len(totals)
    for unit, place in zip(rated, rank_wholes(wholes, scale, tolerance), strict=True):
        ranks[unit] = place
    return ranks


def rank_wholes(wholes: Sequence[int], scale: int, tolerance: Fraction) -> list[int]:
    """Rank whole numbers over a common denominator."""
    gap = tolerance.numerator * scale // tolerance.denominator
    ranks = [0] * len(wholes)
    first, place = None, 0
    for position, at in enumerate(sorted(range(len(wholes)), key=lambda at: -wholes[at]), start=1):
        if first is None or first - wholes[at] > gap:
            first, place = wholes[at], position
        ranks[at] = place
    return ranks


def group_ranks(totals: Sequence[Number], groups: Sequence[str | None], tolerance: Fraction) -> list[int | None]:
    """Rank inside each group; a unit without a group has no rank."""
    ranks: list[int | None] = [None] * len(totals)
    for group in {group for group in groups if group is not None}:
        inside = [value if groups[unit] == group else None for unit, value in enumerate(totals)]
        for unit, place in enumerate(rank(inside, tolerance)):
            ranks[unit] = place if place is not None else ranks[unit]
    return ranks


def below_counts(ranks: Sequence[int | None]) -> list[int | None]:
    """Count the rated units that rank strictly lower than each."""
    rated = [place for place in ranks if place is not None]
    return [None if place is None else sum(other > place for other in rated) for place in ranks]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict, what brought it about (`veto`, `bottom`, `line` or None), and the reasons in words."""

    verdict: str | None
    cause: str | None
    reasons: tuple[str, ...]


def decide(
    system: System, value: Number, below: int | None, vetoes: Sequence[tuple[str, str]], why_not_rated: str
) -> Verdict:
    """Read the verdict of one unit: a veto fixes it, then comes the bottom rule, then the lines."""
    reasons = [f"veto: {column}" for column, _ in vetoes]
    if value is None:
        reasons.append(f"not rated: {why_not_rated}")
        return Verdict(vetoes[0][1] if vetoes else NOT_RATED, "veto" if vetoes else None, tuple(reasons))
    verdict, cause = _line(system, value, reasons)
    if system.bottom and below is not None and below < system.bottom.n:
        reasons.append(f"bottom: fewer than {system.bottom.n} rated units are lower")
        verdict, cause = system.bottom.verdict, "bottom"
    if vetoes:
        verdict, cause = vetoes[0][1], "veto"
    return Verdict(verdict, cause, tuple(reasons))


def _line(system: System, value: Fraction, reasons: list[str]) -> tuple[str | None, str | None]:
    for line in system.lines:
        if line.least is None:
            lowest = [above.least for above in system.lines if above.least is not None]
            reasons.append(f"line: below {float(lowest[-1])!r}" if lowest else f"line: {line.verdict}")
            return line.verdict, "line"
        if value >= line.least - system.tie_tolerance:
            reasons.append(f"line: at least {float(line.least)!r}")
            return line.verdict, "line"
    return None, None


def bottom_warning(system: System, below: Sequence[int | None]) -> str | None:
    """Say so when a tie at the edge brings more than n units into the bottom."""
    if system.bottom is None:
        return None
    count = sum(units < system.bottom.n for units in below if units is not None)
    if count <= system.bottom.n:
        return None
    return f"bottom: {count} units are in the bottom {system.bottom.n}, because units at its edge tie"
