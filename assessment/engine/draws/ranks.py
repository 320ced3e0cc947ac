"""Ranks many draws at once with the same ties as the official ranking, and counts what the draws say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from assessment.engine.draws.fixed import Array

Ranks = NDArray[np.int64]
EPSILON = 2.0**-50
MANY = 64  # units from which sorting is faster than comparing each with each


def rank_draws(totals: Array, tolerance: float) -> tuple[Ranks, Ranks]:
    """Rank the rows of every column, 1 for the highest, ties as in `ranking.rank`.

    Parameters
    ----------
    totals : array, rated units × draws
    tolerance : float
        Totals this near to a block's first tie with it.

    Returns
    -------
    ranks, below : arrays of the same shape
        The rank, and the number of units that rank strictly lower.

    Notes
    -----
    Where all totals of a draw are further apart than the tolerance, no tie has to be looked for. The other draws are
    sorted and read from the top.
    """
    count = totals.shape[0]
    margin = tolerance + np.abs(totals).max(initial=0.0) * EPSILON
    ranks = _count_higher(totals, margin) if count <= MANY else _sort(totals, margin)
    below = count - ranks
    tied = np.flatnonzero(ranks.sum(axis=0) < count * (count + 1) // 2)
    if tied.size:
        ranks[:, tied], below[:, tied] = _read_from_the_top(np.ascontiguousarray(totals[:, tied]), tolerance)
    return ranks, below


def _count_higher(totals: Array, margin: float) -> Ranks:
    """Return one more than the number of totals higher by more than the margin; without sorting, for few units."""
    above = np.empty(totals.shape, dtype=np.uint8)
    for unit in range(totals.shape[0]):
        higher = totals > totals[unit] + margin
        np.add.reduce(higher.view(np.uint8), axis=0, dtype=np.uint8, out=above[unit])
    return above.astype(np.int64) + 1


def _sort(totals: Array, margin: float) -> Ranks:
    """Return the places in the sorted draws, 0 where a draw has two totals within the margin."""
    rows = np.ascontiguousarray(-totals.T)
    order = np.argsort(rows, axis=1, kind="stable")
    gaps = np.diff(np.take_along_axis(rows, order, axis=1), axis=1)
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(1, totals.shape[0] + 1)[np.newaxis, :], axis=1)
    ranks[gaps.min(axis=1, initial=np.inf) <= margin] = 0
    return np.ascontiguousarray(ranks.T)


def _read_from_the_top(totals: Array, tolerance: float) -> tuple[Ranks, Ranks]:
    count, draws = totals.shape
    order = np.argsort(-totals, axis=0, kind="stable")
    ordered = np.take_along_axis(totals, order, axis=0)
    places = np.ones((count, draws), dtype=np.int64)
    first, place = ordered[0], places[0]
    for at in range(1, count):
        opens = first - ordered[at] > tolerance
        first = np.where(opens, ordered[at], first)
        place = np.where(opens, at + 1, place)
        places[at] = place
    lower = np.zeros((count, draws), dtype=np.int64)
    for at in range(count - 2, -1, -1):
        lower[at] = np.where(places[at] == places[at + 1], lower[at + 1], count - at - 1)
    ranks, below = np.empty_like(places), np.empty_like(lower)
    np.put_along_axis(ranks, order, places, axis=0)
    np.put_along_axis(below, order, lower, axis=0)
    return ranks, below
