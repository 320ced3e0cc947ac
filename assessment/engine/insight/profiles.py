"""One unit's sheet: what lifts it, what holds it back, how far the next rank is, what a figure is worth."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from assessment.engine.adjust import adjusted
from assessment.engine.evaluation import Outcome, compute
from assessment.engine.exact import exact, nearest
from assessment.engine.faults import Faults, Refused
from assessment.engine.impute import median
from assessment.engine.pictures import number_or_none
from assessment.engine.ranking import rank
from assessment.engine.steps import climb, run
from assessment.engine.weights import ancestors, effective_weights

if TYPE_CHECKING:
    from assessment.engine.model import Column, Index, Indicator, Number

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Trait:
    """An indicator's score beside the median of all, and what the distance weighs in the whole."""

    code: str
    score: float
    median: float
    points: float


@dataclass(frozen=True, slots=True)
class Profile:
    """A unit's strengths and weaknesses, and its distances in points of the total; None where there is none to reach.

    `next_rank` is the rank of the next unit ahead, `to_next_rank` what is missing to it; `to_line` is what is missing
    to the next better line of the verdict, `above_line` what there is to lose before the next worse one.
    """

    unit: str
    rank: int | None
    total: float | None
    strengths: tuple[Trait, ...]
    weaknesses: tuple[Trait, ...]
    next_rank: int | None
    to_next_rank: float | None
    to_line: float | None
    above_line: float | None


def profiles(index: Index, shown: int = SHOWN) -> tuple[Profile, ...]:
    """Describe every unit, by rank, then key.

    Parameters
    ----------
    index : Index
        From `parse` or `read`.
    shown : int
        How many strengths and weaknesses are named at most.

    Returns
    -------
    tuple of Profile

    Raises
    ------
    Faults
        If the index cannot be computed.

    Notes
    -----
    ``points = w (s − median)`` with the effective weight w and the normalised score s: with arithmetic means on all
    levels, exactly what the indicator adds to the unit against a middling one; elsewhere its first approximation.
    """
    outcome = compute(index)
    units = index.table.units
    traits = _traits(index, outcome)
    found = [_profile(index, outcome, at, traits[at], shown) for at in range(len(units))]
    return tuple(sorted(found, key=lambda profile: (profile.rank is None, profile.rank or 0, profile.unit)))


def _traits(index: Index, outcome: Outcome) -> list[list[tuple[Fraction, Trait]]]:
    weights = effective_weights(index.system)
    found: list[list[tuple[Fraction, Trait]]] = [[] for _ in index.table.units]
    for node in index.system.indicators:
        column = outcome.scores[node.code]
        present = [score for score in column if score is not None]
        middle = median(present) if present else Fraction(0)
        for at, score in enumerate(column):
            if score is not None:
                points = weights[node.code] * (score - middle)
                found[at].append((points, Trait(node.code, nearest(score), nearest(middle), nearest(points))))
    return found


def _profile(index: Index, outcome: Outcome, at: int, traits: list[tuple[Fraction, Trait]], shown: int) -> Profile:
    total, place = outcome.totals[at], outcome.ranks[at]
    upwards = sorted(traits, key=lambda pair: pair[0])
    next_rank, to_next = _next(outcome, place, total)
    to_line, above_line = _lines(index, total)
    return Profile(
        unit=index.table.units[at],
        rank=place,
        total=number_or_none(total),
        strengths=tuple([trait for points, trait in reversed(upwards) if points > 0][:shown]),
        weaknesses=tuple([trait for points, trait in upwards if points < 0][:shown]),
        next_rank=next_rank,
        to_next_rank=number_or_none(to_next),
        to_line=number_or_none(to_line),
        above_line=number_or_none(above_line),
    )


def _next(outcome: Outcome, place: int | None, total: Number) -> tuple[int | None, Number]:
    ahead = [
        (other, value)
        for other, value in zip(outcome.ranks, outcome.totals, strict=True)
        if place and other and other < place and value is not None
    ]
    if not ahead or total is None:
        return None, None
    nearest_rank = max(other for other, _ in ahead)
    return nearest_rank, min(value for other, value in ahead if other == nearest_rank) - total


def _lines(index: Index, total: Number) -> tuple[Number, Number]:
    least = [line.least for line in index.system.lines if line.least is not None]
    if total is None:
        return None, None
    missed = [line - total for line in least if total < line - index.system.tie_tolerance]
    held = [total - line for line in least if total >= line - index.system.tie_tolerance]
    return (min(missed) if missed else None), (min(held) if held else None)


@dataclass(frozen=True, slots=True)
class Worth:
    """What one more of an indicator's own unit would change: the total, and the rank it would bring.

    Both are None where the figure is a word or missing, or where the index could not be computed with it.
    """

    code: str
    change: float | None
    rank: int | None


def worth(index: Index, unit: str, more: float = 1.0) -> tuple[Worth, ...]:
    """Compute the index again with one unit's figure raised, for each indicator in turn.

    Parameters
    ----------
    index : Index
        From `parse` or `read`.
    unit : str
        Whose figures are raised.
    more : float
        By how much, in each indicator's own unit; negative for what less of it would be worth.

    Returns
    -------
    tuple of Worth
        In the order of the system. All steps are done again, so a new maximum or a changed outlier counts too.

    Raises
    ------
    Faults
        If the index cannot be computed as it is.
    KeyError
        If there is no such unit.
    """
    if unit not in index.table.units:
        raise KeyError(unit)
    at, official = index.table.units.index(unit), compute(index)
    return tuple(_worth(index, official, at, node, more) for node in index.system.indicators)


def _worth(index: Index, official: Outcome, at: int, node: Indicator, more: float) -> Worth:
    column = index.table.indicators[node.code]
    value, before = column.values[at], official.totals[at]
    if not isinstance(value, Fraction) or before is None:
        return Worth(node.code, None, None)
    values = (*column.values[:at], value + exact(more), *column.values[at + 1 :])
    raised = replace(column, values=values, wholes=())
    try:
        totals = _totals(index, official, node, raised)
    except (Faults, Refused):
        return Worth(node.code, None, None)
    after, ranks = totals[at], rank(totals, index.system.tie_tolerance)
    return Worth(node.code, None if after is None else nearest(after - before), ranks[at])


def _totals(index: Index, official: Outcome, node: Indicator, column: Column) -> list[Number]:
    """Return all totals with one column changed; where the others stay as they are, only its own branch is redone."""
    adjust, root = index.system.adjust, index.system.root
    has_far_effects = any(line.target != root.code for line in (*adjust.deductions, *adjust.bonuses))
    if has_far_effects or index.system.screen is not None:
        columns = index.table.indicators | {node.code: column}
        return compute(replace(index, table=replace(index.table, indicators=columns))).totals
    alone = replace(
        index,
        system=replace(index.system, indicators=(node,)),
        table=replace(index.table, indicators={node.code: column}),
    )
    work = replace(official.work, values=official.work.values | run(alone).values)
    above = ancestors(index.system, node.code)
    known = {other.code: official.scores[other.code] for other in index.system.aggregates if other.code not in above}
    scores = climb(work, known=known)[root.code]
    return adjusted(adjust, official.lines, root, scores)
