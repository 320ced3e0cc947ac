"""What follows the scores: deductions and bonuses, ranks and verdicts."""

from fractions import Fraction
from typing import Any

from .cells import Work
from .figures import decimal as number_of
from .figures import given, shown
from .joining import aggregate


def adjustments(work: Work, side: str) -> list[dict[str, Any]]:
    return work.system.get("adjust", {}).get(side, [])


def root_of(system: dict[str, Any]) -> str:
    return next(node["code"] for node in system["aggregates"] if "parent" not in node)


def points(work: Work, line: dict[str, Any], unit: str) -> Fraction:
    found = number_of(work.rows[unit][line["column"]]) * given(line["points"])
    return min(found, given(line["cap"])) if line.get("cap") is not None else found


def adjusted(work: Work, code: str, unit: str, score: Fraction) -> Fraction:
    """Return a score after the lines aimed at it, within floor and ceiling."""
    root = root_of(work.system)
    for side, sign in (("deductions", -1), ("bonuses", 1)):
        aimed = [line for line in adjustments(work, side) if line.get("target", root) == code]
        score += sign * sum(points(work, line, unit) for line in aimed)
    return within(work, code, score) if is_aimed_at(work, code) else score


def is_aimed_at(work: Work, code: str) -> bool:
    root = root_of(work.system)
    lines = adjustments(work, "deductions") + adjustments(work, "bonuses")
    return code == root or any(line.get("target", root) == code for line in lines)


def within(work: Work, code: str, score: Fraction) -> Fraction:
    plan = work.system.get("adjust", {})
    if plan.get("floor") is not None:
        score = max(score, given(plan["floor"]))
    if plan.get("ceiling") is not None:
        score = min(score, given(plan["ceiling"]))
    return score


def totals(work: Work) -> dict[str, Fraction | None]:
    """Return the root's scores with all adjustments."""
    scores = aggregate(work, lambda code, unit, score: adjusted(work, code, unit, score))
    return scores[root_of(work.system)]


def shown_lines(work: Work, side: str, unit: str) -> list[dict[str, Any]]:
    return [
        {
            "column": line["column"],
            "count": shown(number_of(work.rows[unit][line["column"]])),
            "points": shown(points(work, line, unit)),
        }
        for line in adjustments(work, side)
    ]


def ranked(totals: dict[str, Fraction | None], tolerance: Fraction) -> dict[str, int]:
    """Rank from the top; a block's first says who still ties with it."""
    ranks: dict[str, int] = {}
    order = sorted((unit for unit in totals if totals[unit] is not None), key=lambda unit: -totals[unit])
    first = None
    for place, unit in enumerate(order, 1):
        if first is None or totals[first] - totals[unit] > tolerance:
            first = unit
        ranks[unit] = ranks.get(first, place)
    return ranks


def tolerance_of(system: dict[str, Any]) -> Fraction:
    return given(system.get("ranking", {}).get("tie_tolerance", 1e-9))


def verdict(work: Work, unit: str, totals: dict[str, Fraction | None], ranks: dict[str, int]) -> str | None:
    hit = vetoes(work, unit)
    if hit:
        return hit[0]["verdict"]
    if totals[unit] is None:
        return "not_rated"
    plan = work.system.get("verdict", {})
    bottom = plan.get("bottom")
    if bottom and sum(rank > ranks[unit] for rank in ranks.values()) < bottom["n"]:
        return bottom["verdict"]
    return by_line(plan.get("lines", []), totals[unit], tolerance_of(work.system))


def by_line(lines: list[dict[str, Any]], total: Fraction, tolerance: Fraction) -> str | None:
    reached = [line["verdict"] for line in lines if "min" not in line or total >= given(line["min"]) - tolerance]
    return reached[0] if reached else None


def vetoes(work: Work, unit: str) -> list[dict[str, str]]:
    return [
        {"column": line["column"], "verdict": line["verdict"]}
        for line in work.system.get("adjust", {}).get("vetoes", [])
        if number_of(work.rows[unit][line["column"]]) == 1
    ]
