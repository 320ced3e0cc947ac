"""What every unit's result shows of the steps."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from assessment.engine.exact import nearest
from assessment.engine.steps import begin
from assessment.engine.weights import leaves_below

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assessment.engine.model import Column, Number, Value
    from assessment.engine.steps import Matrix, Work

Mark = TypeVar("Mark")
Columns = dict[str, list[float | str | None]]
Rows = list[dict[str, float | str | None]]


def _float(value: Value) -> float | str | None:
    return nearest(value) if value.__class__ is Fraction else value  # type: ignore[return-value]


def number_or_none(value: Number) -> float | None:
    """Round an exact number to be shown."""
    return None if value is None else nearest(value)


@dataclass(frozen=True, slots=True)
class Pictures:
    """What every unit's result shows of the steps: a row of floats per unit, and how much of its data there is."""

    raw: Rows
    denominated: Rows
    treated: Rows
    normalised: Rows
    availability: list[dict[str, float | None]]


def take_pictures(work: Work) -> Pictures:
    """Show finished work."""
    system = work.system
    before = tuple(reversed(system.steps[: system.steps.index("normalise")]))
    cells: Matrix = {code: list(column.values) for code, column in work.index.table.indicators.items()}
    raw = {code: _raw(column) for code, column in work.index.table.indicators.items()}
    later, treated = _after(work, "denominate"), _after(work, "treat", *before)
    denominated = _columns(later, cells, raw)
    return Pictures(
        raw=_rows(raw),
        denominated=_rows(denominated),
        treated=_rows(_columns(treated, later, denominated)),
        normalised=_rows(_columns(work.values, {}, {})),
        availability=_availability(work),
    )


def _raw(column: Column) -> list[float | str | None]:
    if column.wholes:
        return [whole / column.scale for whole in column.wholes]
    return [_float(value) for value in column.values]


def _rows(columns: Columns) -> Rows:
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _columns(matrix: Matrix, known: Matrix, shown: Columns) -> Columns:
    """Return the columns as floats; those equal to a known column are taken over as they were shown."""
    return {
        code: shown[code] if values == known.get(code) else [_float(value) for value in values]
        for code, values in matrix.items()
    }


def _after(work: Work, *steps: str) -> Matrix:
    """Return the values after the first of the steps that was done, else those of the beginning."""
    done = next((work.pictures[step] for step in steps if step in work.pictures), None)
    return begin(work.index).values if done is None else done


def _availability(work: Work) -> list[dict[str, float | None]]:
    """Return the share of applicable indicators with data, before any filling, for the root and the aggregates."""
    found = {}
    for code, below in leaves_below(work.system).items():
        data = zip(*[work.kinds[leaf] for leaf in below], strict=True)
        applicable = zip(*[work.policies[leaf] for leaf in below], strict=True)
        found[code] = [
            kinds.count(None) / asked if (asked := len(below) - policies.count("exclude")) else None
            for kinds, policies in zip(data, applicable, strict=True)
        ]
    return [dict(zip(found, shares, strict=True)) for shares in zip(*found.values(), strict=True)]


def marked(marks: Mapping[str, list[Mark | None]], unit: int) -> dict[str, Mark]:
    """Return one unit's marks, of the indicators that have one."""
    return {code: mark for code, column in marks.items() if (mark := column[unit])}
