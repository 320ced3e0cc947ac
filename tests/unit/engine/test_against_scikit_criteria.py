"""Where the methods coincide: the results of scikit-criteria, an independent package."""

import random

import numpy as np
import pytest
from skcriteria import mkdm
from skcriteria.agg.simple import WeightedProductModel, WeightedSumModel
from skcriteria.preprocessing import scalers

from .cases import compute, one_level, units

CASES = range(12)


def matrix(seed):
    dice = random.Random(f"criteria {seed}")
    size = (dice.randint(3, 25), dice.randint(2, 12))
    values = [[round(dice.uniform(0.5, 900), 2) for _ in range(size[1])] for _ in range(size[0])]
    return values, [dice.randint(1, 9) for _ in range(size[1])], [dice.choice((1, -1)) for _ in range(size[1])]


def decision(values, weights, directions):
    return mkdm(values, [max if direction == 1 else min for direction in directions], weights=weights)


def found(method, values, weights, directions, normalise):
    fields = {
        f"x{at}": {"weight": weight, "direction": direction, "normalise": normalise}
        for at, (weight, direction) in enumerate(zip(weights, directions, strict=True))
    }
    header = ",".join(["u", *fields])
    lines = [",".join([f"U{at:02}", *map(repr, row)]) for at, row in enumerate(values)]
    return compute(one_level(method, **fields), "\n".join([header, *lines]) + "\n")


def scores(result, code):
    return [unit.normalised[code] for _, unit in sorted(units(result).items())]


def totals(result):
    return [unit.total for _, unit in sorted(units(result).items())]


def ranks(result):
    return [unit.rank for _, unit in sorted(units(result).items())]


@pytest.mark.parametrize("seed", CASES)
def test_amean_of_minmax__is_its_weighted_sum(seed):
    values, weights, directions = matrix(seed)
    directions = [1] * len(directions)

    theirs = WeightedSumModel().evaluate(
        scalers.MinMaxScaler("matrix").transform(decision(values, weights, directions))
    )

    ours = found("amean", values, weights, directions, {"method": "minmax", "range": [0, 1]})
    assert totals(ours) == pytest.approx(theirs.e_.score / sum(weights), rel=1e-12)
    assert ranks(ours) == list(theirs.rank_)


@pytest.mark.parametrize("seed", CASES)
def test_gmean__is_its_weighted_product(seed):
    """It shows the logarithm to base 10 of the product."""
    values, weights, directions = matrix(seed)
    directions = [1] * len(directions)

    theirs = WeightedProductModel().evaluate(decision(values, weights, directions))

    ours = found("gmean", values, weights, directions, {"method": "none"})
    assert totals(ours) == pytest.approx(10 ** (theirs.e_.score / sum(weights)), rel=1e-12)
    assert ranks(ours) == list(theirs.rank_)


@pytest.mark.parametrize("seed", CASES)
def test_dist2max__is_its_distance_to_the_zenith(seed):
    values, weights, directions = matrix(seed)

    theirs = scalers.CenitDistanceMatrixScaler().transform(decision(values, weights, directions)).matrix.to_numpy()

    ours = found("amean", values, weights, directions, {"method": "dist2max"})
    for at in range(len(weights)):
        assert scores(ours, f"x{at}") == pytest.approx(list(theirs[:, at]), rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("seed", CASES)
def test_zscore__is_its_standard_score_but_for_the_degrees_of_freedom(seed):
    values, weights, directions = matrix(seed)
    directions = [1] * len(directions)

    theirs = scalers.StandarScaler("matrix").transform(decision(values, weights, directions)).matrix.to_numpy()

    ours = found("amean", values, weights, directions, {"method": "zscore"})
    ratio = np.sqrt((len(values) - 1) / len(values))
    for at in range(len(weights)):
        assert scores(ours, f"x{at}") == pytest.approx(list(theirs[:, at] * ratio), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("seed", CASES)
def test_fracmax__is_its_share_of_the_largest(seed):
    values, weights, directions = matrix(seed)
    directions = [1] * len(directions)

    theirs = scalers.MaxAbsScaler("matrix").transform(decision(values, weights, directions)).matrix.to_numpy()

    ours = found("amean", values, weights, directions, {"method": "fracmax"})
    for at in range(len(weights)):
        assert scores(ours, f"x{at}") == pytest.approx(list(theirs[:, at]), rel=1e-15)
