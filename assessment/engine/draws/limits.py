"""Finds combinations that some draw of weights could not compute, before the first draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessment.engine.aggregate import needs_not_negative, needs_positive
from assessment.engine.faults import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assessment.engine.draws.tree import Branch, Tree

Range = tuple[float, float]
TINY = 5e-324


class Limits:
    """The lowest and highest score every aggregate can reach under the noise on the weights.

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
        self.scores: dict[str, list[Range]] = {}
        self.has_changes = any(branch.change is not None for branch in tree.branches)

    def refusals(self) -> list[Refusal]:
        """Return a refusal for every aggregate and unit that some draw could not compute."""
        found: list[Refusal] = []
        for branch in self.tree.branches:
            ranges = []
            for unit in range(self.tree.units):
                children = self._children(branch, unit)
                found += self._unfit(branch, unit, children)
                ranges.append(self._adjusted(branch, unit, self._range(branch, children)))
            self.scores[branch.code] = ranges
        return found

    def _children(self, branch: Branch, unit: int) -> list[tuple[str, Range]]:
        if not branch.rated[unit]:
            return []
        return [
            (child, self._score(branch, child, unit))
            for at, child in enumerate(branch.children)
            if branch.present[at, unit]
        ]

    def _score(self, branch: Branch, child: str, unit: int) -> Range:
        if child in self.scores:
            return self.scores[child][unit]
        value = float(branch.scores[child][unit])
        return value, value

    def _unfit(self, branch: Branch, unit: int, children: list[tuple[str, Range]]) -> list[Refusal]:
        spec = branch.aggregation
        limit = "at or below 0" if needs_positive(spec) else "below 0"
        return [
            Refusal(child, f"a score can come {limit}, which {spec.method} cannot take", "", unit)
            for child, (low, _) in children
            if (needs_positive(spec) and low <= 0) or (needs_not_negative(spec) and low < 0)
        ]

    def _range(self, branch: Branch, children: list[tuple[str, Range]]) -> Range:
        if not children:
            return 0.0, 0.0
        lows, highs = [low for _, (low, _) in children], [high for _, (_, high) in children]
        if branch.aggregation.method == "copeland":
            return 1.0 - self.tree.units, self.tree.units - 1.0
        if branch.aggregation.method != "amean":
            is_positive = min(lows) == 0 < max(lows)
            return TINY if is_positive else min(lows), max(highs)
        return self._least_mean(children, lows), -self._least_mean(children, [-high for high in highs])

    def _least_mean(self, children: list[tuple[str, Range]], values: list[float]) -> float:
        """Return the least weighted mean: the lowest values get the high weights, from some place on the low ones."""
        least = min(values)
        if least >= 0 and not self.has_changes:
            return TINY if least == 0 < max(values) else least
        pairs = sorted(zip(values, (child for child, _ in children), strict=True))
        if pairs[0][0] == pairs[-1][0]:
            return pairs[0][0]
        if any(self.spread[child][1] == float("inf") for _, child in pairs):
            return TINY if pairs[0][0] == 0 else pairs[0][0]
        least = pairs[-1][0]
        for cut in range(len(pairs) + 1):
            ends = [1 if at < cut else 0 for at in range(len(pairs))]
            parts = [self.weights[child] * self.spread[child][end] for (_, child), end in zip(pairs, ends, strict=True)]
            if sum(parts) > 0:
                least = min(least, sum(p * value for p, (value, _) in zip(parts, pairs, strict=True)) / sum(parts))
        return least

    def _adjusted(self, branch: Branch, unit: int, scores: Range) -> Range:
        if branch.change is None:
            return scores
        ends = [end + float(branch.change[unit, 0]) for end in scores]
        if self.tree.floor is not None:
            ends = [max(end, self.tree.floor) for end in ends]
        if self.tree.ceiling is not None:
            ends = [min(end, self.tree.ceiling) for end in ends]
        return ends[0], ends[1]
