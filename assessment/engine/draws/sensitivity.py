"""Asks what moves the ranks: each factor's share in their variance, alone and with its interactions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

import numpy as np

from assessment.engine.draws.draw import Drawing, Draws
from assessment.engine.exact import nearest

if TYPE_CHECKING:
    from numpy.typing import NDArray

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
    one, other = (_joined(drawing, draws) for _ in range(2))
    measure = _Measure(drawing, nominal)
    shift_one, shift_other = measure.shifts(one), measure.shifts(other)
    both = np.concatenate([shift_one, shift_other])
    n = len(both)
    variance = Fraction(n * _dot(both, both) - int(both.sum()) ** 2, n * max(n - 1, 1))
    found = []
    for factor in drawing.factors:
        mixed = measure.shifts(one.with_factor(factor, other))
        if variance == 0:
            found.append(Driver(factor, None, None))
            continue
        step = mixed - shift_one
        first, total = Fraction(_dot(shift_other, step), draws), Fraction(_dot(step, step), 2 * draws)
        found.append(Driver(factor, nearest(first / variance), nearest(total / variance)))
    return tuple(found)


def _dot(left: Ranks, right: Ranks) -> int:
    """Add up products of whole numbers without overflow."""
    peak = max(int(np.abs(array).max(initial=0)) for array in (left, right))
    if len(left) * peak**2 < LARGEST_SUM:
        return int((left * right).sum())
    return sum(int(one) * int(other) for one, other in zip(left, right, strict=True))


def _joined(drawing: Drawing, count: int) -> Draws:
    blocks = list(drawing.draw(count))
    return Draws(
        weights=np.concatenate([block.weights for block in blocks], axis=1),
        normalise=np.concatenate([block.normalise for block in blocks]),
        aggregation=np.concatenate([block.aggregation for block in blocks]),
        impute=np.concatenate([block.impute for block in blocks]),
    )


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
