"""What must hold for any system and any values."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.engine import as_json, evaluate, parse

from .cases import one_level

few = settings(max_examples=25, deadline=None)
MEANS = ("amean", "gmean", "hmean", "copeland")
SPREADS = ("minmax", "zscore", "rank", "borda", "prank", "dist2max")
values = st.integers(1, 10_000).map(lambda number: number / 100)
tables = st.integers(2, 6).flatmap(
    lambda units: st.lists(st.lists(values, min_size=3, max_size=3), min_size=units, max_size=units)
)
weights = st.lists(st.integers(1, 100).map(lambda number: number / 10), min_size=3, max_size=3)


def system(method, shares, **fields):
    return one_level(method, **{f"x{at}": {"weight": share, **fields} for at, share in enumerate(shares)})


def rows(table):
    return [
        {"u": f"U{unit}", **{f"x{at}": repr(value) for at, value in enumerate(line)}} for unit, line in enumerate(table)
    ]


def totals(plan, table):
    return {unit.unit: unit.exact_total for unit in evaluate(parse(plan, rows(table))).units}


@pytest.mark.parametrize("method", MEANS)
@few
@given(table=tables, shares=weights, more=values)
def test_mean__a_better_indicator_never_lowers_the_total(method, table, shares, more):
    plan, before = system(method, shares), totals(system(method, shares), table)
    better = [[table[0][0] + more, *table[0][1:]], *table[1:]]

    assert totals(plan, better)["U0"] >= before["U0"]


@pytest.mark.parametrize("method", MEANS)
@few
@given(table=tables, shares=weights)
def test_mean__order_of_indicators_does_not_matter(method, table, shares):
    turned = system(method, shares)
    turned["indicators"].reverse()

    assert totals(turned, table) == totals(system(method, shares), table)


@pytest.mark.parametrize("method", ["amean", "gmean", "hmean"])
@few
@given(table=tables, shares=weights)
def test_mean__lies_between_the_least_and_the_greatest(method, table, shares):
    for unit, total in totals(system(method, shares), table).items():
        line = [Fraction(repr(value)) for value in table[int(unit[1:])]]
        assert Fraction(float(min(line))) <= total or total == min(line)
        assert total <= Fraction(float(max(line))) or total == max(line)


@few
@given(table=tables, shares=weights)
def test_means__stand_in_their_order(table, shares):
    low, middle, high = (totals(system(method, shares), table) for method in ("hmean", "gmean", "amean"))

    for unit in low:
        assert float(low[unit]) <= float(middle[unit]) * (1 + 1e-15)
        assert float(middle[unit]) <= float(high[unit]) * (1 + 1e-15)


@pytest.mark.parametrize("method", MEANS)
@few
@given(table=tables, shares=weights, factor=st.integers(2, 50))
def test_weights__only_their_proportions_count(method, table, shares, factor):
    larger = [float(Fraction(repr(share)) * factor) for share in shares]

    assert totals(system(method, larger), table) == totals(system(method, shares), table)


@pytest.mark.parametrize("method", SPREADS)
@few
@given(column=st.lists(st.integers(-1000, 1000), min_size=2, max_size=8, unique=True), factor=st.integers(1, 50))
def test_spread__unit_of_measurement_does_not_matter(method, column, factor):
    plan = one_level(x={"normalise": {"method": method}})

    def scores(numbers):
        result = evaluate(parse(plan, [{"u": f"U{at}", "x": str(number)} for at, number in enumerate(numbers)]))
        return {unit.unit: unit.exact_total for unit in result.units}

    assert scores([number * factor + 7 for number in column]) == scores(column)


@pytest.mark.parametrize("method", SPREADS)
@few
@given(column=st.lists(st.integers(-1000, 1000), min_size=2, max_size=8, unique=True))
def test_spread__turned_direction_turns_the_order(method, column):
    def order(direction):
        plan = one_level(x={"normalise": {"method": method}, "direction": direction})
        result = evaluate(parse(plan, [{"u": f"U{at}", "x": str(number)} for at, number in enumerate(column)]))
        return [unit.unit for unit in result.units]

    assert order(-1) == list(reversed(order(1)))


@few
@given(table=tables, shares=weights)
def test_ties__equal_units_share_rank_and_verdict(table, shares):
    result = evaluate(parse(system("gmean", shares), rows([*table, table[0]])))

    ranks = {unit.unit: unit.rank for unit in result.units}
    assert ranks["U0"] == ranks[f"U{len(table)}"]


@few
@given(table=tables, shares=weights, turn=st.randoms(use_true_random=False))
def test_output__order_of_rows_never_changes_a_byte(table, shares, turn):
    plan, lines = system("amean", shares, normalise={"method": "rank"}), rows(table)
    shuffled = lines.copy()
    turn.shuffle(shuffled)

    assert as_json(evaluate(parse(plan, shuffled))) == as_json(evaluate(parse(plan, lines)))


@few
@given(table=tables, shares=weights)
def test_amean__is_the_plain_sum_of_fractions(table, shares):
    exact = [Fraction(str(share)) for share in shares]

    for unit, total in totals(system("amean", shares), table).items():
        line = [Fraction(repr(value)) for value in table[int(unit[1:])]]
        assert total == sum(w * x for w, x in zip(exact, line, strict=True)) / sum(exact)
