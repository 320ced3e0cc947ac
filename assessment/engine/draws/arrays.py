"""The methods of normalisation on arrays, a row per present unit and a column per draw, for figures that are drawn.

The formulas are those of `normalise`, in binary64 with additions in a fixed order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assessment.engine.draws import fixed
from assessment.engine.exact import nearest

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

    from assessment.engine.draws.fixed import Array
    from assessment.engine.model import Normalise


def _ends(pair: tuple[Fraction, Fraction]) -> tuple[float, float]:
    return nearest(pair[0]), nearest(pair[1])


def minmax(spec: Normalise, direction: int, values: Array, _reference: Array | None) -> Array:
    """``l + (x − min)/(max − min)·(u − l)``."""
    start, end = _ends(spec.range)
    return start + dist2max(spec, direction, values, None) * (end - start)


def dist2max(_spec: Normalise, direction: int, values: Array, _reference: Array | None) -> Array:
    """``(x − min)/(max − min)``."""
    numbers = values * direction
    low = numbers.min(axis=0)
    found: Array = (numbers - low) / (numbers.max(axis=0) - low)
    return found


def zscore(spec: Normalise, direction: int, values: Array, _reference: Array | None) -> Array:
    """``mean + sd·(x − x̄)/s`` with n − 1 in s."""
    numbers = values * direction
    away = numbers - _sum(numbers) / len(numbers)
    spread = np.sqrt(_sum(away * away) / (len(numbers) - 1))
    return nearest(spec.mean) + nearest(spec.sd) * away / spread


def _sum(rows: Array) -> Array:
    """Add row by row, in the order of the units."""
    found: Array = rows[0].copy()
    for row in rows[1:]:
        found += row
    return found


def borda(_spec: Normalise, direction: int, values: Array, _reference: Array | None) -> Array:
    """Count the units that are worse."""
    numbers = values * direction
    return np.array([np.count_nonzero(numbers < row, axis=0) for row in numbers], dtype=np.float64)


def rank(spec: Normalise, direction: int, values: Array, _reference: Array | None) -> Array:
    """Rank ascending, ties take the lowest."""
    return borda(spec, direction, values, None) + 1.0


def prank(spec: Normalise, direction: int, values: Array, _reference: Array | None) -> Array:
    """``(rank − 1)/(n − 1)``."""
    return borda(spec, direction, values, None) / (len(values) - 1)


def dist2ref(spec: Normalise, direction: int, values: Array, reference: Array | None) -> Array:
    """``1 − (ref − x)/(ref − min)``, at most 1 with `cap`."""
    numbers = values * direction
    best = (numbers.max(axis=0) if reference is None else reference * direction) + 0.0
    return _capped(spec, 1.0 - (best - numbers) / (best - numbers.min(axis=0)))


def dist2targ(spec: Normalise, direction: int, values: Array, _reference: Array | None) -> Array:
    """``(x − min)/(target − min)``, at most 1 with `cap`."""
    numbers = values * direction
    low = numbers.min(axis=0)
    return _capped(spec, (numbers - low) / (nearest(spec.target) * direction - low))


def _capped(spec: Normalise, scores: Array) -> Array:
    return np.minimum(scores, 1.0) if spec.cap else scores


def fracmax(_spec: Normalise, _direction: int, values: Array, _reference: Array | None) -> Array:
    """``x/max``."""
    found: Array = values / values.max(axis=0)
    return found


def scaled(spec: Normalise, direction: int, values: Array, _reference: Array | None) -> Array:
    """Share of the way from the worse to the better bound, times `scale`."""
    return _share(_ends(spec.bounds), direction, values) * nearest(spec.scale)


def goalposts(spec: Normalise, direction: int, values: Array, _reference: Array | None) -> Array:
    """The same share between two posts, cut to 0..1, mapped to `range`; with `log` by logarithms."""
    (low, high), (start, end) = _ends(spec.posts), _ends(spec.range)
    if spec.truncate:
        values = np.minimum(np.maximum(values, low), high)
    if spec.log:
        ends = fixed.ln(np.array([low, high]))
        return start + _share((float(ends[0]), float(ends[1])), direction, fixed.ln(values)) * (end - start)
    return start + _share((low, high), direction, values) * (end - start)


def _share(posts: tuple[float, float], direction: int, values: Array) -> Array:
    worse, better = posts if direction == 1 else (posts[1], posts[0])
    return (values - worse) / (better - worse)


def steps(spec: Normalise, _direction: int, values: Array, _reference: Array | None) -> Array:
    """Score of the last step that begins at or below the value; with `interpolate` linear between, flat outside."""
    starts = np.array([-np.inf if start is None else nearest(start) for start, _ in spec.table])
    scores = np.array([nearest(score) for _, score in spec.table])
    at = np.maximum(np.searchsorted(starts, values, side="right") - 1, 0)
    if not spec.interpolate:
        return scores[at]
    after = np.minimum(at + 1, len(starts) - 1)
    width = np.where(after > at, starts[after] - starts[at], 1.0)
    part = np.minimum(np.maximum((values - starts[at]) / width, 0.0), 1.0)
    found: Array = scores[at] + part * (scores[after] - scores[at])
    return found


def none(_spec: Normalise, direction: int, values: Array, _reference: Array | None) -> Array:
    """The value itself, times the direction."""
    found: Array = values * direction
    return found


METHODS: dict[str, Callable[[Normalise, int, Array, Array | None], Array]] = {
    "minmax": minmax,
    "zscore": zscore,
    "rank": rank,
    "borda": borda,
    "prank": prank,
    "dist2max": dist2max,
    "dist2ref": dist2ref,
    "dist2targ": dist2targ,
    "fracmax": fracmax,
    "scaled": scaled,
    "goalposts": goalposts,
    "steps": steps,
    "none": none,
}
