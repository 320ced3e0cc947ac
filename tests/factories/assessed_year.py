"""A small assessed year: three indicators over four figures for all parks, computed through the portal's own actions.

A park's total is what the caller asks for, as long as it lies on a step of 0.5: two indicators carry it as it is and
the third is a table of steps that everybody passes with the same score.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

from accounts.models import User
from assessment.actions.plans import approve_plan
from assessment.actions.releases import release_results
from assessment.actions.runs import compute, request_run, store_run
from assessment.demo.load import LADDER
from assessment.models import (
    Adjustment,
    Area,
    Cycle,
    FigureDefinition,
    FigureEntry,
    Finding,
    Indicator,
    Ladder,
    MissingKind,
    Plan,
    Return,
    Rule,
    Run,
)
from assessment.workflow import ReturnStatus
from core import audit
from parks.models import Park

DRAWS = 200
LEFT_OUT = "left out"  # in place of a total: the park reports nothing for services


def at(year: int, month: int = 6, day: int = 18) -> datetime:
    """A moment in the year after the figures' year, past its cut-off."""
    return datetime(year + 1, month, day, 8, tzinfo=UTC)


def make_year(
    year: int, totals: Mapping[str, float | str], *, vetoes: tuple[str, ...] = (), deducted: tuple[str, ...] = ()
) -> Cycle:
    """The year with an accepted return for every park; those without a total of their own get 70."""
    coordinator = User.objects.get(username="coordinator")
    Ladder.objects.get_or_create(version=1, defaults={"rules": LADDER, "valid_from_year": 2020})
    cycle = Cycle.objects.create(
        year=year, plan=make_plan(year, coordinator), opens_on=date(year, 11, 1), cutoff_on=date(year + 1, 3, 31)
    )
    for park in Park.objects.order_by("code"):
        if park.existed_in(year):
            report(cycle, park, totals.get(park.code, 70.0))
    for code, kind in [(code, "X02") for code in vetoes] + [(code, "X01") for code in deducted]:
        Finding.objects.create(
            park=Park.objects.get(code=code),
            cycle=cycle,
            adjustment=cycle.plan.adjustments.get(code=kind),
            count=1,
            document_number=f"沪应急〔{year + 1}〕7号",
        )
    return cycle


def make_plan(year: int, by: User) -> Plan:
    plan = Plan.objects.create(
        year=year, name_en=f"Plan {year}", name_zh_hans=f"{year}年方案", seed=year, draws=DRAWS, area_dat_thresh="0.8"
    )
    areas = {
        code: Area.objects.create(
            plan=plan, code=code, position=place, name_en=code.title(), name_zh_hans=name, weight=weight
        )
        for place, (code, name, weight) in enumerate((("industry", "产业发展", 60), ("services", "专业服务", 40)), 1)
    }
    for place, code in enumerate(("F001", "F002", "F003", "F004"), 1):
        FigureDefinition.objects.create(
            plan=plan, code=code, position=place, name_en=f"Figure {place}", name_zh_hans=f"数据{place}",
            section="industry", unit="km2", figure_type="decimal", decimals=2, kind="typed", source="return",
            register="none", evidence="none",
        )  # fmt: skip
    posts = {"normalise": "goalposts", "post_low": 0, "post_high": 100}
    steps = {"normalise": "steps", "steps": [[None, 0], [1, 70], [2, 100]]}
    for place, (code, area, expression, weight, scoring) in enumerate(
        (
            ("A01", "industry", "F001 / F002 * 100", 50, posts),
            ("A02", "industry", "F003", 10, steps),
            ("D01", "services", "F004", 40, posts),
        ),
        1,
    ):
        Indicator.objects.create(
            plan=plan, code=code, position=place, name_en=f"Indicator {code}", name_zh_hans=f"指标{code}",
            area=areas[area], unit="%", direction=1, kind="typed", formula="", expression=expression, weight=weight,
            **scoring,
        )  # fmt: skip
    names = {"name_en": "Finding", "name_zh_hans": "认定事项"}
    Adjustment.objects.create(plan=plan, code="X01", position=1, kind="deduction", points=2, cap=4, **names)
    Adjustment.objects.create(plan=plan, code="X02", position=2, kind="veto", **names)
    Rule.objects.create(plan=plan, code="R01", position=1, severity="hard", expression="F001 <= F002", **names)
    return approve_plan(plan=plan, by=by, at=datetime(year, 10, 1, tzinfo=UTC))


def report(cycle: Cycle, park: Park, total: float | str) -> Return:
    """An accepted return whose arithmetic gives the total, with the events of its way."""
    annual_return = Return.objects.create(park=park, cycle=cycle, status=ReturnStatus.ACCEPTED)
    clerk = User.objects.get(username=f"clerk-{park.code.lower()}")
    figures = {figure.code: figure for figure in cycle.plan.figures.all()}
    level = Decimal(70) if isinstance(total, str) else (Decimal(str(total)) - 7) / Decimal("0.9")
    values = {"F001": level, "F002": Decimal(100), "F003": Decimal(1), "F004": level}
    for code, value in values.items():
        missing = MissingKind.NOT_REPORTED if total == LEFT_OUT and code == "F004" else ""
        FigureEntry.objects.create(
            park=park,
            annual_return=annual_return,
            figure=figures[code],
            value=None if missing else round(value, 4),
            missing=missing,
            reason="the survey was late" if missing else "",
            document="annual report, table 3",
            entered_by=clerk,
            entered_at=at(cycle.year, 3, 2),
        )
    way = (("return_submitted", clerk, 9), ("return_verified", User.objects.get(username="district-pudong"), 16))
    for event, by, day in (*way, ("return_accepted", User.objects.get(username="coordinator"), 23)):
        audit.record(event, annual_return, by=by, at=at(cycle.year, 3, day))
    return annual_return


def run_year(cycle: Cycle, *, release: bool = False) -> Run:
    """A finished run of the year; with ``release`` its result is public."""
    coordinator = User.objects.get(username="coordinator")
    run = request_run(cycle=cycle, by=coordinator, at=at(cycle.year), queue=False)
    run = store_run(run=run, computed=compute(run), at=at(cycle.year))
    if release:
        release_results(cycle=cycle, run=run, by=coordinator, at=at(cycle.year, 6, 22))
        cycle.refresh_from_db()
    return run
