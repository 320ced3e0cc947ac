"""What the ranking rests on: weights, methods, how much data there is, what was filled in and what was moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assessment.engine.html.elements import Markup, el, join, number, percent, table
from assessment.engine.insight.data import availability, imputed_cells, node_weights, treatment_log
from assessment.engine.output import ENGINE

if TYPE_CHECKING:
    from assessment.engine.result import Result

LONGEST = 200


def weights(result: Result) -> Markup:
    """Show every node's weight, its share among siblings and in the whole, with its method."""
    system = result.index.system
    methods = {node.code: node.aggregation.method for node in system.aggregates}
    methods |= {node.code: node.normalise.method for node in system.indicators}
    better = {node.code: "more" if node.direction == 1 else "less" for node in system.indicators}
    rows = [
        [
            node.code,
            node.level,
            node.parent or "–",
            number(node.weight),
            percent(node.share),
            percent(node.effective),
            methods[node.code],
            better.get(node.code, "–"),
        ]
        for node in node_weights(result.index)
    ]
    header = ["Node", "Level", "Part of", "Weight", "Among siblings", "In the whole", "Method", "Better is"]
    return table("Weights from the whole to the indicators", header, rows, [1, 3, 4, 5])


def data(result: Result, uncertainty: Any) -> Markup:
    """List gaps, filled cells and treated points; say so where there are none."""
    notes = uncertainty.warnings if uncertainty else ()
    return join([*_gaps(result), *_filled(result), *_moved(result), *(el("p", note, class_="warn") for note in notes)])


def _gaps(result: Result) -> list[Markup]:
    found = availability(result.index)
    rows = [
        [share.name, f"{share.present} of {share.expected}", percent(share.share)]
        for share in (*found.units, *found.indicators)
        if share.present < share.expected or share.expected == 0
    ]
    title = el("h3", "Availability")
    if not rows:
        return [title, el("p", "Every applicable cell holds a figure.")]
    return [title, table("Units and indicators with gaps", ["Unit or indicator", "Figures", "Share"], rows, [1, 2])]


def _filled(result: Result) -> list[Markup]:
    cells = imputed_cells(result)
    title = el("h3", "Imputed figures")
    if not cells:
        return [title, el("p", "No figure was filled in.")]
    rows = [[cell.unit, cell.code, cell.kind.replace("_", " "), number(cell.value)] for cell in cells[:LONGEST]]
    caption = _counted(len(cells), "imputed figure")
    return [title, table(caption, ["Unit", "Indicator", "Why missing", "Filled with"], rows, [3])]


def _moved(result: Result) -> list[Markup]:
    points = treatment_log(result)
    title = el("h3", "Treated outliers")
    if not points:
        return [title, el("p", "No data point was moved.")]
    rows = [
        [point.unit, point.code, point.how, number(point.before), number(point.after)] for point in points[:LONGEST]
    ]
    caption = _counted(len(points), "data point")
    return [title, table(caption, ["Unit", "Indicator", "How", "Before", "After"], rows, [3, 4])]


def _counted(count: int, what: str) -> str:
    shown = f"; the first {LONGEST} are shown" if count > LONGEST else ""
    return f"{count} {what}{'' if count == 1 else 's'}{shown}"


def colophon(result: Result, uncertainty: Any) -> Markup:
    """Say what the page was made from, so that anyone can make it again."""
    run = "" if uncertainty is None else f" --uncertainty {uncertainty.n} --seed {uncertainty.seed}"
    lines = [
        f"{ENGINE}: rank_table {result.index.system_name} {result.index.values_name}{run} --html",
        f"system sha256 {result.index.system_sha256}",
        f"values sha256 {result.index.values_sha256}",
    ]
    return join(el("p", line, class_="hash") for line in lines)
