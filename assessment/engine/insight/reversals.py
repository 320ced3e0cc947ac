"""Whether the order of two units hangs on a third."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from assessment.engine.evaluation import compute
from assessment.engine.faults import Faults

if TYPE_CHECKING:
    from assessment.engine.model import Column, Index

Cell = TypeVar("Cell")


@dataclass(frozen=True, slots=True)
class Reversal:
    """What happens to the others when a unit leaves: pairs whose order turns round, as (was ahead, is ahead).

    `problem` says why there is no ranking without the unit.
    """

    removed: str
    pairs: tuple[tuple[str, str], ...]
    problem: str | None


def rank_reversals(index: Index) -> tuple[Reversal, ...]:
    """Take each unit out in turn and look for others that change places.

    Parameters
    ----------
    index : Index
        From `parse` or `read`.

    Returns
    -------
    tuple of Reversal
        By key of the removed unit. Methods that measure against the other units (min-max, ranks, z-scores, contests)
        can turn a pair round; fixed bounds cannot.

    Raises
    ------
    Faults
        If the index cannot be computed with all units.

    Notes
    -----
    V. Belton, T. Gear, On a short-coming of Saaty's method of analytic hierarchies, Omega 11 (1983), 228-230.
    """
    units, ranks = index.table.units, compute(index).ranks
    official = dict(zip(units, ranks, strict=True))
    return tuple(_reversal(index, official, at) for at in range(len(units)))


def _reversal(index: Index, official: dict[str, int | None], at: int) -> Reversal:
    removed = index.table.units[at]
    rest = without(index, at)
    try:
        places = dict(zip(rest.table.units, compute(rest).ranks, strict=True))
    except Faults as faults:
        return Reversal(removed, (), faults.lines[0])
    ordered = sorted((place, unit) for unit, place in official.items() if place and places.get(unit))
    turned = [
        (unit, other)
        for here, (place, unit) in enumerate(ordered)
        for lower, other in ordered[here + 1 :]
        if place < lower and _known(places, unit) > _known(places, other)
    ]
    return Reversal(removed, tuple(turned), None)


def _known(places: dict[str, int | None], unit: str) -> int:
    return places[unit] or 0


def without(index: Index, at: int) -> Index:
    """Return the index without the unit at a position of its table."""
    table = index.table

    def rest(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
        return (*cells[:at], *cells[at + 1 :])

    def column(full: Column) -> Column:
        return replace(full, values=rest(full.values), kinds=rest(full.kinds), wholes=(), scale=1)

    smaller = replace(
        table,
        units=rest(table.units),
        names=rest(table.names),
        lines=rest(table.lines),
        groups={name: rest(cells) for name, cells in table.groups.items()},
        indicators={code: column(full) for code, full in table.indicators.items()},
        denominators={code: column(full) for code, full in table.denominators.items()},
        counts={name: rest(counts) for name, counts in table.counts.items()},
    )
    return replace(index, table=smaller)
