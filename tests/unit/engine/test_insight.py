"""What can be asked of an index beyond its ranking, against numbers worked by hand."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from assessment import engine
from assessment.engine import evaluate, parse, ranks
from assessment.engine.evaluation import compute
from assessment.engine.exact import nearest
from assessment.engine.insight.reversals import without

from .cases import EXAMPLE_1, EXAMPLE_2, NEAR, VALUES_1, VALUES_2, changed, one_level, rows

ROOT = Path(__file__).parents[3]
TEN = {"method": "goalposts", "posts": [0, 10]}


def index(system, text):
    return parse(system, rows(text))


def test_face__every_insight_is_there_and_named():
    assert set(engine.INSIGHTS) <= set(engine.__all__)
    assert all(callable(getattr(engine, name)) for name in engine.INSIGHTS)
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        engine.nonsense  # noqa: B018


def test_face__exact_insights_need_no_numpy():
    names = [
        name for name in engine.INSIGHTS if engine.INSIGHTS[name] not in ("insight.separation", "insight.parameters")
    ]
    wanted = [name for name in names if engine.INSIGHTS[name] != "insight.data_error"]
    code = f"import sys; from assessment.engine import {', '.join(wanted)}; sys.exit('numpy' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_availability__counts_applicable_cells_and_compares_exactly():
    found = engine.availability(index(one_level(x={}, y={}, z={}), "u,x,y,z\nA,1,NC,3\nB,N/A,1,NA\n"), 0.5)

    assert [(unit.name, unit.present, unit.expected, unit.is_enough) for unit in found.units] == [
        ("A", 2, 3, True),
        ("B", 1, 2, True),
    ]
    assert [(column.name, column.share) for column in found.indicators] == [("x", 1.0), ("y", 0.5), ("z", 0.5)]
    assert [column.is_enough for column in found.indicators] == [True, True, True]
    assert not engine.availability(index(one_level(x={}, y={}), "u,x,y\nA,1,NC\n"), 0.51).units[0].is_enough


def test_treatment_log__names_every_point_with_before_and_after():
    system = one_level(x={"treat": {"methods": ["winsorise"], "skew_thresh": 1, "kurt_thresh": 1}})
    result = evaluate(index(system, "u,x\nA,1\nB,2\nC,3\nD,4\nE,100\n"))

    assert [
        (point.unit, point.code, point.how, point.before, point.after) for point in engine.treatment_log(result)
    ] == [("E", "x", "winhi", 100.0, 4.0)]


def test_imputed_cells__say_why_they_were_empty():
    result = evaluate(index(one_level(x={"impute": {"method": "mean"}}), "u,x\nA,1\nB,NC\nC,3\n"))

    assert [(cell.unit, cell.kind, cell.value) for cell in engine.imputed_cells(result)] == [
        ("B", "not_collected", 2.0)
    ]


def test_node_weights__of_each_level_add_up_to_1():
    found = {node.code: node for node in engine.node_weights(index(EXAMPLE_1, VALUES_1))}

    assert (found["T"].level, found["T"].effective, found["IND"].share) == (3, 1.0, 0.6)
    assert found["rev"].share == pytest.approx(2 / 3)
    assert found["rev"].effective == pytest.approx(0.4)


def test_panel__joins_scores_without_those_in_conflict():
    scores = {"A": {"r": 8, "s": 6, "t": 9}, "B": {"r": 5, "s": 4, "t": 7}, "C": {"r": 1, "s": 2}}
    found = engine.panel(scores, conflicts=[("A", "t")])

    assert [(unit.unit, unit.score, unit.low, unit.high, unit.left_out) for unit in found.units] == [
        ("A", 7.0, 6.0, 8.0, ("t",)),
        ("B", 16 / 3, 4.0, 7.0, ()),
        ("C", 1.5, 1.0, 2.0, ()),
    ]
    assert found.units[0].sd == pytest.approx(2**0.5)
    assert found.agreement == 1.0
    assert found.severity["r"] == pytest.approx((1 - 1 / 3 - 0.5) / 3)


def test_panel__nobody_left__has_no_score():
    found = engine.panel({"A": {"r": 8}}, conflicts=[("A", "r")], method="median")

    assert (found.units[0].score, found.units[0].reviewers, found.agreement) == (None, 0, None)
    assert found.severity == {"r": None}
    with pytest.raises(ValueError, match="no way to join scores"):
        engine.panel({}, method="mode")


def test_panel__agreement_with_ties__is_the_published_one():
    """M. G. Kendall, Rank Correlation Methods (1948): three rankings of ten with ties, W = 0.828."""
    ranked = [
        [1, 4.5, 2, 4.5, 3, 7.5, 6, 9, 7.5, 10],
        [2.5, 1, 2.5, 4.5, 4.5, 8, 9, 6.5, 10, 6.5],
        [2, 1, 4.5, 4.5, 4.5, 4.5, 8, 8, 8, 10],
    ]
    scores = {f"U{unit}": {f"r{at}": ranks[unit] for at, ranks in enumerate(ranked)} for unit in range(10)}

    assert engine.panel(scores).agreement == pytest.approx(0.828, abs=0.0005)


def test_panel__trimmed__leaves_out_both_ends():
    assert engine.panel({"A": {"a": 0, "b": 5, "c": 7, "d": 10}}, method="trimmed").units[0].score == 6.0


def test_copeland_and_borda__over_all_indicators():
    """a beats b on x (weight 3 of 4); b and c tie on y; c is last on x."""
    three = index(one_level(x={"weight": 3}, y={}), "u,x,y\na,3,1\nb,2,2\nc,1,2\n")

    assert [(one.unit, one.points, one.rank) for one in engine.copeland(three)] == [
        ("a", 2.0, 1),
        ("b", 0.0, 2),
        ("c", -2.0, 3),
    ]
    assert {one.unit: one.points for one in engine.borda(three)} == {"a": 1.5, "b": 0.75 + 0.375, "c": 0.375}


def test_borda__a_unit_without_scores__has_no_points():
    assert engine.borda(index(one_level(x={}), "u,x\na,3\nb,NC\n"))[-1].points is None


def test_peers__are_compared_inside_their_group_only():
    four = index(one_level(x={}), "u,x\na,9\nb,5\nc,4\nd,1\n")
    groups = engine.groups_by_size({"a": 100, "b": 10, "c": 90, "d": 10}, ["small", "large"])

    assert groups == {"a": "large", "b": "small", "c": "large", "d": "small"}
    assert [
        (peer.unit, peer.rank, peer.size, peer.behind_best, peer.above_median) for peer in engine.peers(four, groups)
    ] == [
        ("a", 1, 2, 0.0, 2.5),
        ("c", 2, 2, 5.0, -2.5),
        ("b", 1, 2, 0.0, 2.0),
        ("d", 2, 2, 4.0, -2.0),
    ]
    assert engine.peers(four, {"a": None}) == ()


def test_profiles__strengths_weaknesses_and_distances():
    found = {profile.unit: profile for profile in engine.profiles(index(EXAMPLE_2, VALUES_2))}

    assert (found["A"].rank, found["A"].to_line, found["A"].above_line) == (1, None, 0.0)
    assert (found["C"].next_rank, found["C"].rank) == (1, 3)
    assert found["C"].to_line == pytest.approx(50 - 1000**0.5)
    assert [trait.code for trait in found["C"].weaknesses] == ["y"]
    assert (found["D"].rank, found["D"].to_next_rank, found["D"].to_line) == (None, None, None)
    linear = {profile.unit: profile for profile in engine.profiles(index(one_level(x={"weight": 3}, y={}), NEAR))}
    assert [(trait.code, trait.points) for trait in linear["A"].strengths] == [("x", 0.75 * (51 - 35))]


def test_worth__is_the_change_of_a_whole_evaluation():
    """P1: one more of rev over land 10 lifts IND by 2/3 · 0.1/17 · 100, and T by 60 % of that."""
    found = {value.code: value for value in engine.worth(index(EXAMPLE_1, VALUES_1), "P1")}

    assert found["sat"].change == 0.5
    assert found["acc"].change is not None
    assert found["acc"].change < 0
    with pytest.raises(KeyError):
        engine.worth(index(EXAMPLE_1, VALUES_1), "P9")


@pytest.mark.parametrize(
    "changes",
    [{}, {"screen": {"dat_thresh": 0.1}}, {"adjust": {"deductions": [{"column": "D1", "points": 5, "target": "ENV"}]}}],
)
def test_worth__with_one_branch_redone__equals_all_done_again(changes):
    whole = index(changed(EXAMPLE_1, **changes), VALUES_1)
    at = whole.table.units.index("P4")
    before = compute(whole).totals[at]

    for value in engine.worth(whole, "P4"):
        column = whole.table.indicators[value.code]
        cells = (*column.values[:at], column.values[at] + 1, *column.values[at + 1 :])
        columns = whole.table.indicators | {value.code: replace(column, values=cells, wholes=())}
        again = compute(replace(whole, table=replace(whole.table, indicators=columns)))
        assert (value.change, value.rank) == (nearest(again.totals[at] - before), again.ranks[at])


def test_worth__of_a_word_or_a_gap__is_none():
    table = {"method": "points", "table": {"good": 5}}
    found = engine.worth(index(one_level(x={"normalise": table}, y={}, z={}), "u,x,y,z\nA,good,NC,1\n"), "A")

    assert [value.change for value in found] == [None, None, 0.5]


def test_rank_reversals__min_max_turns_a_pair_when_the_extreme_leaves():
    """x spreads over 0..100 only because of c; without c the small lead of b on x counts in full."""
    system = one_level(x={"weight": 2, "normalise": {"method": "minmax"}}, y={"normalise": {"method": "minmax"}})
    three = index(system, "u,x,y\na,10,9\nb,12,5\nc,100,1\n")
    found = {reversal.removed: reversal for reversal in engine.rank_reversals(three)}

    assert ranks(three)["a"] < ranks(three)["b"]
    assert found["c"].pairs == (("a", "b"),)
    assert found["a"].problem is None
    fixed = index(one_level(x={"normalise": TEN}, y={"normalise": TEN}), "u,x,y\na,1,9\nb,2,5\nc,9,1\n")
    assert all(reversal.pairs == () for reversal in engine.rank_reversals(fixed))


def test_rank_reversals__what_cannot_be_ranked_without_a_unit_says_why():
    system = one_level(x={"normalise": {"method": "dist2ref", "reference": "a"}})
    found = {
        reversal.removed: reversal.problem for reversal in engine.rank_reversals(index(system, "u,x\na,3\nb,1\nc,2\n"))
    }

    assert '"a" is no unit' in found["a"]
    assert found["b"] is None


def test_without__is_the_index_of_the_smaller_file():
    smaller = without(index(EXAMPLE_1, VALUES_1), 1)
    lines = VALUES_1.splitlines(keepends=True)

    assert compute(smaller).totals == compute(index(EXAMPLE_1, "".join(lines[:2] + lines[3:]))).totals


def test_compare__tells_every_cell_and_weight_that_differs():
    before = evaluate(index(EXAMPLE_1, VALUES_1))
    after = evaluate(index(EXAMPLE_1, VALUES_1.replace("P1,10,120,6,90", "P1,10,120,6,80").replace("P4", "P5")))
    cells = {
        (cell.unit, cell.step, cell.code): (cell.before, cell.after) for cell in engine.compare(before, after).cells
    }

    assert cells["P1", "raw", "sat"] == (90.0, 80.0)
    assert cells["P1", "normalised", "sat"] == (75.0, 50.0)
    assert ("P1", "raw", "rd") not in cells
    assert cells["P4", "unit", None] == ("P4", "absent")
    assert cells["P5", "unit", None] == ("absent", "P5")
    assert engine.compare(before, before) == type(engine.compare(before, before))((), ())


def test_compare__weights_of_two_plans():
    plan = changed(EXAMPLE_1, aggregates=[{**node, "weight": 50} for node in EXAMPLE_1["aggregates"]])
    found = engine.compare(evaluate(index(EXAMPLE_1, VALUES_1)), evaluate(index(plan, VALUES_1))).weights

    assert [(weight.code, weight.before, weight.after) for weight in found][1] == ("rd", 0.2, 1 / 6)
