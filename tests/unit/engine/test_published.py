"""More worked examples from print: numbers as seen in the source named beside each."""

import itertools

import pytest

from .cases import DATA, compute, one_level, rows, totals, units
from .test_examples import HDI

TAI = "worked_tai_outranking.csv"
MOULIN = "worked_borda_condorcet.csv"


def table(name):
    return rows((DATA / name).read_text())


def as_text(found):
    return "\n".join(",".join(line) for line in [list(found[0]), *(row.values() for row in found)]) + "\n"


def beats(system, found, one, other):
    """Return 1, 0 or -1 as one unit wins, ties with or loses to another alone."""
    pair = [row for row in found if row["country"] in {one, other}]
    return totals(system | {"unit": "country"}, as_text(pair))[one]


def test_copeland__technology_achievement__every_pair_of_the_printed_matrix():
    """OECD/JRC Handbook (2008), table 36, p. 113: a row's share of weight over a column."""
    found = table(TAI)
    names = ("Finland", "United States", "Sweden", "Japan", "Korea")
    printed = (
        (None, 0.5, 0.375, 0.75, 0.625),
        (0.5, None, 0.5, 0.625, 0.625),
        (0.625, 0.5, None, 0.75, 0.625),
        (0.25, 0.375, 0.25, None, 0.75),
        (0.375, 0.375, 0.375, 0.25, None),
    )
    system = one_level("copeland", **{code: {} for code in list(found[0])[1:]})

    for (row, one), (column, other) in itertools.permutations(enumerate(names), 2):
        share = printed[row][column]
        assert beats(system, found, one, other) == (share > 0.5) - (share < 0.5)


def test_copeland__technology_achievement__order_is_one_of_the_printed_best():
    """OECD/JRC Handbook (2008), table 37, p. 114: three orders of equal support, Sweden first in two of them."""
    found = table(TAI)
    system = one_level("copeland", **{code: {} for code in list(found[0])[1:]}) | {"unit": "country"}

    order = [unit.unit for unit in compute(system, as_text(found)).units]

    assert order == ["Sweden", "United States", "Finland", "Japan", "Korea"]


@pytest.mark.parametrize(
    ("winner", "loser", "won"),
    [("b", "a", 13), ("b", "d", 21), ("c", "a", 13), ("c", "b", 11), ("c", "d", 14), ("d", "a", 13)],
)
def test_contest__moulins_pairs(winner, loser, won):
    """OECD/JRC Handbook (2008), p. 107: pairs won of 21; one vote less would turn the nearest."""
    found = table(MOULIN)
    weights = {"group1": 3, "group2": 5, "group3": 7, "group4": 6}
    fields = {code: {"direction": -1, "weight": weight} for code, weight in weights.items()}
    ahead = sum(weights[code] for code in weights if position(found, winner, code) < position(found, loser, code))

    assert ahead == won
    assert beats(one_level("copeland", **fields), found, winner, loser) == 1


def position(found, country, code):
    return next(float(row[code]) for row in found if row["country"] == country)


def test_borda__moulins_order_and_plurality():
    """OECD/JRC Handbook (2008), table 26: b first by points; a, first by 8 of 21 first places, is third."""
    found = table(MOULIN)
    weights = {"group1": 3, "group2": 5, "group3": 7, "group4": 6}
    fields = {code: {"direction": -1, "weight": w, "normalise": {"method": "borda"}} for code, w in weights.items()}

    result = compute(one_level(**fields) | {"unit": "country"}, as_text(found))

    assert [unit.unit for unit in result.units] == ["b", "c", "a", "d"]
    assert sum(weight for code, weight in weights.items() if position(found, "a", code) == 1) == 8


MOZAMBIQUE = {
    "format": "composite-index/1",
    "unit": "country",
    "aggregates": [
        {"code": "HDI", "level": 3},
        {"code": "life", "level": 2, "parent": "HDI"},
        {"code": "education", "level": 2, "parent": "HDI"},
        {"code": "income", "level": 2, "parent": "HDI"},
    ],
    "aggregation": [{"level": 2, "method": "amean"}, {"level": 3, "method": "amean"}],
    "indicators": [
        {
            "code": code,
            "parent": parent,
            "weight": weight,
            "normalise": {"method": "goalposts", "range": [0, 1], **posts},
        }
        for code, parent, weight, posts in (
            ("expectancy", "life", 1, {"posts": [25, 85]}),
            ("literacy", "education", 2, {"posts": [0, 100]}),
            ("enrolment", "education", 1, {"posts": [0, 100]}),
            ("gdp", "income", 1, {"posts": [100, 40000], "log": True}),
        )
    ],
}


def test_hdi_of_2000__germany_china_mozambique():
    """National Human Development Report of Mozambique 2000 (UNDP), technical note on the index: all printed figures."""
    text = (
        "country,expectancy,literacy,enrolment,gdp\n"
        "Germany,77.2,99.0,88.1,21260\nChina,69.8,82.9,68.9,3130\nMozambique,42.3,39.5,32.0,740\n"
    )

    found = units(compute(MOZAMBIQUE, text))

    printed = {
        "Germany": ("0.870", "0.954", "0.895", "0.906"),
        "China": ("0.747", "0.782", "0.575", "0.701"),
        "Mozambique": ("0.288", "0.370", "0.334", "0.331"),
    }
    for country, figures in printed.items():
        scores = found[country].scores
        assert tuple(f"{scores[code]:.3f}" for code in ("life", "education", "income", "HDI")) == figures


HDR_2015 = """\
country,life_expectancy,expected_schooling,mean_schooling,gni_per_capita,published_hdi,rank_of_191
Norway,81.6,17.5,12.6,64992,0.944,1
Australia,82.4,20.2,13.0,42261,0.935,2
Switzerland,83.0,15.8,12.8,56431,0.930,3
Denmark,80.2,18.7,12.7,44025,0.923,4
Netherlands,81.6,17.9,11.9,45435,0.922,5
Germany,80.9,16.5,13.1,43919,0.916,6
Ireland,80.9,18.6,12.2,39568,0.916,6
United States,79.1,16.5,12.9,52947,0.915,8
Canada,82.0,15.9,13.0,42155,0.913,9
New Zealand,81.8,19.2,12.5,32689,0.913,9
Singapore,83.0,15.4,10.6,76628,0.912,11
Hong Kong,84.0,15.6,11.2,53959,0.910,12
Liechtenstein,80.0,15.0,11.8,79851,0.908,13
"""


def test_hdi_of_2015__first_thirteen_within_the_rounding_of_their_inputs():
    """UNDP, Human Development Report 2015, table 1 (values of 2014); its inputs are printed with one decimal."""
    found = totals(HDI, HDR_2015)

    printed = {row["country"]: float(row["published_hdi"]) for row in rows(HDR_2015)}
    assert found == pytest.approx(printed, abs=0.0015)


def test_hdi_of_2015__cuts_hold():
    """Schooling beyond 18 years and income beyond 75,000 count as the goalpost."""
    found = units(compute(HDI, HDR_2015))

    assert found["Australia"].normalised["expected_schooling"] == 1.0
    assert found["Liechtenstein"].normalised["gni_per_capita"] == 1.0
    assert found["Norway"].normalised["gni_per_capita"] < 1.0
