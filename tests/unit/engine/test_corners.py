"""Corners of the format where a small fault in the engine went unnoticed by every other test."""

import numpy as np
import pytest

from assessment.engine import Faults, as_table, parse, ranks
from assessment.engine.draws import sensitivity, streams
from assessment.engine.faults import FaultLog
from assessment.engine.reading.csv_text import read_csv

from .cases import EXAMPLE_1, VALUES_1, by_unit, changed, compute, draw, faults, one_level, rows, totals, units, varied
from .oracle.drawing import spread
from .test_fuzz import FULL, FULL_VALUES
from .test_parse_system import at


def test_adjust__floor_and_ceiling_may_be_one_number():
    system = one_level(x={}) | {"adjust": {"floor": 5, "ceiling": 5}}

    assert totals(system, "u,x\nA,1\nB,9\n") == {"A": 5.0, "B": 5.0}


def test_alternatives__an_aggregation_may_bring_its_own_threshold():
    """The alternative asks for both children, so B is rated in the official half of the draws only."""
    system = varied(one_level(x={}, y={}), levels=[], aggregation=[{"2": {"method": "amean", "dat_thresh": 1}}])

    found = by_unit(draw(system, "u,x,y\nA,3,3\nB,1,NA\n", draws=1000))

    assert 400 < sum(found["B"].rank_counts) < 600
    assert sum(found["A"].rank_counts) == 1000


def test_alternatives__a_reference_that_is_no_unit__is_blamed_where_it_stands():
    plan = [{"method": "minmax"}, {"method": "dist2ref", "reference": "Z"}]

    lines = refusals(varied(one_level(x={}), normalise=plan), "u,x\nA,1\nB,2\n")

    assert lines[0] == 'SYSTEM.json:/uncertainty/normalise/1/reference: "Z" is no unit of the values; name a unit'


def refusals(system, text):
    with pytest.raises(Faults) as raised:
        draw(system, text, draws=5)
    return raised.value.lines


def test_fault__shows_words_as_they_are_written():
    assert '"三百"' in faults(one_level(x={}), "u,x\nA,三百\n")[0]


def test_table__shows_every_column_once():
    table = as_table(compute(EXAMPLE_1, VALUES_1)).splitlines()

    assert table[0].split() == [
        *("rank", "unit", "name", "total", "score", "deductions", "bonuses", "verdict", "IND", "ENV", "reasons"),
    ]
    assert table[1].split() == ["1", "P2", "80.0", "80.0", "0.0", "0", "-", "83.33333333333333", "75.0"]
    assert len(table) == 5


def test_table__columns_stand_below_each_other_in_both_scripts():
    text = VALUES_1.replace("P2", "张江高科")

    lines = as_table(compute(EXAMPLE_1, text)).splitlines()

    assert lines[0].startswith("rank  unit      name")
    assert lines[1].startswith("1     张江高科        80.0")
    assert lines[2].startswith("2     P1              73.3")


def test_inner_uniform__is_half_a_step_above():
    inner, plain = (streams.spawn(5)["weights"] for _ in range(2))

    assert list(streams._inner_uniform(inner, 40)) == list(streams.uniform(plain, 40) + 2.0**-54)


def objects(value, pointer=""):
    """Yield the pointers of all objects whose fields the format names."""
    if (
        isinstance(value, dict)
        and not pointer.endswith(("/table", "/codes", "/policy"))
        and "/aggregation/0/" not in pointer
    ):
        yield pointer
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, child in inner:
        yield from objects(child, f"{pointer}/{step}")


@pytest.mark.parametrize("pointer", sorted({*objects(FULL)} - {"/uncertainty/aggregation/0"}))
def test_unknown_field__is_named_in_every_object(pointer):
    lines = faults(at(FULL, f"{pointer}/surplus", 1), FULL_VALUES)

    assert [line.split(": ")[0] for line in lines] == [f"SYSTEM.json:{pointer}/surplus"]


def test_dot__is_exact_beyond_64_bits():
    big = np.array([2**40, -3], dtype=np.int64)

    assert sensitivity._dot(big, big) == 2**80 + 9
    assert sensitivity._dot(big[1:], big[1:]) == 9


def test_drivers__units_without_an_official_rank_do_not_count():
    """B is rated where its gap is filled; its rank there is no shift, A's and C's are."""
    system = one_level(x={}, y={}) | {
        "aggregation": [{"level": 2, "method": "amean", "dat_thresh": 1}],
        "uncertainty": {"weights": {"noise": "uniform", "factor": 1}, "impute": [{"method": "mean"}], "drivers": 30},
    }
    text = "u,x,y\nA,3,1\nB,9,NA\nC,2,2.5\nD,NA,8\n"

    found = draw(system, text, draws=40, seed=6)

    expected = spread(system, rows(text), 40, 6)["drivers"]
    assert [(one.factor, one.first_order, one.total) for one in found.drivers] == [
        (one["factor"], one["first_order"], one["total"]) for one in expected
    ]
    assert found.drivers[1].total > 0


@pytest.mark.parametrize(
    ("system", "place"),
    [
        (
            at(EXAMPLE_1, "/aggregates/1/aggregation", {"method": "amean", "dat_tresh": 1}),
            "/aggregates/1/aggregation/dat_tresh",
        ),
        (varied(EXAMPLE_1, aggregation=[{"2": {"method": "amean", "q": 1}}]), "/uncertainty/aggregation/0/2/q"),
    ],
)
def test_unknown_field__of_an_own_or_alternative_aggregation__is_named(system, place):
    assert [line.split(": ")[0] for line in faults(system, VALUES_1)] == [f"SYSTEM.json:{place}"]


@pytest.mark.parametrize(("bound", "cells"), [("floor", "A,1\nB,2\n"), ("ceiling", "A,8\nB,9\n")])
def test_draws__a_bound_holds_where_nothing_is_taken_or_given(bound, cells):
    system = varied(one_level(x={}), levels=[]) | {"adjust": {bound: 5}}

    found = by_unit(draw(system, f"u,x\n{cells}", draws=10))

    assert [found[unit].rank_counts for unit in "AB"] == [(10, 0), (10, 0)]


@pytest.mark.parametrize(("cells", "warned"), [("A,3\nB,2\nC,1\n", False), ("A,3\nB,1\nC,1\n", True)])
def test_bottom__only_a_tie_at_its_edge_is_warned_of(cells, warned):
    system = one_level(x={}) | {"verdict": {"bottom": {"n": 1, "verdict": "last"}}}

    assert bool(compute(system, f"u,x\n{cells}").warnings) is warned


def test_limits__the_least_mean_of_dirichlet_shares_is_next_to_its_least_child():
    """P of A is 5 officially and at least a little above 0; half a point less, and the geometric mean may fail."""
    system = changed(
        one_level(x={}, y={}, z={}),
        aggregates=[
            {"code": "T", "level": 3},
            {"code": "P", "level": 2, "parent": "T"},
            {"code": "Q", "level": 2, "parent": "T"},
        ],
        aggregation=[{"level": 2, "method": "amean"}, {"level": 3, "method": "gmean"}],
        adjust={"deductions": [{"column": "d", "points": 0.5, "target": "P"}]},
        uncertainty={"weights": {"noise": "dirichlet", "concentration": 50}},
    )
    for indicator, parent in zip(system["indicators"], "PPQ", strict=True):
        indicator["parent"] = parent

    assert refusals(system, "u,x,y,z,d\nA,0,10,1,1\nB,2,1,1,0\n")[0].startswith("SYSTEM.json:/uncertainty/weights: ")
    assert draw(system, "u,x,y,z,d\nA,0,10,1,0\nB,2,1,1,0\n", draws=20).n == 20


def test_values__a_name_may_hold_a_semicolon():
    sheet = read_csv("u;v,x\nA,3\n", FaultLog("SYSTEM.json", "VALUES.csv"))

    assert sheet is not None
    assert sheet.header == ("u;v", "x")


def test_reasons__say_what_brought_the_verdict_about():
    system = one_level(x={}) | {
        "verdict": {
            "lines": [{"verdict": "pass", "min": 50}, {"verdict": "fail"}],
            "bottom": {"n": 1, "verdict": "last"},
        },
        "adjust": {"vetoes": [{"column": "v", "verdict": "out"}]},
    }

    found = units(compute(system, "u,x,v\nA,80,0\nB,40,0\nC,60,1\nD,10,0\nE,NA,0\n"))

    assert {name: unit.reasons for name, unit in found.items()} == {
        "A": ("line: at least 50.0",),
        "B": ("line: below 50.0",),
        "C": found["C"].reasons,
        "D": ("line: below 50.0", "bottom: fewer than 1 rated units are lower"),
        "E": found["E"].reasons,
    }
    assert "line: at least 50.0" in found["C"].reasons
    assert len(found["C"].reasons) == 2
    assert found["E"].reasons[0].startswith("not rated: ")


@pytest.mark.parametrize("truncate", [True, False])
def test_quick_ranks__values_beyond_goalposts_are_cut_where_asked(truncate):
    system = one_level(x={"normalise": {"method": "goalposts", "posts": [0, 100], "truncate": truncate}})

    found = ranks(parse(system, rows("u,x\nA,200\nB,150\nC,50\n")))

    assert found == ({"A": 1, "B": 1, "C": 3} if truncate else {"A": 1, "B": 2, "C": 3})


def test_quick_ranks__goalposts_of_decimal_values():
    """A has 40.5 of 100, B less than nothing and 40."""
    system = one_level(x={"normalise": {"method": "goalposts", "posts": [10, 110], "truncate": False}}, y={})

    assert ranks(parse(system, rows("u,x,y\nA,50.5,0\nB,0.25,40\n"))) == {"A": 1, "B": 2}


def test_winsorise__without_skewness_the_high_end_moves_first():
    treat = {"methods": ["winsorise"], "winmax": 1, "skew_thresh": 0, "kurt_thresh": -5}

    found = units(compute(one_level(x={"treat": treat}), "u,x\nA,-100\nB,-1\nC,0\nD,1\nE,100\n"))

    assert {name: unit.treatments.get("x") for name, unit in found.items() if unit.treatments} == {"E": "winhi"}
    assert found["E"].treated["x"] == 1.0


def test_winsorise__points_moved_at_both_ends_count_together():
    treat = {"methods": ["winsorise"], "winmax": 2, "skew_thresh": 0, "kurt_thresh": -5}

    found = units(compute(one_level(x={"treat": treat}), "u,x\nA,-100\nB,-1\nC,0\nD,1\nE,100\n"))

    assert {name: unit.treated["x"] for name, unit in found.items()} == {"A": -1, "B": -1, "C": 0, "D": 1, "E": 1}
