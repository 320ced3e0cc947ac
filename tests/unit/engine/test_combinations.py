"""Combinations of alternatives that cannot run are refused by name before the first draw."""

import pytest

from assessment.engine import Faults

from .cases import EXAMPLE_1, NEAR, VALUES_1, changed, draw, one_level, varied


def refused(system, text):
    with pytest.raises(Faults) as raised:
        draw(system, text, draws=10)
    return [line.split(": ")[0] for line in raised.value.lines]


@pytest.mark.parametrize(
    ("plan", "place"),
    [
        ({"aggregation": [{"2": "gmean"}]}, "SYSTEM.json:/uncertainty/aggregation/0"),
        ({"normalise": [{"method": "minmax"}, {"method": "zscore"}]}, "SYSTEM.json:/uncertainty/normalise/0"),
        ({"normalise": [{"method": "dist2ref", "reference": "Z"}]}, "SYSTEM.json:/uncertainty/normalise/0/reference"),
    ],
)
def test_combination__that_cannot_run__is_refused_by_name(plan, place):
    text = "u,x,y\nA,5,0\nB,5,2\n" if "aggregation" in plan else "u,x,y\nA,5,1\nB,5,2\n"

    assert place in refused(one_level(x={}, y={}) | {"uncertainty": plan}, text)


def test_combination__gmean_of_z_scores__is_refused():
    system = one_level(x={}, y={}) | {
        "defaults": {"normalise": {"method": "zscore", "mean": 50, "sd": 10}},
        "uncertainty": {"normalise": [{"method": "zscore"}], "aggregation": [{"2": "gmean"}]},
    }

    assert set(refused(system, NEAR)) == {"SYSTEM.json:/uncertainty/aggregation/0"}


def test_combination__gmean_of_scores_at_0_or_below__is_refused_by_name():
    """The logarithm of such a score is never taken, so no number grows beyond what a float holds."""
    system = changed(EXAMPLE_1, uncertainty={"normalise": ["zscore"], "aggregation": [{"2": "gmean"}, {"2": "hmean"}]})

    assert set(refused(system, VALUES_1)) == {f"SYSTEM.json:/uncertainty/aggregation/{at}" for at in (0, 1)}


def test_combination__a_unit_without_enough_children__may_have_any_score():
    system = changed(one_level("gmean", x={}, y={}), aggregation=[{"level": 2, "method": "gmean", "dat_thresh": 1}])

    assert draw(system, "u,x,y\nA,1,2\nB,3,1\nC,-2,NA\n", draws=50).units[-1].rank_counts == (0, 0, 0)


def test_combination__that_some_draw_of_weights_could_not_run__is_refused():
    """P is (3 - 2)/2 = 0.5 officially, but the noise can bring it below 0."""
    system = changed(
        one_level("gmean", x={}, y={}, z={}),
        aggregates=[
            {"code": "T", "level": 3},
            {"code": "P", "level": 2, "parent": "T"},
            {"code": "Q", "level": 2, "parent": "T"},
        ],
        aggregation=[{"level": 2, "method": "amean"}, {"level": 3, "method": "gmean"}],
    )
    for indicator, parent in zip(system["indicators"], ("P", "P", "Q"), strict=True):
        indicator["parent"] = parent
    text = "u,x,y,z\nA,3,-2,1\nB,2,1,1\n"

    assert refused(system, text) == ["SYSTEM.json:/uncertainty/weights"]
    system["uncertainty"] = {"weights": {"noise": "uniform", "factor": 0.1}}
    assert draw(system, text, draws=50).n == 50


def test_draws__numbers_too_large_for_them__are_refused():
    text = "u,x,y\nA,1.7e308,1.7e308\nB,1,2\n"

    assert refused(one_level(x={}, y={}), text) == ["SYSTEM.json:/uncertainty"]


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"steps": ["normalise", "aggregate"], "uncertainty": {"impute": [{"method": "mean"}]}}, "impute"),
        ({"uncertainty": {"impute": [{"method": "mean"}]}}, "impute/0"),
        ({"uncertainty": {"normalise": [{"method": "minmax"}]}}, "normalise/0"),
    ],
)
def test_alternatives__for_words__are_refused(changes, place):
    system = one_level(x={"normalise": {"method": "points", "table": {"a": 1, "b": 2}}}) | changes

    assert f"SYSTEM.json:/uncertainty/{place}" in refused(system, "u,x\nA,a\nB,b\nC,NC\n")


def test_alternatives__fracmax_with_direction_minus_one__is_refused():
    system = varied(one_level(x={"direction": -1}), normalise=[{"method": "fracmax"}])

    assert "SYSTEM.json:/uncertainty/normalise/0/method" in refused(system, "u,x\nA,1\nB,2\n")


@pytest.mark.parametrize("noise", [{"noise": "uniform", "factor": 0.9}, {"noise": "dirichlet", "concentration": 5}])
def test_limits__points_taken_below_the_root__count(noise):
    """The noise brings IND of P3 near 2, less than the 3.5 points taken; without them it runs."""
    system = changed(
        EXAMPLE_1,
        defaults={"normalise": {"method": "minmax", "range": [2, 100]}},
        aggregation=[{"level": 2, "method": "amean"}, {"level": 3, "method": "gmean"}],
        uncertainty={"weights": noise},
        adjust={"deductions": [{"column": "D1", "points": 3.5, "target": "IND"}], "ceiling": 99},
    )
    system["indicators"][2]["normalise"]["range"] = [1, 100]

    assert refused(system, VALUES_1) == ["SYSTEM.json:/uncertainty/weights"]
    assert draw(system, VALUES_1.replace("3,1\n", "3,0\n"), draws=20).n == 20


def test_limits__contests_may_be_negative():
    system = changed(
        EXAMPLE_1,
        aggregation=[{"level": 2, "method": "copeland"}, {"level": 3, "method": "amean"}],
        uncertainty={"aggregation": [{"3": "gmean"}]},
    )

    assert set(refused(system, VALUES_1)) == {"SYSTEM.json:/uncertainty/aggregation/0"}
