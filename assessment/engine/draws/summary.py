"""Counts the ranks of the draws and reads means, quantiles and chances off the counts, exactly."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from assessment.engine.exact import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from assessment.engine.draws.draw import Ranked

MEDIAN, LOW, HIGH = Fraction(1, 2), Fraction(5, 100), Fraction(95, 100)


@dataclass(frozen=True, slots=True)
class UnitSpread:
    """How far one unit's rank moves; None where it is never ranked, or where there is no bottom or no line."""

    unit: str
    nominal: int | None
    mean: float | None
    median: float | None
    q5: float | None
    q95: float | None
    p_bottom: float | None
    p_below_line: float | None
    rank_counts: tuple[int, ...]


class Counter:
    """Counts per unit: ranks, draws in the bottom, draws below the line. Its size does not depend on the draws."""

    def __init__(self, units: int, bottom: int | None, threshold: float | None) -> None:
        self.units, self.bottom, self.threshold = units, bottom, threshold
        self.ranks: NDArray[np.int64] = np.zeros((units, units), dtype=np.int64)
        self.in_bottom: NDArray[np.int64] = np.zeros(units, dtype=np.int64)
        self.below_line: NDArray[np.int64] = np.zeros(units, dtype=np.int64)

    def add(self, piece: Ranked) -> None:
        cells = piece.ranks + (piece.units * self.units - 1)[:, np.newaxis]
        self.ranks += np.bincount(cells.reshape(-1), minlength=self.units**2).reshape(self.units, self.units)
        if self.bottom is not None:
            self.in_bottom[piece.units] += np.count_nonzero(piece.below < self.bottom, axis=1)
        if self.threshold is not None:
            self.below_line[piece.units] += np.count_nonzero(piece.totals < self.threshold, axis=1)

    def spread(self, at: int, unit: str, nominal: int | None, draws: int) -> UnitSpread:
        """Return one unit's row of the result."""
        counts = [int(count) for count in self.ranks[at]]
        ranked = sum(counts)
        points = sum(place * count for place, count in enumerate(counts, start=1))
        return UnitSpread(
            unit=unit,
            nominal=nominal,
            mean=nearest(Fraction(points, ranked)) if ranked else None,
            median=quantile(counts, MEDIAN),
            q5=quantile(counts, LOW),
            q95=quantile(counts, HIGH),
            p_bottom=None if self.bottom is None or not ranked else _chance(self.in_bottom[at], draws),
            p_below_line=None if self.threshold is None or not ranked else _chance(self.below_line[at], draws),
            rank_counts=tuple(counts),
        )


def _chance(count: np.int64, draws: int) -> float:
    return nearest(Fraction(int(count), draws))


def quantile(counts: Sequence[int], share: Fraction) -> float | None:
    """Return a quantile of counted ranks, linear between neighbours (type 7 of Hyndman and Fan, 1996; R's default)."""
    n = sum(counts)
    if n == 0:
        return None
    place = (n - 1) * share
    low = _at(counts, int(place))
    high = _at(counts, min(int(place) + 1, n - 1))
    return nearest(low + (place - int(place)) * (high - low))


def _at(counts: Sequence[int], position: int) -> int:
    """Return the rank at a position of the sorted draws, from 0."""
    seen = 0
    for rank, count in enumerate(counts, start=1):
        seen += count
        if position < seen:
            return rank
    raise IndexError(position)
