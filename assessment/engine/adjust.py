"""Takes deductions from scores and gives bonuses, each as a line of its own, within floor and ceiling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessment.engine.exact import total

if TYPE_CHECKING:
    from fractions import Fraction

    from assessment.engine.model import Adjust, Adjustment, Aggregate, Index, Number


@dataclass(frozen=True, slots=True)
class AppliedAdjustment:
    """One line of deduction or bonus of one unit."""

    column: str
    count: Fraction
    points: Fraction
    target: str


@dataclass(frozen=True, slots=True)
class Adjustments:
    """All lines, per unit, and the vetoes that apply to it."""

    deductions: list[tuple[AppliedAdjustment, ...]]
    bonuses: list[tuple[AppliedAdjustment, ...]]
    vetoes: list[tuple[tuple[str, str], ...]]


def applied(line: Adjustment, count: Fraction) -> AppliedAdjustment:
    """Return ``min(cap, cell × points)``."""
    points = count * line.points
    return AppliedAdjustment(line.column, count, points if line.cap is None else min(points, line.cap), line.target)


def adjustments(index: Index) -> Adjustments:
    """Read off every unit's deductions, bonuses and vetoes, in the order of the system."""
    adjust, counts = index.system.adjust, index.table.counts
    units = range(len(index.table.units))
    return Adjustments(
        deductions=[tuple(applied(line, counts[line.column][unit]) for line in adjust.deductions) for unit in units],
        bonuses=[tuple(applied(line, counts[line.column][unit]) for line in adjust.bonuses) for unit in units],
        vetoes=[
            tuple((veto.column, veto.verdict) for veto in adjust.vetoes if counts[veto.column][unit] == 1)
            for unit in units
        ],
    )


def adjusted(adjust: Adjust, lines: Adjustments, node: Aggregate, scores: list[Number]) -> list[Number]:
    """Change the scores of one aggregate: ``score − Σ deductions + Σ bonuses``, kept within floor and ceiling.

    Floor and ceiling hold for every aggregate that a line aims at, and for the root.
    """
    targets = {line.target for line in (*adjust.deductions, *adjust.bonuses)}
    if node.code not in targets and node.parent is not None:
        return scores
    return [
        None if score is None else _within(adjust, score + _change(lines, node.code, unit))
        for unit, score in enumerate(scores)
    ]


def _change(lines: Adjustments, target: str, unit: int) -> Fraction:
    given = [line.points for line in lines.bonuses[unit] if line.target == target]
    taken = [-line.points for line in lines.deductions[unit] if line.target == target]
    return total([*given, *taken])


def _within(adjust: Adjust, score: Fraction) -> Fraction:
    if adjust.floor is not None:
        score = max(score, adjust.floor)
    return score if adjust.ceiling is None else min(score, adjust.ceiling)
