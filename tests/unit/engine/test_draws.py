"""The uncertainty run: recipes of the draws, statistics, alternatives, and what is refused."""

import math
import statistics
from fractions import Fraction

import numpy as np
import pytest

from assessment.engine import Faults, as_json, parse, uncertainty
from assessment.engine.draws import fixed, streams
from assessment.engine.draws.ranks import rank_draws
from assessment.engine.draws.summary import quantile
from assessment.engine.ranking import below_counts, rank

from .cases import EXAMPLE_1, EXAMPLE_2, VALUES_1, VALUES_2, changed, compute, one_level, rows

NEAR = "u,x,y\nA,51,50\nB,50,51\nC,20,90\nD,10,5\n"


def run(system, text, draws=500, seed=1):
    return uncertainty(parse(system, rows(text)), draws=draws, seed=seed)


def by_unit(found):
    return {unit.unit: unit for unit in found.units}


def varied(system, **plan):
    return changed(system, uncertainty=plan)


def refused(system, text):
    with pytest.raises(Faults) as raised:
        run(system, text, draws=10)
    return [line.split(": ")[0] for line in raised.value.lines]


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


def test_draws__same_seed_same_bytes_other_seed_other_bytes():
    result = compute(EXAMPLE_1, VALUES_1)

    one, same, other = (as_json(result, run(EXAMPLE_1, VALUES_1, seed=seed)) for seed in (5, 5, 6))

    assert one == same
    assert one != other


def test_draws__more_draws_begin_with_the_same_ones():
    """Blocks and pieces leave no trace: the first draws of a longer run are those of a shorter one."""
    short, long = (by_unit(run(one_level(x={}, y={}), NEAR, draws=draws)) for draws in (1, 5000))

    assert sum(long["A"].rank_counts) == 5000
    assert short["A"].rank_counts.index(1) + 1 in {1, 2, 3}


def test_draws__of_two_units__have_the_chance_that_geometry_gives():
    """A beats B where w(x) > w(y), one half by symmetry."""
    found = by_unit(run(one_level(x={}, y={}), "u,x,y\nA,1,0\nB,0,1\n", draws=20_000))

    assert found["A"].rank_counts[0] / 20_000 == pytest.approx(0.5, abs=0.02)
    assert found["A"].mean == pytest.approx(1.5, abs=0.02)


def test_draws__uniform_noise_stays_within_its_factor():
    """With factor 0.25 the shares of two equal weights lie within 0.375 and 0.625."""
    system = one_level(x={}, y={}) | {"uncertainty": {"line": 37.4}}

    inside = by_unit(run(system, "u,x,y\nA,100,0\nB,0,100\n", draws=5000))
    outside = by_unit(run(system | {"uncertainty": {"line": 40}}, "u,x,y\nA,100,0\nB,0,100\n", draws=5000))

    assert inside["A"].p_below_line == 0.0
    assert outside["A"].p_below_line > 0.0


def test_draws__dirichlet_shares_have_the_variance_of_their_concentration():
    """A share of Dir(c p) has variance p(1-p)/(c+1); beyond one deviation on one side lies about a sixth."""
    deviation = math.sqrt(0.25 / 51)
    plan = {"weights": {"noise": "dirichlet", "concentration": 50}, "line": 100 * (0.5 - deviation)}

    found = by_unit(run(one_level(x={}, y={}) | {"uncertainty": plan}, "u,x,y\nA,100,0\nB,0,100\n", draws=20_000))

    assert found["A"].p_below_line == pytest.approx(0.16, abs=0.01)


def test_levels__only_the_named_weights_move():
    system = varied(EXAMPLE_1, levels=[])

    found = run(system, VALUES_1, draws=100)

    assert found.factors == ()
    assert {unit.unit: unit.rank_counts[unit.nominal - 1] for unit in found.units} == dict.fromkeys(
        ("P2", "P1", "P4", "P3"), 100
    )


def test_factors__dropping_one_leaves_the_draws_of_the_others():
    normalise = [{"method": "rank"}]
    both = run(varied(EXAMPLE_1, levels=[], normalise=normalise, aggregation=[{"3": "amean"}]), VALUES_1)
    alone = run(varied(EXAMPLE_1, levels=[], normalise=normalise), VALUES_1)

    assert both.factors == ("normalise", "aggregation")
    assert [unit.rank_counts for unit in both.units] == [unit.rank_counts for unit in alone.units]


def test_alternatives__have_equal_chance_beside_the_official_choice():
    """Under rank A wins, under the values B does."""
    system = one_level(x={}, y={}) | {"uncertainty": {"levels": [], "normalise": [{"method": "rank"}]}}
    text = "u,x,y\nA,2,2\nB,100,1\n"

    found = by_unit(run(system, text, draws=10_000))

    assert found["B"].rank_counts[0] == 10_000
    system["uncertainty"]["normalise"] = [{"method": "goalposts", "posts": [0, 2]}]
    assert by_unit(run(system, text, draws=10_000))["A"].rank_counts[0] / 10_000 == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize("method", ["amean", "gmean", "hmean", "copeland", {"method": "genmean", "p": 2.5}])
def test_alternatives__every_aggregation_gives_its_official_ranks(method):
    name = method if isinstance(method, str) else method["method"]
    official = one_level(name, x={"weight": 3}, y={}, z={"weight": 2})
    if isinstance(method, dict):
        official["aggregation"][0]["p"] = method["p"]
    varied_too = one_level("amean", x={"weight": 3}, y={}, z={"weight": 2})
    varied_too["uncertainty"] = {"levels": [], "aggregation": [{"2": method}]}
    text = "u,x,y,z\nA,9,1,5\nB,5,5,5\nC,1,9,7\nD,8,NA,4\nE,2,3,NA\n"
    ranks = {unit.unit: unit.rank for unit in compute(official, text).units}

    found = by_unit(run(varied_too, text, draws=200))

    plain = {unit.unit: unit.rank for unit in compute(one_level(x={"weight": 3}, y={}, z={"weight": 2}), text).units}
    for unit, row in found.items():
        assert {place for place, count in enumerate(row.rank_counts, 1) if count} == {ranks[unit], plain[unit]}


def test_alternatives__imputation_may_rate_a_unit_that_is_officially_unrated():
    system = one_level(x={}, y={}) | {
        "aggregation": [{"level": 2, "method": "amean", "dat_thresh": 1}],
        "uncertainty": {"levels": [], "impute": [{"method": "mean"}]},
    }

    found = by_unit(run(system, "u,x,y\nA,3,3\nB,1,NA\n", draws=1000))

    assert found["B"].nominal is None
    assert sum(found["B"].rank_counts) / 1000 == pytest.approx(0.5, abs=0.06)


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
    assert run(system, text, draws=50).n == 50


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


def test_bottom_and_line__default_to_the_verdicts():
    system = changed(
        EXAMPLE_1,
        verdict={"lines": [{"verdict": "pass", "min": 50}, {"verdict": "fail"}], "bottom": {"n": 1, "verdict": "last"}},
    )

    found = by_unit(run(system, VALUES_1))

    assert (found["P3"].p_bottom, found["P3"].p_below_line) == (1.0, 1.0)
    assert (found["P2"].p_bottom, found["P2"].p_below_line) == (0.0, 0.0)


def test_leave_one_out__ranks_are_those_of_the_system_without_it():
    found = {left_out.code: left_out for left_out in run(EXAMPLE_1, VALUES_1, draws=1).leave_one_out}

    for code in ("rev", "rd", "sat", "acc"):
        part = changed(EXAMPLE_1, indicators=[i for i in EXAMPLE_1["indicators"] if i["code"] != code])
        part["ignore"] = [code, *(["land"] if code == "rev" else [])]
        expected = {unit.unit: unit.rank for unit in compute(part, VALUES_1).units}
        assert found[code].ranks == expected


def test_leave_one_out__an_aggregate_without_children_goes_with_it():
    system = changed(
        EXAMPLE_1,
        aggregates=[*EXAMPLE_1["aggregates"], {"code": "NEW", "level": 2, "parent": "T", "weight": 500}],
        indicators=[*EXAMPLE_1["indicators"], {"code": "new", "parent": "NEW"}],
    )
    text = "\n".join(f"{line},{cell}" for line, cell in zip(VALUES_1.split(), ("new", "1", "2", "3", "4"), strict=True))

    found = {left_out.code: left_out for left_out in run(system, text + "\n", draws=1).leave_one_out}

    assert found["new"].ranks == {"P2": 1, "P1": 2, "P4": 3, "P3": 4} | found["new"].ranks
    assert found["new"].mean_abs_change > 0


def test_leave_one_out__what_cannot_be_ranked_is_warned_of():
    result, found = compute(EXAMPLE_2, VALUES_2), run(one_level(x={}), "u,x\nA,1\nB,2\n", draws=1)

    assert found.leave_one_out[0].ranks == {"A": None, "B": None}
    assert found.leave_one_out[0].mean_abs_change is None
    assert "leave_one_out: without x there is no ranking" in found.warnings[0]
    assert found.warnings[0] in as_json(result, found)


def test_leave_one_out__screens_again():
    """Without z, C has data for one indicator of two and is out."""
    system = one_level(x={}, y={}, z={}) | {"screen": {"dat_thresh": 0.6}}
    text = "u,x,y,z\nA,1,1,1\nB,2,2,2\nC,9,NA,9\n"

    found = {left_out.code: left_out.ranks for left_out in run(system, text, draws=1).leave_one_out}

    assert found["z"] == {"C": None, "B": 1, "A": 2}
    assert found["y"] == {"C": 1, "B": 2, "A": 3}


def test_drivers__a_factor_that_does_nothing_has_no_share():
    """The alternative aggregation is the official one, so all the variance comes from the normalisation."""
    system = one_level(x={}, y={}) | {
        "uncertainty": {
            "levels": [],
            "normalise": [{"method": "goalposts", "posts": [0, 2]}],
            "aggregation": [{"2": "amean"}],
            "drivers": 2000,
        }
    }

    first, second = run(system, "u,x,y\nA,2,2\nB,100,1\n", draws=1).drivers

    assert (first.factor, second.factor) == ("normalise", "aggregation")
    assert first.first_order == pytest.approx(1, abs=0.1)
    assert first.total == pytest.approx(1, abs=0.1)
    assert (second.first_order, second.total) == (0.0, 0.0)


def test_drivers__without_variance_are_unknown():
    system = one_level(x={}) | {"uncertainty": {"drivers": 10}}

    assert [(driver.first_order, driver.total) for driver in run(system, "u,x\nA,1\nB,2\n").drivers] == [(None, None)]


def test_draws__of_many_units__rank_the_same_way():
    text = "u,x,y\n" + "".join(f"U{at:03},{at % 17},{at * 7 % 101}\n" for at in range(120))
    system = varied(one_level(x={}, y={}), levels=[])

    found = run(system, text, draws=20)

    for row in found.units:
        assert row.rank_counts[row.nominal - 1] == 20
