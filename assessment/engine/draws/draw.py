"""Draws the factors and hands the ranks of every draw to whoever counts them."""

from __future__ import annotations

from copy import copy, deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assessment.engine.draws import streams
from assessment.engine.draws.build import base_weights
from assessment.engine.draws.combinations import Combinations, drawn_nodes
from assessment.engine.draws.ranks import Ranks, rank_draws
from assessment.engine.exact import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from assessment.engine.draws.fixed import Array
    from assessment.engine.draws.tree import Mask, Tree
    from assessment.engine.model import System

BLOCK = 4096  # draws whose random numbers are made at once; part of the recipe of the gamma variates
CELLS = 65536
FEWEST_AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class Draws:
    """The factors of some draws: weights (a row per drawn node) and the number chosen of each list."""

    weights: Array
    normalise: NDArray[np.intp]
    aggregation: NDArray[np.intp]
    impute: NDArray[np.intp]

    @property
    def count(self) -> int:
        return int(self.normalise.shape[0])

    def with_factor(self, factor: str, other: Draws) -> Draws:
        """Return these draws with one factor taken from others."""
        return Draws(**{name: getattr(other if name == factor else self, name) for name in streams.FACTORS})


@dataclass(frozen=True, slots=True)
class Ranked:
    """The ranks of some draws of one combination: positions of the draws, of the rated units, and what they got."""

    draws: NDArray[np.intp]
    units: NDArray[np.intp]
    totals: Array
    ranks: Ranks
    below: Ranks


class Drawing:
    """Draws for one system: `draw` makes factors, `rank` computes what they lead to."""

    def __init__(self, system: System, combinations: Combinations, levels: tuple[int, ...], seed: int) -> None:
        self.system, self.combinations = system, combinations
        self.streams = streams.spawn(seed)
        self.tolerance = nearest(system.tie_tolerance)
        base = base_weights(system)
        self.fixed_weights = {code: np.array([weight]) for code, weight in base.items()}
        self.drawn = [node.code for node in drawn_nodes(system, levels)]
        self.centre = self._shapes(base) if system.uncertainty.weights.noise == "dirichlet" else self._centre(base)
        self.factors = tuple(name for name in streams.FACTORS if self._varies(name))

    def _varies(self, factor: str) -> bool:
        if factor == "weights":
            return bool(self.drawn)
        return bool(getattr(self.system.uncertainty, factor))

    def _centre(self, base: dict[str, float]) -> Array:
        return np.array([base[code] for code in self.drawn])

    def _shapes(self, base: dict[str, float]) -> Array:
        """Return ``concentration × share`` of every drawn node among its siblings."""
        shares = {
            child.code: base[child.code] / sum(base[sibling.code] for sibling in self.system.children(node.code))
            for node in self.system.aggregates
            for child in self.system.children(node.code)
        }
        concentration = nearest(self.system.uncertainty.weights.amount)
        return np.array([concentration * shares[code] for code in self.drawn])

    def draw(self, count: int, block: int = BLOCK) -> Iterator[Draws]:
        """Draw in blocks; each factor reads its own stream only."""
        block = min(block, BLOCK)
        for start in range(0, count, block):
            yield self._block(min(block, count - start))

    def ahead(self, count: int) -> Drawing:
        """Return a drawing whose streams stand so many draws further on."""
        other = copy(self)
        other.streams = deepcopy(self.streams)
        for _ in other.draw(count):
            pass
        return other

    def _block(self, count: int) -> Draws:
        numbers = [
            streams.choices(self.streams[name], count, options)
            if name in self.factors
            else np.zeros(count, dtype=np.intp)
            for name, options in zip(streams.FACTORS[1:], self.combinations.options, strict=True)
        ]
        return Draws(self._weights(count), *numbers)

    def _weights(self, count: int) -> Array:
        noise, stream = self.system.uncertainty.weights, self.streams["weights"]
        if not self.drawn:
            return np.zeros((0, count))
        if noise.noise == "dirichlet":
            return streams.dirichlet_noise(stream, self.centre, count)
        return streams.uniform_noise(stream, self.centre, count, nearest(noise.amount))

    def rank(self, draws: Draws) -> Iterator[Ranked]:
        """Compute the draws combination by combination, in pieces that fit the cache."""
        for number, chosen in self.pieces(draws):
            tree = self.combinations.trees[number]
            yield rank_totals(tree, tree.totals(self.weights_of(draws, chosen)), chosen, self.tolerance)

    def pieces(self, draws: Draws) -> Iterator[tuple[int, NDArray[np.intp]]]:
        """Return the number of a combination and the draws that have it, as many as fit the cache."""
        options = self.combinations.options
        numbers = (draws.normalise * options[1] + draws.aggregation) * options[2] + draws.impute
        for number in np.unique(numbers).tolist():
            chosen = np.flatnonzero(numbers == number)
            piece = max(CELLS // max(self.combinations.trees[number].units, 1), FEWEST_AT_ONCE)
            for start in range(0, len(chosen), piece):
                yield number, chosen[start : start + piece]

    def weights_of(self, draws: Draws, chosen: NDArray[np.intp]) -> dict[str, Array]:
        """Return every node's weights in some of the draws."""
        weights = draws.weights if len(chosen) == draws.count else draws.weights.take(chosen, axis=1)
        return self.fixed_weights | dict(zip(self.drawn, weights, strict=True))


def rank_totals(tree: Tree, totals: Array, chosen: NDArray[np.intp], tolerance: float) -> Ranked:
    """Rank one piece; a single column stands for all draws of a tree without noise."""
    rated: Mask = tree.rated
    units = np.flatnonzero(rated)
    totals = np.broadcast_to(totals, (tree.units, len(chosen)))
    totals = np.ascontiguousarray(totals if rated.all() else totals[units])
    if not units.size:
        empty = np.zeros(totals.shape, dtype=np.int64)
        return Ranked(chosen, units, totals, empty, empty)
    ranks, below = rank_draws(totals, tolerance)
    return Ranked(chosen, units, totals, ranks, below)
