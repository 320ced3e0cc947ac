"""Denominators, screening, imputation and outliers, each against numbers worked by hand."""

import math
from fractions import Fraction

import pytest

from assessment.engine.model import Treat
from assessment.engine.treat import moments, treat

from .cases import compute, faults, one_level, totals, units


def treated(system, text):
    return {name: unit.treated["x"] for name, unit in units(compute(system, text)).items()}


def test_denominate__divides_by_the_scaled_denominator():
    system = one_level(x={"denominator": "people", "denominator_scale": 1000})

    assert totals(system, "u,x,people\nA,3,2000\nB,1,NC\n") == {"A": 1.5, "B": None}


def test_denominate__may_be_an_indicator_itself():
    system = one_level(x={"denominator": "y"}, y={})

    assert totals(system, "u,x,y\nA,3,2\n") == {"A": 1.75}


def test_denominate__left_out_of_the_steps__is_warned_of():
    system = one_level(x={"denominator": "people"}) | {"steps": ["normalise", "aggregate"]}

    result = compute(system, "u,x,people\nA,3,0\n")

    assert result.units[0].total == 3.0
    assert result.warnings == ("denominate: settings are given, but steps leave it out",)


@pytest.mark.parametrize(("threshold", "is_in"), [(0.5, True), (0.51, False)])
def test_screen__unit_with_too_little_data__is_out_of_later_steps(threshold, is_in):
    system = one_level(x={"normalise": {"method": "minmax"}}, y={}) | {"screen": {"dat_thresh": threshold}}

    result = units(compute(system, "u,x,y\nA,1,1\nB,3,1\nC,9,NA\n"))

    assert result["B"].normalised["x"] == (25.0 if is_in else 100.0)
    assert (result["C"].total is not None) is is_in
    if not is_in:
        assert result["C"].reasons == ("not rated: 1 of 2 indicators have data, screened out",)
        assert result["C"].raw == {"x": 9.0, "y": None}
        assert result["C"].treated == {"x": None, "y": None}


@pytest.mark.parametrize(
    ("spec", "filled"),
    [
        ({"method": "none"}, None),
        ({"method": "mean"}, 13 / 3),
        ({"method": "median"}, 2.0),
        ({"method": "mean_grp", "group": "g"}, 1.5),
        ({"method": "median_grp", "group": "g"}, 1.5),
        ({"method": "constant", "value": 7}, 7.0),
    ],
)
def test_impute__fills_from_the_units_that_are_in(spec, filled):
    system = one_level(x={"impute": spec}) | {"groups": ["g"]}

    unit = units(compute(system, "u,g,x\nA,a,1\nB,a,2\nC,b,10\nD,a,NA\n"))["D"]

    assert unit.treated["x"] == (filled if filled is None else pytest.approx(filled, rel=1e-15))
    assert unit.imputed == (() if filled is None else ("x",))
    assert unit.missing == {"x": "not_reported"}


@pytest.mark.parametrize("group", ["c", ""])
def test_impute__group_without_a_value__stays_missing(group):
    system = one_level(x={"impute": {"method": "mean_grp", "group": "g"}}) | {"groups": ["g"]}

    assert units(compute(system, f"u,g,x\nA,a,1\nB,{group},NA\n"))["B"].total is None


def test_impute__not_applicable_is_never_filled():
    system = one_level(x={"impute": {"method": "mean"}}, y={})

    unit = units(compute(system, "u,x,y\nA,1,1\nB,N/A,1\n"))["B"]

    assert unit.imputed == ()
    assert unit.treated["x"] is None


def test_impute__screened_units_do_not_take_part():
    system = one_level(x={"impute": {"method": "mean"}}, y={}, z={}) | {"screen": {"dat_thresh": 0.5}}

    assert units(compute(system, "u,x,y,z\nA,1,1,1\nB,NA,1,1\nC,100,NA,NA\n"))["B"].treated["x"] == 1.0


def test_impute__after_the_scores__fills_scores():
    system = one_level(x={"impute": {"method": "mean"}, "normalise": {"method": "minmax"}})
    system["steps"] = ["normalise", "impute", "aggregate"]

    assert totals(system, "u,x\nA,0\nB,10\nC,40\nD,NA\n")["D"] == pytest.approx(125 / 3)


STRICT = {"skew_thresh": 0.1, "kurt_thresh": -5}
OUTLIER = "u,x\n" + "".join(f"{chr(65 + at)},{at}\n" for at in range(10)) + "K,1000\n"


def test_winsorise__highest_point_gets_the_next_lower_value():
    system = one_level(x={"treat": {"methods": ["winsorise"]}})

    result = units(compute(system, OUTLIER))

    assert result["K"].treated["x"] == 9.0
    assert result["K"].treatments == {"x": "winhi"}
    assert result["J"].treatments == {}
    assert result["K"].denominated["x"] == 1000.0


def test_winsorise__lowest_point_gets_the_next_higher_value():
    text = OUTLIER.replace("1000", "-1000")

    result = units(compute(one_level(x={"treat": {"methods": ["winsorise"]}}), text))

    assert result["K"].treated["x"] == 0.0
    assert result["K"].treatments == {"x": "winlo"}


def test_treatment__of_an_indicator_is_named():
    result = compute(one_level(x={"treat": {"methods": ["winsorise", "log_CT"]}}), OUTLIER)

    assert result.indicators[0].treatment == "winsorise"


def test_log_ct__after_winsorising_in_vain__uses_the_untreated_values():
    text = "u,x\n" + "".join(f"U{at},{10**at}\n" for at in range(9))
    system = one_level(x={"treat": {"methods": ["winsorise", "log_CT"], "winmax": 1, **STRICT}})

    result = compute(system, text)

    expected = {f"U{at}": math.log(10**at - 1 + 0.01 * (10**8 - 1)) for at in range(9)}
    assert treated(system, text) == pytest.approx(expected, rel=1e-15)
    assert result.indicators[0].treatment == "log_CT"
    assert {unit.treatments["x"] for unit in result.units} == {"log_CT"}


def test_log_ct__combined__uses_the_winsorised_values():
    text = "u,x\n" + "".join(f"U{at},{10**at}\n" for at in range(9))
    system = one_level(x={"treat": {"methods": ["winsorise", "log_CT"], "winmax": 1, "combine": True, **STRICT}})

    assert treated(system, text)["U8"] == pytest.approx(math.log(10**7 - 1 + 0.01 * (10**7 - 1)), rel=1e-15)
    assert compute(system, text).indicators[0].treatment == "winsorise+log_CT"


def test_treat__still_failing__is_warned_of():
    text = "u,x\n" + "".join(f"U{at},{10**at}\n" for at in range(9))
    system = one_level(x={"treat": {"methods": ["winsorise"], "winmax": 1, **STRICT}})

    assert compute(system, text).warnings == (
        "x: skewness and kurtosis are still over their thresholds after treatment",
    )


@pytest.mark.parametrize("values", [[1, 1, 1000], [5, 5, 5, 5, 5], [0, 0, 0, 0, 1000]])
def test_treat__undefined_at_any_point__stays_untreated(values):
    result = treat(Treat(methods=("winsorise", "log_CT")), [Fraction(value) for value in values])

    assert result.values == values
    assert result.methods == ()


def test_winsorise__ties_at_the_top_move_together_and_count():
    values = [Fraction(value) for value in (*range(30), 1000, 1000, 2000)]

    result = treat(Treat(methods=("winsorise",), winmax=2), values)

    assert result.values[-3:] == [29, 29, 29]
    assert result.marks[-3:] == ["winhi"] * 3


def test_moments__agree_with_the_usual_formulas():
    values = [1.0, 2.0, 2.5, 7.0, 11.0, 30.0]
    n, mean = len(values), sum(values) / len(values)
    second, third, fourth = (sum((value - mean) ** power for value in values) for power in (2, 3, 4))
    skew = math.sqrt(n * (n - 1)) / (n - 2) * math.sqrt(n) * third / second**1.5
    kurt = ((n + 1) * (n * fourth / second**2 - 3) + 6) * (n - 1) / ((n - 2) * (n - 3))
    found = moments([Fraction(value) for value in values])

    assert found is not None
    for threshold, passes in ((skew * 1.0001, True), (skew * 0.9999, False)):
        assert found.passes(Treat(skew_thresh=Fraction(threshold), kurt_thresh=Fraction(-99))) is passes
    for threshold, passes in ((kurt * 1.0001, True), (kurt * 0.9999, False)):
        assert found.passes(Treat(skew_thresh=Fraction(0), kurt_thresh=Fraction(threshold))) is passes


def test_words__a_missing_one_cannot_be_filled_and_none_is_treated():
    table = {"method": "points", "table": {"a": 1}}
    system = one_level(x={"normalise": table, "impute": {"method": "mean"}, "treat": {"methods": ["log_CT"]}})

    assert totals(system, "u,x\nA,a\nB,N/A\n") == {"A": 1, "B": None}
    assert faults(system, "u,x\nA,a\nB,NC\n") == [
        'VALUES.csv:3:x: words cannot be filled by mean; write a word, or impute by "none"'
    ]
