"""The demonstration plan: 40 indicators over 64 figures, the same for each of its years; example, not official."""

import csv
import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db.models import Sum

from accounts.models import User
from assessment.actions.plans import approve_plan
from assessment.models import Adjustment, Area, FigureDefinition, Indicator, Plan, Rule

DATA = Path(__file__).parent.parent / "data"
AREAS = {
    "industry": ("Industry", "产业发展"),
    "innovation": ("Innovation", "创新创业"),
    "environment": ("Business environment", "营商环境"),
    "services": ("Professional services", "专业服务"),
}
ZERO_IS_NOT_APPLICABLE = {"A09", "A10", "B08", "C05", "C06", "C08", "D03", "D05"}


def rows_of(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def load_plan(*, year: int, by: User, at: datetime) -> Plan:
    """The approved plan of the year; made once."""
    plan, made = Plan.objects.get_or_create(
        year=year,
        defaults={
            "name_en": f"Assessment plan {year}",
            "name_zh_hans": f"{year}年度评价方案",
            "seed": year,
            "mark": "example, not official",
        },
    )
    if not made:
        return plan
    load_areas_and_indicators(plan)
    load_figures(plan)
    load_rules_and_adjustments(plan)
    return approve_plan(plan=plan, by=by, at=at)


def part(plan: Plan, position: int, row: dict[str, str]) -> dict[str, Any]:
    return {
        "plan": plan,
        "position": position,
        "code": row["code"],
        "name_en": row["en"],
        "name_zh_hans": row["zh"],
    }


def decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def load_areas_and_indicators(plan: Plan) -> None:
    areas = {
        code: Area.objects.create(
            plan=plan, position=position, code=code, name_en=english, name_zh_hans=chinese, weight=0
        )
        for position, (code, (english, chinese)) in enumerate(AREAS.items(), 1)
    }
    Indicator.objects.bulk_create(
        Indicator(
            **part(plan, position, row),
            area=areas[row["area"]],
            unit=row["unit"],
            direction=int(row["direction"]),
            kind=row["kind"],
            formula=row["formula"],
            expression=row["expression"],
            zero_denominator_means_not_applicable=row["code"] in ZERO_IS_NOT_APPLICABLE,
            normalise=row["normalise"],
            post_low=decimal(row["post_low"]),
            post_high=decimal(row["post_high"]),
            steps=json.loads(row["steps"]) if row["steps"] else None,
            weight=Decimal(row["weight"]),
            basis=row["basis"],
        )
        for position, row in enumerate(rows_of("plan"), 1)
    )
    for area in areas.values():
        area.weight = area.indicators.aggregate(total=Sum("weight"))["total"]
        area.save()


def load_figures(plan: Plan) -> None:
    FigureDefinition.objects.bulk_create(
        FigureDefinition(
            **part(plan, position, row),
            section=row["section"],
            unit=row["unit"],
            figure_type=row["type"],
            decimals=int(row["decimals"]),
            kind=row["kind"],
            source=row["source"],
            register=row["register"],
            minimum=decimal(row["min"]),
            maximum=decimal(row["max"]),
            soft_yoy_pct=decimal(row["soft_yoy_pct"]),
            evidence=row["evidence"],
            not_applicable_when=row["not_applicable_when"],
            help_en=row["help_en"],
            help_zh_hans=row["help_zh"],
        )
        for position, row in enumerate(rows_of("figures"), 1)
    )


def load_rules_and_adjustments(plan: Plan) -> None:
    Rule.objects.bulk_create(
        Rule(**part(plan, position, row), severity=row["severity"], expression=row["expression"])
        for position, row in enumerate(rows_of("rules"), 1)
    )
    Adjustment.objects.bulk_create(
        Adjustment(
            **part(plan, position, row), kind=row["kind"], points=decimal(row["points"]), cap=decimal(row["cap"])
        )
        for position, row in enumerate(rows_of("adjustments"), 1)
    )
