"""Every draw's parameters and ranks, so that any single variant can be looked at or computed by others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assessment.engine.draws import Preparation, guarded

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assessment.engine.draws.draw import Draws
    from assessment.engine.draws.fixed import Array
    from assessment.engine.model import Index


@dataclass(frozen=True, slots=True)
class Parameters:
    """What was drawn, a value per draw: weights by node, and the number of each choice (0 is the official one)."""

    weights: dict[str, Array]
    normalise: NDArray[np.intp]
    aggregation: NDArray[np.intp]
    impute: NDArray[np.intp]


def parameters(index: Index, *, draws: int, seed: int) -> Parameters:
    """Return the parameters of every draw that `uncertainty` makes with the same seed.

    Parameters
    ----------
    index : Index
        From `parse` or `read`.
    draws, seed : int
        As in `uncertainty`.

    Returns
    -------
    Parameters
        Weights are in proportion to their siblings', not scaled to any sum.

    Raises
    ------
    Faults
        If the index cannot be computed, or a combination of alternatives cannot run.
    """
    with guarded(index):
        drawing = Preparation(index).drawing(seed)
        blocks = list(drawing.draw(draws))
    weights = np.concatenate([block.weights for block in blocks], axis=1)
    return Parameters(
        weights=dict(zip(drawing.drawn, weights, strict=True)),
        normalise=_joined(blocks, "normalise"),
        aggregation=_joined(blocks, "aggregation"),
        impute=_joined(blocks, "impute"),
    )


def _joined(blocks: list[Draws], factor: str) -> NDArray[np.intp]:
    return np.concatenate([getattr(block, factor) for block in blocks])


def rank_matrix(index: Index, *, draws: int, seed: int) -> NDArray[np.uint16]:
    """Return the rank of every unit in every draw that `uncertainty` makes with the same seed.

    Parameters
    ----------
    index : Index
        From `parse` or `read`, with at most 65,535 units.
    draws, seed : int
        As in `uncertainty`.

    Returns
    -------
    array of uint16, draws × units
        Units by key; 0 where a unit is not rated. Two bytes a cell are all that grows with the draws.

    Raises
    ------
    Faults
        If the index cannot be computed, or a combination of alternatives cannot run.
    """
    matrix = np.zeros((draws, len(index.table.units)), dtype=np.uint16)
    with guarded(index):
        drawing, start = Preparation(index).drawing(seed), 0
        for block in drawing.draw(draws):
            for piece in drawing.rank(block):
                matrix[start + piece.draws[:, np.newaxis], piece.units] = piece.ranks.T
            start += block.count
    return matrix
