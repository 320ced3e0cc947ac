"""The yearly evaluation of incubators: each kind by a plan of its own, computed by the engine that ranks the parks.

The plans are data (``assessment/data/carrier_plans.json``); their weights are assumed and say so. Inputs are the rows
of the registers at the end of the year, so the same year gives the same result again.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessment.engine import Result, UnitResult, evaluate, parse
from assessment.plan_content import MISSING_CODES, ROOT
from incubators.models import CarrierKind, CarrierYear, Incubatee, Incubator, Survival, SurvivalState
from incubators.workflow import IncubateeStatus

PLANS = Path(__file__).parents[1] / "data" / "carrier_plans.json"
NOT_REPORTED, NOT_APPLICABLE = "NA", "N/A"
WORDS = {
    "source": _("Resources"),
    "hatching": _("Hatching"),
    "occupied": _("floor for incubatees in the whole floor"),
    "fund_a_head": _("fund an incubatee, yuan"),
    "invested_a_head": _("invested an incubatee in the year, yuan"),
    "mentors_a_head": _("mentors an incubatee"),
    "admitted": _("admitted in the year"),
    "graduates": _("graduates of the year"),
    "survival": _("share of graduates that live, of those looked up"),
}
VERDICTS = {"excellent": _("excellent"), "qualified": _("qualified"), "unqualified": _("unqualified")}
VERDICT_KINDS = {"excellent": "done", "qualified": "plain", "unqualified": "bad"}


@lru_cache
def plan_book() -> dict[str, Any]:
    book: dict[str, Any] = json.loads(PLANS.read_text(encoding="utf-8"))
    return book


def system_for(kind: str) -> dict[str, Any]:
    """The plan of a kind in the engine's own format."""
    heads = plan_book()["plans"][kind]
    leaves = [(head, *leaf) for head, rows in heads.items() for leaf in rows]
    return {
        "format": "composite-index/1",
        "unit": "incubator",
        "missing": {"codes": MISSING_CODES},
        "indicators": [
            {"code": code, "parent": head, "weight": weight, "direction": 1,
             "normalise": {"method": "goalposts", "posts": [low, high]}}
            for head, code, weight, low, high in leaves
        ],
        "aggregates": [
            {"code": ROOT, "level": 3},
            *(
                {"code": head, "parent": ROOT, "level": 2, "weight": sum(leaf[1] for leaf in rows)}
                for head, rows in heads.items()
            ),
        ],
        "aggregation": [
            {"level": 2, "method": "amean", "dat_thresh": 0.5},
            {"level": 3, "method": "amean", "dat_thresh": 1},
        ],
        "verdict": {"lines": plan_book()["lines"]},
    }  # fmt: skip


@dataclass(frozen=True)
class CarrierLine:
    """An incubator's place: rank, points, verdict, and each indicator's value with what it earned."""

    incubator: Incubator
    result: UnitResult
    steps: list[tuple[Any, float | None, float | None]]  # words, value, points of 100

    @property
    def verdict(self) -> Any:
        return VERDICTS.get(self.result.verdict or "", _("not rated"))

    @property
    def kind(self) -> str:
        return VERDICT_KINDS.get(self.result.verdict or "", "off")


def evaluation_of(kind: str, year: int) -> list[CarrierLine]:
    """Every incubator of the kind in the register at the end of the year, by rank; four queries."""
    last = date(year, 12, 31)
    lines = {
        str(line.organisation_id): line for line in Incubator.objects.filter(kind=kind).valid_on(last).with_names()
    }
    if not lines:
        return []
    result = computed(kind, [{"incubator": key} | row for key, row in rows_of(lines.values(), year).items()])
    codes = [node.code for node in result.indicators]
    return [
        CarrierLine(
            lines[unit.unit], unit, [(WORDS[code], unit.raw.get(code), unit.normalised.get(code)) for code in codes]
        )
        for unit in result.units
    ]


def computed(kind: str, rows: list[dict[str, str]]) -> Result:
    system = system_for(kind)
    wanted = ["incubator", *(node["code"] for node in system["indicators"])]
    return evaluate(parse(system, [{name: row[name] for name in wanted} for row in rows]))


def rows_of(lines: Iterable[Incubator], year: int) -> dict[str, dict[str, str]]:
    """The engine's cells of each incubator."""
    keys = [line.organisation_id for line in lines]
    years = {row.incubator_id: row for row in CarrierYear.objects.filter(incubator__in=keys, year=year)}
    people: dict[int, list[Incubatee]] = {key: [] for key in keys}
    for row in Incubatee.objects.filter(incubator__in=keys):
        people[row.incubator_id].append(row)
    states = Survival.objects.filter(incubator__in=keys, year__lte=year).order_by("year")
    known: dict[int, dict[Any, str]] = {key: {} for key in keys}
    for incubator, incubatee, state in states.values_list("incubator", "incubatee", "state"):
        known[incubator][incubatee] = state
    return {str(key): cells_of(years.get(key), people[key], list(known[key].values()), year) for key in keys}


def cells_of(said: CarrierYear | None, people: list[Incubatee], states: list[str], year: int) -> dict[str, str]:
    """What an incubator said and did in the year; what it did not say is not reported."""
    inside = sum(is_inside(row, date(year, 12, 31)) for row in people)
    alive = sum(state != SurvivalState.CLOSED for state in states)
    graduates = [row for row in people if row.status == IncubateeStatus.GRADUATED and year_of(row.ended_on) == year]
    return {
        "occupied": share(told(said, "incubation_area_m2"), told(said, "area_m2")),
        "fund_a_head": share(told(said, "fund_cny"), inside),
        "invested_a_head": share(told(said, "invested_cny"), inside),
        "mentors_a_head": share(told(said, "mentors"), inside),
        "admitted": str(sum(year_of(row.admitted_on) == year for row in people)),
        "graduates": str(len(graduates)),
        "survival": share(alive, len(states)),
    }


def told(said: CarrierYear | None, name: str) -> Any:
    """What the incubator said of itself; nothing where it said nothing of the year."""
    return getattr(said, name) if said else None


def is_inside(row: Incubatee, day: date) -> bool:
    return bool(row.admitted_on and row.admitted_on <= day and (row.ended_on is None or row.ended_on > day))


def year_of(day: date | None) -> int | None:
    return day.year if day else None


def share(part: Decimal | int | None, whole: Decimal | int | None) -> str:
    """A cell: the quotient, not reported where a part is missing, not applicable where nothing is to be shared."""
    if part is None or whole is None:
        return NOT_REPORTED
    return repr(float(Decimal(part) / Decimal(whole))) if whole else NOT_APPLICABLE


def kinds() -> list[tuple[str, Any]]:
    return [(kind.value, kind.label) for kind in CarrierKind]
