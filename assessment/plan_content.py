"""A plan as values: the canonical content under its hash, and the engine's SYSTEM.json."""

import hashlib
import json
from decimal import Decimal
from typing import Any

from assessment.models import Adjustment, Indicator, Plan

ROOT = "TOTAL"
QUALIFIED, UNQUALIFIED = "qualified", "unqualified"
MISSING_CODES = {
    "": "not_reported",
    "NA": "not_reported",
    "N/A": "not_applicable",
    "NC": "not_collected",
    "WH": "withheld",
}
CODE_OF_MISSING = {"not_reported": "NA", "not_applicable": "N/A", "not_collected": "NC", "withheld": "WH"}
OMITTED = {"id", "plan", "area", "_state"}


def plan_content(plan: Plan) -> dict[str, Any]:
    """Everything that decides a result, in the plan's order; decimals as shortest text."""
    whole = {
        name: plain(getattr(plan, name))
        for name in (
            "year",
            "pass_line",
            "area_dat_thresh",
            "root_dat_thresh",
            "draws",
            "seed",
            "name_en",
            "name_zh_hans",
        )
    }
    for part in ("areas", "figures", "indicators", "rules", "adjustments"):
        rows = getattr(plan, part).order_by("position")
        whole[part] = [part_content(row) for row in (rows.select_related("area") if part == "indicators" else rows)]
    return whole


def part_content(row: Any) -> dict[str, Any]:
    content = {field.name: plain(getattr(row, field.name)) for field in row._meta.fields if field.name not in OMITTED}
    if isinstance(row, Indicator):
        content["area"] = row.area.code
    return content


def plain(value: Any) -> Any:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def content_hash(plan: Plan) -> str:
    """SHA-256 of the canonical JSON of ``plan_content``."""
    text = json.dumps(plan_content(plan), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def number(value: Any) -> int | float:
    """A JSON number: whole numbers without a point."""
    return int(value) if value == int(value) else float(value)


def system_of(plan: Plan) -> dict[str, Any]:
    """The plan in the engine's format, ``composite-index/1``."""
    areas = list(plan.areas.order_by("position"))
    return {
        "format": "composite-index/1",
        "unit": "park",
        "missing": {"codes": MISSING_CODES},
        "indicators": [indicator_of(row) for row in plan.indicators.select_related("area").order_by("position")],
        "aggregates": [
            {"code": ROOT, "level": 3},
            *({"code": area.code, "parent": ROOT, "level": 2, "weight": number(area.weight)} for area in areas),
        ],
        "aggregation": [
            {"level": 2, "method": "amean", "dat_thresh": number(plan.area_dat_thresh)},
            {"level": 3, "method": "amean", "dat_thresh": number(plan.root_dat_thresh)},
        ],
        "adjust": adjust_of(plan),
        "verdict": {"lines": [{"verdict": QUALIFIED, "min": number(plan.pass_line)}, {"verdict": UNQUALIFIED}]},
    }


def indicator_of(row: Indicator) -> dict[str, Any]:
    """One indicator: goalposts in raw units (the smaller first), or its table of steps."""
    if row.normalise == "goalposts":
        normalise: dict[str, Any] = {"method": "goalposts", "posts": [number(row.post_low), number(row.post_high)]}
    elif row.normalise == "steps":
        normalise = {"method": "steps", "table": row.steps}
    else:
        normalise = {"method": row.normalise}
    return {
        "code": row.code,
        "parent": row.area.code,
        "weight": number(row.weight),
        "direction": row.direction,
        "normalise": normalise,
    }


def adjust_of(plan: Plan) -> dict[str, Any]:
    lines: dict[str, list[dict[str, Any]]] = {"deductions": [], "bonuses": [], "vetoes": []}
    for row in plan.adjustments.order_by("position"):
        if row.kind == Adjustment.VETO:
            lines["vetoes"].append({"column": row.code, "verdict": UNQUALIFIED})
        else:
            key = "deductions" if row.kind == Adjustment.DEDUCTION else "bonuses"
            lines[key].append({"column": row.code, "points": number(row.points), "cap": number(row.cap)})
    return lines
