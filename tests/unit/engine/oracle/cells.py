"""From cells to values: what a cell holds, denominators, screening and imputation."""

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from .figures import NUMBER, Refused, decimal, given

CODES = {"": "not_reported", "NA": "not_reported", "N/A": "not_applicable", "NC": "not_collected", "WH": "withheld"}
Column = dict[str, Any]


@dataclass
class Work:
    """One computation under way: columns by indicator, values by unit."""

    system: dict[str, Any]
    rows: dict[str, dict[str, str]]
    lines: dict[str, int]
    values: dict[str, Column] = field(default_factory=dict)
    kinds: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    imputed: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    marks: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    treatment: dict[str, str | None] = field(default_factory=dict)
    out: set[str] = field(default_factory=set)
    undivided: set[tuple[str, str]] = field(default_factory=set)
    pictures: dict[str, dict[str, Column]] = field(default_factory=dict)

    @property
    def indicators(self) -> list[dict[str, Any]]:
        return self.system["indicators"]

    def policy(self, unit: str, code: str) -> str:
        """Return how a missing cell is to be handled; what lacks a denominator is plainly missing."""
        if (unit, code) in self.undivided:
            return "missing"
        kind = self.kinds[unit].get(code, "")
        default = "exclude" if kind == "not_applicable" else "missing"
        return self.system.get("missing", {}).get("policy", {}).get(kind, default)

    def own(self, node: dict[str, Any], step: str) -> dict[str, Any]:
        return node.get(step) or self.system.get("defaults", {}).get(step) or {}


def begin(system: dict[str, Any], rows: list[dict[str, str]]) -> Work:
    key = system["unit"]
    lines = {row[key]: line for line, row in enumerate(rows, 2)}
    by_key = {row[key]: row for row in sorted(rows, key=lambda row: row[key])}
    work = Work(system=system, rows=by_key, lines=lines)
    for node in work.indicators:
        work.values[node["code"]] = {unit: read(work, node, unit) for unit in work.rows}
    return work


def read(work: Work, node: dict[str, Any], unit: str) -> Fraction | str | None:
    code, cell = node["code"], work.rows[unit][node["code"]]
    codes = work.system.get("missing", {}).get("codes", CODES)
    if cell in codes:
        work.kinds[unit][code] = codes[cell]
        return None
    if work.own(node, "normalise")["method"] == "points":
        return cell
    return number(cell, unit, code, work)


def number(cell: str, unit: str, column: str, work: Work) -> Fraction:
    if not NUMBER.fullmatch(cell):
        raise Refused((f"VALUES.csv:{work.lines[unit]}", column))
    return decimal(cell)


def denominate(work: Work) -> None:
    codes = work.system.get("missing", {}).get("codes", CODES)
    for node in work.indicators:
        if "denominator" not in node:
            continue
        column, below = work.values[node["code"]], node["denominator"]
        for unit, value in column.items():
            if unit in work.out:
                continue
            cell = work.rows[unit][below]
            if value is None:
                continue
            if cell in codes:
                column[unit] = None
                work.kinds[unit][node["code"]] = codes[cell]
                work.undivided.add((unit, node["code"]))
            else:
                column[unit] = divided(value, number(cell, unit, below, work), node, unit, work)


def divided(value: Fraction, below: Fraction, node: dict[str, Any], unit: str, work: Work) -> Fraction:
    if below == 0:
        raise Refused((f"VALUES.csv:{work.lines[unit]}", node["denominator"]))
    return value / (below / given(node.get("denominator_scale", 1)))


def availability(work: Work, unit: str, codes: list[str]) -> Fraction | None:
    """Return the share of the indicators asked of a unit that it has data for."""
    asked = [code for code in codes if work.policy(unit, code) != "exclude"]
    present = [code for code in asked if code not in work.kinds[unit]]
    return Fraction(len(present), len(asked)) if asked else None


def screen(work: Work) -> None:
    threshold = work.system.get("screen", {}).get("dat_thresh")
    if threshold is None:
        return
    for unit in work.rows:
        asked = [node["code"] for node in work.indicators if work.policy(unit, node["code"]) != "exclude"]
        present = sum(work.values[code][unit] is not None for code in asked)
        share = Fraction(present, len(asked)) if asked else Fraction(0)
        if share < given(threshold):
            work.out.add(unit)
    for column in work.values.values():
        column.update(dict.fromkeys(work.out))


def impute(work: Work) -> None:
    for node in work.indicators:
        how = work.own(node, "impute")
        if how.get("method", "none") == "none":
            continue
        column = work.values[node["code"]]
        known = {unit: value for unit, value in column.items() if value is not None}
        for unit, value in column.items():
            if value is None and unit not in work.out and work.policy(unit, node["code"]) == "missing":
                fill(work, node["code"], unit, filler(work, how, unit, known))


def fill(work: Work, code: str, unit: str, value: Fraction | None) -> None:
    if value is not None:
        work.values[code][unit] = value
        work.imputed[unit].add(code)


def filler(work: Work, how: dict[str, Any], unit: str, known: Column) -> Fraction | None:
    method = how["method"]
    if method == "constant":
        return given(how["value"])
    if method.endswith("_grp"):
        group = work.rows[unit][how["group"]]
        known = {other: value for other, value in known.items() if group and work.rows[other][how["group"]] == group}
    values = sorted(known.values())
    return None if not values else middle(values) if method.startswith("median") else sum(values) / len(values)


def middle(values: list[Fraction]) -> Fraction:
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2
