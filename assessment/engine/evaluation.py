"""Computes an index from beginning to end and keeps every step of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessment.engine.adjust import Adjustments, adjusted, adjustments
from assessment.engine.exact import is_beyond, nearest
from assessment.engine.faults import FaultLog, Refused
from assessment.engine.pictures import Pictures, marked, number_or_none, take_pictures
from assessment.engine.ranking import Verdict, below_counts, bottom_warning, decide, group_ranks, rank
from assessment.engine.result import IndicatorResult, Result, UnitResult
from assessment.engine.steps import Scores, Work, beyond, climb, missing_reference, run
from assessment.engine.weights import leaves_below, shares_of_the_whole

if TYPE_CHECKING:
    from assessment.engine.model import Index, Number, System


@dataclass(frozen=True, slots=True)
class Outcome:
    """The unrounded numbers behind a result, by position of the unit in the table."""

    work: Work
    scores: Scores
    totals: list[Number]
    ranks: list[int | None]
    lines: Adjustments


def evaluate(index: Index) -> Result:
    """Compute an index.

    Parameters
    ----------
    index : Index
        From `parse` or `read`.

    Returns
    -------
    Result
        Every step of every unit.

    Raises
    ------
    Faults
        If the values cannot be computed with the system's methods: a column without spread, a geometric mean of 0, …
    """
    outcome = compute(index)
    system, work = index.system, outcome.work
    below = below_counts(outcome.ranks)
    verdicts = [
        decide(
            system,
            value,
            below[unit],
            outcome.lines.vetoes[unit],
            _why_not_rated(outcome, unit) if value is None else "",
        )
        for unit, value in enumerate(outcome.totals)
    ]
    in_groups = {
        name: group_ranks(outcome.totals, index.table.groups[name], system.tie_tolerance)
        for name in system.ranking_groups
    }
    pictures = take_pictures(work)
    units = [_unit_result(outcome, pictures, unit, verdicts[unit], in_groups) for unit in range(len(index.table.units))]
    units.sort(key=lambda result: (result.rank is None, result.rank or 0, result.unit))
    edge = bottom_warning(system, below)
    return Result(
        index=index,
        indicators=_indicator_results(system, work),
        units=tuple(units),
        warnings=tuple(_warnings(outcome) + ([edge] if edge else [])),
    )


def compute(index: Index) -> Outcome:
    """Compute the unrounded numbers; refusals become faults at the units' lines.

    Raises
    ------
    Faults
        All refusals of the first step that refuses.
    """
    log = FaultLog(index.system_name, index.values_name)
    for pointer, problem in missing_reference(index):
        log.system(pointer, problem, "name a unit")
    log.check()
    try:
        return _compute(index)
    except Refused as refused:
        log.refusals(refused.refusals, index.table.lines)
        log.check()
        raise


def _compute(index: Index) -> Outcome:
    work = run(index)
    scores = climb(work)
    lines = adjustments(index)
    totals = adjusted_totals(work, scores, lines)
    aggregates = [(node.code, scores[node.code]) for node in index.system.aggregates]
    _refuse_beyond([*aggregates, (index.system.root.code, totals), *_points(lines)])
    return Outcome(work, scores, totals, rank(totals, index.system.tie_tolerance), lines)


def adjusted_totals(work: Work, scores: Scores, lines: Adjustments) -> list[Number]:
    """Return the totals; where a line aims below the root, the tree is climbed again with the changed scores."""
    adjust, root = work.system.adjust, work.system.root
    if all(line.target == root.code for line in (*adjust.deductions, *adjust.bonuses)):
        return adjusted(adjust, lines, root, scores[root.code])
    return climb(work, lambda node, column: adjusted(adjust, lines, node, column))[root.code]


def _refuse_beyond(columns: list[tuple[str, list[Number]]]) -> None:
    refusals = [
        beyond(code, unit)
        for code, column in columns
        for unit, value in enumerate(column)
        if value is not None and is_beyond(value)
    ]
    if refusals:
        raise Refused(refusals)


def _points(lines: Adjustments) -> list[tuple[str, list[Number]]]:
    """Return the points of every line of adjustment as columns."""
    return [
        (column[0].column, [line.points for line in column])
        for kind in (lines.deductions, lines.bonuses)
        for column in zip(*kind, strict=True)
    ]


def _why_not_rated(outcome: Outcome, unit: int) -> str:
    screened = outcome.work.screened[unit]
    if screened:
        return screened
    node = outcome.work.system.root
    while True:
        below = outcome.work.system.children(node.code)
        present = sum(outcome.scores[child.code][unit] is not None for child in below)
        threshold = node.aggregation.dat_thresh
        lone = next((child for child in outcome.work.system.aggregates if len(below) == 1 and child is below[0]), None)
        if present or lone is None:
            needed = "" if threshold is None else f", the data threshold is {nearest(threshold)!r}"
            return f"{node.code} has {present} of {_expected(outcome, node.code, unit)} scores{needed}"
        node = lone


def _expected(outcome: Outcome, code: str, unit: int) -> int:
    below = outcome.work.system.children(code)
    return sum(_is_expected(outcome, child.code, unit) for child in below)


def _is_expected(outcome: Outcome, code: str, unit: int) -> bool:
    below = leaves_below(outcome.work.system).get(code, [code])
    return any(not outcome.work.is_excluded(leaf, unit) for leaf in below)


def _indicator_results(system: System, work: Work) -> tuple[IndicatorResult, ...]:
    weights = shares_of_the_whole(system)
    return tuple(
        IndicatorResult(
            code=node.code,
            weight=nearest(node.weight),
            effective_weight=weights[node.code][0] / weights[node.code][1],
            direction=node.direction,
            treatment="+".join(work.treatments.get(node.code, ())) or None,
        )
        for node in system.indicators
    )


def _unit_result(
    outcome: Outcome, pictures: Pictures, unit: int, verdict: Verdict, in_groups: dict[str, list[int | None]]
) -> UnitResult:
    work, system, table = outcome.work, outcome.work.system, outcome.work.index.table
    return UnitResult(
        unit=table.units[unit],
        name=table.names[unit],
        rank=outcome.ranks[unit],
        total=number_or_none(outcome.totals[unit]),
        score=number_or_none(outcome.scores[system.root.code][unit]),
        verdict=verdict.verdict,
        cause=verdict.cause,
        reasons=verdict.reasons,
        group_ranks={name: ranks[unit] for name, ranks in in_groups.items()},
        deductions=outcome.lines.deductions[unit],
        bonuses=outcome.lines.bonuses[unit],
        vetoes=outcome.lines.vetoes[unit],
        availability=pictures.availability[unit],
        raw=pictures.raw[unit],
        missing=marked(work.kinds, unit),
        denominated=pictures.denominated[unit],
        imputed=tuple(code for code, column in work.imputed.items() if column[unit]),
        treated=pictures.treated[unit],
        treatments=marked(work.marks, unit),
        normalised=pictures.normalised[unit],
        scores={node.code: number_or_none(outcome.scores[node.code][unit]) for node in system.aggregates},
        exact_total=outcome.totals[unit],
    )


def _warnings(outcome: Outcome) -> list[str]:
    system = outcome.work.system
    needed = {
        "denominate": any(node.denominator for node in system.indicators),
        "screen": system.screen is not None,
        "impute": any(node.impute.method != "none" for node in system.indicators),
        "treat": any(node.treat.methods for node in system.indicators),
    }
    left_out = [step for step, is_needed in needed.items() if is_needed and step not in system.steps]
    return [*outcome.work.warnings, *(f"{step}: settings are given, but steps leave it out" for step in left_out)]
