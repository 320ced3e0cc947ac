"""Draws in outliers until skewness or kurtosis passes, and keeps a mark for every point it moved."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from assessment.engine.exact import ln, total

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessment.engine.model import Treat

METHODS = ("winsorise", "log_CT")
FEWEST = 4
LOG_OFFSET = Fraction(1, 100)


@dataclass(frozen=True, slots=True)
class Treated:
    """A column after treatment: values, a mark per point, the methods used, and whether it passes at the end."""

    values: list[Fraction]
    marks: list[str | None]
    methods: tuple[str, ...]
    passes: bool


@dataclass(frozen=True, slots=True)
class Moments:
    """Sums of powers of the deviations from the mean, exactly."""

    n: int
    second: Fraction
    third: Fraction
    fourth: Fraction

    def is_skewed_high(self) -> bool:
        return self.third >= 0

    def passes(self, spec: Treat) -> bool:
        """Tell whether ``|G1| < skew_thresh or G2 < kurt_thresh``, without rounding.

        ``G1 = √(n(n−1))/(n−2) · √n Σd³/(Σd²)^1.5`` is compared by its square;
        ``G2 = ((n+1)(n Σd⁴/(Σd²)² − 3) + 6)(n−1)/((n−2)(n−3))``. Both are the estimators of D. N. Joanes and
        C. A. Gill, Comparing measures of sample skewness and kurtosis, The Statistician 47 (1998), 183-189.
        """
        n = self.n
        skew_square = Fraction(n * n * (n - 1), (n - 2) ** 2) * self.third**2 / self.second**3
        kurt = ((n + 1) * (n * self.fourth / self.second**2 - 3) + 6) * Fraction(n - 1, (n - 2) * (n - 3))
        return skew_square < spec.skew_thresh**2 or kurt < spec.kurt_thresh


def moments(values: Sequence[Fraction]) -> Moments | None:
    """Return the moments, or None where skewness and kurtosis are undefined: under four points, or all equal."""
    n = len(values)
    if n < FEWEST or all(value == values[0] for value in values):
        return None
    mean = total(values) / n
    deviations = [value - mean for value in values]
    squares = [deviation * deviation for deviation in deviations]
    thirds = [square * deviation for square, deviation in zip(squares, deviations, strict=True)]
    return Moments(n, total(squares), total(thirds), total([square * square for square in squares]))


def treat(spec: Treat, values: Sequence[Fraction]) -> Treated:
    """Treat one indicator's present values.

    Parameters
    ----------
    spec : Treat
        Methods and thresholds.
    values : sequence of Fraction
        The present values, any order.

    Returns
    -------
    Treated
        Untouched where the column passes, or where the test is undefined at any point.

    Notes
    -----
    *winsorise* gives all points at the extreme the next value inwards, at the end to which the column is skewed, until
    it passes or ``nwin >= winmax``; *log_CT* is ``ln(x − min + 0.01(max − min))``. W. Becker et al., COINr: An R
    package for developing composite indicators, JOSS 7(78), 4567 (2022).
    """
    untouched = Treated(list(values), [None] * len(values), (), passes=True)
    start = moments(values)
    if not spec.methods or start is None or start.passes(spec):
        return untouched
    result = Treated(list(values), [None] * len(values), (), passes=False)
    if "winsorise" in spec.methods:
        drawn_in = _winsorise(spec, values, start)
        if drawn_in is None:
            return untouched
        result = drawn_in
    if result.passes or "log_CT" not in spec.methods:
        return result
    base = result.values if spec.combine else list(values)
    logged = _log(base)
    end = moments(logged)
    if end is None:
        return untouched
    methods = (*result.methods, "log_CT") if spec.combine else ("log_CT",)
    return Treated(logged, ["log_CT"] * len(values), methods, end.passes(spec))


def _winsorise(spec: Treat, values: Sequence[Fraction], start: Moments) -> Treated | None:
    current, state, passes = list(values), start, False
    high: list[int] = []
    low: list[int] = []
    while not passes and (spec.winmax is None or len(high) + len(low) < spec.winmax):
        if state.is_skewed_high():
            high = _draw_in(current, max(current))
        else:
            low = _draw_in(current, min(current))
        after = moments(current)
        if after is None:
            return None
        state, passes = after, after.passes(spec)
    marks: list[str | None] = [None] * len(values)
    for positions, mark in ((high, "winhi"), (low, "winlo")):
        for position in positions:
            marks[position] = mark
    return Treated(current, marks, ("winsorise",) if high or low else (), passes)


def _draw_in(current: list[Fraction], extreme: Fraction) -> list[int]:
    """Give all points at the extreme the nearest other value; return their positions."""
    inner = [value for value in current if value != extreme]
    nearest_value = max(inner) if extreme > inner[0] else min(inner)
    positions = [at for at, value in enumerate(current) if value == extreme]
    for at in positions:
        current[at] = nearest_value
    return positions


def _log(values: Sequence[Fraction]) -> list[Fraction]:
    low, high = min(values), max(values)
    return [ln(value - low + LOG_OFFSET * (high - low)) for value in values]
