"""Every method of normalisation against its formula, worked by hand in fractions."""

import math
from fractions import Fraction

import pytest

from .cases import faults, normalised, one_level

TEXT = "u,x\nA,10\nB,20\nC,20\nD,50\n"
NUMBERS = {"A": 10, "B": 20, "C": 20, "D": 50}


def scores(spec, text=TEXT, direction=1, **fields):
    return normalised(one_level(x={"normalise": spec, "direction": direction, **fields}), text, "x")


def floats(values):
    return {name: float(value) for name, value in values.items()}


@pytest.mark.parametrize(
    ("spec", "up", "down"),
    [
        ({"method": "minmax"}, lambda x: Fraction(x - 10, 40) * 100, lambda x: Fraction(50 - x, 40) * 100),
        (
            {"method": "minmax", "range": [1, 7]},
            lambda x: 1 + Fraction(x - 10, 40) * 6,
            lambda x: 1 + Fraction(50 - x, 40) * 6,
        ),
        ({"method": "dist2max"}, lambda x: Fraction(x - 10, 40), lambda x: Fraction(50 - x, 40)),
        ({"method": "none"}, lambda x: x, lambda x: -x),
        ({"method": "rank"}, {10: 1, 20: 2, 50: 4}.get, {50: 1, 20: 2, 10: 4}.get),
        ({"method": "borda"}, {10: 0, 20: 1, 50: 3}.get, {50: 0, 20: 1, 10: 3}.get),
        (
            {"method": "prank"},
            {10: 0, 20: Fraction(1, 3), 50: 1}.get,
            {50: 0, 20: Fraction(1, 3), 10: 1}.get,
        ),
        (
            {"method": "dist2ref", "reference": "B"},
            lambda x: 1 - Fraction(20 - x, 10),
            lambda x: 1 - Fraction(x - 20, 30),
        ),
        (
            {"method": "dist2ref", "reference": "B", "cap": True},
            lambda x: min(1 - Fraction(20 - x, 10), 1),
            lambda x: min(1 - Fraction(x - 20, 30), 1),
        ),
        (
            {"method": "dist2targ", "target": 30},
            lambda x: Fraction(x - 10, 20),
            lambda x: Fraction(50 - x, 20),
        ),
        (
            {"method": "dist2targ", "target": 30, "cap": True},
            lambda x: min(Fraction(x - 10, 20), 1),
            lambda x: min(Fraction(50 - x, 20), 1),
        ),
        (
            {"method": "scaled", "bounds": [0, 40]},
            lambda x: Fraction(x, 40) * 100,
            lambda x: Fraction(40 - x, 40) * 100,
        ),
        (
            {"method": "scaled", "bounds": [0, 40], "scale": 7},
            lambda x: Fraction(x, 40) * 7,
            lambda x: Fraction(40 - x, 40) * 7,
        ),
        (
            {"method": "goalposts", "posts": [10, 40]},
            lambda x: min(Fraction(x - 10, 30), 1) * 100,
            lambda x: max(Fraction(40 - x, 30), 0) * 100,
        ),
        (
            {"method": "goalposts", "posts": [15, 40], "range": [0, 10], "truncate": False},
            lambda x: Fraction(x - 15, 25) * 10,
            lambda x: Fraction(40 - x, 25) * 10,
        ),
    ],
)
def test_method__both_directions__follow_the_formula(spec, up, down):
    assert scores(spec) == floats({name: up(x) for name, x in NUMBERS.items()})
    assert scores(spec, direction=-1) == floats({name: down(x) for name, x in NUMBERS.items()})


def test_fracmax__divides_by_the_largest():
    assert scores({"method": "fracmax"}) == {"A": 0.2, "B": 0.4, "C": 0.4, "D": 1.0}


@pytest.mark.parametrize("direction", [1, -1])
def test_zscore__mean_and_deviation_are_as_asked(direction):
    found = scores({"method": "zscore", "mean": 50, "sd": 10}, direction=direction)

    deviation = math.sqrt(sum((x - 25) ** 2 for x in NUMBERS.values()) / 3)
    expected = {name: 50 + 10 * direction * (x - 25) / deviation for name, x in NUMBERS.items()}
    assert found == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize("direction", [1, -1])
def test_goalposts__with_log__is_the_share_of_logarithms(direction):
    found = scores({"method": "goalposts", "posts": [5, 40], "log": True}, direction=direction)

    shares = {name: min(math.log(x / 5) / math.log(8), 1) for name, x in NUMBERS.items()}
    expected = {name: 100 * (share if direction == 1 else 1 - share) for name, share in shares.items()}
    assert found == pytest.approx(expected, rel=1e-14)


def test_goalposts__with_log_and_no_cut__goes_beyond_the_range():
    found = scores({"method": "goalposts", "posts": [10, 20], "log": True, "truncate": False, "range": [0, 1]})

    assert found["D"] == pytest.approx(math.log(5) / math.log(2), rel=1e-15)


@pytest.mark.parametrize(
    ("value", "score"), [("2", 10), ("4.999", 10), ("5", 25), ("9.999", 25), ("10", 50), ("1000", 50), ("-7", 10)]
)
def test_steps__last_step_at_or_below_counts(value, score):
    spec = {"method": "steps", "table": [[None, 10], [5, 25], [10, 50]]}

    assert scores(spec, f"u,x\nA,{value}\n") == {"A": score}


@pytest.mark.parametrize(("value", "score"), [("0", 10), ("5", 10), ("6", 18), ("10", 50), ("11", 50)])
def test_steps__interpolated__is_linear_between_and_flat_outside(value, score):
    spec = {"method": "steps", "table": [[5, 10], [10, 50]], "interpolate": True}

    assert scores(spec, f"u,x\nA,{value}\n") == {"A": score}


def test_steps__direction_minus_one__reads_raw_values():
    spec = {"method": "steps", "table": [[None, 50], [5, 25], [10, 0]]}

    assert scores(spec, "u,x\nA,4\nB,7\nC,12\n", direction=-1) == {"A": 50, "B": 25, "C": 0}


def test_steps__below_the_first__is_a_fault_of_the_unit():
    system = one_level(x={"normalise": {"method": "steps", "table": [[5, 10], [10, 50]]}})

    assert faults(system, "u,x\nA,7\nB,4\n") == [
        "VALUES.csv:3:x: the value is below the first step; let the table begin with [null, score]"
    ]


def test_points__words_are_looked_up():
    spec = {"method": "points", "table": {"good": 3, "fair": 1.5}}

    assert scores(spec, "u,x\nA,good\nB,fair\nC,NC\n") == {"A": 3.0, "B": 1.5, "C": None}


def test_points__unknown_word__is_mended():
    system = one_level(x={"normalise": {"method": "points", "table": {"good": 3, "fair": 1}}})

    assert faults(system, "u,x\nA,good\nB,goood\n") == [
        'VALUES.csv:3:x: "goood" is not in the table of points; did you mean "good"?'
    ]


@pytest.mark.parametrize(
    "spec",
    [
        {"method": "minmax"},
        {"method": "zscore"},
        {"method": "dist2max"},
        {"method": "dist2ref", "reference": "A"},
        {"method": "dist2targ", "target": 9},
    ],
)
def test_no_spread__is_a_fault_of_the_column_unless_a_score_is_given(spec):
    text = "u,x\nA,5\nB,5\nC,NC\n"

    lines = faults(one_level(x={"normalise": spec}), text)

    assert len(lines) == 1
    assert lines[0].startswith("VALUES.csv:1:x: max = min")
    assert scores(spec | {"no_spread": 42}, text) == {"A": 42.0, "B": 42.0, "C": None}


@pytest.mark.parametrize("spec", [{"method": "rank"}, {"method": "borda"}, {"method": "prank"}])
def test_no_spread__ranks_stay_defined(spec):
    assert len(set(scores(spec, "u,x\nA,5\nB,5\n").values())) == 1


@pytest.mark.parametrize("spec", [{"method": "goalposts", "posts": [0, 10]}, {"method": "scaled", "bounds": [0, 10]}])
def test_no_spread__fixed_bounds_need_none(spec):
    assert scores(spec, "u,x\nA,5\nB,5\n") == {"A": 50.0, "B": 50.0}


@pytest.mark.parametrize(
    ("spec", "text", "place"),
    [
        ({"method": "dist2ref", "reference": "A"}, TEXT, "VALUES.csv:1:x"),
        ({"method": "dist2ref", "reference": "B"}, TEXT.replace("B,20", "B,NA"), "VALUES.csv:1:x"),
        ({"method": "dist2ref", "reference": "Z"}, TEXT, "SYSTEM.json:/indicators/0/normalise/reference"),
        ({"method": "dist2targ", "target": 10}, TEXT, "VALUES.csv:1:x"),
        ({"method": "fracmax"}, "u,x\nA,-1\nB,0\n", "VALUES.csv:1:x"),
        ({"method": "goalposts", "posts": [1, 5], "log": True}, "u,x\nA,3\nB,0\n", "VALUES.csv:3:x"),
    ],
)
def test_method__what_it_cannot_score__is_named(spec, text, place):
    lines = faults(one_level(x={"normalise": spec}), text)

    assert [line.split(": ")[0] for line in lines] == [place]


def test_floor__withheld_cell_gets_the_lower_end_and_counts_as_present():
    system = one_level(x={"normalise": {"method": "minmax", "range": [5, 10]}}, y={})
    system["missing"] = {"policy": {"withheld": "floor"}}
    system["aggregation"] = [{"level": 2, "method": "amean", "dat_thresh": 1}]

    found = normalised(system, "u,x,y\nA,1,1\nB,2,1\nC,WH,1\n", "x")

    assert found == {"A": 5.0, "B": 10.0, "C": 5.0}
    assert faults(system, "u,x,y\nA,1,1\nB,2,1\nC,WH,1\n") == []


def test_floor__without_a_range__is_refused():
    system = one_level(x={}) | {"missing": {"policy": {"withheld": "floor"}}}

    assert [line.split(": ")[0] for line in faults(system, "u,x\nA,1\nB,WH\n")] == ["VALUES.csv:3:x"]


def test_value__that_grows_too_large__is_a_fault():
    system = one_level(x={"normalise": {"method": "scaled", "bounds": [0, 1], "scale": 1e300}})

    assert [line.split(": ")[0] for line in faults(system, "u,x\nA,1e300\n")] == ["VALUES.csv:2:x"]
