"""The recipes below the draws: functions of fixed bits, streams, distributions, ranks and quantiles."""

import math
import statistics
from fractions import Fraction

import numpy as np
import pytest

from assessment.engine.draws import fixed, streams
from assessment.engine.draws.ranks import rank_draws
from assessment.engine.draws.summary import quantile
from assessment.engine.ranking import below_counts, rank


def test_ln__is_near_the_true_logarithm():
    values = np.geomspace(1e-300, 1e300, 4001)

    assert np.abs(fixed.ln(values) - np.array([math.log(value) for value in values])).max() < 1e-13


def test_exp__is_near_the_true_exponential():
    values = np.linspace(-700, 700, 4001)

    expected = np.array([math.exp(value) for value in values])
    assert (np.abs(fixed.exp(values) - expected) / expected).max() < 1e-15


@pytest.mark.parametrize("power", [Fraction(2), Fraction(-3), Fraction(1, 2), Fraction(-5, 2), Fraction(100)])
def test_raised__is_near_the_true_power(power):
    values = np.linspace(0.5, 20, 101)

    assert fixed.raised(values, power) == pytest.approx(values ** float(power), rel=1e-13)


def test_fixed__known_bits_stay():
    """The same bits on every machine: a change here changes published draws."""
    values = np.array([0.1, 2.0, 3.0, 1e10])

    assert [value.hex() for value in fixed.ln(values)] == [
        "-0x1.26bb1bbb55515p+1",
        "0x1.62e42fefa39efp-1",
        "0x1.193ea7aad030ap+0",
        "0x1.7069e2aa2aa5bp+4",
    ]
    assert [value.hex() for value in fixed.exp(np.array([-1.0, 0.5, 10.0]))] == [
        "0x1.78b56362cef38p-2",
        "0x1.a61298e1e069cp+0",
        "0x1.5829dcf950560p+14",
    ]


def test_uniform__is_the_upper_53_bits_of_pcg64():
    stream, other = streams.spawn(7)["weights"], streams.spawn(7)["weights"]

    assert list(streams.uniform(stream, 3)) == [(int(other.random_raw()) >> 11) * 2.0**-53 for _ in range(3)]


def test_normal__is_the_inverse_of_the_distribution():
    probabilities = np.array([1e-12, 0.001, 0.05, 0.3, 0.5, 0.8, 0.999, 1 - 1e-10])
    expected = [statistics.NormalDist().inv_cdf(probability) for probability in probabilities]

    assert streams.normal(probabilities) == pytest.approx(expected, rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("shape", [0.2, 1.0, 7.5])
def test_gamma__has_the_mean_and_variance_of_its_shape(shape):
    found = streams.gamma(streams.spawn(3)["weights"], np.full(40_000, shape))

    assert found.mean() == pytest.approx(shape, rel=0.03)
    assert found.var() == pytest.approx(shape, rel=0.06)
    assert (found > 0).all()


@pytest.mark.parametrize("seed", range(20))
def test_rank_draws__agrees_with_the_official_ranking(seed):
    generator = np.random.default_rng(seed)
    totals = np.round(generator.random((seed * 5 + 2, 30)) * 10, 1 + seed % 3)
    tolerance = 0.1 if seed % 2 else 0.0

    ranks, below = rank_draws(totals, tolerance)

    for draw in range(30):
        values = [Fraction(float(value)) for value in totals[:, draw]]
        expected = official_ranks(values, tolerance)
        assert list(ranks[:, draw]) == expected
        assert list(below[:, draw]) == below_counts(expected)


@pytest.mark.parametrize(
    ("ranks", "share", "expected"),
    [
        ([1, 2, 3, 4], Fraction(1, 2), 2.5),
        ([1, 1, 1, 4], Fraction(95, 100), 3.55),
        ([1, 2, 3, 4, 5], Fraction(5, 100), 1.2),
        ([3], Fraction(5, 100), 3.0),
        ([], Fraction(1, 2), None),
    ],
)
def test_quantile__is_type_7(ranks, share, expected):
    counts = [ranks.count(place) for place in range(1, 6)]

    assert quantile(counts, share) == expected


def official_ranks(values, tolerance):
    """Rank with the float differences that the draws see."""
    floats = [Fraction(float(value)) for value in values]
    if not tolerance:
        return rank(floats, Fraction(0))
    order = sorted(range(len(values)), key=lambda at: -values[at])
    ranks, first, place = [0] * len(values), None, 0
    for position, unit in enumerate(order, 1):
        if first is None or float(first) - float(values[unit]) > tolerance:
            first, place = values[unit], position
        ranks[unit] = place
    return ranks
