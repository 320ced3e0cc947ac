"""Exact numbers: reading, adding, and functions whose last bit is right."""

import math
import random
from decimal import Context, Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.engine import exact

few = settings(max_examples=60, deadline=None)
DIGITS = Context(prec=60)
positive = st.fractions(min_value=Fraction(1, 10**6), max_value=10**6, max_denominator=10**6)


def decimal(value):
    return DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", Fraction(0)),
        ("-0", Fraction(0)),
        ("0.1", Fraction(1, 10)),
        ("-12.50", Fraction(-25, 2)),
        ("007", Fraction(7)),
        ("1e3", Fraction(1000)),
        ("1e+3", Fraction(1000)),
        ("25E-1", Fraction(5, 2)),
        ("0.1000000000000000055511151231257827", Fraction(1, 10)),
        ("123456789012345678", Fraction(123456789012345680)),
    ],
)
def test_read_number__is_the_shortest_decimal_of_its_binary64(text, value):
    assert exact.read_number(text) == value


@pytest.mark.parametrize(
    "text",
    ["", " 1", "1 ", "+1", ".5", "5.", "1,5", "1_000", "0x10", "nan", "inf", "1e", "e5", "--1", "１２", "1e1.5", "1\n"],
)
def test_read_number__anything_else_is_none(text):
    assert exact.read_number(text) is None


@pytest.mark.parametrize("text", ["1e309", "-1e309", "9" * 400, "1e-400", "0." + "0" * 400 + "1"])
def test_read_number__what_no_binary64_holds_overflows(text):
    with pytest.raises(OverflowError):
        exact.read_number(text)


@few
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_read_number__a_float_written_and_read_back_is_the_same(number):
    assert exact.nearest(exact.read_number(repr(number))) == number


def test_nearest__zero_has_no_sign():
    assert math.copysign(1, exact.nearest(Fraction(-1, 10**400))) == 1


@few
@given(st.lists(st.fractions(), max_size=20))
def test_total__is_the_sum_of_fractions(terms):
    assert exact.total(terms) == sum(terms, Fraction(0))


@few
@given(positive)
def test_ln__is_rounded_correctly(value):
    assert exact.nearest(exact.ln(value)) == float(DIGITS.ln(decimal(value)))


def test_ln__next_to_1_keeps_all_its_bits():
    value = 1 + Fraction(1, 10**30)

    assert exact.nearest(exact.ln(value)) == 1e-30


@few
@given(st.lists(st.tuples(positive, st.integers(1, 9)), min_size=2, max_size=5))
def test_geometric_mean__is_rounded_correctly(pairs):
    whole = sum(weight for _, weight in pairs)
    values, shares = [value for value, _ in pairs], [Fraction(weight, whole) for _, weight in pairs]

    exponent = sum(
        (
            DIGITS.multiply(decimal(share), DIGITS.ln(decimal(value)))
            for value, share in zip(values, shares, strict=True)
        ),
        Decimal(0),
    )

    found = exact.geometric_mean(values, shares)
    expected = values[0] if len(set(values)) == 1 else Fraction(float(DIGITS.exp(exponent)))
    assert found == expected


def test_geometric_mean__of_a_perfect_root_is_exact():
    assert exact.geometric_mean([Fraction(4), Fraction(9)], [Fraction(1, 2)] * 2) == 6


@pytest.mark.parametrize(
    ("power", "expected"),
    [(Fraction(2), 5 / math.sqrt(2)), (Fraction(1), 3.5), (Fraction(-1), 24 / 7), (Fraction(3), (91 / 2) ** (1 / 3))],
)
def test_power_mean__of_three_and_four(power, expected):
    found = exact.power_mean([Fraction(3), Fraction(4)], [Fraction(1, 2)] * 2, power)

    assert exact.nearest(found) == pytest.approx(expected, rel=1e-15)


def test_power_mean__a_broken_power_agrees_with_the_whole_one_next_to_it():
    values, shares = [Fraction(3), Fraction(4)], [Fraction(1, 2)] * 2

    near = exact.power_mean(values, shares, 2 + Fraction(1, 10**9))

    assert exact.nearest(near) == pytest.approx(exact.nearest(exact.power_mean(values, shares, Fraction(2))), rel=1e-9)


def test_shifted_root__perfect_square_is_exact():
    assert exact.shifted_root(Fraction(1, 3), Fraction(-2), Fraction(9, 49)) == Fraction(1, 3) - Fraction(6, 7)


def test_shifted_root__is_rounded_correctly():
    generator = random.Random(1)
    for _ in range(200):
        square = Fraction(generator.randrange(1, 10**9), generator.randrange(1, 10**9))
        expected = DIGITS.subtract(Decimal(50), DIGITS.multiply(Decimal(10), DIGITS.sqrt(decimal(square))))

        assert exact.nearest(exact.shifted_root(Fraction(50), Fraction(-10), square)) == float(expected)


def test_log_share__ends_are_exact():
    posts, scale = (Fraction(100), Fraction(75000)), (Fraction(0), Fraction(1))

    assert exact.log_share(Fraction(100), posts, scale) == 0
    assert exact.log_share(Fraction(75000), posts, scale) == 1


def test_log_share__halfway_by_ratio():
    assert exact.log_share(Fraction(10), (Fraction(1), Fraction(100)), (Fraction(0), Fraction(100))) == 50


def test_correctly_rounded__too_large_a_value_overflows():
    with pytest.raises(OverflowError):
        exact.power_mean([Fraction(10**300), Fraction(10**307)], [Fraction(9), Fraction(9)], Fraction(1, 2))
