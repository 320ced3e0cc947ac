"""The whole answer of the oracle: the indicators and units of the result, as plain values."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from . import cells, judging, outliers, scoring
from .cells import Work, availability
from .figures import shown
from .joining import aggregate, children, leaves, nodes, weight

STEPS = ["denominate", "screen", "impute", "treat", "normalise"]
WORK: dict[str, Callable[[Work], None]] = {
    "denominate": cells.denominate,
    "screen": cells.screen,
    "impute": cells.impute,
    "treat": outliers.treat,
    "normalise": scoring.normalise,
}


def worked(system: dict[str, Any], rows: list[dict[str, str]]) -> Work:
    """Do the steps up to the scores of the indicators, with a picture after each."""
    work = cells.begin(system, rows)
    take_picture(work, "raw")
    order = [step for step in system.get("steps", STEPS) if step in WORK]
    for step in order:
        if step == "normalise" and "treat" not in order:
            take_picture(work, "treat")
        WORK[step](work)
        take_picture(work, step)
    work.pictures.setdefault("denominate", work.pictures["raw"])
    return work


def take_picture(work: Work, step: str) -> None:
    work.pictures[step] = {code: dict(column) for code, column in work.values.items()}


def report(system: dict[str, Any], rows: list[dict[str, str]]) -> dict[str, Any]:
    work = worked(system, rows)
    before = aggregate(work, lambda code, unit, score: score)
    totals = aggregate(work, lambda code, unit, score: judging.adjusted(work, code, unit, score))[
        judging.root_of(system)
    ]
    ranks = judging.ranked(totals, judging.tolerance_of(system))
    order = sorted(work.rows, key=lambda unit: (ranks.get(unit, len(work.rows) + 1), unit))
    return {
        "indicators": [indicator(work, node) for node in work.indicators],
        "units": [unit_report(work, unit, before, totals, ranks) for unit in order],
    }


def indicator(work: Work, node: dict[str, Any]) -> dict[str, Any]:
    return {
        "code": node["code"],
        "weight": shown(weight(node)),
        "effective_weight": shown(effective(work.system, node)),
        "direction": node.get("direction", 1),
        "treatment": work.treatment.get(node["code"]),
    }


def effective(system: dict[str, Any], node: dict[str, Any]) -> Fraction:
    if "parent" not in node:
        return Fraction(1)
    siblings = children(system, node["parent"])
    above = next(other for other in nodes(system) if other["code"] == node["parent"])
    return weight(node) / sum(map(weight, siblings)) * effective(system, above)


def unit_report(work: Work, unit: str, before: Any, totals: Any, ranks: dict[str, int]) -> dict[str, Any]:
    root = judging.root_of(work.system)
    codes = [node["code"] for node in work.system["aggregates"]]
    return {
        "unit": unit,
        "name": work.rows[unit].get("name") or None,
        "rank": ranks.get(unit),
        "total": shown(totals[unit]),
        "score": shown(before[root][unit]),
        "verdict": judging.verdict(work, unit, totals, ranks),
        "group_ranks": group_ranks(work, unit, totals),
        "deductions": judging.shown_lines(work, "deductions", unit),
        "bonuses": judging.shown_lines(work, "bonuses", unit),
        "vetoes": judging.vetoes(work, unit),
        "availability": {code: shown(availability(work, unit, leaves(work.system, code))) for code in codes},
        "raw": picture(work, "raw", unit),
        "missing": {
            code["code"]: work.kinds[unit][code["code"]] for code in work.indicators if code["code"] in work.kinds[unit]
        },
        "denominated": picture(work, "denominate", unit),
        "imputed": [node["code"] for node in work.indicators if node["code"] in work.imputed[unit]],
        "treated": picture(work, "treat", unit),
        "treatments": {
            n["code"]: work.marks[unit][n["code"]] for n in work.indicators if n["code"] in work.marks[unit]
        },
        "normalised": picture(work, "normalise", unit),
        "scores": {code: shown(before[code][unit]) for code in codes},
    }


def named(work: Work, words: dict[str, str]) -> dict[str, str]:
    """Return words by indicator in the order of the system."""
    return {node["code"]: words[node["code"]] for node in work.indicators if node["code"] in words}


def picture(work: Work, step: str, unit: str) -> dict[str, Any]:
    return {node["code"]: shown(work.pictures[step][node["code"]][unit]) for node in work.indicators}


def group_ranks(work: Work, unit: str, totals: Any) -> dict[str, int | None]:
    return {group: rank_within(work, unit, totals, group) for group in work.system.get("ranking", {}).get("groups", [])}


def rank_within(work: Work, unit: str, totals: Any, group: str) -> int | None:
    name = work.rows[unit][group]
    if not name:
        return None
    peers = {other: total for other, total in totals.items() if work.rows[other][group] == name}
    return judging.ranked(peers, judging.tolerance_of(work.system)).get(unit)
