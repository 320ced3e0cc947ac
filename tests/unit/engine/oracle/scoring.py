"""Scores of an indicator: every method of normalisation."""

from collections.abc import Callable
from decimal import Context, Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from .cells import Work
from .figures import Refused, given, ln, long, root_of_square, rounded

Values = dict[str, Fraction]


def normalise(work: Work) -> None:
    for node in work.indicators:
        how = work.own(node, "normalise")
        column = work.values[node["code"]]
        known = {unit: value for unit, value in column.items() if value is not None}
        floors(work, node, how, column)
        if known:
            column.update(scores(work, node, how, known))


def floors(work: Work, node: dict[str, Any], how: dict[str, Any], column: dict[str, Any]) -> None:
    """Score what is to be scored at the floor."""
    for unit, value in column.items():
        if value is None and unit not in work.out and work.policy(unit, node["code"]) == "floor":
            if how["method"] not in {"minmax", "goalposts"}:
                raise Refused((f"VALUES.csv:{work.lines[unit]}", node["code"]))
            column[unit] = given(how.get("range", [0, 100])[0])


def scores(work: Work, node: dict[str, Any], how: dict[str, Any], known: dict[str, Any]) -> Values:
    method = METHODS[how["method"]]
    direction = node.get("direction", 1)
    if how["method"] in NEED_SPREAD and len(set(known.values())) == 1:
        if "no_spread" not in how:
            raise Refused(("VALUES.csv:1", node["code"]))
        return dict.fromkeys(known, given(how["no_spread"]))
    if how["method"] == "dist2ref" and how["reference"] not in known:
        raise refusal(node)
    if how["method"] in WORDS_OR_RAW:
        return {unit: method(work, node, how, unit, value) for unit, value in known.items()}
    return method({unit: value * direction for unit, value in known.items()}, how, direction, refusal(node))


def refusal(node: dict[str, Any]) -> Refused:
    return Refused(("VALUES.csv:1", node["code"]))


def between(values: Values, start: Fraction, end: Fraction) -> Values:
    return {unit: (x - start) / (end - start) for unit, x in values.items()}


def minmax(values: Values, how: dict[str, Any], *_: object) -> Values:
    low, high = map(given, how.get("range", [0, 100]))
    shares = between(values, min(values.values()), max(values.values()))
    return {unit: low + share * (high - low) for unit, share in shares.items()}


def zscore(values: Values, how: dict[str, Any], *_: object) -> Values:
    n, shift, factor = len(values), given(how.get("mean", 0)), given(how.get("sd", 1))
    mean = sum(values.values()) / n
    variance = sum((x - mean) ** 2 for x in values.values()) / (n - 1)
    return {unit: standard(x - mean, variance, shift, factor) for unit, x in values.items()}


def standard(deviation: Fraction, variance: Fraction, shift: Fraction, factor: Fraction) -> Fraction:
    root = root_of_square(variance)
    if root is not None or deviation == 0:
        return shift + (factor * deviation / root if root else 0)
    sign = 1 if deviation > 0 else -1
    square = (factor * deviation) ** 2 / variance
    return rounded(lambda c: c.add(long(shift, c), c.multiply(Decimal(sign), c.sqrt(long(square, c)))))


def places(values: Values) -> dict[str, int]:
    return {unit: 1 + sum(other < x for other in values.values()) for unit, x in values.items()}


def rank(values: Values, *_: object) -> Values:
    return {unit: Fraction(place) for unit, place in places(values).items()}


def borda(values: Values, *_: object) -> Values:
    return {unit: Fraction(place - 1) for unit, place in places(values).items()}


def prank(values: Values, how: dict[str, Any], direction: int, refused: Refused) -> Values:
    if len(values) == 1:
        if "no_spread" in how:
            return dict.fromkeys(values, given(how["no_spread"]))
        raise refused
    return {unit: Fraction(place - 1, len(values) - 1) for unit, place in places(values).items()}


def dist2max(values: Values, *_: object) -> Values:
    return between(values, min(values.values()), max(values.values()))


def dist2ref(values: Values, how: dict[str, Any], direction: int, refused: Refused) -> Values:
    low = min(values.values())
    reference = values[how["reference"]]
    if reference == low:
        raise refused
    found = {unit: 1 - (reference - x) / (reference - low) for unit, x in values.items()}
    return capped(found, how)


def dist2targ(values: Values, how: dict[str, Any], direction: int, refused: Refused) -> Values:
    low, target = min(values.values()), given(how["target"]) * direction
    if target <= low:
        raise refused
    return capped(between(values, low, target), how)


def capped(values: Values, how: dict[str, Any]) -> Values:
    return {unit: min(x, Fraction(1)) if how.get("cap") else x for unit, x in values.items()}


def fracmax(values: Values, how: dict[str, Any], direction: int, refused: Refused) -> Values:
    largest = max(values.values())
    if largest <= 0:
        raise refused
    return {unit: x / largest for unit, x in values.items()}


def scaled(values: Values, how: dict[str, Any], direction: int, *_: object) -> Values:
    start, end = sorted(given(bound) * direction for bound in how["bounds"])
    return {unit: share * given(how.get("scale", 100)) for unit, share in between(values, start, end).items()}


def none(values: Values, *_: object) -> Values:
    return values


def goalposts(work: Work, node: dict[str, Any], how: dict[str, Any], unit: str, x: Fraction) -> Fraction:
    ends, posts = tuple(map(given, how.get("range", [0, 100]))), tuple(map(given, how["posts"]))
    if node.get("direction", 1) == -1:
        ends = ends[::-1]
    if how.get("log") and x <= 0:
        raise Refused((f"VALUES.csv:{work.lines[unit]}", node["code"]))
    if how.get("truncate", True):
        x = min(max(x, posts[0]), posts[1])
    if x in posts or not how.get("log"):
        return ends[0] + (x - posts[0]) / (posts[1] - posts[0]) * (ends[1] - ends[0])
    return rounded(by_logarithms(x, posts, ends))


def by_logarithms(x: Fraction, posts: tuple[Fraction, ...], ends: tuple[Fraction, ...]) -> Callable[[Context], Decimal]:
    def formula(c: Context) -> Decimal:
        share = c.divide(ln(x / posts[0], c), ln(posts[1] / posts[0], c))
        return c.add(long(ends[0], c), c.multiply(long(ends[1] - ends[0], c), share))

    return formula


def steps(work: Work, node: dict[str, Any], how: dict[str, Any], unit: str, x: Fraction) -> Fraction:
    table = [(None if start is None else given(start), given(score)) for start, score in how["table"]]
    if how.get("interpolate"):
        return interpolated(table, x)
    reached = [score for start, score in table if start is None or start <= x]
    if not reached:
        raise Refused((f"VALUES.csv:{work.lines[unit]}", node["code"]))
    return reached[-1]


def interpolated(table: list[tuple[Any, Fraction]], x: Fraction) -> Fraction:
    for (start, low), (end, high) in pairwise(table):
        if start <= x <= end:
            return low + (x - start) / (end - start) * (high - low)
    return table[0][1] if x < table[0][0] else table[-1][1]


def points(work: Work, node: dict[str, Any], how: dict[str, Any], unit: str, x: str) -> Fraction:
    if x not in how["table"]:
        raise Refused((f"VALUES.csv:{work.lines[unit]}", node["code"]))
    return given(how["table"][x])


NEED_SPREAD = {"minmax", "zscore", "dist2max", "dist2ref", "dist2targ"}
WORDS_OR_RAW = {"goalposts", "steps", "points"}
METHODS: dict[str, Callable[..., Any]] = {
    method.__name__: method
    for method in (
        *(minmax, zscore, rank, borda, prank, dist2max, dist2ref, dist2targ),
        *(fracmax, scaled, goalposts, steps, points, none),
    )
}
