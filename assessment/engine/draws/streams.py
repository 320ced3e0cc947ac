"""Random numbers with a fixed recipe: PCG64's raw 64 bits, turned into draws by our own arithmetic.

numpy promises the bits of a bit generator, but not those of its distributions. A uniform number is
``(bits >> 11) · 2⁻⁵³``; a gamma variate is G. Marsaglia and W. W. Tsang's (ACM TOMS 26, 2000) with normal numbers by
M. J. Wichura's inverse (algorithm AS 241, Applied Statistics 37, 1988), both over `fixed`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assessment.engine.draws import fixed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assessment.engine.draws.fixed import Array

STEP = 2.0**-53
SMALLEST_WEIGHT = 2.0**-60
FACTORS = ("weights", "normalise", "aggregation", "impute")
THIRD = 1.0 / 3.0
CENTRAL, FAR = 0.425, 5.0  # where the inverse normal changes its series

CENTRE = (
    (
        2509.0809287301226727,
        33430.575583588128105,
        67265.770927008700853,
        45921.953931549871457,
        13731.693765509461125,
        1971.5909503065514427,
        133.14166789178437745,
        3.387132872796366608,
    ),
    (
        5226.495278852545925,
        28729.085735721942674,
        39307.89580009271061,
        21213.794301586595867,
        5394.1960214247511077,
        687.1870074920579083,
        42.313330701600911252,
        1.0,
    ),
)
MIDDLE = (
    (
        7.7454501427834140764e-4,
        0.0227238449892691845833,
        0.24178072517745061177,
        1.27045825245236838258,
        3.64784832476320460504,
        5.7694972214606914055,
        4.6303378461565452959,
        1.42343711074968357734,
    ),
    (
        1.05075007164441684324e-9,
        5.475938084995344946e-4,
        0.0151986665636164571966,
        0.14810397642748007459,
        0.68976733498510000455,
        1.6763848301838038494,
        2.05319162663775882187,
        1.0,
    ),
)
TAIL = (
    (
        2.01033439929228813265e-7,
        2.71155556874348757815e-5,
        0.0012426609473880784386,
        0.026532189526576123093,
        0.29656057182850489123,
        1.7848265399172913358,
        5.4637849111641143699,
        6.6579046435011037772,
    ),
    (
        2.04426310338993978564e-15,
        1.4215117583164458887e-7,
        1.8463183175100546818e-5,
        7.868691311456132591e-4,
        0.0148753612908506148525,
        0.13692988092273580531,
        0.59983220655588793769,
        1.0,
    ),
)


def spawn(seed: int) -> dict[str, np.random.PCG64]:
    """Return one stream per factor, in a fixed order: a factor that is not drawn leaves the others' draws alone."""
    seeds = np.random.SeedSequence(seed).spawn(len(FACTORS))
    return {factor: np.random.PCG64(child) for factor, child in zip(FACTORS, seeds, strict=True)}


def data_stream(seed: int) -> np.random.PCG64:
    """Return the stream of the figures' own errors, beside those of the factors."""
    return np.random.PCG64(np.random.SeedSequence(seed).spawn(len(FACTORS) + 1)[-1])


def uniform(stream: np.random.PCG64, count: int) -> Array:
    """Return numbers in [0, 1)."""
    bits: NDArray[np.uint64] = stream.random_raw(count)
    return (bits >> np.uint64(11)).astype(np.float64) * STEP


def _inner_uniform(stream: np.random.PCG64, count: int) -> Array:
    """Return numbers in (0, 1)."""
    return uniform(stream, count) + STEP * 0.5


def choices(stream: np.random.PCG64, count: int, options: int) -> NDArray[np.intp]:
    """Return numbers from 0 to options - 1 with equal chance."""
    return (uniform(stream, count) * options).astype(np.intp)


def uniform_noise(stream: np.random.PCG64, weights: Array, count: int, factor: float) -> Array:
    """Return ``w·(1 + U(-f, f))``: a row per weight, a column per draw; the stream is read draw by draw."""
    noise = uniform(stream, count * len(weights)).reshape(count, len(weights)).T
    scale = np.maximum((1.0 - factor) + noise * (2.0 * factor), SMALLEST_WEIGHT)
    return np.ascontiguousarray(scale * weights[:, np.newaxis])


def dirichlet_noise(stream: np.random.PCG64, shapes: Array, count: int) -> Array:
    """Return gamma variates, a row per weight; siblings divided by their sum are Dirichlet draws."""
    found = gamma(stream, np.tile(shapes, count)).reshape(count, len(shapes)).T
    return np.ascontiguousarray(np.where(shapes[:, np.newaxis] > 0, np.maximum(found, SMALLEST_WEIGHT), 0.0))


def gamma(stream: np.random.PCG64, shapes: Array) -> Array:
    """Return one gamma variate per shape; shape 0 gives 0."""
    boosted = np.where(shapes < 1.0, shapes + 1.0, shapes)
    depth = boosted - THIRD
    slope = 1.0 / np.sqrt(depth * 9.0)
    found = np.zeros_like(shapes)
    waiting = np.flatnonzero(shapes > 0)
    while waiting.size:
        pairs = _inner_uniform(stream, 2 * waiting.size).reshape(-1, 2)
        number, here = normal(pairs[:, 0]), depth[waiting]
        root = slope[waiting] * number + 1.0
        volume = np.where(root > 0, root * root * root, 1.0)
        limit = number * number * 0.5 + here - here * volume + here * fixed.ln(volume)
        taken = (root > 0) & (fixed.ln(np.ascontiguousarray(pairs[:, 1])) < limit)
        found[waiting[taken]] = here[taken] * volume[taken]
        waiting = waiting[~taken]
    small = np.flatnonzero((shapes < 1.0) & (shapes > 0))
    if small.size:
        found[small] *= fixed.exp(fixed.ln(_inner_uniform(stream, small.size)) / shapes[small])
    return found


def normal(probabilities: Array) -> Array:
    """Return the standard normal quantile of probabilities in (0, 1)."""
    centred = probabilities - 0.5
    is_central = np.abs(centred) <= CENTRAL
    inner = 0.180625 - np.where(is_central, centred, 0.0) * centred
    centre = centred * _ratio(CENTRE, inner)
    outer = np.sqrt(-fixed.ln(np.where(is_central, 0.5, np.minimum(probabilities, 1.0 - probabilities))))
    tail = np.where(outer <= FAR, _ratio(MIDDLE, outer - 1.6), _ratio(TAIL, outer - 5.0))
    return np.where(is_central, centre, np.where(centred < 0, -tail, tail))


def _ratio(series: tuple[tuple[float, ...], tuple[float, ...]], at: Array) -> Array:
    above, below = (np.full_like(at, coefficients[0]) for coefficients in series)
    for one, other in zip(series[0][1:], series[1][1:], strict=True):
        above, below = above * at + one, below * at + other
    return above / below
