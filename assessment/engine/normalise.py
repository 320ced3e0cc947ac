"""Turns an indicator's values into scores; every method is one entry of `METHODS`.

The formulas are those of OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 5, and of W. Becker et
al., COINr (JOSS 7(78), 4567, 2022). A value is first multiplied by the indicator's direction; minimum, maximum and
number are over the units present. All methods are exact but `zscore` and `goalposts` with `log`, which round once.
"""

from __future__ import annotations

import bisect
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from assessment.engine.column import UNIT, Present, Scores, line_through
from assessment.engine.exact import log_share, on_line, shifted_root, total, whole_numbers
from assessment.engine.faults import Refusal, Refused, quote, suggest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from assessment.engine.model import Normalise, Value


@dataclass(frozen=True, slots=True)
class Method:
    """How to score, and which parameters the method reads.

    `divides_by_spread`: a column without one has no scores; `has_range`: its lower end is the floor; `stays_inside`: no
    score lies beyond the numbers of the system, or the number of units.
    """

    score: Callable[[Normalise, Present], Scores]
    parameters: tuple[str, ...] = ()
    divides_by_spread: bool = False
    has_range: bool = False
    stays_inside: bool = False


def minmax(spec: Normalise, column: Present) -> Scores:
    """``l + (x − min)/(max − min)·(u − l)``."""
    return column.on_line(column.ends, spec.range)


def zscore(spec: Normalise, column: Present) -> Scores:
    """``mean + sd·(x − x̄)/s`` with n − 1 in s, rounded once."""
    numbers = column.numbers
    n = len(numbers)
    mean = total(numbers) / n
    deviations = [number - mean for number in numbers]
    variance = total([deviation * deviation for deviation in deviations]) / (n - 1)
    return [
        shifted_root(spec.mean, spec.sd if deviation >= 0 else -spec.sd, deviation * deviation / variance)
        for deviation in deviations
    ]


def rank(_spec: Normalise, column: Present) -> Scores:
    """Rank ascending, ties take the lowest: the worst unit gets 1."""
    numbers = [whole * column.direction for whole in column.wholes]
    ordered = sorted(numbers)
    return [Fraction(bisect.bisect_left(ordered, number) + 1) for number in numbers]


def borda(spec: Normalise, column: Present) -> Scores:
    """``rank − 1``: the number of units that are worse."""
    return [place - 1 for place in rank(spec, column)]


def prank(spec: Normalise, column: Present) -> Scores:
    """``(rank − 1)/(n − 1)``."""
    return [points / (len(column.units) - 1) for points in borda(spec, column)]


def dist2max(_spec: Normalise, column: Present) -> Scores:
    """``(x − min)/(max − min)``."""
    return column.on_line(column.ends, UNIT)


def dist2ref(spec: Normalise, column: Present) -> Scores:
    """``1 − (ref − x)/(ref − min)``, at most 1 with `cap`."""
    low, reference = column.low, column.reference
    if reference is None:
        raise column.refuse(f"the reference {quote(spec.reference)} has no value", "give it one or choose another unit")
    if reference == low:
        raise column.refuse(f"the reference {quote(spec.reference)} is the worst unit", "choose another unit")
    return _capped(spec, [1 - (reference - number) / (reference - low) for number in column.numbers])


def dist2targ(spec: Normalise, column: Present) -> Scores:
    """``(x − min)/(target − min)``, at most 1 with `cap`; the target is in raw units."""
    low, target = column.low, spec.target * column.direction
    if target <= low:
        raise column.refuse("the target is not better than the worst unit", "set a target beyond it")
    return _capped(spec, [(number - low) / (target - low) for number in column.numbers])


def _capped(spec: Normalise, scores: Scores) -> Scores:
    return [min(score, Fraction(1)) for score in scores] if spec.cap else scores


def fracmax(_spec: Normalise, column: Present) -> Scores:
    """``x/max``; direction 1 only."""
    high = column.high
    if high <= 0:
        raise column.refuse("the largest value is not above 0", "use a method without division by it")
    return [number / high for number in column.numbers]


def scaled(spec: Normalise, column: Present) -> Scores:
    """Share of the way from the worse to the better bound, times `scale`; not cut."""
    return column.on_line(spec.bounds, (UNIT[0], spec.scale))


def goalposts(spec: Normalise, column: Present) -> Scores:
    """The same share between two posts, cut to 0..1, mapped to `range`; with `log` by natural logarithms, rounded once.

    UNDP, Human Development Report 2021/22, technical note 1.
    """
    if spec.log:
        _refuse_without_logarithm(column)
    (low, high), (least, largest) = spec.posts, column.ends
    if not spec.log and (not spec.truncate or low <= least <= largest <= high):
        return column.on_line(spec.posts, spec.range)
    raw = [min(max(value, low), high) for value in column.values] if spec.truncate else column.values
    if spec.log:
        scores = spec.range if column.direction == 1 else (spec.range[1], spec.range[0])
        return [log_share(value, spec.posts, scores) for value in raw]
    return on_line(*whole_numbers(raw), line_through(spec.posts, spec.range, column.direction))


def _refuse_without_logarithm(column: Present) -> None:
    refusals = [
        Refusal(column.code, "a value that is not above 0 has no logarithm", "use goalposts without log", unit)
        for unit, value in zip(column.units, column.values, strict=True)
        if value <= 0
    ]
    if refusals:
        raise Refused(refusals)


def steps(spec: Normalise, column: Present) -> Scores:
    """Score of the last step that begins at or below the raw value; with `interpolate` linear between, flat outside."""
    raw = column.values
    if spec.interpolate:
        return [_interpolate(spec, value) for value in raw]
    first = spec.table[0][0]
    low = [unit for unit, value in zip(column.units, raw, strict=True) if first is not None and value < first]
    if low:
        mend = "let the table begin with [null, score]"
        raise Refused([Refusal(column.code, "the value is below the first step", mend, unit) for unit in low])
    starts = [start for start, _ in spec.table if start is not None]
    offset = len(spec.table) - len(starts) - 1
    return [spec.table[bisect.bisect_right(starts, value) + offset][1] for value in raw]


def _interpolate(spec: Normalise, value: Fraction) -> Fraction:
    starts = [start for start, _ in spec.table if start is not None]
    after = bisect.bisect_right(starts, value)
    if after == 0 or after == len(starts):
        return spec.table[max(after - 1, 0)][1]
    (low, score), (high, next_score) = (
        (starts[after - 1], spec.table[after - 1][1]),
        (starts[after], spec.table[after][1]),
    )
    return score + (value - low) / (high - low) * (next_score - score)


def points(spec: Normalise, column: Present) -> Scores:
    """The score that the table gives the cell's word."""
    scores = dict(spec.words)
    unknown = [
        Refusal(column.code, f"{quote(str(word))} is not in the table of points", suggest(str(word), scores), unit)
        for unit, word in zip(column.units, column.raw, strict=True)
        if not isinstance(word, str) or word not in scores
    ]
    if unknown:
        raise Refused(unknown)
    return [scores[str(word)] for word in column.raw]


def none(_spec: Normalise, column: Present) -> Scores:
    """The value itself, times the direction."""
    return list(column.numbers)


METHODS: dict[str, Method] = {
    "minmax": Method(minmax, ("range", "no_spread"), divides_by_spread=True, has_range=True, stays_inside=True),
    "zscore": Method(zscore, ("mean", "sd", "no_spread"), divides_by_spread=True),
    "rank": Method(rank, ("no_spread",), stays_inside=True),
    "borda": Method(borda, ("no_spread",), stays_inside=True),
    "prank": Method(prank, ("no_spread",), stays_inside=True),
    "dist2max": Method(dist2max, ("no_spread",), divides_by_spread=True, stays_inside=True),
    "dist2ref": Method(dist2ref, ("reference", "cap", "no_spread"), divides_by_spread=True),
    "dist2targ": Method(dist2targ, ("target", "cap", "no_spread"), divides_by_spread=True),
    "fracmax": Method(fracmax, ("no_spread",)),
    "scaled": Method(scaled, ("bounds", "scale", "no_spread")),
    "goalposts": Method(goalposts, ("posts", "range", "truncate", "log", "no_spread"), has_range=True),
    "steps": Method(steps, ("steps", "no_spread"), stays_inside=True),
    "points": Method(points, ("words",), stays_inside=True),
    "none": Method(none, ("no_spread",)),
}


def normalise(
    spec: Normalise,
    code: str,
    direction: int,
    values: Sequence[Value],
    positions: Mapping[str, int],
) -> list[Fraction | None]:
    """Score one indicator; a unit without a value gets None.

    Parameters
    ----------
    spec : Normalise
        The method and its parameters.
    code : str
        The indicator, for the refusals.
    direction : int
        1 if more is better, -1 if less is.
    values : sequence of Fraction, str or None
        One per unit.
    positions : mapping of str to int
        Where each unit stands in `values`; read by `dist2ref`.

    Raises
    ------
    Refused
        If the method cannot score the column or a value in it.
    """
    scores: list[Fraction | None] = [None] * len(values)
    column = _present(spec, code, direction, values, positions)
    if not column.units:
        return scores
    for unit, score in zip(column.units, _score(spec, column), strict=True):
        scores[unit] = score
    return scores


def _score(spec: Normalise, column: Present) -> Scores:
    method = METHODS[spec.method]
    is_flat = column.is_flat
    if is_flat and spec.no_spread is not None:
        return [spec.no_spread] * len(column.units)
    if is_flat and (method.divides_by_spread or (spec.method == "prank" and len(column.units) == 1)):
        problem = f"max = min, so {spec.method} has no spread to score by"
        raise column.refuse(problem, "set no_spread to everyone's score, or use another method")
    return method.score(spec, column)


def _present(
    spec: Normalise, code: str, direction: int, values: Sequence[Value], positions: Mapping[str, int]
) -> Present:
    units = tuple(unit for unit, value in enumerate(values) if value is not None)
    raw = tuple(value for value in values if value is not None)
    numbers = [] if spec.takes_words else [value for value in raw if not isinstance(value, str)]
    if not spec.takes_words and len(numbers) < len(raw):
        raise Refused([Refusal(code, f"{spec.method} cannot score words", 'use the method "points"')])
    wholes, scale = whole_numbers(numbers)
    at = positions.get(spec.reference)
    reference = values[at] if at is not None else None
    return Present(
        code=code,
        direction=direction,
        units=units,
        raw=raw,
        wholes=wholes,
        scale=scale,
        reference=None if reference is None or isinstance(reference, str) else reference * direction,
    )
