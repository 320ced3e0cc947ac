"""The story lines of the demonstration come out of the arithmetic: figures, plan, rules, engine, ladder."""

import csv
import json
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import pytest

from assessment.demo.figures import Entry, decisions_for, figures_for, findings_for
from assessment.engine import evaluate, parse, uncertainty
from assessment.expressions import Missing, Outcome, nearest_float, parse_rule
from assessment.expressions import parse as parse_expression
from assessment.ladder import Cause, Event, EventKind, Ladder, ParkYear, Verdict, propose

DATA = Path(__file__).parents[3] / "assessment" / "data"
BASE_YEARS = (2026, 2027)
DRAWS, SEED = 2000, 7
ZERO_IS_NOT_APPLICABLE = {"A09", "A10", "B08", "C05", "C06", "C08", "D03", "D05"}
CODES = {Missing.NOT_REPORTED: "NA", Missing.NOT_APPLICABLE: "N/A", Missing.NOT_COLLECTED: "NC", Missing.WITHHELD: "WH"}


def rows_of(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


PLAN, RULES, ADJUSTMENTS = rows_of("plan"), rows_of("rules"), rows_of("adjustments")
FIGURES = {row["code"]: row for row in rows_of("figures") if row["type"] != "document"}


def normalise_of(row: dict[str, str]) -> dict:
    if row["normalise"] == "steps":
        return {"method": "steps", "table": json.loads(row["steps"])}
    return {"method": "goalposts", "posts": [float(row["post_low"]), float(row["post_high"])]}


def adjust_of(kind: str) -> list[dict]:
    return [
        {"column": row["code"], "points": float(row["points"]), "cap": float(row["cap"])}
        for row in ADJUSTMENTS
        if row["kind"] == kind
    ]


def system() -> dict:
    weights: Counter = Counter()
    for row in PLAN:
        weights[row["area"]] += float(row["weight"])
    return {
        "format": "composite-index/1",
        "unit": "park",
        "missing": {"codes": {"NA": "not_reported", "N/A": "not_applicable", "NC": "not_collected", "WH": "withheld"}},
        "indicators": [
            {
                "code": row["code"],
                "parent": row["area"],
                "weight": float(row["weight"]),
                "direction": int(row["direction"]),
                "normalise": normalise_of(row),
            }
            for row in PLAN
        ],
        "aggregates": [
            {"code": "TOTAL", "level": 3},
            *({"code": area, "parent": "TOTAL", "level": 2, "weight": weight} for area, weight in weights.items()),
        ],
        "aggregation": [
            {"level": 2, "method": "amean", "dat_thresh": 0.8},
            {"level": 3, "method": "amean", "dat_thresh": 1},
        ],
        "adjust": {
            "deductions": adjust_of("deduction"),
            "bonuses": adjust_of("bonus"),
            "vetoes": [
                {"column": row["code"], "verdict": "unqualified"} for row in ADJUSTMENTS if row["kind"] == "veto"
            ],
        },
        "verdict": {"lines": [{"verdict": "qualified", "min": 60}, {"verdict": "unqualified"}]},
    }


def numbers(entries: dict[str, Entry]) -> dict:
    return {code: Missing(entry.missing) if entry.missing else entry.value for code, entry in entries.items()}


def cell(row: dict[str, str], now: dict, last: dict) -> str:
    found = parse_expression(row["expression"]).evaluate(now, last)
    if found.value is not None:
        return repr(nearest_float(found.value))
    if found.outcome == Outcome.ZERO_DENOMINATOR:
        assert row["code"] in ZERO_IS_NOT_APPLICABLE, found.steps
        return "N/A"
    return CODES[found.missing]


def cells_of(park: str, now: dict, last: dict, found: Counter) -> dict[str, str]:
    return {
        "park": park,
        **{row["code"]: cell(row, now, last) for row in PLAN},
        **{row["code"]: str(found[park, row["code"]]) for row in ADJUSTMENTS},
    }


@dataclass(frozen=True)
class Year:
    """One assessed year: results by park and the share of draws below the line."""

    units: dict
    share_below: dict[str, float]

    def ranking(self) -> list[tuple[int, str]]:
        return sorted((unit.rank, code) for code, unit in self.units.items() if unit.rank)


@lru_cache(maxsize=8)
def assessed(base_year: int, offset: int) -> Year:
    year = base_year + offset
    now, before = figures_for(year, base_year), figures_for(year - 1, base_year)
    found = Counter({(finding.park, finding.code): finding.count for finding in findings_for(year, base_year)})
    rows = [cells_of(park, numbers(entries), numbers(before[park]), found) for park, entries in now.items()]
    index = parse(system(), rows)
    result = evaluate(index)
    drawn = uncertainty(index, draws=DRAWS, seed=SEED)
    return Year({unit.unit: unit for unit in result.units}, {unit.unit: unit.p_below_line for unit in drawn.units})


@pytest.fixture(params=BASE_YEARS)
def base_year(request):
    return request.param


@pytest.fixture
def year_of(base_year):
    return lambda offset: assessed(base_year, offset)


def standing(base_year: int, offset: int):
    """What the ladder proposes for the year with the decisions of earlier years."""
    rows = [
        ParkYear(
            park=code,
            year=base_year + at,
            verdict=Verdict(unit.verdict),
            cause=Cause(unit.cause) if unit.cause else None,
            share_below=assessed(base_year, at).share_below[code],
            own_default=unit.rank is None,
        )
        for at in range(-3, offset + 1)
        for code, unit in assessed(base_year, at).units.items()
    ]
    events = [
        Event(park=decision.park, year=decision.year, event=EventKind(decision.event))
        for decision in decisions_for(base_year)
        if decision.year < base_year + offset
    ]
    return {proposal.park: proposal for proposal in propose(Ladder(), rows, events).proposals}


def test_story_1__bsh__fails_once_and_qualifies_again(base_year, year_of):
    assert [year_of(offset).units["BSH"].verdict for offset in (-3, -2, -1)] == [
        "qualified",
        "unqualified",
        "qualified",
    ]
    assert year_of(-2).units["BSH"].total == pytest.approx(58.6, abs=0.05)
    assert standing(base_year, -2)["BSH"].proposal == "notification"
    assert standing(base_year, -1)["BSH"].proposal == "end_notification"


def test_story_2__hpu__fails_twice_clearly_and_is_proposed_for_delisting(base_year, year_of):
    for offset in (-2, -1):
        assert year_of(offset).units["HPU"].total == pytest.approx(58.9, abs=0.2)
        assert year_of(offset).share_below["HPU"] > 0.95
    proposal = standing(base_year, -1)["HPU"]
    assert (proposal.proposal, proposal.needs_human) == ("delisting", False)
    assert proposal.standing_years == [base_year - 2]


def test_story_2__jsh__is_delisted_and_qualifies_afterwards(base_year, year_of):
    assert [year_of(offset).units["JSH"].verdict for offset in (-3, -2, -1)] == [
        "unqualified",
        "unqualified",
        "qualified",
    ]
    assert standing(base_year, -3)["JSH"].proposal == "notification"
    proposal = standing(base_year, -2)["JSH"]
    assert (proposal.proposal, proposal.needs_human) == ("delisting", False)
    assert standing(base_year, -1)["JSH"].may_reenter_from == base_year - 1


def test_story_3__exp__fails_by_a_tenth_and_the_brake_holds(base_year, year_of):
    assert year_of(-1).units["EXP"].total == pytest.approx(59.9, abs=0.01)
    assert year_of(-1).share_below["EXP"] == pytest.approx(0.6, abs=0.05)
    proposal = standing(base_year, -1)["EXP"]
    assert (proposal.proposal, proposal.needs_human) == ("notification", True)
    assert "few_draws_below" in proposal.reasons


def test_story_4__two_parks__tie_to_the_last_decimal(year_of):
    units = year_of(-1).units
    first, second = (park for rank, park in year_of(-1).ranking() if rank == 7)

    assert [rank for rank, _ in year_of(-1).ranking()][5:9] == [6, 7, 7, 9]
    assert units[first].total == units[second].total
    assert units[first].scores != units[second].scores


def test_story_5__ziz__leaves_three_figures_blank_and_is_not_rated(base_year, year_of):
    unit = year_of(-1).units["ZIZ"]

    assert (unit.rank, unit.total, unit.verdict) == (None, None, "not_rated")
    assert unit.availability["innovation"] == pytest.approx(0.75)
    assert {code for code, kind in unit.missing.items() if kind == "not_reported"} == {"B04", "B05", "B06"}
    assert year_of(-2).units["ZIZ"].verdict == "qualified"
    proposal = standing(base_year, -1)["ZIZ"]
    assert (proposal.proposal, proposal.needs_human) == ("notification", True)
    assert proposal.reasons == ["own_default", "first_count"]


def test_story_7__veto__beats_a_score_of_74(base_year, year_of):
    unit = year_of(-1).units["QPU"]

    assert unit.total == pytest.approx(74, abs=0.2)
    assert (unit.verdict, unit.cause) == ("unqualified", "veto")
    assert standing(base_year, -1)["QPU"].reasons == ["unqualified_by_veto", "first_count"]


def test_story_7__bonus__is_cut_at_its_cap(year_of):
    (bonus,) = [line for line in year_of(-1).units["XHU"].bonuses if line.column == "X05"]

    assert (bonus.count, float(bonus.points)) == (4, 1.5)


@pytest.mark.parametrize("offset", [-3, -2, -1])
def test_other_parks__qualify_clearly(year_of, offset):
    failing = {-3: {"JSH"}, -2: {"JSH", "BSH", "HPU"}, -1: {"EXP", "HPU", "QPU", "ZIZ"}}[offset]
    others = {code: unit for code, unit in year_of(offset).units.items() if code not in failing}

    assert {unit.verdict for unit in others.values()} == {"qualified"}
    assert all(61.5 < unit.total < 88 for unit in others.values())
    assert all(year_of(offset).share_below[code] < 0.01 for code in others)


def test_ranking__from_year_to_year__moves(year_of):
    rankings = [tuple(code for _, code in year_of(offset).ranking()) for offset in (-3, -2, -1)]

    assert len(set(rankings)) == 3


def test_decisions__confirmed__are_what_the_ladder_proposed(base_year):
    outcome = {"notified": "notification", "delisted": "delisting"}
    for decision in decisions_for(base_year):
        proposals = standing(base_year, decision.year - base_year)
        assert proposals[decision.park].proposal == outcome[decision.event]
        assert f"〔{decision.year + 1}〕" in decision.document_number


@pytest.mark.parametrize("offset", range(-4, 1))
def test_figures__every_year__hold_the_hard_rules(base_year, offset):
    year = base_year + offset
    last = figures_for(year - 1, base_year) if offset > -4 else None
    for park, entries in figures_for(year, base_year).items():
        before = numbers(last[park]) if last else None
        broken = [
            row["code"]
            for row in RULES
            if row["severity"] == "hard"
            and parse_rule(row["expression"]).evaluate(numbers(entries), before).holds is False
        ]
        assert broken == [], park


@pytest.mark.parametrize("offset", range(-4, 1))
def test_figures__every_number__keeps_bounds_and_decimals(base_year, offset):
    for entries in figures_for(base_year + offset, base_year).values():
        for code, entry in entries.items():
            if entry.missing:
                assert entry.value is None
                assert entry.reason
                continue
            assert Decimal(FIGURES[code]["min"]) <= entry.value <= Decimal(FIGURES[code]["max"])
            assert entry.value == round(entry.value, int(FIGURES[code]["decimals"]))


@pytest.mark.parametrize("offset", range(-4, 0))
def test_figures__closed_year__is_complete_for_all_parks(base_year, offset):
    found = figures_for(base_year + offset, base_year)

    assert len(found) == 22
    assert all(entries.keys() == FIGURES.keys() for entries in found.values())


def test_figures__open_year__is_partly_filled(base_year):
    filled = {park: len(entries) / len(FIGURES) for park, entries in figures_for(base_year, base_year).items()}

    assert 3 <= sum(share == 1 for share in filled.values()) <= 6
    assert sum(0.35 < share < 0.65 for share in filled.values()) >= 12
    assert min(filled.values()) < 0.3


def test_figures__zone__has_the_size_of_the_real_one(base_year):
    found = figures_for(base_year - 2, base_year).values()

    assert sum(entries["F005"].value for entries in found) == pytest.approx(Decimal("9.6e12"), rel=Decimal("0.02"))
    assert 380 < sum(entries["F001"].value for entries in found) < 420


def test_figures__other_base_year__tell_the_same_story():
    assert figures_for(2025, 2026) == figures_for(2030, 2031)


@pytest.mark.parametrize("year", [2021, 2027])
def test_figures__other_year__is_refused(year):
    with pytest.raises(ValueError, match="2022 to 2026"):
        figures_for(year, 2026)
