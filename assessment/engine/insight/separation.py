"""Who is ahead of whom in how many draws, and so who cannot be told apart; chances in the bottom of any size."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from assessment.engine.draws import Preparation, guarded
from assessment.engine.exact import exact, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from assessment.engine.draws.draw import Ranked
    from assessment.engine.model import Index

CERTAIN = 0.95


@dataclass(frozen=True, slots=True)
class Separation:
    """Counts over the draws; rated units in the order of the ranking.

    `ahead[i][j]` counts the draws in which unit i ranks strictly before unit j; `bottom[k][i]` those in which fewer
    than k rated units rank below unit i.
    """

    n: int
    seed: int
    units: tuple[str, ...]
    ahead: tuple[tuple[int, ...], ...]
    bottom: dict[int, tuple[int, ...]]

    def chance_ahead(self, unit: str, other: str) -> float:
        """Return the share of draws in which a unit ranks strictly before another."""
        return nearest(Fraction(self.ahead[self.units.index(unit)][self.units.index(other)], self.n))

    def chance_in_bottom(self, unit: str, size: int) -> float:
        """Return the share of draws in which a unit is among the last `size`, ties at the edge included."""
        return nearest(Fraction(self.bottom[size][self.units.index(unit)], self.n))


def separation(index: Index, *, draws: int, seed: int, bottoms: Sequence[int] = (1, 3, 5)) -> Separation:
    """Count over the same draws as `uncertainty` who is ahead of whom, and who is in the bottom.

    Parameters
    ----------
    index : Index
        From `parse` or `read`.
    draws, seed : int
        As in `uncertainty`: the same seed gives the same draws.
    bottoms : sequence of int
        The sizes of bottom group to count.

    Raises
    ------
    Faults
        If the index cannot be computed, or a combination of alternatives cannot run.
    """
    with guarded(index):
        prepared = Preparation(index)
        counter = _Pairs(len(index.table.units), bottoms)
        drawing = prepared.drawing(seed)
        for block in drawing.draw(draws):
            for piece in drawing.rank(block):
                counter.add(piece)
    order = prepared.order_of_rated()
    return Separation(
        n=draws,
        seed=seed,
        units=tuple(index.table.units[at] for at in order),
        ahead=tuple(tuple(int(counter.ahead[at, other]) for other in order) for at in order),
        bottom={size: tuple(int(counter.bottom[size][at]) for at in order) for size in counter.bottom},
    )


class _Pairs:
    """Its size does not depend on the draws."""

    def __init__(self, units: int, bottoms: Sequence[int]) -> None:
        self.ahead: NDArray[np.int64] = np.zeros((units, units), dtype=np.int64)
        self.bottom = {size: np.zeros(units, dtype=np.int64) for size in bottoms}

    def add(self, piece: Ranked) -> None:
        for at, unit in enumerate(piece.units):
            self.ahead[unit, piece.units] += np.count_nonzero(piece.ranks[at] < piece.ranks, axis=1)
        for size, counts in self.bottom.items():
            counts[piece.units] += np.count_nonzero(piece.below < size, axis=1)


def bands(found: Separation, certainty: float = CERTAIN) -> tuple[tuple[str, ...], ...]:
    """Join neighbours of the ranking that the draws cannot tell apart.

    Parameters
    ----------
    found : Separation
        From `separation`.
    certainty : float
        The share of draws in which a band's first unit must be ahead for the next band to begin, above 0.5.

    Returns
    -------
    tuple of tuple of str
        From the top; each unit is in one band. As with ties, distance is measured from the band's first unit, so that
        a chain of near neighbours does not become one band.
    """
    least, first = exact(certainty) * found.n, 0
    parts: list[list[str]] = []
    for at in range(len(found.units)):
        if not parts or found.ahead[first][at] >= least:
            parts.append([found.units[at]])
            first = at
        else:
            parts[-1].append(found.units[at])
    return tuple(tuple(part) for part in parts)
