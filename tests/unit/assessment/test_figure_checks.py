"""What is typed for a figure: what is read, what is refused, and whether the refusal names the mend."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assessment.figure_checks import bounds_words, change_in_percent, check_entry, is_jump, read_value
from assessment.figure_words import readable, shown_value, typed_text
from assessment.models import FigureDefinition
from core.errors import NotAllowed


def figure(**facts):
    defaults = {
        "code": "F001", "unit": "km2", "figure_type": "decimal", "decimals": 2, "minimum": Decimal("0.5"),
        "maximum": Decimal(150), "not_applicable_when": "",
    }  # fmt: skip
    return FigureDefinition(**defaults | facts)


AREA = figure()
COUNT = figure(unit="count", figure_type="count", decimals=0, minimum=Decimal(0), maximum=Decimal(30000))
MONEY = figure(unit="yuan", figure_type="money", minimum=Decimal(0), maximum=Decimal(5 * 10**12))
SAVING = figure(unit="cases", decimals=4, minimum=Decimal(-2000000), maximum=Decimal(2000000))
UNBOUND = figure(decimals=4, minimum=None, maximum=None)
DOCUMENT = figure(unit="", figure_type="document", decimals=0, minimum=None, maximum=None)


@pytest.mark.parametrize(
    ("text", "asked", "value"),
    [
        ("12.5", AREA, "12.5"),
        (" 12.50 ", AREA, "12.50"),
        ("１２．５", AREA, "12.5"),
        ("1,234", COUNT, "1234"),
        ("1 234", COUNT, "1234"),
        ("１，２３４", COUNT, "1234"),
        ("53,194,000,000.01", MONEY, "53194000000.01"),
        ("-12.5", SAVING, "-12.5"),
        ("−12.5", SAVING, "-12.5"),
        ("007", COUNT, "7"),
        ("5.00", COUNT, "5.00"),
    ],
)
def test_read_value__what_people_type__is_read(text, asked, value):
    assert read_value(text, asked) == Decimal(value)


@pytest.mark.parametrize("text", ["-0", "-0.00", "−0", "+0"])
def test_read_value__minus_zero__is_zero_without_a_sign(text):
    assert str(read_value(text, SAVING)).lstrip("0.") == ""


@pytest.mark.parametrize(
    ("text", "asked", "words"),
    [
        ("abc", AREA, "“abc” is no number; enter digits only"),
        ("", AREA, "is no number"),
        ("1e5", COUNT, "“1e5” is no number"),
        ("NaN", AREA, "“NaN” is no number"),
        ("Infinity", AREA, "is no number"),
        ("0x10", COUNT, "is no number"),
        ("1_000", COUNT, "is no number"),
        ("٣", COUNT, "is no number"),
        ("五", COUNT, "is no number"),
        ("1.2.3", AREA, "is no number"),
        ("--1", SAVING, "is no number"),
        ("12.", AREA, "is no number"),
        ("12 km2", AREA, "The unit is km²"),
        ("50%", AREA, "is no number"),
        ("12\x005", AREA, "is no number"),
        ("12,5", AREA, "“12,5”: a comma stands only before three digits"),
        ("1,23,456", COUNT, "a comma stands only before three digits"),
        ("0,125", AREA, "a comma stands only before three digits"),
        ("1234,567", COUNT, "a comma stands only before three digits"),
        ("531.94亿", MONEY, "the unit here is yuan: enter 53,194,000,000."),
        ("531.94 亿元", MONEY, "enter 53,194,000,000."),
        ("120万", MONEY, "enter 1,200,000."),
        ("1.5万亿元", MONEY, "enter 1,500,000,000,000."),
        ("9" * 401, MONEY, "more than 40 characters"),
        ("1" * 40, UNBOUND, "too large"),
        ("12.345", AREA, "At most 2 decimals; the unit is km²."),
        ("1.5", COUNT, "Enter a whole number"),
        ("12345678901234567890.00000000000000001", UNBOUND, "At most 4 decimals"),
        ("0.4", AREA, "0.4 lies outside the bounds: 0.5 to 150 km²"),
        ("151", AREA, "151 lies outside the bounds"),
        ("-1", COUNT, "outside the bounds: 0 to 30,000"),
    ],
)
def test_read_value__what_is_no_value_of_the_figure__is_refused_with_the_mend(text, asked, words):
    with pytest.raises(NotAllowed) as refusal:
        read_value(text, asked)

    assert words in str(refusal.value)
    assert refusal.value.place == "value"
    assert "\x00" not in str(refusal.value)


@given(st.one_of(st.text(max_size=60), st.from_regex(r"[-+]?[0-9０-９,， .．eE]{0,50}", fullmatch=True)))
@example("1" * 30)
@example("0." + "1" * 38)
@example("-" + "9" * 20 + ".0")
def test_read_value__any_text__is_a_value_of_the_figure_or_refused(text):
    for asked in (AREA, COUNT, MONEY, SAVING, UNBOUND):
        try:
            value = read_value(text, asked)
        except NotAllowed as refusal:
            assert str(refusal)  # noqa: PT017  the sentence is what is tested
            continue
        assert value == round(Fraction(value), asked.decimals)
        assert asked.minimum is None or asked.minimum <= value <= asked.maximum
        assert abs(value) < 10**20


@given(st.decimals(min_value=0, max_value=5 * 10**12, places=2))
def test_typed_text__read_again__is_the_same_value(value):
    assert read_value(typed_text(value), MONEY) == value


@given(st.decimals(min_value=-2000000, max_value=2000000, places=4))
def test_typed_text__negative_values_too(value):
    assert read_value(typed_text(value), SAVING) == value


def entry(**facts):
    return {"value": None, "missing": "", "reason": "", "document": ""} | facts


@pytest.mark.parametrize(
    ("asked", "facts"),
    [
        (AREA, entry()),
        (AREA, entry(value=Decimal(12), reason="boundary moved", document="report, p. 3")),
        (AREA, entry(missing="not_collected", reason="no survey this year")),
        (figure(not_applicable_when="no plot"), entry(missing="not_applicable", reason="no plot")),
        (DOCUMENT, entry(value=Decimal(1), document="survey report 2025")),
        (DOCUMENT, entry(missing="withheld", reason="the owner objects")),
    ],
)
def test_check_entry__a_number_or_a_reasoned_kind_of_nothing__passes(asked, facts):
    check_entry(asked, **facts)


@pytest.mark.parametrize(
    ("asked", "facts", "place", "words"),
    [
        (AREA, entry(value=Decimal(12), missing="withheld", reason="x"), "missing", "not both"),
        (AREA, entry(reason="x"), "value", "a reason or a document alone is not kept"),
        (AREA, entry(document="x"), "value", "a reason or a document alone is not kept"),
        (AREA, entry(missing="withheld"), "reason", "Say why there is no number"),
        (AREA, entry(missing="lost", reason="x"), "missing", "no such kind of nothing"),
        (AREA, entry(missing="not_applicable", reason="x"), "missing", "knows no case"),
        (AREA, entry(value=Decimal(500)), "value", "outside the bounds"),
        (AREA, entry(value=Decimal("NaN")), "value", "too large"),
        (AREA, entry(value=Decimal(12), reason="x" * 501), "reason", "At most 500 characters"),
        (AREA, entry(value=Decimal(12), document="x" * 201), "document", "At most 200 characters"),
        (DOCUMENT, entry(value=Decimal(7), document="x"), "document", "Name the document"),
        (DOCUMENT, entry(value=Decimal(1)), "document", "Name the document"),
        (DOCUMENT, entry(reason="x"), "value", "Name the document or choose"),
    ],
)
def test_check_entry__what_cannot_be_kept__is_refused_at_its_field(asked, facts, place, words):
    with pytest.raises(NotAllowed) as refusal:
        check_entry(asked, **facts)

    assert refusal.value.place == place
    assert words in str(refusal.value)


@pytest.mark.parametrize(
    ("now", "before", "percent"),
    [
        ("110", "100", 10),
        ("50", "-100", -150),
        ("0", "100", -100),
        (None, "100", None),
        ("1", None, None),
        ("1", "0", None),
    ],
)
def test_change_in_percent__exact_or_nothing(now, before, percent):
    assert change_in_percent(now and Decimal(now), before and Decimal(before)) == percent


def test_is_jump__only_beyond_what_the_plan_takes_for_usual():
    usual = figure(soft_yoy_pct=Decimal(10))

    assert not is_jump(usual, Fraction(10))
    assert is_jump(usual, Fraction(10) + Fraction(1, 10**9))
    assert is_jump(usual, Fraction(-11))
    assert not is_jump(figure(soft_yoy_pct=None), Fraction(1000))


def test_bounds_words__open_ends():
    assert bounds_words(figure(maximum=None)) == "0.5 km² or more"
    assert bounds_words(figure(minimum=None)) == "at most 150 km²"
    assert bounds_words(UNBOUND) == ""


def test_shown_value__money_in_units_of_100_million_all_else_in_its_own():
    assert shown_value(MONEY, Decimal("53194000000.01")) == "531.94"
    assert shown_value(AREA, Decimal("12.5000")) == "12.50"
    assert shown_value(AREA, None) == "–"


def test_readable__numbers_grouped_signs_of_print_codes_untouched():
    assert readable("1842.0000 + F013 <= 12500.5000 * 0.15") == "1,842 + F013 ≤ 12,500.5 × 0.15"
