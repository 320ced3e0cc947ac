"""Joins the scores of an aggregate's children; every method is one entry of `METHODS`.

A child without a score is left out and the weights of the others are rescaled; a child of weight 0 counts as a child
but has no say. `amean`, `hmean`, `copeland` and `genmean` with p = 1 or -1 are exact, `gmean` and other powers round
once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from operator import mul

from assessment.engine.exact import geometric_mean, power_mean, weighted_mean, whole_numbers
from assessment.engine.faults import Refusal, Refused
from assessment.engine.model import Aggregation, Number


@dataclass(frozen=True, slots=True)
class Children:
    """The children of one aggregate: codes, weights, and a score (or None) per child and unit.

    `expected` tells per child and unit whether a score may be asked for at all.
    """

    codes: tuple[str, ...]
    weights: tuple[Fraction, ...]
    scores: tuple[Sequence[Number], ...]
    expected: tuple[Sequence[bool], ...]

    @property
    def are_complete(self) -> bool:
        return all(score is not None for scores in self.scores for score in scores)


Values = Sequence[Fraction]
Weights = Sequence[int]
Mean = Callable[[Aggregation, Values, Weights], Fraction]


def amean(_spec: Aggregation, values: Values, weights: Weights) -> Fraction:
    """Weighted arithmetic mean ``Σ w x / Σ w``."""
    return weighted_mean(weights, values)


def gmean(_spec: Aggregation, values: Values, weights: Weights) -> Fraction:
    """Weighted geometric mean ``(Π x^w)^(1/Σw)``."""
    return geometric_mean(values, _shares(weights))


def hmean(_spec: Aggregation, values: Values, weights: Weights) -> Fraction:
    """Weighted harmonic mean ``Σ w / Σ(w/x)``."""
    return 1 / weighted_mean(weights, [1 / value for value in values])


def genmean(spec: Aggregation, values: Values, weights: Weights) -> Fraction:
    """Weighted generalised mean ``(Σ w x^p / Σ w)^(1/p)``."""
    return power_mean(values, _shares(weights), spec.p)


def _shares(weights: Weights) -> Values:
    whole = sum(weights)
    return [Fraction(weight, whole) for weight in weights]


METHODS: dict[str, Mean | None] = {
    "amean": amean,
    "gmean": gmean,
    "hmean": hmean,
    "genmean": genmean,
    "copeland": None,  # a contest between units, see `contest`
}


def needs_positive(spec: Aggregation) -> bool:
    """Tell whether a child at or below 0 is refused."""
    return spec.method in {"gmean", "hmean"} or (spec.method == "genmean" and spec.p < 0)


def needs_not_negative(spec: Aggregation) -> bool:
    """Tell whether a child below 0 is refused: a root of it, or of a sum with it, need not exist."""
    return spec.method == "genmean" and spec.p > 0 and (spec.p.denominator != 1 or (spec.p != 1 and spec.p % 2 == 1))


def aggregate(spec: Aggregation, children: Children) -> list[Number]:
    """Return one score per unit, None where too few children have one.

    Raises
    ------
    Refused
        If a geometric or harmonic mean, or a power, meets a child it is not defined for.
    """
    units = range(len(children.scores[0]))
    enough = _enough(spec, children)
    mean = METHODS[spec.method]
    if mean is None:
        contested = contest(children)
        return [score if is_enough else None for score, is_enough in zip(contested, enough, strict=True)]
    _refuse_unfit(spec, children, enough)
    whole = whole_numbers(children.weights)[0]
    if spec.method == "amean" and all(enough) and children.are_complete:
        return _means(whole, children)
    return [_mean(spec, mean, whole, children, unit) if enough[unit] else None for unit in units]


def _enough(spec: Aggregation, children: Children) -> list[bool]:
    """Tell which units have a score in some child, and in as large a share of those expected as is asked for."""
    share = spec.dat_thresh or 0
    has_score = [[score is not None for score in scores] for scores in children.scores]
    present = list(map(sum, zip(*has_score, strict=True)))
    expected = list(map(sum, zip(*children.expected, strict=True)))
    return [has > 0 and asked > 0 and has >= share * asked for has, asked in zip(present, expected, strict=True)]


def _weighted(children: Children, unit: int) -> list[tuple[Fraction, Fraction, str]]:
    return [
        (weight, score[unit], code)
        for code, weight, score in zip(children.codes, children.weights, children.scores, strict=True)
        if score[unit] is not None and weight > 0
    ]


def _refuse_unfit(spec: Aggregation, children: Children, enough: Sequence[bool]) -> None:
    if not (needs_positive(spec) or needs_not_negative(spec)):
        return
    limit = "at or below 0" if needs_positive(spec) else "below 0"
    refusals = [
        Refusal(code, f"the score is {limit}, which {spec.method} cannot take", "change the range or the method", unit)
        for unit in range(len(enough))
        if enough[unit]
        for _, score, code in _weighted(children, unit)
        if score < 0 or (score == 0 and needs_positive(spec))
    ]
    if refusals:
        raise Refused(refusals)


def _mean(spec: Aggregation, mean: Mean, weights: Sequence[int], children: Children, unit: int) -> Number:
    scores = [score[unit] for score in children.scores]
    pairs = [(weight, score) for weight, score in zip(weights, scores, strict=True) if score is not None and weight]
    if not pairs:
        return None
    return mean(spec, [score for _, score in pairs], [weight for weight, _ in pairs])


def _means(weights: Sequence[int], children: Children) -> list[Number]:
    """Return the arithmetic means of units that all have every child: one common denominator for all of them."""
    columns = [whole_numbers([score for score in scores if score is not None]) for scores in children.scores]
    scale = lcm(*[below for _, below in columns])
    factors = [weight * (scale // below) for weight, (_, below) in zip(weights, columns, strict=True)]
    whole = scale * sum(weights)
    rows = zip(*[wholes for wholes, _ in columns], strict=True)
    return [Fraction(sum(map(mul, factors, row)), whole) for row in rows]


def contest(children: Children) -> list[Number]:
    """Compare the units in pairs and add up who wins (Copeland's rule).

    Of the weight of the children both units have, the share where one is higher counts for it, equal counts half;
    above one half wins a point, below loses one. Weights are compared exactly. A pair without a common child is even.

    Notes
    -----
    G. Munda, Social Multi-Criteria Evaluation for a Sustainable Economy (2008); OECD/JRC Handbook (2008), pp. 112-115.
    """
    ranks = [_dense_ranks(scores) for scores in children.scores]
    weights = whole_numbers(children.weights)[0]
    units = range(len(children.scores[0]))
    points = [0] * len(units)
    for one in units:
        for other in range(one):
            balance = _balance(weights, ranks, one, other)
            sign = (balance > 0) - (balance < 0)
            points[one] += sign
            points[other] -= sign
    return [
        Fraction(point) if any(rank[unit] is not None for rank in ranks) else None for unit, point in enumerate(points)
    ]


def _dense_ranks(scores: Sequence[Number]) -> list[int | None]:
    order = {score: at for at, score in enumerate(sorted({score for score in scores if score is not None}))}
    return [None if score is None else order[score] for score in scores]


def _balance(weights: Sequence[int], ranks: Sequence[Sequence[int | None]], one: int, other: int) -> int:
    balance = 0
    for weight, rank in zip(weights, ranks, strict=True):
        mine, yours = rank[one], rank[other]
        if mine is not None and yours is not None and mine != yours:
            balance += weight if mine > yours else -weight
    return balance
