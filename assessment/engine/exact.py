"""Numbers without machine noise: exact rationals, and functions rounded correctly to binary64.

A number of the input stands for the binary64 nearest to its text, and counts as the decimal that the shortest form of
that binary64 shows: 0.1 is one tenth. All rational steps are done in fractions without any rounding. Logarithms, powers
and roots are enclosed between two decimals, with as many digits as it takes until both ends round to the same binary64
(A. Ziv, Fast evaluation of elementary mathematical functions with correctly rounded last bit, ACM TOMS 17, 1991); that
binary64 is the result. No step depends on the machine's floating point, its C library or the order of a sum.
"""

from __future__ import annotations

import decimal
import math
import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import lcm
from operator import mul
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
PLAIN = re.compile(r"(-?[0-9]{1,15})(?:\.([0-9]{1,15}))?")
LARGEST = Fraction(1.7976931348623157e308)
SAFE_BITS = 1022
DIGITS = (26, 52, 104, 208, 416)
DECIMAL_SAFE_DIGITS = 15  # a decimal of 15 digits is the shortest form of its binary64
INTEGER_POWER = 64

Ends = tuple[Decimal, Decimal]


def exact(number: float) -> Fraction:
    """Return the decimal that the shortest form of a finite number shows.

    Raises
    ------
    OverflowError
        If an integer lies beyond the largest binary64.
    """
    if isinstance(number, int) and abs(number) < 10**DECIMAL_SAFE_DIGITS:
        return Fraction(number)
    return Fraction(repr(float(number)))


def read_number(text: str) -> Fraction | None:
    """Read ``-?digits[.digits][e±digits]``; None for anything else.

    Raises
    ------
    OverflowError
        If the number is so large, or so small beside 0, that no binary64 holds it.
    """
    plain = PLAIN.fullmatch(text)
    if plain:
        whole, part = plain.group(1), plain.group(2) or ""
        if len(whole) + len(part) <= DECIMAL_SAFE_DIGITS:
            return Fraction(int(whole + part), 10 ** len(part)) if part else Fraction(int(whole))
    if not NUMBER.fullmatch(text):
        return None
    number = float(text)
    if math.isinf(number) or (number == 0 and re.search("[1-9]", re.split("[eE]", text)[0])):
        raise OverflowError(text)
    return exact(number)


def nearest(value: Fraction) -> float:
    """Round to the nearest binary64, ties to even; 0 is never negative."""
    above, below = value.as_integer_ratio()
    return above / below + 0.0


def is_beyond(value: Fraction) -> bool:
    """Tell whether a number is larger than the largest binary64; the lengths in bits decide nearly always."""
    above, below = value.as_integer_ratio()
    return above.bit_length() - below.bit_length() >= SAFE_BITS and abs(value) > LARGEST


def total(terms: Sequence[Fraction]) -> Fraction:
    """Add fractions exactly, in pairs, with one reduction at the end."""
    if not terms:
        return Fraction(0)
    pairs = [(term.numerator, term.denominator) for term in terms]
    while len(pairs) > 1:
        joined = [_add(pairs[at], pairs[at + 1]) for at in range(0, len(pairs) - 1, 2)]
        pairs = joined + pairs[len(joined) * 2 :]
    return Fraction(*pairs[0])


def _add(left: tuple[int, int], right: tuple[int, int]) -> tuple[int, int]:
    if left[1] == right[1]:
        return left[0] + right[0], left[1]
    return left[0] * right[1] + right[0] * left[1], left[1] * right[1]


def on_line(wholes: Iterable[int], scale: int, line: tuple[Fraction, Fraction]) -> list[Fraction]:
    """Return ``start + slope x`` for whole numbers over `scale`, each reduced once; the line is (slope, start)."""
    slope, start = line
    below = lcm(slope.denominator, start.denominator)
    rise = slope.numerator * (below // slope.denominator)
    base = start.numerator * (below // start.denominator) * scale
    below *= scale
    return [Fraction(rise * whole + base, below) for whole in wholes]


def whole_numbers(values: Sequence[Fraction]) -> tuple[tuple[int, ...], int]:
    """Return fractions as whole numbers over their common denominator, and that denominator."""
    pairs = [value.as_integer_ratio() for value in values]
    scale = lcm(*[below for _, below in pairs])
    return tuple([above * (scale // below) for above, below in pairs]), scale


def weighted_mean(weights: Sequence[int], values: Sequence[Fraction]) -> Fraction:
    """Return ``Σ w x / Σ w`` of whole weights, reduced once."""
    wholes, scale = whole_numbers(values)
    return Fraction(sum(map(mul, weights, wholes)), scale * sum(weights))


class Precision:
    """Interval arithmetic on decimals of a given number of digits; every result encloses the true one."""

    def __init__(self, digits: int) -> None:
        self.down = _context(digits, decimal.ROUND_FLOOR)
        self.up = _context(digits, decimal.ROUND_CEILING)

    def of(self, value: Fraction) -> Ends:
        above, below = Decimal(value.numerator), Decimal(value.denominator)
        return self.down.divide(above, below), self.up.divide(above, below)

    def add(self, left: Ends, right: Ends) -> Ends:
        return self.down.add(left[0], right[0]), self.up.add(left[1], right[1])

    def multiply(self, left: Ends, right: Ends) -> Ends:
        pairs = [(one, other) for one in left for other in right]
        return (
            min(self.down.multiply(one, other) for one, other in pairs),
            max(self.up.multiply(one, other) for one, other in pairs),
        )

    def divide(self, left: Ends, right: Ends) -> Ends:
        """Divide by an interval of one sign."""
        pairs = [(one, other) for one in left for other in right]
        return (
            min(self.down.divide(one, other) for one, other in pairs),
            max(self.up.divide(one, other) for one, other in pairs),
        )

    def ln(self, value: Ends) -> Ends:
        return self.down.next_minus(self.down.ln(value[0])), self.up.next_plus(self.up.ln(value[1]))

    def exp(self, value: Ends) -> Ends:
        return self.down.next_minus(self.down.exp(value[0])), self.up.next_plus(self.up.exp(value[1]))

    def sqrt(self, value: Ends) -> Ends:
        low = self.down.next_minus(self.down.sqrt(value[0])) if value[0] > 0 else Decimal(0)
        return low, self.up.next_plus(self.up.sqrt(value[1]))


def _context(digits: int, rounding: str) -> decimal.Context:
    return decimal.Context(
        prec=digits,
        rounding=rounding,
        Emin=decimal.MIN_EMIN,
        Emax=decimal.MAX_EMAX,
        traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
    )


@lru_cache(maxsize=len(DIGITS))
def _precision(digits: int) -> Precision:
    return Precision(digits)


def correctly_rounded(enclose: Callable[[Precision], Ends]) -> Fraction:
    """Raise the precision until both ends of the enclosure round to the same binary64.

    A true value that lies exactly between two binary64 numbers is never decided so; after the last precision, where
    the ends agree to some 400 digits, the lower end's rounding stands.

    Raises
    ------
    OverflowError
        If the value lies beyond the largest binary64.
    """
    low = 0.0
    for digits in DIGITS:
        ends = enclose(_precision(digits))
        low, high = float(ends[0]), float(ends[1])
        if low == high:
            break
    if math.isinf(low):
        raise OverflowError("the value is beyond the largest binary64")
    return Fraction(low)


def ln(value: Fraction) -> Fraction:
    """Natural logarithm of a positive number, correctly rounded."""
    if value == 1:
        return Fraction(0)
    return correctly_rounded(lambda precision: precision.ln(precision.of(value)))


def log_share(value: Fraction, posts: tuple[Fraction, Fraction], scale: tuple[Fraction, Fraction]) -> Fraction:
    """Place a value between two posts by logarithms: ``l + (u - l) ln(x / low) / ln(high / low)``, rounded once."""
    (low, high), (start, end) = posts, scale

    def enclose(precision: Precision) -> Ends:
        part = precision.ln(precision.of(value / low))
        whole = precision.ln(precision.of(high / low))
        share = precision.divide(part, whole)
        return precision.add(precision.of(start), precision.multiply(precision.of(end - start), share))

    if value in posts:
        return start if value == low else end
    return correctly_rounded(enclose)


def shifted_root(shift: Fraction, factor: Fraction, square: Fraction) -> Fraction:
    """Return ``shift + factor √square``: exact for a perfect square, else rounded once."""
    above, below = math.isqrt(square.numerator), math.isqrt(square.denominator)
    if above * above == square.numerator and below * below == square.denominator:
        return shift + factor * Fraction(above, below)

    def enclose(precision: Precision) -> Ends:
        root = precision.sqrt(precision.of(square))
        return precision.add(precision.of(shift), precision.multiply(precision.of(factor), root))

    return correctly_rounded(enclose)


def geometric_mean(values: Sequence[Fraction], shares: Sequence[Fraction]) -> Fraction:
    """Return ``exp(Σ w ln x)`` of positive values, shares adding up to 1; exact where all values are equal."""
    if all(value == values[0] for value in values):
        return values[0]

    def enclose(precision: Precision) -> Ends:
        exponent = (Decimal(0), Decimal(0))
        for value, share in zip(values, shares, strict=True):
            term = precision.multiply(precision.of(share), precision.ln(precision.of(value)))
            exponent = precision.add(exponent, term)
        return precision.exp(exponent)

    return correctly_rounded(enclose)


def power_mean(values: Sequence[Fraction], shares: Sequence[Fraction], power: Fraction) -> Fraction:
    """Return ``(Σ w x^p)^(1/p)``, shares adding up to 1; exact for p = ±1 and equal values (even p: sizes)."""
    if power.denominator == 1 and power.numerator % 2 == 0:
        values = [abs(value) for value in values]
    if all(value == values[0] for value in values):
        return values[0]
    if power.denominator == 1 and abs(power.numerator) <= INTEGER_POWER:
        mean = total([share * value**power.numerator for value, share in zip(values, shares, strict=True)])
        if power in (1, -1):
            return mean**power.numerator
        if mean == 0:
            return mean
        return correctly_rounded(lambda precision: _power(precision, precision.of(mean), 1 / power))

    def enclose(precision: Precision) -> Ends:
        mean = (Decimal(0), Decimal(0))
        for value, share in zip(values, shares, strict=True):
            if value and share:
                term = _power(precision, precision.of(value), power)
                mean = precision.add(mean, precision.multiply(precision.of(share), term))
        return _power(precision, mean, 1 / power)

    return correctly_rounded(enclose)


def _power(precision: Precision, base: Ends, power: Fraction) -> Ends:
    return precision.exp(precision.multiply(precision.of(power), precision.ln(base)))
