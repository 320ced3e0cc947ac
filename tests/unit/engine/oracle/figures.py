"""Numbers of the oracle: decimals as fractions, and the few functions that have to be rounded."""

import re
from collections.abc import Callable
from decimal import Context, Decimal
from fractions import Fraction

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
DIGITS = (60, 120, 240, 480)


class Refused(Exception):
    """What the format calls an error: the places that have to be named."""

    def __init__(self, *places: tuple[str, str]) -> None:
        super().__init__(places)
        self.places = set(places)


def decimal(text: str) -> Fraction:
    """Return the decimal that the binary64 nearest to a text shows in its shortest form."""
    return Fraction(repr(float(text)))


def given(number: float) -> Fraction:
    """Return a number of the system as the decimal it was written as."""
    return Fraction(repr(float(number)))


def shown(number: Fraction | str | None) -> float | str | None:
    """Return a number as the answer shows it: the nearest binary64."""
    return float(number) + 0.0 if isinstance(number, Fraction) else number


def rounded(formula: Callable[[Context], Decimal]) -> Fraction:
    """Return the binary64 nearest to a formula's value, from as many digits as it takes for two neighbours to agree."""
    for digits in DIGITS:
        value = formula(Context(prec=digits, Emax=10**9, Emin=-(10**9)))
        gap = abs(value) * Decimal(10) ** (15 - digits)
        low, high = (Context(prec=digits + 5).add(value, shift) for shift in (-gap, gap))
        if float(low) == float(high):
            break
    return Fraction(float(value))


def long(number: Fraction, context: Context) -> Decimal:
    return context.divide(Decimal(number.numerator), Decimal(number.denominator))


def ln(number: Fraction, context: Context) -> Decimal:
    return context.ln(long(number, context))


def root_of_square(square: Fraction) -> Fraction | None:
    """Return the exact root of a fraction that has one."""
    top, bottom = isqrt(square.numerator), isqrt(square.denominator)
    return None if top is None or bottom is None else Fraction(top, bottom)


def isqrt(number: int) -> int | None:
    guess = 1 << ((number.bit_length() + 1) // 2)
    while guess * guess > number:
        guess = (guess + number // guess) // 2
    return guess if guess * guess == number else None
