"""What must hold for whole systems: random trees, methods, gaps, adjustments and groups out of the oracle's maker."""

import copy
import json
import random
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assessment.engine import Faults, as_json, evaluate, parse, uncertainty

from .cases import one_level
from .oracle.systems import Maker

few = settings(max_examples=40, deadline=None, derandomize=True)
seeds = st.integers(10_000, 10_400)
SHIFTED = {
    "minmax": {},
    "zscore": {},
    "rank": {},
    "borda": {},
    "prank": {},
    "dist2max": {},
    "dist2ref": {"reference": "U1"},
    "fracmax": {},
}
numbers = st.lists(st.integers(1, 400).map(lambda n: n / 4), min_size=4, max_size=8, unique=True)


def made(seed):
    """Return a system that can be computed, its values and its result."""
    system, table = Maker(seed).make()
    return system, table, computed(system, table)


def computed(system, table):
    """Return the result; systems that cannot be computed are none of these tests' business."""
    try:
        return evaluate(parse(system, table))
    except Faults:
        assume(False)


def facts(result):
    """Return what a reader takes away, whatever the order it is written in."""
    return {
        unit.unit: (
            *(unit.rank, unit.exact_total, unit.verdict, unit.group_ranks, unit.scores, unit.normalised),
            *(unit.availability, set(unit.imputed), unit.treatments, unit.missing),
        )
        for unit in result.units
    }


@few
@given(seed=seeds, turn=st.randoms(use_true_random=False))
def test_system__order_of_nodes_rows_and_columns_changes_nothing(seed, turn):
    system, table, result = made(seed)
    shuffled, lines = copy.deepcopy(system), [dict(turn.sample(list(row.items()), len(row))) for row in table]
    columns = list(lines[0])
    lines = [{column: row[column] for column in columns} for row in lines]
    for nodes in (shuffled["indicators"], shuffled["aggregates"], shuffled["aggregation"], lines):
        turn.shuffle(nodes)

    assert facts(evaluate(parse(shuffled, lines))) == facts(result)


@few
@given(seed=seeds)
def test_system__a_unit_twice_over_ties_with_itself(seed):
    system, table, _ = made(seed)
    twin = table[0] | {"u": "twin"}
    found = {unit.unit: unit for unit in computed(system, [*table, twin]).units}

    one, other = found[table[0]["u"]], found["twin"]
    assert (one.rank, one.exact_total, one.verdict, one.group_ranks) == (
        *(other.rank, other.exact_total, other.verdict, other.group_ranks),
    )


def without_thresholds(system):
    """Return a system that asks for no share of data, as a child of weight 0 counts there."""
    plain = copy.deepcopy(system)
    plain.pop("screen", None)
    for holder in [*plain["aggregation"], *(node.get("aggregation", {}) for node in plain["aggregates"])]:
        holder.pop("dat_thresh", None)
    return plain


@few
@given(seed=seeds, value=st.sampled_from(["1", "0", "-5", "N/A"]))
def test_weight_zero__equals_removal(seed, value):
    system, table, _ = made(seed)
    plain = without_thresholds(system)
    expected = {unit.unit: (unit.rank, unit.exact_total) for unit in computed(plain, table).units}
    more = copy.deepcopy(plain)
    more["indicators"].append(
        {
            "code": "extra",
            "parent": more["indicators"][0]["parent"],
            "weight": 0,
            "normalise": {"method": "none"},
            "impute": {"method": "none"},
        }
    )

    with_extra = evaluate(parse(more, [row | {"extra": value} for row in table]))

    assert {unit.unit: (unit.rank, unit.exact_total) for unit in with_extra.units} == expected


@pytest.mark.parametrize("method", SHIFTED)
@few
@given(column=numbers, more=st.integers(1, 200), at=st.integers(0, 3))
def test_method__a_better_value_never_lowers_the_score(method, column, more, at):
    """The unit's own score; the others' may fall."""
    plan = one_level(x={"normalise": {"method": method, "no_spread": 0, **SHIFTED[method]}})
    if method in {"rank", "borda", "fracmax"}:
        del plan["indicators"][0]["normalise"]["no_spread"]
    better = [*column[:at], column[at] + more, *column[at + 1 :]]
    if method == "dist2ref":
        assume(min(column) != column[1] and min(better) != better[1])

    assert score(plan, better, at) >= score(plan, column, at)


def score(plan, column, at):
    rows = [{"u": f"U{unit}", "x": repr(value)} for unit, value in enumerate(column)]
    return next(unit.exact_total for unit in evaluate(parse(plan, rows)).units if unit.unit == f"U{at}")


def all_scores(normalise, column, **fields):
    plan = one_level(x={"normalise": normalise, **fields})
    return [score(plan, column, at) for at in range(len(column))]


@pytest.mark.parametrize("factor", [0.001, 10000])
@few
@given(column=numbers)
def test_rescaling__fracmax_targets_posts_bounds_and_steps_scale_along(factor, column):
    scale = Fraction(repr(factor))
    scaled = [float(Fraction(repr(value)) * scale) for value in column]
    for specs in (
        [{"method": "fracmax"}] * 2,
        [{"method": "dist2targ", "target": target} for target in (150, float(150 * scale))],
        [{"method": "goalposts", "posts": [5, float(end)]} for end in (80, 80)],
        [{"method": "scaled", "bounds": [0, float(end)]} for end in (80, 80 * scale)],
    ):
        if specs[0]["method"] == "goalposts":
            specs[1]["posts"] = [float(5 * scale), float(80 * scale)]
        assert all_scores(specs[0], column) == all_scores(specs[1], scaled)


@few
@given(column=numbers, outlier=st.integers(500, 5000))
def test_rescaling__treatment_moves_the_same_points(column, outlier):
    treat = {"methods": ["winsorise", "log_CT"], "skew_thresh": 0.5, "kurt_thresh": 0.5, "winmax": 2}
    plan = one_level(x={"treat": treat, "normalise": {"method": "minmax", "no_spread": 0}})
    lines = [*column, outlier]

    def marks(factor):
        rows = [{"u": f"U{at}", "x": repr(value * factor)} for at, value in enumerate(lines)]
        result = evaluate(parse(plan, rows))
        return {unit.unit: (unit.treatments, pytest.approx(unit.total, abs=1e-9)) for unit in result.units}

    assert marks(4) == marks(0.5)


@few
@given(seed=seeds)
def test_denominator__scale_is_a_unit_of_measurement(seed):
    """Dividing all denominators of a column by a thousand and setting its scale to a thousandth says the same."""
    system, table, result = made(seed)
    other = copy.deepcopy(system)
    touched = [node for node in other["indicators"] if "denominator" in node]
    for node in touched:
        node["denominator_scale"] = node.get("denominator_scale", 1) * 1024
    assume(touched)
    for row in table:
        if row["d"] in {"1", "20", "0.3", "7"}:
            row["d"] = repr(float(Fraction(row["d"]) * 1024))

    assert facts(evaluate(parse(other, table))) == facts(result)


@settings(max_examples=10, deadline=None, derandomize=True)
@given(seed=seeds, turn=st.integers(0, 1000))
def test_draws__order_of_rows_changes_no_byte(seed, turn):
    system, table, result = made(seed)
    shuffled = random.Random(turn).sample(table, len(table))
    try:
        found = uncertainty(parse(system, table), draws=20, seed=3)
    except Faults:
        assume(False)

    assert as_json(result, found) == as_json(result, uncertainty(parse(system, shuffled), draws=20, seed=3))


@few
@given(seed=seeds)
def test_result__reads_back_from_its_own_json(seed):
    """The shortest floats of the answer are the very numbers of the result."""
    _, _, result = made(seed)

    units = json.loads(as_json(result))["units"]

    assert [(unit["unit"], unit["total"], unit["scores"]) for unit in units] == [
        (unit.unit, unit.total, unit.scores) for unit in result.units
    ]


@few
@given(seed=seeds)
def test_ranks__are_those_of_a_competition(seed):
    """1, 2, 2, 4: every rank is one more than the number of units above the block."""
    _, _, result = made(seed)
    ranks = [unit.rank for unit in result.units if unit.rank is not None]

    assert ranks == sorted(ranks)
    assert all(rank == 1 + sum(other < rank for other in ranks) for rank in ranks)
