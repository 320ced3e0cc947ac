"""Computes an index from beginning to end and keeps every step of it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from assessment.engine.adjust import Adjustments, adjusted, adjustments
from assessment.engine.exact import is_beyond, nearest
from assessment.engine.faults import FaultLog, Refused
from assessment.engine.ranking import Verdict, below_counts, bottom_warning, decide, group_ranks, rank
from assessment.engine.result import IndicatorResult, Result, UnitResult
from assessment.engine.steps import Matrix, Scores, Work, begin, beyond, climb, missing_reference, run

if TYPE_CHECKING:
    from assessment.engine.model import Index, Number, System, Value


Columns = dict[str, list[float | str | None]]


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
    pictures = _pictures(work)
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
    _refuse_beyond([*scores.items(), (index.system.root.code, totals), *_points(lines)])
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
    return any(not outcome.work.is_excluded(leaf, unit) for leaf in leaves(outcome.work.system, code))


def leaves(system: System, code: str) -> list[str]:
    """Return the indicators below a node, or the indicator itself, in the order of the system."""
    if all(indicator.code != code for indicator in system.indicators):
        return [leaf for child in system.children(code) for leaf in leaves(system, child.code)]
    return [code]


def effective_weights(system: System) -> dict[str, Fraction]:
    """Return every node's weight in the whole: the product of shares down from the root."""
    weights = {system.root.code: Fraction(1)}
    for node in reversed(system.bottom_up()):
        below = system.children(node.code)
        whole = sum((child.weight for child in below), Fraction(0))
        for child in below:
            weights[child.code] = weights[node.code] * child.weight / whole
    return weights


def _indicator_results(system: System, work: Work) -> tuple[IndicatorResult, ...]:
    weights = effective_weights(system)
    return tuple(
        IndicatorResult(
            code=node.code,
            weight=nearest(node.weight),
            effective_weight=nearest(weights[node.code]),
            direction=node.direction,
            treatment="+".join(work.treatments.get(node.code, ())) or None,
        )
        for node in system.indicators
    )


def _float(value: Value) -> float | str | None:
    return nearest(value) if isinstance(value, Fraction) else value


def _number(value: Number) -> float | None:
    return None if value is None else nearest(value)


@dataclass(frozen=True, slots=True)
class Pictures:
    """What every unit's result shows of the steps, as columns of floats; and the indicators below each aggregate."""

    raw: Columns
    denominated: Columns
    treated: Columns
    normalised: Columns
    leaves: dict[str, list[str]]


def _pictures(work: Work) -> Pictures:
    system = work.system
    before = tuple(reversed(system.steps[: system.steps.index("normalise")]))
    return Pictures(
        raw=_columns(begin(work.index).values),
        denominated=_columns(_after(work, "denominate")),
        treated=_columns(_after(work, "treat", *before)),
        normalised=_columns(work.values),
        leaves={node.code: leaves(system, node.code) for node in system.aggregates},
    )


def _columns(matrix: Matrix) -> Columns:
    return {code: [_float(value) for value in values] for code, values in matrix.items()}


def _after(work: Work, *steps: str) -> Matrix:
    """Return the values after the first of the steps that was done, else those of the beginning."""
    done = next((work.pictures[step] for step in steps if step in work.pictures), None)
    return begin(work.index).values if done is None else done


def _at(columns: Columns, unit: int) -> dict[str, float | str | None]:
    return {code: column[unit] for code, column in columns.items()}


def _availability(work: Work, below: dict[str, list[str]], unit: int) -> dict[str, float | None]:
    """Return the share of applicable indicators with data, before any filling, for the root and the aggregates."""
    found: dict[str, float | None] = {}
    for code, indicators in below.items():
        kinds = [work.kinds[leaf][unit] for leaf in indicators if not work.is_excluded(leaf, unit)]
        found[code] = nearest(Fraction(kinds.count(None), len(kinds))) if kinds else None
    return found


def _unit_result(
    outcome: Outcome, pictures: Pictures, unit: int, verdict: Verdict, in_groups: dict[str, list[int | None]]
) -> UnitResult:
    work, system, table = outcome.work, outcome.work.system, outcome.work.index.table
    codes = [node.code for node in system.indicators]
    return UnitResult(
        unit=table.units[unit],
        name=table.names[unit],
        rank=outcome.ranks[unit],
        total=_number(outcome.totals[unit]),
        score=_number(outcome.scores[system.root.code][unit]),
        verdict=verdict.verdict,
        cause=verdict.cause,
        reasons=verdict.reasons,
        group_ranks={name: ranks[unit] for name, ranks in in_groups.items()},
        deductions=outcome.lines.deductions[unit],
        bonuses=outcome.lines.bonuses[unit],
        vetoes=outcome.lines.vetoes[unit],
        availability=_availability(work, pictures.leaves, unit),
        raw=_at(pictures.raw, unit),
        missing={code: kind for code in codes if (kind := work.kinds[code][unit])},
        denominated=_at(pictures.denominated, unit),
        imputed=tuple(code for code in codes if work.imputed[code][unit]),
        treated=_at(pictures.treated, unit),
        treatments={code: mark for code in codes if (mark := work.marks[code][unit])},
        normalised=_at(pictures.normalised, unit),
        scores={node.code: _number(outcome.scores[node.code][unit]) for node in system.aggregates},
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
