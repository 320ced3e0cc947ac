"""The data behind an index: how much of it is there, what was filled in, which points were moved."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from assessment.engine.exact import exact, nearest
from assessment.engine.steps import begin
from assessment.engine.weights import effective_weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessment.engine.model import Index
    from assessment.engine.result import Result


@dataclass(frozen=True, slots=True)
class DataShare:
    """A unit's or an indicator's cells with data out of those applicable; `share` is None where none is."""

    name: str
    present: int
    expected: int
    share: float | None
    is_enough: bool


@dataclass(frozen=True, slots=True)
class Availability:
    """How much data there is, by unit and by indicator, against a threshold."""

    units: tuple[DataShare, ...]
    indicators: tuple[DataShare, ...]


def availability(index: Index, threshold: float = 0.0) -> Availability:
    """Screen units and indicators by the share of applicable cells with data.

    Parameters
    ----------
    index : Index
        From `parse` or `read`; cells whose kind is excluded count neither as present nor as expected.
    threshold : float
        The share from which on there is enough, 0 to 1.

    Notes
    -----
    ``present / expected``, compared exactly. W. Becker et al., COINr (JOSS 7(78), 4567, 2022), screening of units.
    """
    work, least = begin(index), exact(threshold)
    columns = {
        code: [None if work.is_excluded(code, at) else value is not None for at, value in enumerate(values)]
        for code, values in work.values.items()
    }
    rows = zip(*columns.values(), strict=True)
    return Availability(
        units=tuple(_share(unit, row, least) for unit, row in zip(index.table.units, rows, strict=True)),
        indicators=tuple(_share(code, column, least) for code, column in columns.items()),
    )


def _share(name: str, cells: Sequence[bool | None], least: Fraction) -> DataShare:
    """Count cells: True has data, False has none, None does not apply."""
    present = sum(cell is True for cell in cells)
    expected = sum(cell is not None for cell in cells)
    share = nearest(Fraction(present, expected)) if expected else None
    return DataShare(name, present, expected, share, is_enough=expected > 0 and present >= least * expected)


@dataclass(frozen=True, slots=True)
class MovedPoint:
    """One data point that outlier treatment changed: how, from what, to what."""

    unit: str
    code: str
    how: str
    before: float
    after: float


def treatment_log(result: Result) -> tuple[MovedPoint, ...]:
    """List every data point that outlier treatment changed, indicator by indicator, units by key.

    Parameters
    ----------
    result : Result
        From `evaluate`.

    Returns
    -------
    tuple of MovedPoint
        `how` is ``winhi`` or ``winlo`` (drawn in from above or below) or ``log_CT`` (the whole column logged).
    """
    found = []
    for indicator in result.indicators:
        for unit in sorted(result.units, key=lambda unit: unit.unit):
            how = unit.treatments.get(indicator.code)
            before, after = unit.denominated[indicator.code], unit.treated[indicator.code]
            if how and isinstance(after, float):
                start = before if isinstance(before, float) else after
                found.append(MovedPoint(unit.unit, indicator.code, how, start, after))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class FilledCell:
    """One missing cell and the value that imputation put there; `kind` says why it was missing."""

    unit: str
    code: str
    kind: str
    value: float | str | None


def imputed_cells(result: Result) -> tuple[FilledCell, ...]:
    """List every imputed cell, indicator by indicator, units by key.

    Parameters
    ----------
    result : Result
        From `evaluate`; `value` is as the cell stands before normalisation.
    """
    return tuple(
        FilledCell(unit.unit, indicator.code, unit.missing[indicator.code], unit.treated[indicator.code])
        for indicator in result.indicators
        for unit in sorted(result.units, key=lambda unit: unit.unit)
        if indicator.code in unit.imputed
    )


@dataclass(frozen=True, slots=True)
class NodeWeight:
    """A node's weight as given, its share among its siblings, and its share in the whole."""

    code: str
    level: int
    parent: str | None
    weight: float
    share: float
    effective: float


def node_weights(index: Index) -> tuple[NodeWeight, ...]:
    """Return the weights at each level, the root first; the effective weights of a level add up to 1.

    Parameters
    ----------
    index : Index
        From `parse` or `read`.

    Notes
    -----
    ``effective = Π share`` down from the root, in exact fractions until shown.
    """
    whole = effective_weights(index.system)
    nodes = [(node, getattr(node, "level", 1)) for node in index.system.nodes]
    return tuple(
        NodeWeight(
            code=node.code,
            level=level,
            parent=node.parent or None,
            weight=nearest(node.weight),
            share=nearest(whole[node.code] / whole[node.parent]) if node.parent and whole[node.parent] else 1.0,
            effective=nearest(whole[node.code]),
        )
        for node, level in sorted(nodes, key=lambda pair: -pair[1])
    )
