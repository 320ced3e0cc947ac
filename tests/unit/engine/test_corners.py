"""Corners of the format where a small fault in the engine went unnoticed by every other test."""

import pytest

from assessment.engine import Faults, as_table
from assessment.engine.draws import streams

from .cases import EXAMPLE_1, VALUES_1, by_unit, compute, draw, faults, one_level, totals, varied


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
