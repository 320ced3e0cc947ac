"""Ranks alone, without the record of the steps: for a form that asks again with every change.

Where all data are there and every step is a line (no filling, no outliers, no powers, nothing adjusted), totals differ
as ``Σ c x`` does, a sum of whole numbers. That is as exact as the way through all the steps, which every other index
takes.
"""

from __future__ import annotations

from math import lcm
from operator import mul
from typing import TYPE_CHECKING

from assessment.engine.column import line_ends
from assessment.engine.evaluation import compute
from assessment.engine.model import Adjust
from assessment.engine.ranking import rank_wholes
from assessment.engine.weights import shares_of_the_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessment.engine.model import Index, Indicator, System
    from assessment.engine.weights import Ratio


def ranks(index: Index) -> dict[str, int | None]:
    """Rank the units as `evaluate` does, and keep nothing else.

    Parameters
    ----------
    index : Index
        From `parse` or `read`.

    Returns
    -------
    dict of str to int or None
        The rank of every unit, 1 for the best; None for those that are not rated.

    Raises
    ------
    Faults
        If the values cannot be computed with the system's methods.

    Notes
    -----
    The total of a linear index is ``Σ w s(x)`` with effective weights w and ``s(x) = l + (x − worse)/(better − worse)
    (u − l)``; what is the same for all units does not move a rank.
    """
    slopes = _slopes(index)
    found: Sequence[int | None] = compute(index).ranks if slopes is None else _ranks(index, slopes)
    return dict(zip(index.table.units, found, strict=True))


def _ranks(index: Index, slopes: Sequence[Ratio]) -> list[int]:
    scale = lcm(*[below for _, below in slopes])
    factors = [above * (scale // below) for above, below in slopes]
    columns = [index.table.indicators[node.code].wholes for node in index.system.indicators]
    sums = [sum(map(mul, factors, row)) for row in zip(*columns, strict=True)]
    return rank_wholes(sums, scale, index.system.tie_tolerance)


def _slopes(index: Index) -> list[Ratio] | None:
    """Return what one whole number more of each column adds to the total, or None where that is not one number."""
    if not _is_linear(index.system):
        return None
    weights = shares_of_the_whole(index.system)
    slopes = []
    for node in index.system.indicators:
        column = index.table.indicators[node.code]
        slope = _slope(node, column.wholes, column.scale) if column.wholes else None
        if slope is None:
            return None
        above, below = weights[node.code]
        slopes.append((slope[0] * above, slope[1] * below))
    return slopes


def _is_linear(system: System) -> bool:
    return (
        system.adjust == Adjust()
        and all(node.aggregation.method == "amean" for node in system.aggregates)
        and not any(node.denominator or node.treat.methods for node in system.indicators)
    )


def _slope(node: Indicator, wholes: Sequence[int], scale: int) -> Ratio | None:
    """Return ``(u − l)/(better − worse)`` per whole number over `scale`."""
    low, high = min(wholes), max(wholes)
    ends = line_ends(node.normalise, low, high, scale)
    if ends is None or low == high:
        return None
    (start, end), (below, above) = ends
    span, way = (above - below).as_integer_ratio(), (end - start).as_integer_ratio()
    return node.direction * span[0] * way[1], span[1] * way[0]
