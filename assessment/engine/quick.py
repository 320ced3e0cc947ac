"""Ranks alone, without the record of the steps: for a form that asks again with every change.

Where all data are there and every step is a line (no filling, no outliers, no powers, nothing adjusted), totals differ
as ``Σ c x`` does, a sum of whole numbers. That is as exact as the way through all the steps, which every other index
takes.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from operator import mul
from typing import TYPE_CHECKING

from assessment.engine.evaluation import compute
from assessment.engine.exact import whole_numbers
from assessment.engine.model import Adjust
from assessment.engine.normalise import line_ends
from assessment.engine.ranking import rank

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessment.engine.model import Aggregate, Index, Indicator, System

Ratio = tuple[int, int]  # numerator and denominator, as they come


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
    found = compute(index).ranks if slopes is None else _ranks(index, slopes)
    return dict(zip(index.table.units, found, strict=True))


def _ranks(index: Index, slopes: Sequence[Ratio]) -> list[int | None]:
    scale = lcm(*[below for _, below in slopes])
    factors = [above * (scale // below) for above, below in slopes]
    columns = [index.table.indicators[node.code].wholes for node in index.system.indicators]
    tolerance = index.system.tie_tolerance
    sums = [sum(map(mul, factors, row)) for row in zip(*columns, strict=True)]
    return rank(sums, Fraction(tolerance.numerator * scale // tolerance.denominator))


def _slopes(index: Index) -> list[Ratio] | None:
    """Return what one whole number more of each column adds to the total, or None where that is not one number."""
    if not _is_linear(index.system):
        return None
    weights = _leaf_weights(index.system)
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


def _leaf_weights(system: System) -> dict[str, Ratio]:
    """Return every node's weight in the whole, as `effective_weights`, without reducing any fraction."""
    families: dict[str | None, list[Aggregate | Indicator]] = {}
    for node in system.nodes:
        families.setdefault(node.parent, []).append(node)
    found: dict[str, Ratio] = {system.root.code: (1, 1)}
    for parent in reversed(system.bottom_up()):
        above, below = found[parent.code]
        weights, _ = whole_numbers([child.weight for child in families[parent.code]])
        below *= sum(weights)
        found |= {
            child.code: (above * weight, below) for child, weight in zip(families[parent.code], weights, strict=True)
        }
    return found
