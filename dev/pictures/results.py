"""Pictures of what follows the scores, and of the steps that need more than one column."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from assessment.engine import evaluate, parse, uncertainty
from dev.pictures.scores import compute, system
from dev.pictures.svg import Plot

PARKS = {
    "North": (80, 40, 65),
    "East": (74, 52, 60),
    "South": (60, 66, 58),
    "West": (58, 60, 72),
    "Harbour": (30, 35, 20),
}
PLAN: dict[str, Any] = {
    "format": "composite-index/1",
    "unit": "u",
    "aggregates": [{"code": "T", "level": 2}],
    "aggregation": [{"level": 2, "method": "amean"}],
    "defaults": {"normalise": {"method": "none"}},
    "indicators": [{"code": f"x{at}", "parent": "T"} for at in range(3)],
    "uncertainty": {
        "weights": {"noise": "uniform", "factor": 0.6},
        "aggregation": [{"2": "gmean"}],
        "normalise": [{"method": "rank"}],
        "drivers": 500,
    },
}


def denominate() -> Plot:
    """Draw revenue of two parks, whole and by area: the smaller one is ahead."""
    plan = system({"method": "amean"}, {"denominator": "area"})
    table = [{"u": "large", "x0": "300", "area": "20"}, {"u": "small", "x0": "180", "area": "6"}]
    result = {unit.unit: unit for unit in evaluate(parse(plan, table)).units}
    plot = Plot("Revenue, and revenue by area", (0, 4), (0, 340), "", "", x_ticks=(), y_ticks=())
    for at, (name, unit) in enumerate(sorted(result.items())):
        raw, divided = float(unit.raw["x0"] or 0), float(unit.denominated["x0"] or 0)
        plot.bar((at + 0.2, at + 0.8), (0, raw), "grey").word((at + 0.5, raw + 14), f"{name} {raw:g}")
        plot.bar((at + 2.2, at + 2.8), (0, divided * 10)).word((at + 2.5, divided * 10 + 14), f"{name} {divided:g}")
    return plot.word((1, -22), "million", "grey").word((3, -22), "million by hectare", "grey")


def screen() -> Plot:
    """Draw the cells there are, and who is out at two thirds."""
    rows = [("1", "1", "1"), ("1", "1", "NA"), ("1", "NA", "NA")]
    plan = system({"method": "amean"}, {}, {}, {}) | {"screen": {"dat_thresh": 2 / 3}}
    units = {unit.unit: unit for unit in compute(plan, rows).units}
    plot = Plot("Cells with data, and who stays in at two thirds", (0, 6), (0, 3), x_ticks=(), y_ticks=())
    for at, row in enumerate(rows):
        is_in = units[f"U{at}"].total is not None
        plot.word((0.5, 2.5 - at), f"unit {at + 1}", "grey")
        for column, cell in enumerate(row):
            colour = "pale" if cell == "NA" else "one" if is_in else "grey"
            plot.bar((column + 1.1, column + 1.9), (2.15 - at, 2.85 - at), colour)
        plot.word((5, 2.5 - at), f"{sum(cell != 'NA' for cell in row)} of 3: {'in' if is_in else 'out'}")
    return plot


def adjust() -> Plot:
    plan = system({"method": "amean"}, {}) | {
        "adjust": {
            "deductions": [{"column": "d", "points": 6, "cap": 15}],
            "bonuses": [{"column": "b", "points": 2}],
        }
    }
    unit = evaluate(parse(plan, [{"u": "A", "x0": "72", "d": "3", "b": "2"}])).units[0]
    score, total = float(unit.score or 0), float(unit.total or 0)
    taken = float(unit.deductions[0].points)
    steps = (
        ("score", 0, score),
        ("3 × 6, cap 15", score, score - taken),
        ("2 × 2", score - taken, total),
        ("total", 0, total),
    )
    plot = Plot("From score to total", (0, 4), (0, 90), "", "points", x_ticks=())
    for at, (name, start, end) in enumerate(steps):
        colour = ("grey", "two", "good", "one")[at]
        plot.bar((at + 0.2, at + 0.8), (start, end), colour).word((at + 0.5, max(start, end) + 5), f"{end:g}")
        plot.word((at + 0.5, -8), name, "grey")
    return plot


def ranking() -> Plot:
    totals = (80, 79.2, 78.4, 70, 71)
    plan = system({"method": "amean"}, {}) | {"ranking": {"tie_tolerance": 1}}
    result = compute(plan, [(total,) for total in totals])
    plot = Plot("Ranks with a tolerance of 1 point", (68, 82), (0, 3), "total", "", x_ticks=(70, 75, 80), y_ticks=())
    for at, unit in enumerate(result.units):
        total = float(unit.total or 0)
        plot.dots([(total, 1)]).word((total, 1.4 + 0.32 * (at % 3)), f"rank {unit.rank}")
    return plot.line([(79, 0.6), (80, 0.6)], "two").word((79.5, 0.3), "ties with 80", "two")


def verdict() -> Plot:
    totals = (86, 72, 62, 53, 44)
    lines = [{"verdict": "good", "min": 80}, {"verdict": "pass", "min": 50}, {"verdict": "fail"}]
    plan = system({"method": "amean"}, {}) | {"verdict": {"lines": lines, "bottom": {"n": 2, "verdict": "last two"}}}
    plot = Plot(
        "Verdicts: two lines, and the two at the bottom", (40, 90), (0, 3), "total", "", x_ticks=(50, 80), y_ticks=()
    )
    for line in (50, 80):
        plot.line([(line, 0), (line, 2.6)], "grey", dashed=True)
    for unit in compute(plan, [(total,) for total in totals]).units:
        total = float(unit.total or 0)
        plot.dots([(total, 1)], "two" if unit.cause == "bottom" else "one").word((total, 1.4), str(unit.verdict))
    return plot


def drawn() -> Any:
    table = [{"u": name, **{f"x{at}": str(cell) for at, cell in enumerate(row)}} for name, row in PARKS.items()]
    return uncertainty(parse(PLAN, table), draws=2000, seed=7)


def intervals() -> Plot:
    found = drawn()
    plot = Plot(
        "Ranks of 2,000 variants: median and the middle 90 %",
        (0.5, 5.5),
        (0, 5),
        "rank",
        x_ticks=(1, 2, 3, 4, 5),
        y_ticks=(),
    )
    for at, unit in enumerate(found.units):
        row = 4.5 - at
        plot.line([(unit.q5, row), (unit.q95, row)]).dots([(unit.median, row)])
        plot.word((0.55, row + 0.28), unit.unit, "grey", "start")
    return plot


def left_out() -> Plot:
    found = drawn().leave_one_out
    plot = Plot("Mean change of rank without each indicator", (0, 3), (0, 2), "indicator left out", "ranks", x_ticks=())
    for at, one in enumerate(found):
        change = one.mean_abs_change or 0.0
        plot.bar((at + 0.25, at + 0.75), (0, change)).word((at + 0.5, change + 0.08), f"{one.code}: {change:g}")
    return plot


def drivers() -> Plot:
    found = drawn().drivers
    plot = Plot(
        "Shares in the variance of the mean change of rank", (0, 3), (0, 1.1), "", "share", x_ticks=(), y_ticks=(0, 1)
    )
    for at, one in enumerate(found):
        first, total = max(one.first_order or 0.0, 0.0), one.total or 0.0
        plot.bar((at + 0.2, at + 0.5), (0, first)).bar((at + 0.5, at + 0.8), (0, total), "grey")
        plot.word((at + 0.5, max(first, total) + 0.06), one.factor)
    return plot.word((2.95, 1.04), "alone", "one", "end").word((2.95, 0.94), "with all interactions", "grey", "end")


def noise(kind: str) -> Plot:
    """Draw how often each share of a weight comes up that is officially one half."""
    spec = {"noise": "uniform", "factor": 0.25} if kind == "uniform" else {"noise": "dirichlet", "concentration": 50}
    edges = [25 + at * 2.5 for at in range(21)]
    below = [share_below(spec, edge) for edge in edges]
    rises = [after - before for before, after in pairwise(below)]
    plot = Plot(
        f"Shares of a weight of one half under {kind} noise",
        (25, 75),
        (0, 0.3),
        "share of the weight, %",
        "of the draws",
    )
    for edge, rise in zip(edges, rises, strict=False):
        plot.bar((edge + 0.2, edge + 2.3), (0, rise))
    return plot


def share_below(spec: dict[str, Any], edge: float) -> float:
    plan = system({"method": "amean"}, {}, {}) | {"uncertainty": {"weights": spec, "line": edge}}
    table = [{"u": "A", "x0": "100", "x1": "0"}, {"u": "B", "x0": "0", "x1": "100"}]
    found = {unit.unit: unit.p_below_line for unit in uncertainty(parse(plan, table), draws=4000, seed=5).units}
    return found["A"] or 0.0
