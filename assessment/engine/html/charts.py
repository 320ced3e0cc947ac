"""Charts as inline SVG: rank intervals, bars, the heat map; a title says what a mark means, a table stands beside."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from assessment.engine.html.elements import Markup, el, join, number, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessment.engine.draws.summary import UnitSpread

ROW, LABEL, PLOT, EDGE = 24, 190, 640, 28
CELL_WIDTH, CELL_HEIGHT = 22, 20
LONGEST_LABEL = 26
WIDE = {"W", "F"}


def short(name: str, width: int = LONGEST_LABEL) -> str:
    """Cut a label to a width; wide characters count twice."""
    used, shown = 0, ""
    for character in name:
        used += 2 if unicodedata.east_asian_width(character) in WIDE else 1
        if used > width:
            return f"{shown}…"
        shown += character
    return shown


def figure(picture: Markup, caption: str) -> Markup:
    return el(
        "figure",
        el("div", picture, class_="scroll", tabindex="0", role="region", aria_label=caption),
        el("figcaption", caption),
    )


def svg(width: float, height: float, label: str, *parts: object) -> Markup:
    return el(
        "svg",
        el("title", label),
        *parts,
        viewBox=f"0 0 {round(width)} {round(height)}",
        width=round(width),
        height=round(height),
        role="img",
    )


def intervals(spreads: Sequence[UnitSpread], bands: Sequence[Sequence[str]]) -> Markup:
    """Draw each unit's 5-95 % interval of ranks, its median and its official rank, on stripes that show the bands."""
    count = max(len(spreads), 1)
    height = EDGE + ROW * len(spreads) + 8

    def x(rank: float) -> float:
        return round(LABEL + 10 + (rank - 1) / max(count - 1, 1) * (PLOT - 20), 1)

    step = max(count // 12, 1)
    ticks = [rank for rank in range(1, count + 1) if (rank - 1) % step == 0]
    grid = [
        join(
            [
                el("line", x1=x(rank), x2=x(rank), y1=EDGE - 6, y2=height, class_="grid"),
                el("text", rank, x=x(rank), y=EDGE - 12, text_anchor="middle", class_="soft"),
            ]
        )
        for rank in ticks
    ]
    return svg(
        LABEL + PLOT + 10,
        height,
        "Ranks in the variants: 5 to 95 % interval, median and official rank",
        *_stripes(spreads, bands),
        *grid,
        *(_interval(spread, EDGE + ROW * at + ROW / 2, x) for at, spread in enumerate(spreads)),
    )


def _stripes(spreads: Sequence[UnitSpread], bands: Sequence[Sequence[str]]) -> list[Markup]:
    place = {spread.unit: at for at, spread in enumerate(spreads)}
    return [
        el("rect", x=0, y=EDGE + ROW * place[band[0]], width=LABEL + PLOT, height=ROW * len(band), class_="band")
        for number_of_band, band in enumerate(bands)
        if number_of_band % 2 == 0
    ]


def _interval(spread: UnitSpread, y: float, x: object) -> Markup:
    label = el("text", short(spread.unit), x=LABEL - 8, y=y + 4, text_anchor="end")
    if spread.q5 is None or spread.q95 is None or spread.median is None or not callable(x):
        return join([label, el("text", "not rated", x=LABEL + 10, y=y + 4, class_="soft")])
    said = f"{spread.unit}: official rank {number(spread.nominal)}, median {number(spread.median)}, 5 to 95 %: "
    marks = [
        el("title", f"{said}{number(spread.q5)} to {number(spread.q95)}"),
        el("line", x1=x(spread.q5), x2=x(spread.q95), y1=y, y2=y, class_="range"),
        el("circle", cx=x(spread.median), cy=y, r=4, class_="strong"),
    ]
    if spread.nominal is not None:
        marks.append(el("circle", cx=x(spread.nominal), cy=y, r=6, class_="ring", fill_opacity=0))
    return join([label, el("g", *marks)])


def bars(title: str, rows: Sequence[tuple[str, float, float | None]], *, shares: bool = False) -> Markup:
    """Draw a bar a row from 0, and a second, darker one inside where there is a second number."""
    largest = max([max(value, inner or 0.0) for _, value, inner in rows], default=0.0) or 1.0
    height = ROW * len(rows) + 8

    def width(value: float) -> float:
        return round(max(value, 0.0) / largest * (PLOT - 90), 1)

    parts = []
    for at, (label, value, inner) in enumerate(rows):
        y = ROW * at + ROW / 2
        shown = percent(value) if shares else number(value)
        parts += [
            el("text", short(label), x=LABEL - 8, y=y + 4, text_anchor="end"),
            el("rect", el("title", f"{label}: {shown}"), x=LABEL, y=y - 8, width=width(value), height=16, class_="bar"),
            el("text", shown, x=LABEL + width(value) + 6, y=y + 4, class_="soft"),
        ]
        if inner is not None:
            parts.append(el("rect", x=LABEL, y=y - 4, width=width(inner), height=8, class_="strong"))
    return svg(LABEL + PLOT + 10, height, title, *parts)


def heat_map(
    rows: Sequence[tuple[str, Sequence[float | None]]], columns: Sequence[str], titles: Sequence[Sequence[str]]
) -> Markup:
    """Draw a cell per unit and column: the further from the middle of its column, the fuller; high blue, low orange."""
    top = 10 + 7 * max((len(short(name, 18)) for name in columns), default=0)
    ranges = [_range([values[at] for _, values in rows]) for at in range(len(columns))]
    heads = [
        el(
            "text",
            short(name, 18),
            transform=f"translate({LABEL + at * CELL_WIDTH + 15},{top - 6}) rotate(-90)",
            class_="soft",
        )
        for at, name in enumerate(columns)
    ]
    body = [
        join([_label(unit, top + row * CELL_HEIGHT), *_cells(values, ranges, top + row * CELL_HEIGHT, titles[row])])
        for row, (unit, values) in enumerate(rows)
    ]
    width, height = LABEL + CELL_WIDTH * len(columns) + 10, top + CELL_HEIGHT * len(rows) + 6
    return svg(width, height, "Scores of every unit, column by column", *heads, *body)


def _label(unit: str, y: float) -> Markup:
    return el("text", short(unit), x=LABEL - 8, y=y + 14, text_anchor="end")


def _range(values: Sequence[float | None]) -> tuple[float, float]:
    present = [value for value in values if value is not None]
    return (min(present), max(present)) if present else (0.0, 0.0)


def _cells(
    values: Sequence[float | None], ranges: Sequence[tuple[float, float]], y: float, titles: Sequence[str]
) -> list[Markup]:
    found = []
    for at, (value, (low, high), title) in enumerate(zip(values, ranges, titles, strict=True)):
        place = {"x": LABEL + at * CELL_WIDTH + 1, "y": y + 1, "width": CELL_WIDTH - 2, "height": CELL_HEIGHT - 2}
        if value is None:
            found.append(el("rect", el("title", title), class_="none", **place))
            continue
        away = (value - low) / (high - low) * 2 - 1 if high > low else 0.0
        side, strength = ("high" if away >= 0 else "low"), round(0.08 + 0.92 * abs(away), 2)
        found.append(el("rect", el("title", title), class_=side, fill_opacity=strength, **place))
    return found
