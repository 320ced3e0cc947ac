"""Logarithm, exponential and power of arrays with the same bits on every machine and numpy.

numpy's own functions differ by the processor's vector unit. These use additions, multiplications, divisions and exact
shifts of the exponent only, in a fixed order; the polynomials are those of fdlibm (Sun Microsystems, 1993), below one
unit in the last place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from fractions import Fraction

Array = NDArray[np.float64]

LN2_HIGH, LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
INVERSE_LN2 = 1.44269504088896338700
ROOT_HALF = 0.70710678118654752440
LN_SERIES = (
    1.479819860511658591e-01,
    1.531383769920937332e-01,
    1.818357216161805012e-01,
    2.222219843214978396e-01,
    2.857142874366239149e-01,
    3.999999999940941908e-01,
    6.666666666666735130e-01,
)
EXP_SERIES = (
    4.13813679705723846039e-08,
    -1.65339022054652515390e-06,
    6.61375632143793436117e-05,
    -2.77777777770155933842e-03,
    1.66666666666666019037e-01,
)
LARGEST_EXPONENT = 709.0
SMALLEST_EXPONENT = -708.0
REPEATED_POWER = 64


def _horner(series: tuple[float, ...], at: Array) -> Array:
    value = np.full_like(at, series[0])
    for coefficient in series[1:]:
        np.multiply(value, at, out=value)
        np.add(value, coefficient, out=value)
    return value


def ln(values: Array) -> Array:
    """Natural logarithm of positive numbers."""
    fraction, power = np.frexp(values)
    is_low = fraction < ROOT_HALF
    fraction = np.where(is_low, fraction * 2.0, fraction)
    exponent = power - is_low.astype(power.dtype)
    step = exponent.astype(np.float64)
    part = fraction - 1.0
    ratio = part / (part + 2.0)
    square = ratio * ratio
    tail = _horner(LN_SERIES, square) * square
    half = part * part * 0.5
    found: Array = step * LN2_HIGH - ((half - (ratio * (half + tail) + step * LN2_LOW)) - part)
    return found


def exp(values: Array) -> Array:
    """Exponential; beyond the largest binary64 it stays at ``exp(709)``, below the smallest at ``exp(-708)``."""
    inside = np.minimum(np.maximum(values, SMALLEST_EXPONENT), LARGEST_EXPONENT)
    power = np.rint(inside * INVERSE_LN2)
    high, low = inside - power * LN2_HIGH, power * LN2_LOW
    rest = high - low
    square = rest * rest
    correction = rest - _horner(EXP_SERIES, square) * square
    result = 1.0 - ((low - (rest * correction) / (2.0 - correction)) - high)
    scaled: Array = np.ldexp(result, power.astype(np.int32))
    return scaled


def raised(values: Array, power: Fraction) -> Array:
    """Return ``x^p`` of numbers ≥ 0, and of any numbers for whole p; 0 stays 0 for p > 0."""
    if power.denominator == 1 and abs(power) <= REPEATED_POWER:
        product = np.ones_like(values)
        for _ in range(abs(int(power))):
            product = product * values
        return 1.0 / product if power < 0 else product
    is_zero = values == 0
    found = exp(ln(np.where(is_zero, 1.0, values)) * (power.numerator / power.denominator))
    return np.where(is_zero, 0.0, found)
