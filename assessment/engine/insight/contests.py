"""Other ways to read the same scores: pairwise contests, points for places, and units beside their peers."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from assessment.engine.aggregate import Children, contest
from assessment.engine.evaluation import compute
from assessment.engine.exact import nearest, total, whole_numbers
from assessment.engine.impute import median
from assessment.engine.ranking import group_ranks, rank
from assessment.engine.weights import effective_weights

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assessment.engine.model import Index, Number


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit's points under another rule, and its rank by them beside the official one."""

    unit: str
    points: float | None
    rank: int | None
    official: int | None


def copeland(index: Index) -> tuple[Standing, ...]:
    """Rank by pairwise contests over all indicators at once, with their effective weights.

    Parameters
    ----------
    index : Index
        From `parse` or `read`; its normalised scores say who is better at an indicator.

    Returns
    -------
    tuple of Standing
        By rank, then key.

    Raises
    ------
    Faults
        If the index cannot be computed.

    Notes
    -----
    Contests won minus contests lost; a contest goes to the unit that is better at more than half the weight of what
    both have. OECD/JRC Handbook (2008), pp. 112-115.
    """
    outcome = compute(index)
    children = _leaves(index, outcome.scores)
    return _standings(index, contest(children), outcome.ranks)


def borda(index: Index) -> tuple[Standing, ...]:
    """Rank by the places on each indicator: a point for every unit that is worse, half for every equal one.

    Parameters
    ----------
    index : Index
        From `parse` or `read`.

    Notes
    -----
    ``Σ w (worse + equal / 2)`` with effective weights; an indicator a unit does not have gives it nothing. J.-C. de
    Borda (1781); OECD/JRC Handbook (2008), pp. 106-107.
    """
    outcome = compute(index)
    children = _leaves(index, outcome.scores)
    points: list[list[Fraction]] = [[] for _ in index.table.units]
    has_score = [any(column[unit] is not None for column in children.scores) for unit in range(len(points))]
    for weight, column in zip(children.weights, children.scores, strict=True):
        present = [unit for unit, score in enumerate(column) if score is not None]
        wholes, _ = whole_numbers([score for score in column if score is not None])
        ordered = sorted(wholes)
        for unit, whole in zip(present, wholes, strict=True):
            worse, better = bisect_left(ordered, whole), bisect_right(ordered, whole)
            points[unit].append(weight * Fraction(worse + better - 1, 2))
    sums = [total(found) if has else None for found, has in zip(points, has_score, strict=True)]
    return _standings(index, sums, outcome.ranks)


def _leaves(index: Index, scores: Mapping[str, Sequence[Number]]) -> Children:
    codes = tuple(node.code for node in index.system.indicators)
    weights = effective_weights(index.system)
    columns = tuple(scores[code] for code in codes)
    return Children(codes, tuple(weights[code] for code in codes), columns, tuple([True] * len(c) for c in columns))


def _standings(index: Index, points: Sequence[Number], official: Sequence[int | None]) -> tuple[Standing, ...]:
    places = rank(points, index.system.tie_tolerance)
    found = [
        Standing(unit, None if value is None else nearest(value), place, known)
        for unit, value, place, known in zip(index.table.units, points, places, official, strict=True)
    ]
    return tuple(sorted(found, key=lambda standing: (standing.rank is None, standing.rank or 0, standing.unit)))


@dataclass(frozen=True, slots=True)
class Peer:
    """A unit among the units of its group: rank there, distance to the group's best and to its median."""

    unit: str
    group: str
    rank: int
    size: int
    behind_best: float
    above_median: float


def peers(index: Index, groups: Mapping[str, str | None]) -> tuple[Peer, ...]:
    """Compare every rated unit with those of its own kind only, so that a small one meets small ones.

    Parameters
    ----------
    index : Index
        From `parse` or `read`.
    groups : mapping of unit to group
        Size, type, age or any other kind; see `groups_by_size`. A unit without a group has no peers.

    Returns
    -------
    tuple of Peer
        By group, then rank, then key.
    """
    totals = compute(index).totals
    of_unit = [groups.get(unit) for unit in index.table.units]
    ranks = group_ranks(totals, of_unit, index.system.tie_tolerance)
    found = []
    for at, (unit, group, place) in enumerate(zip(index.table.units, of_unit, ranks, strict=True)):
        own = totals[at]
        if group is None or place is None or own is None:
            continue
        inside = [value for value, other in zip(totals, of_unit, strict=True) if other == group and value is not None]
        found.append(Peer(unit, group, place, len(inside), nearest(max(inside) - own), nearest(own - median(inside))))
    return tuple(sorted(found, key=lambda peer: (peer.group, peer.rank, peer.unit)))


def groups_by_size(sizes: Mapping[str, float], names: Sequence[str]) -> dict[str, str]:
    """Part units into groups of nearly equal number by a size, the smallest first; equal sizes stay together.

    Parameters
    ----------
    sizes : mapping of unit to number
        Land, staff, years since founding.
    names : sequence of str
        The groups' names, from small to large.
    """
    ordered = sorted(sizes.values())
    return {
        unit: names[min(ordered.index(size) * len(names) // len(ordered), len(names) - 1)]
        for unit, size in sizes.items()
    }
