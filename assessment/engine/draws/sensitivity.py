"""Asks what moves the ranks: each factor's share in their variance, alone and with its interactions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

import numpy as np

from assessment.engine.exact import nearest

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assessment.engine.draws.draw import Drawing, Draws
    from assessment.engine.draws.ranks import Ranks

Nominal = Sequence[int | None]
LARGEST_SUM = 2**62


@dataclass(frozen=True, slots=True)
class Driver:
    """A factor's share in the variance of the mean rank shift: alone, and with all its interactions."""

    factor: str
    first_order: float | None
    total: float | None


def drivers(drawing: Drawing, nominal: Nominal, draws: int) -> tuple[Driver, ...]:
    """Estimate first-order and total shares of y = mean \\|rank − nominal\\|.

    Parameters
    ----------
    drawing : Drawing
        The factors' streams are read on from where they stand.
    nominal : sequence of int or None
        The official ranks.
    draws : int
        M; 2 + the number of factors times M variants are computed.

    Notes
    -----
    ``S = mean(yB (yABi − yA)) / V`` and ``ST = mean((yA − yABi)²) / 2V`` with V the variance of yA and yB together
    (n − 1). A. Saltelli et al., Variance based sensitivity analysis of model output, Computer Physics Communications
    181 (2010), 259-270; M. J. W. Jansen (1999). All shifts are whole numbers over one denominator, so the sums are
    exact.
    """
    measure, sums = _Measure(drawing, nominal), _Sums(drawing.factors)
    for one, other in zip(drawing.draw(draws), drawing.ahead(draws).draw(draws), strict=True):
        shift_one, shift_other = measure.shifts(one), measure.shifts(other)
        sums.add_pair(shift_one, shift_other)
        for factor in drawing.factors:
            step = measure.shifts(one.with_factor(factor, other)) - shift_one
            sums.add_factor(factor, _dot(shift_other, step), _dot(step, step))
    return tuple(sums.driver(factor) for factor in drawing.factors)


class _Sums:
    """Adds up what the shares are made of, exactly and block by block, so that memory does not grow with the draws."""

    def __init__(self, factors: Sequence[str]) -> None:
        self.count = self.plain = self.squares = 0
        self.products, self.steps = dict.fromkeys(factors, 0), dict.fromkeys(factors, 0)

    def add_pair(self, one: Ranks, other: Ranks) -> None:
        self.count += len(one)
        self.plain += int(one.sum()) + int(other.sum())
        self.squares += _dot(one, one) + _dot(other, other)

    def add_factor(self, factor: str, product: int, step: int) -> None:
        self.products[factor] += product
        self.steps[factor] += step

    def driver(self, factor: str) -> Driver:
        n = 2 * self.count
        variance = Fraction(n * self.squares - self.plain**2, n * (n - 1))
        if variance == 0:
            return Driver(factor, None, None)
        first = Fraction(self.products[factor], self.count) / variance
        return Driver(factor, nearest(first), nearest(Fraction(self.steps[factor], 2 * self.count) / variance))


def _dot(left: Ranks, right: Ranks) -> int:
    """Add up products of whole numbers without overflow."""
    peak = max(int(np.abs(array).max(initial=0)) for array in (left, right))
    if len(left) * peak**2 < LARGEST_SUM:
        return int((left * right).sum())
    return sum(int(one) * int(other) for one, other in zip(left, right, strict=True))


class _Measure:
    """Measures draws by the mean shift of the ranks, over the units ranked both officially and in the draw.

    Combinations may rank different numbers of units: every shift is given in parts of one common denominator.
    """

    def __init__(self, drawing: Drawing, nominal: Nominal) -> None:
        self.drawing = drawing
        self.official = np.array([rank or 0 for rank in nominal], dtype=np.int64)
        self.denominator = lcm(*(self._counted(np.flatnonzero(tree.rated)) for tree in drawing.combinations.trees))

    def _counted(self, units: NDArray[np.intp]) -> int:
        return int(np.count_nonzero(self.official[units])) or 1

    def shifts(self, draws: Draws) -> Ranks:
        found = np.zeros(draws.count, dtype=np.int64)
        for piece in self.drawing.rank(draws):
            official = self.official[piece.units][:, np.newaxis]
            moved = np.where(official > 0, np.abs(piece.ranks - official), 0).sum(axis=0)
            found[piece.draws] = moved * (self.denominator // self._counted(piece.units))
        return found
