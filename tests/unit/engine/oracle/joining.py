"""Scores of aggregates: the means, the contest, and the threshold of data."""

from collections.abc import Callable
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any

from .cells import Work
from .figures import Refused, given, ln, long, rounded

Scores = dict[str, dict[str, Fraction | None]]
Points = Callable[[str, str, Fraction], Fraction]


def nodes(system: dict[str, Any]) -> list[dict[str, Any]]:
    return [*system["indicators"], *system["aggregates"]]


def children(system: dict[str, Any], code: str) -> list[dict[str, Any]]:
    return [node for node in nodes(system) if node.get("parent") == code]


def leaves(system: dict[str, Any], code: str) -> list[str]:
    """Return the indicators below a node, itself if it is one."""
    below = children(system, code)
    return [leaf for child in below for leaf in leaves(system, child["code"])] if below else [code]


def weight(node: dict[str, Any]) -> Fraction:
    return given(node.get("weight", 1))


def method_of(system: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """Return how a node joins its children; its own method wins over that of its level."""
    level = next((entry for entry in system["aggregation"] if entry["level"] == node["level"]), {})
    own = node.get("aggregation")
    return level if own is None else {"dat_thresh": level.get("dat_thresh")} | own


def aggregate(work: Work, adjusted: Points) -> Scores:
    """Return the score of every aggregate, each adjusted before its parent reads it."""
    scores: Scores = dict(work.values)
    for node in sorted(work.system["aggregates"], key=lambda node: node["level"]):
        code = node["code"]
        found = joined(work, node, scores)
        scores[code] = {unit: None if score is None else adjusted(code, unit, score) for unit, score in found.items()}
    return scores


def joined(work: Work, node: dict[str, Any], scores: Scores) -> dict[str, Fraction | None]:
    how, below = method_of(work.system, node), children(work.system, node["code"])
    found = {unit: one(work, how, below, scores, unit) for unit in work.rows}
    return {unit: score if enough(work, how, below, scores, unit) else None for unit, score in found.items()}


def enough(work: Work, how: dict[str, Any], below: list[dict[str, Any]], scores: Scores, unit: str) -> bool:
    present = sum(scores[child["code"]][unit] is not None for child in below)
    asked = [child for child in below if is_asked(work, child["code"], unit)]
    threshold = given(how.get("dat_thresh") or 0)
    return present > 0 and Fraction(present, len(asked)) >= threshold


def is_asked(work: Work, code: str, unit: str) -> bool:
    return any(work.policy(unit, leaf) != "exclude" for leaf in leaves(work.system, code))


def one(work: Work, how: dict[str, Any], below: list[Any], scores: Scores, unit: str) -> Fraction | None:
    if how["method"] == "copeland":
        rivals = [other for other in work.rows if other != unit]
        return sum((contest(below, scores, unit, other) for other in rivals), Fraction(0))
    pairs = [(weight(child), scores[child["code"]][unit]) for child in below]
    whole = sum(w for w, x in pairs if x is not None)
    if not whole or not enough(work, how, below, scores, unit):
        return None
    refuse(work, how, below, scores, unit)
    shares = [(w / whole, x) for w, x in pairs if x is not None and w > 0]
    return MEANS[how["method"]](shares, how)


def refuse(work: Work, how: dict[str, Any], below: list[Any], scores: Scores, unit: str) -> None:
    for child in below:
        score = scores[child["code"]][unit]
        if score is not None and weight(child) > 0 and not is_defined(how, score):
            raise Refused((f"VALUES.csv:{work.lines[unit]}", child["code"]))


def is_defined(how: dict[str, Any], score: Fraction) -> bool:
    p = given(how.get("p", 1))
    if how["method"] in {"gmean", "hmean"} or p < 0:
        return score > 0
    return score >= 0 or how["method"] == "amean" or p == 1 or (p.denominator == 1 and p % 2 == 0)


def contest(below: list[Any], scores: Scores, unit: str, other: str) -> int:
    won = whole = Fraction(0)
    for child in below:
        mine, theirs = scores[child["code"]][unit], scores[child["code"]][other]
        if mine is not None and theirs is not None:
            whole += weight(child)
            won += weight(child) * (Fraction(1, 2) if mine == theirs else mine > theirs)
    return 0 if not whole else (won / whole > Fraction(1, 2)) - (won / whole < Fraction(1, 2))


def amean(shares: list[Any], how: dict[str, Any]) -> Fraction:
    return sum(w * x for w, x in shares)


def hmean(shares: list[Any], how: dict[str, Any]) -> Fraction:
    return 1 / sum(w / x for w, x in shares)


def gmean(shares: list[Any], how: dict[str, Any]) -> Fraction:
    if len({x for _, x in shares}) == 1:
        return shares[0][1]

    def formula(c: Context) -> Decimal:
        total = Decimal(0)
        for w, x in shares:
            total = c.add(total, c.multiply(long(w, c), ln(x, c)))
        return c.exp(total)

    return rounded(formula)


def genmean(shares: list[Any], how: dict[str, Any]) -> Fraction:
    p = given(how["p"])
    if p == 1:
        return amean(shares, how)
    if p == -1:
        return hmean(shares, how)
    if len({abs(x) for _, x in shares}) == 1:
        return abs(shares[0][1])
    return rounded(lambda c: raised(sum_of_powers(shares, p, c), 1 / p, c))


def sum_of_powers(shares: list[Any], p: Fraction, c: Context) -> Decimal:
    total = Decimal(0)
    for w, x in shares:
        total = c.add(total, c.multiply(long(w, c), raised(long(abs(x), c), p, c)))
    return total


def raised(x: Decimal, p: Fraction, c: Context) -> Decimal:
    return Decimal(0) if not x else c.exp(c.multiply(long(p, c), c.ln(x)))


MEANS: dict[str, Callable[..., Fraction]] = {"amean": amean, "gmean": gmean, "hmean": hmean, "genmean": genmean}
