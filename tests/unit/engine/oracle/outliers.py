"""Outliers: the test by skewness and kurtosis, winsorising and the logarithm."""

from fractions import Fraction
from typing import Any

from .cells import Work
from .figures import given, ln, rounded

Values = dict[str, Fraction]


def treat(work: Work) -> None:
    for node in work.indicators:
        how = work.own(node, "treat")
        column = work.values[node["code"]]
        known = {unit: value for unit, value in column.items() if value is not None}
        methods = how.get("methods", ["winsorise", "log_CT"] if how else [])
        work.treatment[node["code"]] = None
        if methods:
            apply(work, node["code"], known, how, methods)


def apply(work: Work, code: str, known: Values, how: dict[str, Any], methods: list[str]) -> None:
    verdict = passes(known, how)
    if verdict is not False:
        return
    values, moved, used = known, {}, []
    if "winsorise" in methods:
        values, moved, verdict = winsorised(known, how)
        used = ["winsorise"] if moved else []
    if verdict is False and "log_CT" in methods:
        start = values if how.get("combine") else known
        used = ["winsorise", "log_CT"] if how.get("combine") and moved else ["log_CT"]
        values, moved = logarithms(start), dict.fromkeys(start, "log_CT")
    if verdict is not None:
        work.values[code].update(values)
        work.treatment[code] = "+".join(used) or None
        for unit, mark in moved.items():
            work.marks[unit][code] = mark


def passes(values: Values, how: dict[str, Any]) -> bool | None:
    """Return the test's answer, None where it is not defined."""
    found = moments(list(values.values()))
    if found is None:
        return None
    _, skew_squared, kurtosis = found
    skew, kurt = given(how.get("skew_thresh", 2)), given(how.get("kurt_thresh", 3.5))
    return skew_squared < skew**2 or kurtosis < kurt


def moments(values: list[Fraction]) -> tuple[Fraction, Fraction, Fraction] | None:
    """Return the sign of the skewness, its square, and the kurtosis; None for fewer than four or equal values."""
    n = len(values)
    if n < 4 or len(set(values)) == 1:
        return None
    mean = sum(values) / n
    second, third, fourth = (sum((value - mean) ** power for value in values) for power in (2, 3, 4))
    skew_squared = Fraction(n * (n - 1), (n - 2) ** 2) * n * third**2 / second**3
    kurtosis = ((n + 1) * (n * fourth / second**2 - 3) + 6) * (n - 1) / ((n - 2) * (n - 3))
    return third, skew_squared, kurtosis


def winsorised(known: Values, how: dict[str, Any]) -> tuple[Values, dict[str, str], bool | None]:
    """Draw in the extreme points until the test passes, is undefined, or as many points are moved as may be."""
    values, moved, last = dict(known), {}, {"winhi": 0, "winlo": 0}
    limit = how.get("winmax", 5)
    verdict = passes(values, how)
    while verdict is False and (limit is None or sum(last.values()) < limit):
        mark, end, inner = ("winhi", max, max) if moments(list(values.values()))[0] >= 0 else ("winlo", min, min)
        extreme = end(values.values())
        neighbour = inner(value for value in values.values() if value != extreme)
        hit = [unit for unit, value in values.items() if value == extreme]
        values.update(dict.fromkeys(hit, neighbour))
        moved.update(dict.fromkeys(hit, mark))
        last[mark] = len(hit)
        verdict = passes(values, how)
    return values, moved, verdict


def logarithms(values: Values) -> Values:
    low, high = min(values.values()), max(values.values())
    return {
        unit: rounded(lambda context, x=value - low + (high - low) / 100: ln(x, context))
        for unit, value in values.items()
    }
