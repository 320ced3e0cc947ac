"""The uncertainty run: what the draws count, what moves the ranks, and that nothing but the content matters."""

import math

import numpy as np
import pytest

from assessment.engine import as_json, parse
from assessment.engine.draws import Preparation
from assessment.engine.draws.sensitivity import drivers

from .cases import (
    EXAMPLE_1,
    EXAMPLE_2,
    NEAR,
    VALUES_1,
    VALUES_2,
    by_unit,
    changed,
    compute,
    draw,
    one_level,
    rows,
    varied,
)


def test_draws__same_seed_same_bytes_other_seed_other_bytes():
    result = compute(EXAMPLE_1, VALUES_1)

    one, same, other = (as_json(result, draw(EXAMPLE_1, VALUES_1, seed=seed)) for seed in (5, 5, 6))

    assert one == same
    assert one != other


def test_draws__more_draws_begin_with_the_same_ones():
    """Blocks and pieces leave no trace: the first draws of a longer run are those of a shorter one."""
    short, long = (by_unit(draw(one_level(x={}, y={}), NEAR, draws=draws)) for draws in (1, 5000))

    assert sum(long["A"].rank_counts) == 5000
    assert short["A"].rank_counts.index(1) + 1 in {1, 2, 3}


def test_draws__of_two_units__have_the_chance_that_geometry_gives():
    """A beats B where w(x) > w(y), one half by symmetry."""
    found = by_unit(draw(one_level(x={}, y={}), "u,x,y\nA,1,0\nB,0,1\n", draws=20_000))

    assert found["A"].rank_counts[0] / 20_000 == pytest.approx(0.5, abs=0.02)
    assert found["A"].mean == pytest.approx(1.5, abs=0.02)


def test_draws__uniform_noise_stays_within_its_factor():
    """With factor 0.25 the shares of two equal weights lie within 0.375 and 0.625."""
    system = one_level(x={}, y={}) | {"uncertainty": {"line": 37.4}}

    inside = by_unit(draw(system, "u,x,y\nA,100,0\nB,0,100\n", draws=5000))
    outside = by_unit(draw(system | {"uncertainty": {"line": 40}}, "u,x,y\nA,100,0\nB,0,100\n", draws=5000))

    assert inside["A"].p_below_line == 0.0
    assert outside["A"].p_below_line > 0.0


def test_draws__dirichlet_shares_have_the_variance_of_their_concentration():
    """A share of Dir(c p) has variance p(1-p)/(c+1); beyond one deviation on one side lies about a sixth."""
    deviation = math.sqrt(0.25 / 51)
    plan = {"weights": {"noise": "dirichlet", "concentration": 50}, "line": 100 * (0.5 - deviation)}

    found = by_unit(draw(one_level(x={}, y={}) | {"uncertainty": plan}, "u,x,y\nA,100,0\nB,0,100\n", draws=20_000))

    assert found["A"].p_below_line == pytest.approx(0.16, abs=0.01)


def test_levels__only_the_named_weights_move():
    system = varied(EXAMPLE_1, levels=[])

    found = draw(system, VALUES_1, draws=100)

    assert found.factors == ()
    assert {unit.unit: unit.rank_counts[unit.nominal - 1] for unit in found.units} == dict.fromkeys(
        ("P2", "P1", "P4", "P3"), 100
    )


def test_factors__dropping_one_leaves_the_draws_of_the_others():
    normalise = [{"method": "rank"}]
    both = draw(varied(EXAMPLE_1, levels=[], normalise=normalise, aggregation=[{"3": "amean"}]), VALUES_1)
    alone = draw(varied(EXAMPLE_1, levels=[], normalise=normalise), VALUES_1)

    assert both.factors == ("normalise", "aggregation")
    assert [unit.rank_counts for unit in both.units] == [unit.rank_counts for unit in alone.units]


def test_alternatives__have_equal_chance_beside_the_official_choice():
    """Under rank A wins, under the values B does."""
    system = one_level(x={}, y={}) | {"uncertainty": {"levels": [], "normalise": [{"method": "rank"}]}}
    text = "u,x,y\nA,2,2\nB,100,1\n"

    found = by_unit(draw(system, text, draws=10_000))

    assert found["B"].rank_counts[0] == 10_000
    system["uncertainty"]["normalise"] = [{"method": "goalposts", "posts": [0, 2]}]
    assert by_unit(draw(system, text, draws=10_000))["A"].rank_counts[0] / 10_000 == pytest.approx(0.5, abs=0.02)


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

    found = by_unit(draw(varied_too, text, draws=200))

    plain = {unit.unit: unit.rank for unit in compute(one_level(x={"weight": 3}, y={}, z={"weight": 2}), text).units}
    for unit, row in found.items():
        assert {place for place, count in enumerate(row.rank_counts, 1) if count} == {ranks[unit], plain[unit]}


def test_alternatives__imputation_may_rate_a_unit_that_is_officially_unrated():
    system = one_level(x={}, y={}) | {
        "aggregation": [{"level": 2, "method": "amean", "dat_thresh": 1}],
        "uncertainty": {"levels": [], "impute": [{"method": "mean"}]},
    }

    found = by_unit(draw(system, "u,x,y\nA,3,3\nB,1,NA\n", draws=1000))

    assert found["B"].nominal is None
    assert sum(found["B"].rank_counts) / 1000 == pytest.approx(0.5, abs=0.06)


def test_bottom_and_line__default_to_the_verdicts():
    system = changed(
        EXAMPLE_1,
        verdict={"lines": [{"verdict": "pass", "min": 50}, {"verdict": "fail"}], "bottom": {"n": 1, "verdict": "last"}},
    )

    found = by_unit(draw(system, VALUES_1))

    assert (found["P3"].p_bottom, found["P3"].p_below_line) == (1.0, 1.0)
    assert (found["P2"].p_bottom, found["P2"].p_below_line) == (0.0, 0.0)


def test_leave_one_out__ranks_are_those_of_the_system_without_it():
    found = {left_out.code: left_out for left_out in draw(EXAMPLE_1, VALUES_1, draws=1).leave_one_out}

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

    found = {left_out.code: left_out for left_out in draw(system, text + "\n", draws=1).leave_one_out}

    assert found["new"].ranks == {"P2": 1, "P1": 2, "P4": 3, "P3": 4} | found["new"].ranks
    assert found["new"].mean_abs_change > 0


def test_leave_one_out__what_cannot_be_ranked_is_warned_of():
    result, found = compute(EXAMPLE_2, VALUES_2), draw(one_level(x={}), "u,x\nA,1\nB,2\n", draws=1)

    assert found.leave_one_out[0].ranks == {"A": None, "B": None}
    assert found.leave_one_out[0].mean_abs_change is None
    assert "leave_one_out: without x there is no ranking" in found.warnings[0]
    assert found.warnings[0] in as_json(result, found)


def test_leave_one_out__screens_again():
    """Without z, C has data for one indicator of two and is out."""
    system = one_level(x={}, y={}, z={}) | {"screen": {"dat_thresh": 0.6}}
    text = "u,x,y,z\nA,1,1,1\nB,2,2,2\nC,9,NA,9\n"

    found = {left_out.code: left_out.ranks for left_out in draw(system, text, draws=1).leave_one_out}

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

    first, second = draw(system, "u,x,y\nA,2,2\nB,100,1\n", draws=1).drivers

    assert (first.factor, second.factor) == ("normalise", "aggregation")
    assert first.first_order == pytest.approx(1, abs=0.1)
    assert first.total == pytest.approx(1, abs=0.1)
    assert (second.first_order, second.total) == (0.0, 0.0)


def test_drivers__without_variance_are_unknown():
    system = one_level(x={}) | {"uncertainty": {"drivers": 10}}

    assert [(driver.first_order, driver.total) for driver in draw(system, "u,x\nA,1\nB,2\n").drivers] == [(None, None)]


def test_draws__of_many_units__rank_the_same_way():
    text = "u,x,y\n" + "".join(f"U{at:03},{at % 17},{at * 7 % 101}\n" for at in range(120))
    system = varied(one_level(x={}, y={}), levels=[])

    found = draw(system, text, draws=20)

    for row in found.units:
        assert row.rank_counts[row.nominal - 1] == 20


def test_draws__of_many_sets_of_children__rank_the_same_way():
    """More different sets of present children than are added up set by set."""
    codes = [f"x{at}" for at in range(6)]
    lines = [
        [f"U{at:02}", *("NA" if at & 1 << place else str((at * 7 + place * 13) % 50 + 1) for place in range(6))]
        for at in range(40)
    ]
    text = "\n".join(",".join(line) for line in [["u", *codes], *lines]) + "\n"

    for method in ("amean", "gmean", "hmean"):
        found = draw(varied(one_level(method, **{code: {} for code in codes}), levels=[]), text, draws=5)

        assert all(row.rank_counts[row.nominal - 1] == 5 for row in found.units if row.nominal)


def test_draws__genmean_of_a_high_power__does_not_overflow():
    system = one_level(x={}, y={}) | {"aggregation": [{"level": 2, "method": "genmean", "p": 500}]}

    found = by_unit(draw(varied(system, levels=[]), "u,x,y\nA,1000,1\nB,1,999\nC,0,0\n", draws=5))

    assert [found[unit].rank_counts[place] for place, unit in enumerate("ABC")] == [5, 5, 5]


def prepared(**plan):
    return Preparation(parse(varied(one_level(x={}, y={}), **plan), rows(NEAR)))


@pytest.mark.parametrize("noise", [{"noise": "uniform", "factor": 0.5}, {"noise": "dirichlet", "concentration": 5}])
def test_ahead__stands_where_a_drawing_stands_after_so_many_draws(noise):
    case = prepared(weights=noise, normalise=["minmax"])
    plain, start = case.drawing(4), case.drawing(4)

    skipped = start.ahead(5000)
    for _ in plain.draw(5000):
        pass

    for one, other in zip(plain.draw(300), skipped.draw(300), strict=True):
        assert np.array_equal(one.weights, other.weights)
        assert np.array_equal(one.normalise, other.normalise)
    assert not np.array_equal(next(start.draw(9)).weights, next(skipped.draw(9)).weights)


def test_drivers__of_several_blocks__are_the_formula_over_all_draws_at_once():
    case = prepared(normalise=["minmax"])
    drawing, again = case.drawing(4), case.drawing(4)
    nominal = np.array(case.outcome.ranks)

    def shifts(blocks):
        found = []
        for block in blocks:
            part = np.zeros(block.count)
            for piece in again.rank(block):
                part[piece.draws] = np.abs(piece.ranks - nominal[:, np.newaxis]).mean(axis=0)
            found.append(part)
        return np.concatenate(found)

    one, other = list(again.draw(4500)), list(again.draw(4500))
    y_one, y_other = shifts(one), shifts(other)
    variance = np.concatenate([y_one, y_other]).var(ddof=1)

    for driver in drivers(drawing, case.outcome.ranks, 4500):
        mixed = shifts([mine.with_factor(driver.factor, yours) for mine, yours in zip(one, other, strict=True)])
        assert driver.first_order == pytest.approx((y_other * (mixed - y_one)).mean() / variance)
        assert driver.total == pytest.approx(((y_one - mixed) ** 2).mean() / 2 / variance)
