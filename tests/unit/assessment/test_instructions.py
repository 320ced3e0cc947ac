"""Instruction and check come from the same fields: what the words allow is taken, what they forbid is refused."""

import re
from decimal import Decimal

import pytest

from assessment.expressions import parse_rule
from assessment.figure_checks import broken_rules, check_entry, is_jump, read_value
from assessment.instructions import instruction_of, rule_sentence
from assessment.models import FigureDefinition, Rule
from core.errors import NotAllowed
from tests.factories.workbooks import figures

NUMBERS = [figure for figure in figures() if figure.is_number]
BY_CODE = {figure.code: figure for figure in figures()}


def number_in(words):
    return Decimal(words.replace(",", "").replace("\u2212", "-"))


def bounds_said(figure):
    """The lowest and highest value that the instruction names, read from its words alone."""
    text = instruction_of(figure)
    both = re.search(r"Range: (\S+) to (\S+)", text)
    low = re.search(r"Range: (\S+) [^.]*or more", text)
    high = re.search(r"Range: at most (\S+)", text)
    return (
        number_in(both[1]) if both else number_in(low[1]) if low else None,
        number_in(both[2]) if both else number_in(high[1]) if high else None,
    )


def decimals_said(figure):
    found = re.search(r"at most (\d+) decimal", instruction_of(figure))
    return int(found[1]) if found else 0


def takes(figure, value):
    try:
        return read_value(f"{value:f}", figure) == value
    except NotAllowed:
        return False


@pytest.mark.parametrize("code", [figure.code for figure in NUMBERS])
def test_range__the_bounds_that_are_said_are_the_bounds_that_are_checked(code):
    figure, (low, high) = BY_CODE[code], bounds_said(BY_CODE[code])
    step = Decimal(1).scaleb(-figure.decimals)

    assert (low, high) == (figure.minimum, figure.maximum)
    for bound, beyond in ((low, -step), (high, step)):
        if bound is not None:
            assert takes(figure, bound)
            assert not takes(figure, bound + beyond)


@pytest.mark.parametrize("code", [figure.code for figure in NUMBERS])
def test_type__the_decimals_that_are_said_are_taken_and_no_more(code):
    figure = BY_CODE[code]
    inside = (figure.minimum or Decimal(0)) + 1
    said = decimals_said(figure)

    assert takes(figure, inside + Decimal(1).scaleb(-said))
    assert not takes(figure, inside + Decimal(1).scaleb(-said - 1))


@pytest.mark.parametrize("code", [figure.code for figure in NUMBERS])
def test_change__asked_exactly_from_what_is_said(code):
    figure = BY_CODE[code]
    found = re.search(r"change of more than ([\d.]+)%", instruction_of(figure))

    assert bool(found) == (figure.soft_yoy_pct is not None)
    if found:
        assert not is_jump(figure, number_in(found[1]))
        assert is_jump(figure, number_in(found[1]) + Decimal("0.01"))


@pytest.mark.parametrize("code", list(BY_CODE))
def test_nothing__not_applicable_is_taken_only_where_the_words_foresee_it(code):
    figure = BY_CODE[code]
    foreseen = "Not applicable only when" in instruction_of(figure)
    entry = {"value": None, "missing": "not_applicable", "reason": "as said", "document": ""}

    if foreseen:
        check_entry(figure, **entry)
    else:
        with pytest.raises(NotAllowed):
            check_entry(figure, **entry)


@pytest.mark.parametrize(
    ("expression", "passing", "failing"),
    [
        ("F026 <= F002", {"F026": 5, "F002": 5}, {"F026": 6, "F002": 5}),  # cross-figure
        ("sum(F012, F013) <= F002", {"F012": 2, "F013": 3, "F002": 5}, {"F012": 3, "F013": 3, "F002": 5}),  # sum
        ("F005 <= F004 * 8000000", {"F005": 8000000, "F004": 1}, {"F005": 8000001, "F004": 1}),  # ratio
    ],
)
def test_rule__its_sentence_carries_the_expression_that_is_checked(expression, passing, failing):
    rule = Rule(code="R1", severity=Rule.HARD, expression=expression, name_en="Keep it.", name_zh_hans="遵守。")

    assert expression in rule_sentence(rule)
    assert parse_rule(expression).evaluate(passing, None).holds
    assert broken_rules([rule], passing, None) == []
    assert [fault.code for fault in broken_rules([rule], failing, None)] == ["R1"]


def test_rule__of_last_year__is_skipped_without_one():
    rule = Rule(code="R1", severity=Rule.SOFT, expression="F005 >= last(F005) * 0.8", name_en="x", name_zh_hans="x")

    assert broken_rules([rule], {"F005": 1}, None) == []
    assert broken_rules([rule], {"F005": 7}, {"F005": 10})[0].severity == Rule.SOFT
    assert broken_rules([rule], {"F005": 8}, {"F005": 10}) == []


def test_instruction__of_a_document__names_no_number():
    figure = FigureDefinition(code="F055", figure_type="document", decimals=0, unit="")

    assert "Range" not in instruction_of(figure)
    assert "decimal" not in instruction_of(figure)
    assert "Name the document" in instruction_of(figure)
