"""The examples of the format and of the literature, by their published numbers."""

import csv
from fractions import Fraction

import pytest

from assessment.engine import as_json, evaluate, parse

from .cases import DATA, EXAMPLE_1, EXAMPLE_2, VALUES_1, VALUES_2, compute, one_level, rows, totals, units


def test_example_1__totals_and_ranks_are_those_of_the_format():
    result = units(compute(EXAMPLE_1, VALUES_1))

    found = {name: (unit.scores["IND"], unit.scores["ENV"], unit.total, unit.rank) for name, unit in result.items()}
    assert found == {
        "P2": (250 / 3, 75.0, 80.0, 1),
        "P1": (75.0, 425 / 6, 220 / 3, 2),
        "P4": (25.0, 275 / 6, 100 / 3, 3),
        "P3": (25 / 3, 0.0, 0.0, 4),
    }
    assert list(result) == ["P2", "P1", "P4", "P3"]


def test_example_1__exact_totals_are_fractions():
    result = units(compute(EXAMPLE_1, VALUES_1))

    assert result["P1"].exact_total == Fraction(220, 3)


def test_example_1__every_step_of_a_unit_is_kept():
    unit = units(compute(EXAMPLE_1, VALUES_1))["P3"]

    assert unit.raw == {"rev": 80.0, "rd": 2.0, "sat": None, "acc": 3.0}
    assert unit.missing == {"sat": "not_collected"}
    assert unit.denominated["rev"] == 8.0
    assert unit.normalised == {"rev": pytest.approx(100 / 8), "rd": 0.0, "sat": None, "acc": 0.0}
    assert unit.availability == {"T": 0.75, "IND": 1.0, "ENV": 0.5}
    assert unit.score == 5.0
    assert [(line.column, line.count, line.points) for line in unit.deductions] == [("D1", 1, 5)]


def test_example_1__effective_weights_are_products_of_shares():
    result = compute(EXAMPLE_1, VALUES_1)

    assert [indicator.effective_weight for indicator in result.indicators] == [0.4, 0.2, 0.2, 0.2]


def test_example_2__ties_verdicts_and_the_unrated_unit():
    result = units(compute(EXAMPLE_2, VALUES_2))

    assert {name: unit.total for name, unit in result.items()} == {
        "A": 50.0,
        "B": 50.0,
        "C": pytest.approx(31.6227766016838, abs=5e-14),
        "D": None,
    }
    assert [unit.rank for unit in result.values()] == [1, 1, 3, None]
    assert [unit.verdict for unit in result.values()] == ["pass", "pass", "fail", "not_rated"]
    assert result["D"].reasons == ("not rated: T has 1 of 2 scores, the data threshold is 1.0",)


HDI = {
    "format": "composite-index/1",
    "unit": "country",
    "ignore": ["published_hdi", "rank_of_191"],
    "aggregates": [
        {"code": "HDI", "level": 3},
        {"code": "health", "level": 2, "parent": "HDI"},
        {"code": "education", "level": 2, "parent": "HDI"},
        {"code": "income", "level": 2, "parent": "HDI"},
    ],
    "aggregation": [{"level": 2, "method": "amean"}, {"level": 3, "method": "gmean"}],
    "indicators": [
        {"code": code, "parent": parent, "normalise": {"method": "goalposts", "range": [0, 1], **posts}}
        for code, parent, posts in (
            ("life_expectancy", "health", {"posts": [20, 85]}),
            ("expected_schooling", "education", {"posts": [0, 18]}),
            ("mean_schooling", "education", {"posts": [0, 15]}),
            ("gni_per_capita", "income", {"posts": [100, 75000], "log": True}),
        )
    ],
}


def test_hdi__published_values_come_out_to_three_decimals():
    """UNDP, Human Development Report 2021/22."""
    text = (DATA / "hdi_24.csv").read_text()

    found = totals(HDI, text)

    assert {name: f"{value:.3f}" for name, value in found.items()} == {
        row["country"]: row["published_hdi"] for row in rows(text)
    }


def test_hdi__order_is_that_of_the_published_ranks():
    text = (DATA / "hdi_24.csv").read_text()
    published = {row["country"]: int(row["rank_of_191"]) for row in rows(text)}

    order = [published[unit.unit] for unit in compute(HDI, text).units]

    assert order == sorted(order)


def test_borda__moulins_example():
    """OECD/JRC Handbook (2008), tables 25-27: b wins with 44 points of 21 times 4."""
    weights = {"group1": 3, "group2": 5, "group3": 7, "group4": 6}
    fields = {code: {"direction": -1, "weight": w, "normalise": {"method": "borda"}} for code, w in weights.items()}
    text = (DATA / "worked_borda_condorcet.csv").read_text().replace("country", "u")

    found = totals(one_level(**fields), text)

    assert {name: value * 21 for name, value in found.items()} == {
        "a": pytest.approx(24),
        "b": pytest.approx(44),
        "c": pytest.approx(38),
        "d": pytest.approx(20),
    }


def test_copeland__moulins_example():
    """OECD/JRC Handbook (2008), p. 107: the first by plurality is the last by pairs."""
    weights = {"group1": 3, "group2": 5, "group3": 7, "group4": 6}
    fields = {code: {"direction": -1, "weight": weight} for code, weight in weights.items()}
    text = (DATA / "worked_borda_condorcet.csv").read_text().replace("country", "u")

    assert totals(one_level("copeland", **fields), text) == {"c": 3.0, "b": 1.0, "d": -1.0, "a": -3.0}


def test_copeland__technology_achievement_index():
    """OECD/JRC Handbook (2008), tables 35-37: two pairs tie at exactly one half."""
    with (DATA / "worked_tai_outranking.csv").open() as file:
        codes = next(csv.reader(file))[1:]
    text = (DATA / "worked_tai_outranking.csv").read_text().replace("country", "u")

    found = totals(one_level("copeland", **{code: {"weight": 0.125} for code in codes}), text)

    assert found == {"Sweden": 3.0, "United States": 2.0, "Finland": 1.0, "Japan": -2.0, "Korea": -4.0}


@pytest.fixture
def waspas():
    """The table of Chakraborty et al. (2015), example 2, its first three columns divided beforehand."""
    table = rows((DATA / "worked_waspas.csv").read_text())
    codes = ("PC_min", "FS_min", "MN_min")
    smallest = {code: min(float(row[code]) for row in table) for code in codes}
    for row in table:
        row.update({code: repr(smallest[code] / float(row[code])) for code in codes})
    return table


@pytest.mark.parametrize(("method", "published"), [("amean", "weighted_sum"), ("gmean", "weighted_product")])
def test_waspas__published_sums_and_products(waspas, method, published):
    weights = {"PC_min": 0.467, "FS_min": 0.160, "MN_min": 0.095, "P_max": 0.278}
    fields = {code: {"weight": weight, "normalise": {"method": "fracmax"}} for code, weight in weights.items()}
    system = one_level(method, **fields) | {
        "unit": "alternative",
        "ignore": ["published_weighted_sum", "published_weighted_product", "published_rank"],
    }

    result = evaluate(parse(system, waspas))

    expected = {row["alternative"]: float(row[f"published_{published}"]) for row in waspas}
    assert {unit.unit: unit.total for unit in result.units} == pytest.approx(expected, abs=1e-4)
    assert [unit.unit for unit in result.units] == ["A4", "A9", "A8", "A10", "A5", "A1", "A7", "A3", "A6", "A2"]


def test_as_json__keys_stand_in_the_order_of_the_format():
    text = as_json(compute(EXAMPLE_1, VALUES_1))

    places = [
        text.index(f'"{key}"') for key in ("format", "engine", "system_sha256", "indicators", "units", "warnings")
    ]
    assert places == sorted(places)
    assert text.endswith('"uncertainty": null\n}\n')
