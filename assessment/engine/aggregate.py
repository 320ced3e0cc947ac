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

from assessment.engine.exact import geometric_mean, power_mean, total
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


Values = Sequence[Fraction]
Mean = Callable[[Aggregation, Values, Values], Fraction]


def amean(_spec: Aggregation, values: Values, shares: Values) -> Fraction:
    """Weighted arithmetic mean ``Σ w x``."""
    return total([share * value for share, value in zip(shares, values, strict=True)])


def gmean(_spec: Aggregation, values: Values, shares: Values) -> Fraction:
    """Weighted geometric mean ``Π x^w``."""
    return geometric_mean(values, shares)


def hmean(_spec: Aggregation, values: Values, shares: Values) -> Fraction:
    """Weighted harmonic mean ``1/Σ(w/x)``."""
    return 1 / total([share / value for share, value in zip(shares, values, strict=True)])


def genmean(spec: Aggregation, values: Values, shares: Values) -> Fraction:
    """Weighted generalised mean ``(Σ w x^p)^(1/p)``."""
    return power_mean(values, shares, spec.p)


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
    enough = [_has_enough(spec, children, unit) for unit in units]
    mean = METHODS[spec.method]
    if mean is None:
        contested = contest(children)
        return [score if is_enough else None for score, is_enough in zip(contested, enough, strict=True)]
    _refuse_unfit(spec, children, enough)
    return [_mean(spec, mean, children, unit) if enough[unit] else None for unit in units]


def _has_enough(spec: Aggregation, children: Children, unit: int) -> bool:
    present = sum(scores[unit] is not None for scores in children.scores)
    expected = sum(is_expected[unit] for is_expected in children.expected)
    if present == 0 or expected == 0:
        return False
    return spec.dat_thresh is None or present >= spec.dat_thresh * expected


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


def _mean(spec: Aggregation, mean: Mean, children: Children, unit: int) -> Number:
    present = _weighted(children, unit)
    if not present:
        return None
    whole = total([weight for weight, _, _ in present])
    return mean(spec, [score for _, score, _ in present], [weight / whole for weight, _, _ in present])


def contest(children: Children) -> list[Number]:
    """Compare the units in pairs and add up who wins (Copeland's rule).

    Of the weight of the children both units have, the share where one is higher counts for it, equal counts half;
    above one half wins a point, below loses one. Weights are compared exactly. A pair without a common child is even.

    Notes
    -----
    G. Munda, Social Multi-Criteria Evaluation for a Sustainable Economy (2008); OECD/JRC Handbook (2008), pp. 112-115.
    """
    ranks = [_dense_ranks(scores) for scores in children.scores]
    scale = lcm(*(weight.denominator for weight in children.weights))
    weights = [int(weight * scale) for weight in children.weights]
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
