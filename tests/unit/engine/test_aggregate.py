"""Means and contests, thresholds of data, and what they refuse."""

import math
from fractions import Fraction

import pytest

from .cases import changed, compute, faults, one_level, totals, units

TEXT = "u,x,y\nA,2,8\nB,3,5\n"


@pytest.mark.parametrize(
    ("method", "expected"),
    [("amean", (3 * 2 + 8) / 4), ("gmean", 2**0.75 * 8**0.25), ("hmean", 4 / (3 / 2 + 1 / 8))],
)
def test_mean__weights_are_shares(method, expected):
    assert totals(one_level(method, x={"weight": 3}, y={}), TEXT)["A"] == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize("power", [2, -2, 0.5, 3, -0.5, 1.7])
def test_genmean__follows_the_formula(power):
    system = one_level(x={"weight": 3}, y={}) | {"aggregation": [{"level": 2, "method": "genmean", "p": power}]}

    expected = ((3 * 2**power + 8**power) / 4) ** (1 / power)
    assert totals(system, TEXT)["A"] == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize(("power", "method"), [(1, "amean"), (-1, "hmean")])
def test_genmean__of_one_and_minus_one__is_exact(power, method):
    system = one_level(x={"weight": 3}, y={}) | {"aggregation": [{"level": 2, "method": "genmean", "p": power}]}

    other = compute(one_level(method, x={"weight": 3}, y={}), TEXT)
    assert [unit.exact_total for unit in compute(system, TEXT).units] == [unit.exact_total for unit in other.units]


@pytest.mark.parametrize(("power", "expected"), [(2, math.sqrt(12.5)), (0.5, (3**0.5 / 2 + 2**0.5) ** 2)])
def test_genmean__zero_is_no_hindrance_above_0(power, expected):
    system = one_level(x={}, y={}) | {"aggregation": [{"level": 2, "method": "genmean", "p": power}]}
    text = "u,x,y\nA,0,5\n" if power == 2 else "u,x,y\nA,3,8\n"

    assert totals(system, text)["A"] == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize("method", ["gmean", "hmean"])
@pytest.mark.parametrize("cell", ["0", "-1"])
def test_mean__child_not_above_0__is_a_fault_at_the_unit(method, cell):
    lines = faults(one_level(method, x={}, y={}), f"u,x,y\nA,2,8\nB,3,{cell}\n")

    assert lines == [
        f"VALUES.csv:3:y: the score is at or below 0, which {method} cannot take; change the range or the method"
    ]


@pytest.mark.parametrize(
    ("power", "cell", "is_fault"), [(-2, "0", True), (2, "-1", False), (0.5, "-1", True), (3, "-1", True)]
)
def test_genmean__child_it_is_not_defined_for__is_a_fault(power, cell, is_fault):
    system = one_level(x={}, y={}) | {"aggregation": [{"level": 2, "method": "genmean", "p": power}]}

    assert bool(faults(system, f"u,x,y\nA,2,{cell}\n")) is is_fault


def test_mean__missing_child__rescales_the_weights():
    assert totals(one_level(x={"weight": 3}, y={}), "u,x,y\nA,2,NA\nB,NA,NA\n") == {"A": 2.0, "B": None}


@pytest.mark.parametrize(("threshold", "total"), [(0, 2.0), (0.5, 2.0), (0.51, None), (1, None)])
def test_dat_thresh__share_of_children_present(threshold, total):
    system = one_level(x={}, y={}) | {"aggregation": [{"level": 2, "method": "amean", "dat_thresh": threshold}]}

    assert totals(system, "u,x,y\nA,2,NC\n") == {"A": total}


def test_not_applicable__counts_neither_as_present_nor_as_expected():
    system = one_level(x={}, y={}) | {"aggregation": [{"level": 2, "method": "amean", "dat_thresh": 1}]}

    result = units(compute(system, "u,x,y\nA,2,N/A\nB,N/A,N/A\n"))

    assert result["A"].total == 2.0
    assert result["A"].availability == {"T": 1.0}
    assert result["B"].total is None
    assert result["B"].availability == {"T": None}


def test_own_aggregation__wins_over_the_level():
    system = one_level("amean", x={}, y={})
    system["aggregates"] = [{"code": "T", "level": 2, "aggregation": {"method": "gmean"}}]

    assert totals(system, TEXT)["A"] == 4.0


def test_own_aggregation__keeps_the_threshold_of_the_level():
    system = one_level("amean", x={}, y={})
    system["aggregation"] = [{"level": 2, "method": "amean", "dat_thresh": 1}]
    system["aggregates"] = [{"code": "T", "level": 2, "aggregation": {"method": "gmean"}}]

    assert totals(system, "u,x,y\nA,2,NA\n") == {"A": None}


def test_weight_zero__is_as_good_as_removal():
    with_zero = one_level("gmean", x={}, y={}, z={"weight": 0})

    assert totals(with_zero, "u,x,y,z\nA,2,8,-5\nB,3,5,NA\n") == totals(one_level("gmean", x={}, y={}), TEXT)


def test_copeland__even_weights_are_even():
    """0.1 + 0.2 against 0.3 is a tie: weights are compared exactly."""
    system = one_level("copeland", x={"weight": 0.1}, y={"weight": 0.2}, z={"weight": 0.3})

    assert totals(system, "u,x,y,z\nA,1,1,0\nB,0,0,1\n") == {"A": 0.0, "B": 0.0}


def test_copeland__equal_children_count_half():
    system = one_level("copeland", x={"weight": 2}, y={}, z={})

    assert totals(system, "u,x,y,z\nA,1,1,0\nB,1,0,0\n") == {"A": 1.0, "B": -1.0}


def test_copeland__only_common_children_count():
    system = one_level("copeland", x={"weight": 9}, y={})

    assert totals(system, "u,x,y\nA,NA,2\nB,9,1\nC,NA,NA\n") == {"A": 1.0, "B": -1.0, "C": None}


def test_levels__scores_are_carried_on_without_rounding():
    system = changed(
        one_level(x={}, y={}, z={}),
        aggregates=[
            {"code": "T", "level": 3},
            {"code": "P", "level": 2, "parent": "T"},
            {"code": "Q", "level": 2, "parent": "T"},
        ],
        aggregation=[{"level": 2, "method": "amean"}, {"level": 3, "method": "amean"}],
    )
    for indicator, parent in zip(system["indicators"], ("P", "P", "Q"), strict=True):
        indicator["parent"] = parent

    unit = units(compute(system, "u,x,y,z\nA,0.1,0.2,0.3\n"))["A"]

    assert unit.exact_total == Fraction(9, 40)
