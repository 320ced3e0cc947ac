"""Finds combinations that some draw of weights could not compute, before the first draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessment.engine.aggregate import needs_not_negative, needs_positive
from assessment.engine.faults import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assessment.engine.draws.tree import Branch, Tree

Range = tuple[float, float]
Low = tuple[str, float]  # a child and the lowest score it can have
TINY = 5e-324


class Limits:
    """The lowest score every aggregate can reach under the noise on the weights.

    Where no score is negative and no points are taken or given, the bounds only tell 0 from above 0.

    Parameters
    ----------
    tree : Tree
        One combination.
    weights : mapping of str to float
        The official weights.
    spread : mapping of str to (float, float)
        The factors a weight may be multiplied by; (1, 1) where it stays, (0, inf) where it may become anything.
    """

    def __init__(self, tree: Tree, weights: Mapping[str, float], spread: Mapping[str, Range]) -> None:
        self.tree, self.weights, self.spread = tree, weights, spread
        self.lows: dict[str, list[float]] = {}
        self.has_changes = any(branch.change is not None for branch in tree.branches)

    def refusals(self) -> list[Refusal]:
        """Return a refusal for every aggregate and unit that some draw could not compute."""
        found: list[Refusal] = []
        for branch in self.tree.branches:
            below = [self._lows(branch, child) for child in branch.children]
            asked = [branch.asked(at)[:, 0].tolist() for at in range(len(branch.children))]
            lows = []
            for unit in range(self.tree.units):
                children = [
                    (child, column[unit])
                    for child, column, has in zip(branch.children, below, asked, strict=True)
                    if has[unit]
                ]
                found += self._unfit(branch, unit, children)
                lows.append(self._adjusted(branch, unit, self._low(branch, children)))
            self.lows[branch.code] = lows
        return found

    def _lows(self, branch: Branch, child: str) -> list[float]:
        if child in self.lows:
            return self.lows[child]
        scores: list[float] = branch.scores[child].tolist()
        return scores

    def _unfit(self, branch: Branch, unit: int, children: list[Low]) -> list[Refusal]:
        spec = branch.aggregation
        is_strict, is_lenient = needs_positive(spec), needs_not_negative(spec)
        limit = "at or below 0" if is_strict else "below 0"
        return [
            Refusal(child, f"a score can come {limit}, which {spec.method} cannot take", "", unit)
            for child, low in children
            if (is_strict and low <= 0) or (is_lenient and low < 0)
        ]

    def _low(self, branch: Branch, children: list[Low]) -> float:
        if not children:
            return 0.0
        if branch.aggregation.method == "copeland":
            return 1.0 - self.tree.units
        if branch.aggregation.method == "amean":
            return self._least_mean(children)
        lows = [low for _, low in children]
        return TINY if min(lows) == 0 < max(lows) else min(lows)

    def _least_mean(self, children: list[Low]) -> float:
        """Return the least weighted mean: the lowest values get the high weights, from some place on the low ones."""
        pairs = sorted((low, child) for child, low in children)
        least, largest = pairs[0][0], pairs[-1][0]
        if least == largest:
            return least
        if (least >= 0 and not self.has_changes) or any(self.spread[child][1] == float("inf") for _, child in pairs):
            return least or TINY
        return min([largest, *(self._mean(pairs, cut) for cut in range(len(pairs) + 1))])

    def _mean(self, pairs: list[tuple[float, str]], cut: int) -> float:
        """Return the mean with the high weights before a place and the low ones from there on."""
        parts = [self.weights[child] * self.spread[child][at < cut] for at, (_, child) in enumerate(pairs)]
        whole = sum(parts)
        return (
            sum([p * value for p, (value, _) in zip(parts, pairs, strict=True)]) / whole if whole > 0 else pairs[-1][0]
        )

    def _adjusted(self, branch: Branch, unit: int, low: float) -> float:
        if branch.change is None:
            return low
        low += float(branch.change[unit, 0])
        if self.tree.floor is not None:
            low = max(low, self.tree.floor)
        return low if self.tree.ceiling is None else min(low, self.tree.ceiling)
