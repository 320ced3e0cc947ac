"""The small drawings as SVG: geometry from ``drawing``, written in one go, since a page holds dozens of them."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.templatetags import drawing


@lru_cache(maxsize=64)
def grid_lines(places: tuple[str, ...]) -> SafeString:
    return format_html_join("", '<path class="gridl" d="M{} 0V16"/>', ((place,) for place in places))


def rank_interval(rank: int, low: int, high: int, of: int, below: bool = False) -> SafeString:
    plot = drawing.rank_interval(rank, low, high, of, below)
    return format_html(
        '<div class="flex"><svg class="plot" viewBox="0 0 {width} 16" role="img" aria-label="{label}">{lines}'
        '<g{css}><path class="iv" d="M{low} 8H{high}"/><path class="iv-end" d="M{low} 4V12M{high} 4V12"/>'
        '<circle class="pt" cx="{rank}" cy="8" r="4.5"/></g></svg><span class="tnum">{interval}</span></div>',
        lines=grid_lines(tuple(plot["grid"])),
        css=SafeString(' class="bad"' if plot["below"] else ""),
        **plot,
    )


def area_bar(areas: Sequence[Any], line: float = 60, top: float = 100) -> SafeString:
    bar = drawing.area_bar(areas, line, top)
    return format_html(
        '<svg class="plot" viewBox="0 0 {width} 16" role="img" aria-label="{label}">'
        '<rect class="track" x="0" y="3" width="{width}" height="10"/>{parts}'
        '<path class="halo" d="M{line} 2V14"/><path class="line60" d="M{line} 0V16"/></svg>',
        parts=area_parts(bar["segments"]),
        **bar,
    )


def area_parts(segments: Iterable[drawing.Segment]) -> SafeString:
    return format_html_join(
        "",
        '<rect class="a{number}" x="{x}" y="3" width="{width}" height="10"/>'
        '<rect class="hatch" fill="url(#h{number})" x="{x}" y="3" width="{width}" height="10"/>',
        ({"number": part.number, "x": part.x, "width": part.width} for part in segments),
    )


def rank_slope(ranks: Sequence[int | None], first_year: int, new_plan_year: int | None = None) -> SafeString:
    slope = drawing.rank_slope(ranks, first_year, new_plan_year)
    if not slope["points"]:
        return SafeString("")
    plan_x = slope["plan_x"]
    return format_html(
        '<svg class="plot" viewBox="0 0 112 24" role="img" aria-label="{label}">{plan}'
        '<polyline class="ln" points="{points}"/><circle class="dot" cx="{end_x}" cy="{end_y}" r="2.5"/>'
        '<text x="78" y="16">{words}</text></svg>',
        plan=format_html('<path class="plan" d="M{} 0V24"/>', plan_x) if plan_x else "",
        **slope,
    )


def goal_bar(value: Any, goal: Any, top: Any = None) -> SafeString:
    return format_html(
        '<svg class="plot" viewBox="0 0 224 18" aria-hidden="true">'
        '<rect class="track" x="0" y="5" width="220" height="8"/>'
        '<rect class="ink" x="0" y="5" width="{bar}" height="8"/><path class="mark" d="M{goal} 0V18"/></svg>',
        **drawing.goal_bar(value, goal, top),
    )


def tile_map(tiles: Sequence[Mapping[str, Any]], label: str = "") -> SafeString:
    drawn = drawing.tile_map(tiles, label)
    return format_html(
        '<svg class="plot tiles" viewBox="0 0 462 366" role="group" aria-label="{}">\n{}</svg>',
        drawn["label"],
        format_html_join("\n", "{}", ((tile_svg(tile),) for tile in drawn["tiles"])),
    )


def tile_svg(tile: Mapping[str, Any]) -> SafeString:
    """A district: a link where there is something to open, framed where it misses the line."""
    content = format_html(
        '<title>{title}</title><rect class="q{step}" x="{x}" y="{y}" width="{width}" height="{height}"/>{frame}'
        '<text class="{ink} nm2" x="{text_x}" y="{name_y}">{name}</text>'
        '<text class="{ink}" x="{text_x}" y="{text_y}">{text}</text>',
        frame=frame_svg(tile) if tile["framed"] else "",
        **tile,
    )
    return (
        format_html('<a href="{}">{}</a>', tile["url"], content) if tile["url"] else format_html("<g>{}</g>", content)
    )


def frame_svg(tile: Mapping[str, Any]) -> SafeString:
    return format_html('<rect class="line60" x="{}" y="{}" width="84" height="52"/>', tile["x"] + 2, tile["y"] + 2)
