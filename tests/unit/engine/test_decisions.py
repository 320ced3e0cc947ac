"""Adjustments, ranks and verdicts."""

from fractions import Fraction

import pytest

from assessment.engine.ranking import rank

from .cases import EXAMPLE_1, VALUES_1, changed, compute, faults, one_level, totals, units

LINES = {"lines": [{"verdict": "good", "min": 80}, {"verdict": "pass", "min": 60}, {"verdict": "fail"}]}


def verdicts(system, text):
    return {name: unit.verdict for name, unit in units(compute(system, text)).items()}


def test_adjust__caps_bonuses_floor_and_ceiling():
    system = one_level(x={}) | {
        "adjust": {
            "deductions": [{"column": "d", "points": 2, "cap": 4}],
            "bonuses": [{"column": "b", "points": 0.5}],
            "floor": 0,
            "ceiling": 100,
        }
    }

    found = totals(system, "u,x,d,b\nA,50,1,3\nB,50,9,0\nC,1,5,0\nD,99,0,10\n")

    assert found == {"A": 49.5, "B": 46.0, "C": 0.0, "D": 100.0}


def test_adjust__score_is_the_root_before():
    unit = units(compute(EXAMPLE_1, VALUES_1))["P3"]

    assert (unit.score, unit.total) == (5.0, 0.0)


def test_adjust__aimed_at_an_aggregate__changes_what_its_parent_reads():
    system = changed(EXAMPLE_1, adjust={"deductions": [{"column": "D1", "points": 5, "target": "IND"}]})

    unit = units(compute(system, VALUES_1))["P3"]

    assert unit.scores["IND"] == 25 / 3
    assert unit.exact_total == Fraction(6, 10) * (Fraction(25, 3) - 5)
    assert unit.score == 5.0


def test_veto__fixes_the_verdict_but_neither_score_nor_rank():
    system = one_level(x={}) | {"verdict": LINES, "adjust": {"vetoes": [{"column": "v", "verdict": "out"}]}}

    result = units(compute(system, "u,x,v\nA,90,1\nB,70,0\n"))

    assert (result["A"].verdict, result["A"].cause, result["A"].rank, result["A"].total) == ("out", "veto", 1, 90.0)
    assert result["A"].vetoes == (("v", "out"),)
    assert (result["B"].verdict, result["B"].cause) == ("pass", "line")


@pytest.mark.parametrize(
    ("total", "verdict"),
    [
        ("80", "good"),
        ("79.9999999995", "good"),
        ("79.999999998", "pass"),
        ("60", "pass"),
        ("59.99", "fail"),
        ("-5", "fail"),
    ],
)
def test_line__within_the_tolerance_counts_as_reached(total, verdict):
    assert verdicts(one_level(x={}) | {"verdict": LINES}, f"u,x\nA,{total}\n") == {"A": verdict}


def test_verdict__without_lines_is_none():
    assert verdicts(one_level(x={}), "u,x\nA,5\nB,NA\n") == {"A": None, "B": "not_rated"}


def test_bottom__fewer_than_n_rated_units_are_lower():
    system = one_level(x={}) | {"verdict": LINES | {"bottom": {"n": 2, "verdict": "last"}}}

    found = verdicts(system, "u,x\nA,90\nB,85\nC,70\nD,65\nE,NA\n")

    assert found == {"A": "good", "B": "good", "C": "last", "D": "last", "E": "not_rated"}


def test_bottom__ties_at_the_edge_are_all_in():
    system = one_level(x={}) | {"verdict": {"bottom": {"n": 1, "verdict": "last"}}}

    result = compute(system, "u,x\nA,90\nB,70\nC,70\n")

    assert [unit.verdict for unit in result.units] == [None, "last", "last"]
    assert result.warnings == ("bottom: 2 units are in the bottom 1, because units at its edge tie",)


@pytest.mark.parametrize(
    ("totals_", "tolerance", "ranks"),
    [
        ([10, 20, 20, 5], 0, [3, 1, 1, 4]),
        ([30, None, 10], 0, [1, None, 2]),
        ([10, 9, 8, 7], 1, [1, 1, 3, 3]),
        ([Fraction(1, 3), Fraction(1, 3) + Fraction(1, 10**9)], Fraction(1, 10**9), [1, 1]),
        ([Fraction(1, 3), Fraction(1, 3) + Fraction(2, 10**9)], Fraction(1, 10**9), [2, 1]),
        ([], 0, []),
    ],
)
def test_rank__ties_are_measured_from_the_first_of_the_block(totals_, tolerance, ranks):
    values = [None if value is None else Fraction(value) for value in totals_]

    assert rank(values, Fraction(tolerance)) == ranks


def test_groups__are_ranked_each_by_itself():
    system = one_level(x={}) | {"groups": ["g"], "ranking": {"groups": ["g"]}}

    result = units(compute(system, "u,g,x\nA,a,3\nB,b,2\nC,a,1\nD,,9\nE,b,NA\n"))

    assert {name: unit.group_ranks["g"] for name, unit in result.items()} == {
        "A": 1,
        "B": 1,
        "C": 2,
        "D": None,
        "E": None,
    }


def test_adjust__points_that_grow_too_large__are_a_fault():
    system = one_level(x={}) | {"adjust": {"deductions": [{"column": "d", "points": 1e300}]}}

    places = {line.split(": ")[0] for line in faults(system, "u,x,d\nA,1,1e300\n")}
    assert places == {"VALUES.csv:2:d", "VALUES.csv:2:T"}
