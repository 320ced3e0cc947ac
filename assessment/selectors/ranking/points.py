"""How a unit's total is made of points: shares of the weights that counted, rounded so that what is shown adds up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

PLACES = 2
CENT = Decimal(1).scaleb(-PLACES)


@dataclass(frozen=True)
class Points:
    """Points by code, exact to the last place shown: indicators add up to their area, areas and lines to the total."""

    areas: dict[str, Decimal]
    indicators: dict[str, Decimal]
    shares: dict[str, Fraction]  # of 100, what an indicator weighs in this unit's total
    total: Decimal


def shown(value: Any) -> Decimal:
    """The value to two places, halves away from zero."""
    return Decimal(str(value)).quantize(CENT, rounding=ROUND_HALF_UP)


def points_of(steps: Mapping[str, Any], system: Mapping[str, Any]) -> Points | None:
    """The points of a rated unit; None where there is no total, or the run has kept no plan."""
    if steps["total"] is None or not system:
        return None
    areas = [node for node in system["aggregates"] if node.get("parent")]
    indicators = system["indicators"]
    area_shares = shares_of(areas, steps["scores"])
    exact_areas = {code: share * exact(steps["scores"][code]) for code, share in area_shares.items()}
    adjusted = sum((line_points(steps, kind) for kind in ("deductions", "bonuses")), Decimal(0))
    total = shown(steps["total"])
    area_points = rounded_to(total - adjusted, exact_areas)
    indicator_points: dict[str, Decimal] = {}
    shares: dict[str, Fraction] = {}
    for code, share in area_shares.items():
        below = shares_of([row for row in indicators if row["parent"] == code], steps["normalised"])
        inside = {key: part * share for key, part in below.items()}
        shares |= {key: part * 100 for key, part in inside.items()}
        exact_points = {key: part * exact(steps["normalised"][key]) for key, part in inside.items()}
        indicator_points |= rounded_to(area_points[code], exact_points)
    return Points(area_points, indicator_points, shares, total)


def exact(value: float) -> Fraction:
    return Fraction(str(value))


def shares_of(nodes: Sequence[Mapping[str, Any]], scores: Mapping[str, float | None]) -> dict[str, Fraction]:
    """The shares of the nodes that have a score, rescaled to one."""
    present = {row["code"]: exact(row.get("weight", 1)) for row in nodes if scores.get(row["code"]) is not None}
    whole = sum(present.values())
    return {code: weight / whole for code, weight in present.items()}


def line_points(steps: Mapping[str, Any], kind: str) -> Decimal:
    """What the deductions take or the bonuses give, as shown."""
    sign = -1 if kind == "deductions" else 1
    return sum((sign * shown(line["points"]) for line in steps[kind]), Decimal(0))


def rounded_to(total: Decimal, parts: Mapping[str, Fraction]) -> dict[str, Decimal]:
    """Parts rounded to the last place so that they add up to the total: the largest remainders round up.

    Where the total is not what the parts come to (a floor or a ceiling held), each part is rounded alone.
    """
    unit = Fraction(CENT)
    floors = {code: part // unit for code, part in parts.items()}
    open_units = int(Fraction(total) / unit) - sum(floors.values())
    if not 0 <= open_units <= len(parts):
        return {code: shown(float(part)) for code, part in parts.items()}
    by_remainder = sorted(parts, key=lambda code: (floors[code] - parts[code] / unit, code))
    raised = set(by_remainder[:open_units])
    return {code: (floors[code] + (code in raised)) * CENT for code in parts}
