"""What can be asked of the draws beyond the uncertainty run: who is ahead of whom, every draw, stated errors."""

from dataclasses import replace

import pytest

from assessment import engine
from assessment.engine import Faults, parse, ranks, uncertainty

from .cases import NEAR, changed, one_level, rows, varied

TEN = {"method": "goalposts", "posts": [0, 10]}


def index(system, text):
    return parse(system, rows(text))


def test_separation__agrees_with_the_uncertainty_run_of_the_same_seed():
    near = index(varied(one_level(x={}, y={}), bottom=2), NEAR)
    found = engine.separation(near, draws=400, seed=3, bottoms=[2])

    for spread in uncertainty(near, draws=400, seed=3).units:
        assert found.chance_in_bottom(spread.unit, 2) == spread.p_bottom
    assert found.chance_ahead("A", "B") + found.chance_ahead("B", "A") == pytest.approx(1)
    assert found.chance_ahead("A", "D") == 1.0
    assert found.chance_ahead("A", "A") == 0.0


def test_bands__begin_where_the_first_is_surely_ahead():
    found = engine.separation(index(one_level(x={}, y={}), NEAR), draws=400, seed=3)

    assert [set(band) for band in engine.bands(found)] == [{"A", "B", "C"}, {"D"}]
    assert [len(band) for band in engine.bands(replace(found, ahead=((0, 0),) * 2, units=("A", "B")))] == [2]


def test_parameters_and_rank_matrix__say_every_draw_again():
    near = index(varied(one_level(x={}, y={}), normalise=["minmax"], weights={"noise": "uniform", "factor": 0.5}), NEAR)
    drawn, matrix = engine.parameters(near, draws=50, seed=3), engine.rank_matrix(near, draws=50, seed=3)

    assert matrix.shape == (50, 4)
    assert str(matrix.dtype) == "uint16"
    for draw in range(50):
        spec = {"method": "minmax"} if drawn.normalise[draw] else {"method": "none"}
        system = one_level(**{code: {"weight": float(drawn.weights[code][draw]), "normalise": spec} for code in "xy"})
        assert list(matrix[draw]) == list(ranks(index(system, NEAR)).values())
    counts = {spread.unit: spread.rank_counts for spread in uncertainty(near, draws=50, seed=3).units}
    assert [int((matrix[:, 0] == place).sum()) for place in (1, 2, 3, 4)] == list(counts["A"])


def only_data(system):
    return changed(system, uncertainty={"levels": []})


def test_data_error__without_any__leaves_the_official_ranks():
    near = index(only_data(one_level(x={}, y={})), NEAR)

    assert all(spread.mean == spread.nominal for spread in engine.data_error(near, {}, draws=20, seed=1))


def test_data_error__moves_near_units_and_leaves_far_ones():
    near = index(only_data(one_level(x={}, y={})), "u,x,y\nA,51,50\nB,50,50\nC,1,1\n")
    found = {
        spread.unit: spread for spread in engine.data_error(near, {"x": engine.StatedError(0.1)}, draws=2000, seed=1)
    }

    assert found["C"].rank_counts == (0, 0, 2000)
    assert 0.3 < found["B"].rank_counts[0] / 2000 < 0.5
    same = engine.data_error(near, {"x": engine.StatedError(0.1)}, draws=2000, seed=1)
    assert {spread.unit: spread for spread in same} == found


@pytest.mark.parametrize(
    "spec",
    [
        {"method": "minmax", "range": [2, 9]},
        {"method": "zscore", "mean": 50, "sd": 10},
        {"method": "rank"},
        {"method": "borda"},
        {"method": "prank"},
        {"method": "dist2max"},
        {"method": "dist2ref", "reference": "B", "cap": True},
        {"method": "dist2targ", "target": 60, "cap": True},
        {"method": "fracmax"},
        {"method": "scaled", "bounds": [1, 70]},
        {"method": "goalposts", "posts": [5, 60], "range": [1, 100]},
        {"method": "goalposts", "posts": [5, 60], "log": True},
        {"method": "steps", "table": [[None, 1], [20, 4], [51, 9]]},
        {"method": "steps", "table": [[1, 1], [20, 4], [51, 9]], "interpolate": True},
        {"method": "none"},
    ],
)
def test_data_error__too_small_to_matter__gives_the_official_ranks_with_every_method(spec):
    system = only_data(one_level(x={"normalise": spec}, y={"normalise": TEN}))
    near = index(changed(system, missing={"policy": {}}), "u,x,y\nA,51.5,3\nB,50,9\nC,20,7\nD,10.5,5\nE,NA,6\n")

    found = engine.data_error(near, {"x": engine.StatedError(share=1e-13)}, draws=30, seed=1)

    assert {spread.unit: spread.mean for spread in found} == {unit: float(rank) for unit, rank in ranks(near).items()}


@pytest.mark.parametrize(
    ("errors", "problem"),
    [({"z": engine.StatedError(0.1)}, "no indicator"), ({"w": engine.StatedError(0.1)}, "words")],
)
def test_data_error__of_what_has_no_number__is_refused(errors, problem):
    words = one_level(x={}, w={"normalise": {"method": "points", "table": {"a": 1}}})

    with pytest.raises(Faults, match=problem):
        engine.data_error(index(words, "u,x,w\nA,1,a\n"), errors, draws=5, seed=1)


def test_data_error__that_no_mean_can_take__is_refused():
    near = index(only_data(one_level("gmean", x={}, y={})), "u,x,y\nA,1,2\nB,3,4\n")

    with pytest.raises(Faults, match="with the stated errors"):
        engine.data_error(near, {"x": engine.StatedError(amount=50)}, draws=50, seed=1)
