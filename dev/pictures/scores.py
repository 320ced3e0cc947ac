"""Pictures of normalisation, aggregation, imputation and treatment: what the engine makes of a few values."""

from __future__ import annotations

from typing import Any

from assessment.engine import Result, evaluate, parse
from dev.pictures.svg import Plot, Point

VALUES = (4, 9, 14, 22, 31, 40, 58, 90)
SPREAD: dict[str, dict[str, Any]] = {
    "minmax": {},
    "zscore": {},
    "rank": {},
    "borda": {},
    "prank": {},
    "dist2max": {},
    "dist2ref": {"reference": "U4"},
    "dist2targ": {"target": 58},
    "fracmax": {},
    "none": {},
}
FIXED: dict[str, dict[str, Any]] = {
    "scaled": {"bounds": [10, 70]},
    "goalposts": {"posts": [10, 70]},
    "steps": {"table": [[None, 10], [20, 40], [50, 80]]},
}

MEANS: dict[str, tuple[tuple[str, dict[str, Any]], ...]] = {
    "amean": (("amean", {"method": "amean"}),),
    "gmean": (("gmean", {"method": "gmean"}),),
    "hmean": (("hmean", {"method": "hmean"}),),
    "genmean": tuple((f"p = {p}", {"method": "genmean", "p": p}) for p in (3, 0.5, -2)),
}


def system(method: dict[str, Any], *fields: dict[str, Any]) -> dict[str, Any]:
    return {
        "format": "composite-index/1",
        "unit": "u",
        "aggregates": [{"code": "T", "level": 2}],
        "aggregation": [{"level": 2, **method}],
        "defaults": {"normalise": {"method": "none"}},
        "indicators": [{"code": f"x{at}", "parent": "T", **own} for at, own in enumerate(fields)],
    }


def compute(plan: dict[str, Any], rows: list[tuple[Any, ...]]) -> Result:
    table = [
        {"u": f"U{at}", **{f"x{column}": str(cell) for column, cell in enumerate(row)}} for at, row in enumerate(rows)
    ]
    return evaluate(parse(plan, table))


def scored(method: str, fields: dict[str, Any], direction: int, values: tuple[float, ...]) -> list[Point]:
    """Return value and score of every unit, from the lowest value up."""
    plan = system({"method": "amean"}, {"direction": direction, "normalise": {"method": method, **fields}})
    result = compute(plan, [(value,) for value in values])
    return sorted((float(unit.raw["x0"] or 0), float(unit.normalised["x0"] or 0)) for unit in result.units)


def normalisation(method: str, fields: dict[str, Any]) -> Plot:
    up = scored(method, fields, 1, VALUES)
    down = [] if method in {"fracmax", "steps"} else scored(method, fields, -1, VALUES)
    scores = [score for _, score in [*up, *down]]
    plot = Plot(f"Scores by {method}", (0, 100), (min(scores), max(scores)), "value", "score")
    if method in FIXED:
        return shape(plot, method, fields, up, down)
    plot.line(up).dots(up)
    if down:
        plot.line(down, "two", dashed=True).dots(down, "two", hollow=True)
    return legend(plot, down)


def shape(plot: Plot, method: str, fields: dict[str, Any], up: list[Point], down: list[Point]) -> Plot:
    """Draw the score of every value between, as it does not hang on the other units."""
    values = tuple(at / 2 for at in range(201))
    curve = scored(method, fields, 1, values)
    turned = scored(method, fields, -1, values) if down else []
    scores = [score for _, score in [*curve, *turned]]
    plot.y = (min(scores), max(scores))
    plot.line(curve).dots(up)
    if down:
        plot.line(turned, "two", dashed=True).dots(down, "two", hollow=True)
    return legend(plot, down)


def legend(plot: Plot, down: list[Point]) -> Plot:
    if down:
        low, high = plot.y
        top, line = low + (high - low) * 0.96, (high - low) * 0.09
        plot.word((46, top), "direction 1", "one").word((46, top - line), "direction −1", "two")
    return plot


def points() -> Plot:
    table = {"poor": 20, "fair": 55, "good": 90}
    plan = system({"method": "amean"}, {"normalise": {"method": "points", "table": table}})
    result = compute(plan, [(word,) for word in table])
    plot = Plot("Scores by points", (0, 3), (0, 100), "word in the cell", "score", x_ticks=())
    for unit in result.units:
        at = list(table).index(str(unit.raw["x0"]))
        score = float(unit.normalised["x0"] or 0)
        plot.bar((at + 0.25, at + 0.75), (0, score)).word((at + 0.5, score + 5), f"{unit.raw['x0']}: {score:g}")
    return plot


def mean(name: str) -> Plot:
    """Draw the mean of two children that drift apart: 50 + d and 50 - d."""
    plot = Plot(f"The mean of 50 + d and 50 − d by {name}", (0, 49), (0, 80), "d", "score", y_ticks=(0, 25, 50, 75))
    if name != "amean":
        plot.line(apart({"method": "amean"}), "grey", dashed=True).word((3, 53), "amean", "grey", "start")
    for at, (label, method) in enumerate(MEANS[name]):
        curve = apart(method)
        plot.line(curve, "two" if at == 1 else "one").word((curve[37][0], curve[37][1] + 4), label, "ink", "end")
    return plot


def apart(method: dict[str, Any]) -> list[Point]:
    plan = system(method, {}, {})
    result = compute(plan, [(50 + d, 50 - d) for d in range(50)])
    return sorted((float(unit.raw["x0"] or 0) - 50, float(unit.total or 0)) for unit in result.units)


VOTES = 21


def copeland() -> Plot:
    """Draw who beats whom in Moulin's example (1988): positions under four orders that weigh 3, 5, 7 and 6."""
    positions = {"a": (1, 1, 4, 4), "b": (2, 4, 1, 2), "c": (3, 2, 3, 1), "d": (4, 3, 2, 3)}
    weights = (3, 5, 7, 6)
    plan = system({"method": "copeland"}, *({"direction": -1, "weight": weight} for weight in weights))
    result = {unit.unit: unit.total for unit in compute(plan, list(positions.values())).units}
    plot = Plot("Who beats whom: weight for the row of 21, and the score", (0, 6), (0, 5), x_ticks=(), y_ticks=())
    for column, name in enumerate([*positions, "score"]):
        plot.word((column + 1.5, 4.5), name, "grey")
    for row, name in enumerate(positions):
        plot.word((0.5, 3.5 - row), name, "grey")
        plot.word((5.5, 3.5 - row), f"{result[f'U{row}']:+g}")
        for column, other in enumerate(positions):
            won = sum(w for w, x, y in zip(weights, positions[name], positions[other], strict=True) if x < y)
            contest(plot, (column + 1, 3 - row), won, is_self=name == other)
    return plot


def contest(plot: Plot, corner: Point, won: int, *, is_self: bool) -> None:
    if not is_self:
        x, y = corner
        loses = 2 * won < VOTES
        plot.bar((x + 0.08, x + 0.92), (y + 0.1, y + 0.9), "pale" if loses else "one")
        plot.word((x + 0.5, y + 0.5), str(won), "ink" if loses else "paper")


def imputation() -> Plot:
    """Draw what each method puts into the empty cell of a unit in the left group."""
    known = [(4, "left"), (9, "left"), (14, "left"), (40, "right"), (58, "right"), (90, "right")]
    methods: tuple[dict[str, Any], ...] = (
        *({"method": "constant", "value": 20}, {"method": "median_grp", "group": "g"}),
        *({"method": "mean_grp", "group": "g"}, {"method": "median"}, {"method": "mean"}),
    )
    plot = Plot("Filled values", (-32, 100), (-0.5, 4.5), "value; hollow: filled in", x_ticks=(0, 50, 100), y_ticks=())
    for row, method in enumerate(methods):
        plan = system({"method": "amean"}, {"impute": method}) | {"groups": ["g"]}
        rows = [{"u": f"U{at}", "x0": str(value), "g": group} for at, (value, group) in enumerate(known)]
        result = evaluate(parse(plan, [*rows, {"u": "gap", "x0": "NA", "g": "left"}]))
        filled = next(float(unit.treated["x0"] or 0) for unit in result.units if unit.unit == "gap")
        plot.dots([(value, row) for value, group in known if group == "left"], "one")
        plot.dots([(value, row) for value, group in known if group == "right"], "grey")
        plot.dots([(filled, row)], "two", hollow=True).word((-30, row), str(method["method"]), "ink", "start")
    return plot


OUTLIERS = (*VALUES[:6], 44, 47, 52, 55, 400)


def treatment(method: str) -> Plot:
    spec = {"methods": [method], "skew_thresh": 1, "kurt_thresh": 1}
    result = compute(system({"method": "amean"}, {"treat": spec}), [(value,) for value in OUTLIERS])
    moved = [(float(unit.raw["x0"] or 0), float(unit.treated["x0"] or 0)) for unit in result.units]
    marks = {unit.raw["x0"] for unit in result.units if unit.treatments}
    values = [value for _, value in moved]
    plot = Plot(f"Values before and after {method}", (0, 400), (min(values), max(values)), "value before", "after")
    plot.dots([point for point in moved if point[0] not in marks], "grey")
    plot.dots([point for point in moved if point[0] in marks], "two", hollow=True)
    return plot
