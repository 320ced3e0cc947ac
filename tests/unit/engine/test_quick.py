"""Shortcuts give what the long way gives: ranks without steps, and all indicators left out in one batch."""

import random

import pytest

from assessment.engine import evaluate, parse, ranks, uncertainty
from assessment.engine.draws import left_out

from .cases import EXAMPLE_1, EXAMPLE_2, VALUES_1, VALUES_2, changed, one_level, rows

METHODS = [
    {"method": "minmax", "range": [-5, 20]},
    {"method": "scaled", "bounds": [2, 30]},
    {"method": "goalposts", "posts": [-60, 60]},
    {"method": "goalposts", "posts": [0, 10]},
    {"method": "goalposts", "posts": [0, 10], "truncate": False},
    {"method": "none"},
]


def some_system(numbers, methods=METHODS, top="amean"):
    """Return a system of two levels above eight indicators, drawn from the given methods."""
    indicators = [
        {
            "code": f"X{at}",
            "parent": "AB"[at % 2],
            "weight": numbers.choice([0.5, 1, 3]),
            "direction": numbers.choice([1, -1]),
            "normalise": numbers.choice(methods),
        }
        for at in range(8)
    ]
    return {
        "format": "composite-index/1",
        "unit": "u",
        "aggregates": [
            {"code": "T", "level": 3},
            {"code": "A", "level": 2, "parent": "T", "weight": 2},
            {"code": "B", "level": 2, "parent": "T"},
        ],
        "aggregation": [{"level": 2, "method": "amean"}, {"level": 3, "method": top}],
        "indicators": indicators,
    }


def some_values(numbers, missing=0.0):
    lines = [",".join(["u", *(f"X{at}" for at in range(8))])]
    for unit in range(9):
        cells = [
            "NA" if numbers.random() < missing else repr(numbers.choice([1, 0.1, 7]) * numbers.randint(-8, 8))
            for _ in range(8)
        ]
        lines.append(",".join([f"U{unit}", *cells]))
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("seed", range(40))
def test_ranks__are_those_of_the_whole_evaluation(seed):
    numbers = random.Random(seed)
    index = parse(some_system(numbers), rows(some_values(numbers, missing=0.1 * (seed % 3))))

    assert ranks(index) == {unit.unit: unit.rank for unit in evaluate(index).units}


@pytest.mark.parametrize(("system", "text"), [(EXAMPLE_1, VALUES_1), (EXAMPLE_2, VALUES_2)])
def test_ranks__of_an_index_that_is_no_line__take_the_long_way(system, text):
    index = parse(system, rows(text))

    assert ranks(index) == {unit.unit: unit.rank for unit in evaluate(index).units}


def test_ranks__tie_within_the_tolerance_of_the_system():
    system = changed(one_level(x={}, y={}), ranking={"tie_tolerance": 0.5})

    assert ranks(parse(system, rows("u,x,y\nA,3,3\nB,3,2\nC,2,2\nD,3,1.9\n"))) == {"A": 1, "B": 1, "C": 3, "D": 3}


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("top", ["amean", "gmean", "hmean", "copeland"])
def test_leave_one_out__in_one_batch__is_what_each_by_itself_gives(seed, top, monkeypatch):
    numbers = random.Random(seed)
    positive = [{"method": "goalposts", "posts": [-60, 60], "range": [1, 100]}]
    index = parse(some_system(numbers, positive, top), rows(some_values(numbers, missing=0.15 * (seed % 3))))

    at_once = uncertainty(index, draws=1, seed=1).leave_one_out
    monkeypatch.setattr(left_out, "_at_once", lambda *_: {})

    assert uncertainty(index, draws=1, seed=1).leave_one_out == at_once
