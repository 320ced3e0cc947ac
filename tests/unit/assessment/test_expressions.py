"""Expressions: the grammar, exact values, what has no value, the arithmetic that is shown, and every fault."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.expressions import ExpressionFault, Missing, Outcome, nearest_float, parse, parse_rule, rounded

FIGURES = {"F001": Decimal("12.40"), "F002": 1500, "F003": 186, "F004": 0, "F042": Decimal("-3.5")}
LAST = {"F001": Decimal("12.00"), "F002": 1200, "F003": Missing.WITHHELD}


def value_of(text: str, values=FIGURES, last=LAST) -> Fraction | None:
    return parse(text).evaluate(values, last).value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2", Fraction(2)),
        ("2.50", Fraction(5, 2)),
        ("1 + 2 * 3", Fraction(7)),
        ("(1 + 2) * 3", Fraction(9)),
        ("10 - 3 - 2", Fraction(5)),
        ("60 / 4 / 3", Fraction(5)),
        ("60 / (4 / 3)", Fraction(45)),
        ("-2 * -3", Fraction(6)),
        ("2 - -3", Fraction(5)),
        ("-(1 + 2)", Fraction(-3)),
        ("0.1 + 0.2", Fraction(3, 10)),
        ("1 / 3", Fraction(1, 3)),
        ("F003 / F002 * 100", Fraction(62, 5)),
        ("F001", Fraction(62, 5)),
        ("F042 / 2", Fraction(-7, 4)),
        ("(F002 / last(F002) - 1) * 100", Fraction(25)),
        ("sum(F002, F003)", Fraction(1686)),
        ("sum(F002)", Fraction(1500)),
        ("2 * sum(1, last(F002), 3 * 2)", Fraction(2414)),
        ("\tF003\n/ F002 ", Fraction(31, 250)),
    ],
)
def test_evaluate__expression__is_exact(text, value):
    assert value_of(text) == value


def test_evaluate__float__is_refused_as_inexact():
    with pytest.raises(TypeError, match="exact"):
        value_of("F001", {"F001": 0.1})


@pytest.mark.parametrize(
    ("text", "values", "last", "outcome", "missing"),
    [
        ("F001 / F002", {"F001": Missing.WITHHELD, "F002": 1}, LAST, Outcome.MISSING, Missing.WITHHELD),
        ("F001 / F002", {"F001": 1}, LAST, Outcome.MISSING, Missing.NOT_REPORTED),
        ("F002 / last(F003)", FIGURES, LAST, Outcome.MISSING, Missing.WITHHELD),
        ("F002 / last(F009)", FIGURES, LAST, Outcome.MISSING, Missing.NOT_REPORTED),
        ("F002 / last(F002)", FIGURES, None, Outcome.NO_LAST_YEAR, None),
        ("F002 / F004", FIGURES, LAST, Outcome.ZERO_DENOMINATOR, None),
        ("F002 / (F003 - 186)", FIGURES, LAST, Outcome.ZERO_DENOMINATOR, None),
        ("0 * F009", FIGURES, LAST, Outcome.MISSING, Missing.NOT_REPORTED),
        # several at once: missing, then no last year, then zero
        ("F009 / F004 + last(F002)", FIGURES, None, Outcome.MISSING, Missing.NOT_REPORTED),
        ("F002 / F004 + last(F002)", FIGURES, None, Outcome.NO_LAST_YEAR, None),
    ],
)
def test_evaluate__without_a_value__says_why(text, values, last, outcome, missing):
    found = parse(text).evaluate(values, last)

    assert (found.outcome, found.value, found.missing) == (outcome, None, missing)
    assert found.fault == (None if outcome == Outcome.MISSING else outcome)


@pytest.mark.parametrize(
    ("kinds", "worst"),
    [
        ((Missing.NOT_APPLICABLE, Missing.NOT_COLLECTED), Missing.NOT_COLLECTED),
        ((Missing.NOT_COLLECTED, Missing.WITHHELD), Missing.WITHHELD),
        ((Missing.WITHHELD, Missing.NOT_REPORTED), Missing.NOT_REPORTED),
        ((Missing.NOT_APPLICABLE, Missing.NOT_APPLICABLE), Missing.NOT_APPLICABLE),
    ],
)
def test_evaluate__several_kinds_missing__takes_the_most_severe_in_any_order(kinds, worst):
    first, second = kinds

    assert parse("F001 + F002").evaluate({"F001": first, "F002": second}, None).missing == worst
    assert parse("F001 + F002").evaluate({"F001": second, "F002": first}, None).missing == worst


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("F003 / F002 * 100", "186 / 1500 * 100 = 12.40"),
        ("F003 / F002", "186 / 1500 ≈ 0.12"),
        ("(F002 / last(F002) - 1) * 100", "(1500 / 1200 - 1) * 100 = 25.00"),
        ("sum(F002, F003)", "1500 + 186 = 1686.00"),
        ("sum(F002, F003) / 2", "(1500 + 186) / 2 = 843.00"),
        ("F002 - F042", "1500 - (-3.5) = 1503.50"),
        ("F042 * 2", "-3.5 * 2 = -7.00"),
        ("-F042", "-(-3.5) = 3.50"),
        ("F002 - (1 - 2)", "1500 - (1 - 2) = 1501.00"),
        ("F001", "12.40 = 12.40"),
        ("F002 / F009", "1500 / F009"),
        ("F002 / F004", "1500 / 0"),
        ("-1 / 1000", "-1 / 1000 ≈ 0.00"),
    ],
)
def test_arithmetic__numbers_put_in__can_be_followed_by_hand(text, shown):
    assert parse(text).arithmetic(FIGURES, LAST) == shown


def test_arithmetic__no_year_before__keeps_the_code():
    assert parse("F002 / last(F002)").arithmetic(FIGURES, None) == "1500 / last(F002)"


def test_codes__both_years__are_told_apart():
    expression = parse("(1 - (F023 / F005) / (last(F023) / last(F026))) * sum(F012, 2)")

    assert expression.codes() == {"F005", "F012", "F023", "F026"}
    assert expression.codes_last() == {"F023", "F026"}


@pytest.mark.parametrize(
    ("text", "column", "reason"),
    [
        ("", 1, "found the end where a figure such as F001, a number or ( was expected"),
        ("1 +", 4, "found the end where a figure"),
        ("* 2", 1, "found * where a figure"),
        ("2 ** 3", 4, "found * where a figure"),
        ("F001 F002", 6, "found F002 where an operator"),
        ("(1 + 2", 7, "found the end where ) was expected"),
        ("1 + 2)", 6, "found ) where an operator"),
        ("F001（F002", 5, "write ( instead of （"),
        ("F001 ÷ F002", 6, "write / instead of ÷"),
        ("F001 × 2", 6, "write * instead of ×"),
        ("5%", 2, "write / 100 instead of %"),
        ("1e5", 2, "write the number in full, without e5"),
        ("1,000 * F001", 2, "without a thousands mark"),
        (".5 * F001", 1, "write 0.5"),
        ("9" * 31, 1, "at most 30 digits"),
        ("f001 / 2", 1, "write it in capital letters"),
        ("avg(F001)", 1, "avg is not known"),
        ("F001(2)", 5, "write an operator such as *"),
        ("last F001", 6, "found F001 where ( was expected"),
        ("last(3)", 6, "found 3 where one figure was expected"),
        ("last(last(F001))", 6, "found last where one figure was expected"),
        ("last(F001 + 1)", 11, "found + where ) was expected"),
        ("sum()", 5, "found ) where a figure"),
        ("sum(F001,)", 10, "found ) where a figure"),
        ("F001 >= 2", 6, "an indicator compares nothing"),
        ("__import__('os')", 1, "_ is not known"),
        ("F001; F002", 5, "write , instead of ;"),
        ("F001\x00", 5, "U+0000 is not known"),
        ("(" * 21 + "1" + ")" * 21, 21, "more than 20 levels"),
        ("-" * 25 + "1", 21, "more than 20 levels"),
        ("1+" * 250 + "1", 501, "longer than 500 signs"),
    ],
)
def test_parse__no_expression__names_column_and_mend(text, column, reason):
    with pytest.raises(ExpressionFault) as fault:
        parse(text)

    assert fault.value.column == column
    assert reason in fault.value.reason
    assert str(fault.value).startswith(f"column {column}: ")


def test_parse__longest_chain__is_evaluated():
    assert value_of("1" + "+1" * 249) == 250


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("F003 <= F002", True),
        ("F002 < F003", False),
        ("F002 < 1500", False),
        ("F002 <= 1500", True),
        ("sum(F002, F003) = 1686", True),
        ("0.1 + 0.2 = 0.3", True),
        ("F002 >= last(F002) * 0.8", True),
        ("F002 > 1500", False),
    ],
)
def test_rule__comparison__is_exact(text, holds):
    assert parse_rule(text).evaluate(FIGURES, LAST).holds is holds


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("F002 >= last(F002) * 0.8", Outcome.NO_LAST_YEAR),
        ("F009 <= F002", Outcome.MISSING),
        ("F002 / F004 <= 1", Outcome.ZERO_DENOMINATOR),
    ],
)
def test_rule__nothing_to_compare__is_skipped_and_says_why(text, outcome):
    judgement = parse_rule(text).evaluate(FIGURES, None)

    assert (judgement.holds, judgement.outcome) == (None, outcome)


def test_rule__steps__show_both_sides():
    assert parse_rule("F003 <= F002 * 0.15").evaluate(FIGURES, LAST).steps == "186 <= 1500 * 0.15"
    assert parse_rule("F003 <= F002").codes() == {"F002", "F003"}


@pytest.mark.parametrize(
    ("text", "column", "reason"),
    [
        ("F001", 5, "found the end where a comparison was expected"),
        ("F001 == F002", 7, "a second sign of comparison"),
        ("1 < F001 < 2", 10, "write a rule for each"),
        ("F001 ≤ F002", 6, "write <= instead of ≤"),
        ("F001 <", 7, "found the end where a figure"),
        ("F001 ! F002", 6, "! is not known"),
    ],
)
def test_parse_rule__no_rule__names_column_and_mend(text, column, reason):
    with pytest.raises(ExpressionFault) as fault:
        parse_rule(text)

    assert fault.value.column == column
    assert reason in fault.value.reason


@pytest.mark.parametrize(
    ("value", "nearest"),
    [
        (Fraction(1, 10), 0.1),
        (Fraction(2**53 + 1), float(2**53)),  # a tie goes to the even neighbour
        (Fraction(2**53 + 3), float(2**53 + 4)),
        (Fraction(62, 5), 12.4),
        (Fraction(10**30, 3), 3.333333333333333e29),
    ],
)
def test_nearest_float__fraction__is_correctly_rounded(value, nearest):
    assert nearest_float(value) == nearest


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_nearest_float__any_binary64__comes_back_from_its_shortest_form(number):
    assert nearest_float(Fraction(repr(number))) == number


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(-1, 8), 2, "-0.13"),
        (Fraction(-1, 1000), 2, "0.00"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(10**40, 1) + Fraction(1, 100), 2, f"1{'0' * 40}.01"),
    ],
)
def test_rounded__halves__go_away_from_zero(value, places, shown):
    assert f"{rounded(value, places):f}" == shown


NUMBERS = st.integers(-1000, 1000)


TEXTS = [f"F001 {one} F002 {two} F003" for one in "+-*/" for two in "+-*/"]
BRACKETED = [f"F001 {one} (F002 {two} F003)" for one in "+-*/" for two in "+-*/"]


@given(st.lists(NUMBERS, min_size=3, max_size=3), st.sampled_from(TEXTS + BRACKETED))
def test_arithmetic__shown_numbers__are_an_expression_of_the_same_value(numbers, text):
    values = dict(zip(("F001", "F002", "F003"), numbers, strict=True))
    found = parse(text).evaluate(values, None)

    shown = found.steps if found.value is None else found.steps.rpartition(" ")[0].rpartition(" ")[0]

    assert parse(shown).evaluate({}, None).value == found.value
