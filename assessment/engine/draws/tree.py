"""One way to compute totals for many draws of weights at once: a tree, leaf scores, and fixed orders of addition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assessment.engine.aggregate import needs_not_negative, needs_positive
from assessment.engine.draws import fixed
from assessment.engine.draws.fixed import Array
from assessment.engine.faults import Refusal, Refused

if TYPE_CHECKING:
    from assessment.engine.model import Aggregation

Mask = NDArray[np.bool_]
Weights = Mapping[str, Array]
FEW_PATTERNS = 8


@dataclass(frozen=True, slots=True)
class Transform:
    """A mean is the inverse of the weighted arithmetic mean of transformed values."""

    forth: Callable[[Array], Array]
    back: Callable[[Array], Array]


def _same(values: Array) -> Array:
    return values


def _inverse(values: Array) -> Array:
    return 1.0 / values


TRANSFORMS: dict[str, Transform] = {
    "amean": Transform(_same, _same),
    "gmean": Transform(fixed.ln, fixed.exp),
    "hmean": Transform(_inverse, _inverse),
}


@dataclass(slots=True)
class Branch:
    """An aggregate with its children: which of them each unit has, and the units that have enough.

    Attributes
    ----------
    present : array of bool, children × units
        Children with a score and a weight above 0.
    rated : array of bool, units
        Units that get a score here.
    change : array, units × 1, or None
        Points of deductions and bonuses aimed at this aggregate.
    scores, leaves : dict of str to array
        The scores of children that are indicators, and the same transformed for the mean.
    patterns, pattern_of_unit : list of tuples of str, array of int
        The different sets of children that units have, and which of them each unit has.
    """

    code: str
    children: tuple[str, ...]
    aggregation: Aggregation
    present: Mask
    rated: Mask
    change: Array | None = None
    scores: dict[str, Array] = field(default_factory=dict)
    leaves: dict[str, Array] = field(default_factory=dict)
    patterns: list[tuple[str, ...]] = field(default_factory=list)
    pattern_of_unit: NDArray[np.intp] = field(default_factory=lambda: np.zeros(0, dtype=np.intp))

    def asked(self, at: int) -> Mask:
        """Tell for which units the score of a child matters, as a column."""
        asked: Mask = self.present[at] & self.rated
        return asked[:, np.newaxis]

    def refuse_unfit(self, scores: Mapping[str, Array]) -> None:
        """Refuse children that the mean is not defined for; whole leaves are looked at as well as drawn scores."""
        strict, lenient = needs_positive(self.aggregation), needs_not_negative(self.aggregation)
        if not (strict or lenient):
            return
        for at, child in enumerate(self.children):
            values = scores[child] if child in scores else self.scores[child][:, np.newaxis]
            values = values[self.asked(at)[:, 0]]
            if values.size and (values.min() < 0 or (strict and values.min() == 0)):
                limit = "at or below 0" if strict else "below 0"
                problem = f"a score is {limit}, which {self.aggregation.method} cannot take"
                raise Refused([Refusal(child, problem, "change the range or the method")])

    def prepare(self, leaf_scores: Mapping[str, Array]) -> None:
        """Transform the leaves once, and group the units by the children they have."""
        transform = TRANSFORMS.get(self.aggregation.method)
        for at, child in enumerate(self.children):
            if child in leaf_scores:
                self.scores[child] = leaf_scores[child]
                column = leaf_scores[child][:, np.newaxis]
                fit = column > 0 if needs_positive(self.aggregation) else True
                self.leaves[child] = _transformed(transform, column, self.asked(at) & fit)
        numbers: dict[tuple[bool, ...], int] = {}
        units = self.present.T.tolist()
        self.pattern_of_unit = np.array(
            [numbers.setdefault(tuple(unit), len(numbers)) for unit in units], dtype=np.intp
        )
        self.patterns = [tuple(child for child, has in zip(self.children, key, strict=True) if has) for key in numbers]


def _transformed(transform: Transform | None, values: Array, has: Mask) -> Array:
    """Return g(x), 0 where no x is asked for; for a contest and a generalised mean the values as they are."""
    if transform is None or transform.forth is _same:
        return values
    return np.where(has, transform.forth(np.where(has, values, 1.0)), 0.0)


@dataclass(frozen=True, slots=True)
class Tree:
    """Branches from the bottom up, the root last; `floor` and `ceiling` hold where points are taken or given."""

    branches: tuple[Branch, ...]
    units: int
    floor: float | None
    ceiling: float | None

    @property
    def rated(self) -> Mask:
        return self.branches[-1].rated if self.branches else np.zeros(self.units, dtype=np.bool_)

    def totals(self, weights: Weights) -> Array:
        """Return the totals, a row per unit and a column per draw; rows of unrated units hold 0."""
        return self.climb(weights)[self.branches[-1].code]

    def climb(self, weights: Weights, known: Mapping[str, Array] | None = None) -> dict[str, Array]:
        """Return the scores of all aggregates; those already known are taken over.

        Raises
        ------
        Refused
            If a strict mean meets a child it is not defined for.
        """
        scores = dict(known or {})
        for branch in self.branches:
            if branch.code not in scores:
                branch.refuse_unfit(scores)
                compute = SPECIAL.get(branch.aggregation.method, _mean)
                scores[branch.code] = self._adjusted(branch, compute(branch, scores, weights))
        return scores

    def _adjusted(self, branch: Branch, score: Array) -> Array:
        if branch.change is not None:
            score = score + branch.change
            if self.floor is not None:
                score = np.maximum(score, self.floor)
            if self.ceiling is not None:
                score = np.minimum(score, self.ceiling)
        if not branch.rated.all():
            score[~branch.rated] = 0.0
        return score


def _mean(branch: Branch, scores: Mapping[str, Array], weights: Weights) -> Array:
    transform = TRANSFORMS[branch.aggregation.method]
    if transform.back is _same:
        return _weighted_mean(
            branch, [branch.leaves.get(child, scores.get(child)) for child in branch.children], weights
        )
    columns = [
        branch.leaves[child] if child in branch.leaves else _transformed(transform, scores[child], branch.asked(at))
        for at, child in enumerate(branch.children)
    ]
    result = _weighted_mean(branch, columns, weights)
    result[~branch.rated] = 1.0
    return transform.back(result)


def _generalised_mean(branch: Branch, scores: Mapping[str, Array], weights: Weights) -> Array:
    """``(Σ w x^p)^(1/p)``, with x in parts of the largest (p > 0) or the smallest child, so that no power overflows."""
    power = branch.aggregation.p
    values = [branch.leaves[child] if child in branch.leaves else scores[child] for child in branch.children]
    has = [present[:, np.newaxis] for present in branch.present]
    sizes = [
        np.where(mask, np.abs(value), 0.0 if power > 0 else np.inf) for value, mask in zip(values, has, strict=True)
    ]
    size = sizes[0]
    for other in sizes[1:]:
        size = np.maximum(size, other) if power > 0 else np.minimum(size, other)
    size = np.where((size > 0) & branch.rated[:, np.newaxis], size, 1.0)
    columns = [
        np.where(mask, fixed.raised(np.where(mask, value / size, 1.0), power), 0.0)
        for value, mask in zip(values, has, strict=True)
    ]
    result = _weighted_mean(branch, columns, weights)
    result[~branch.rated] = 1.0
    return fixed.raised(result, 1 / power) * size


def _weighted_mean(branch: Branch, columns: list[Array], weights: Weights) -> Array:
    result = _weighted_sum(columns, [weights[child] for child in branch.children])
    np.divide(result, _whole(branch, weights), out=result)
    return result


def _weighted_sum(columns: list[Array], weights: list[Array]) -> Array:
    """Add ``w·x`` child by child: the order is that of the children, whatever the machine."""
    shape = np.broadcast_shapes(*(column.shape for column in columns), *((1, weight.shape[0]) for weight in weights))
    result, product = np.empty(shape), np.empty(shape)
    np.multiply(columns[0], weights[0], out=result)
    for column, weight in zip(columns[1:], weights[1:], strict=True):
        np.multiply(column, weight, out=product)
        np.add(result, product, out=result)
    return result


def _whole(branch: Branch, weights: Weights) -> Array:
    """Add up the weights of the children each unit has; 1 for a unit without any, which is not rated.

    Few different sets of children are added up once each, many unit by unit: the additions are the same.
    """
    if len(branch.patterns) > FEW_PATTERNS:
        columns = [has[:, np.newaxis].astype(np.float64) for has in branch.present]
        whole = _weighted_sum(columns, [weights[child] for child in branch.children])
        whole[~branch.present.any(axis=0)] = 1.0
        return whole
    sums = np.broadcast_arrays(*(_sum(had, weights) for had in branch.patterns))
    return sums[0] if len(sums) == 1 else np.take(np.stack(sums), branch.pattern_of_unit, axis=0)


def _sum(children: tuple[str, ...], weights: Weights) -> Array:
    if not children:
        return np.ones(1)
    whole = weights[children[0]]
    for child in children[1:]:
        whole = whole + weights[child]
    return whole


def _contest(branch: Branch, scores: Mapping[str, Array], weights: Weights) -> Array:
    """Copeland's rule: for each pair of units the balance of weights, its sign to one, its opposite to the other."""
    values = [branch.leaves[child] if child in branch.leaves else scores[child] for child in branch.children]
    draws = max(*(value.shape[1] for value in values), *(weights[child].shape[0] for child in branch.children))
    points = np.zeros((branch.present.shape[1], draws))
    for unit in range(points.shape[0] - 1):
        balance = np.zeros((points.shape[0] - unit - 1, draws))
        for at, child in enumerate(branch.children):
            both = (branch.present[at, unit + 1 :] & branch.present[at, unit])[:, np.newaxis]
            sign = np.sign(values[at][unit] - values[at][unit + 1 :]) * both
            balance += sign * weights[child]
        won = np.sign(balance)
        points[unit] += won.sum(axis=0)
        points[unit + 1 :] -= won
    return points


SPECIAL: dict[str, Callable[[Branch, Mapping[str, Array], Weights], Array]] = {
    "genmean": _generalised_mean,
    "copeland": _contest,
}
