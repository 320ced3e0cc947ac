"""The small drawings as SVG: geometry from ``drawing``, written in one go, since a page holds dozens of them.

Places and sizes are numbers that ``drawing`` has rounded; words are escaped here. A drawing depends on its numbers and
the language alone, so those of a ranking are kept: the next reader's are the same.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, wraps
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from core.templatetags import drawing

BELOW = ' class="bad"'


def kept(draw: Callable[..., SafeString]) -> Callable[..., SafeString]:
    """Draw once for the same numbers in the same language."""

    @lru_cache(maxsize=4096, typed=True)
    def known(_language: str | None, *numbers: Any) -> SafeString:
        return draw(*numbers)

    @wraps(draw)
    def drawn(*numbers: Any) -> SafeString:
        return known(get_language(), *map(hashable, numbers))

    return drawn


def hashable(value: Any) -> Any:
    return tuple(map(hashable, value)) if isinstance(value, list | tuple) else value


@lru_cache(maxsize=64)
def grid_lines(places: tuple[str, ...]) -> str:
    return "".join(f'<path class="gridl" d="M{place} 0V16"/>' for place in places)


@kept
def rank_interval(rank: int, low: int, high: int, of: int, below: bool = False) -> SafeString:
    plot = drawing.rank_interval(rank, low, high, of, below)
    left, right = plot["low"], plot["high"]
    return SafeString(
        f'<div class="flex"><svg class="plot" viewBox="0 0 {plot["width"]} 16" role="img"'
        f' aria-label="{escape(plot["label"])}">{grid_lines(tuple(plot["grid"]))}'
        f"<g{BELOW if plot['below'] else ''}>"
        f'<path class="iv" d="M{left} 8H{right}"/><path class="iv-end" d="M{left} 4V12M{right} 4V12"/>'
        f'<circle class="pt" cx="{plot["rank"]}" cy="8" r="4.5"/></g></svg>'
        f'<span class="tnum">{escape(plot["interval"])}</span></div>'
    )


@kept
def area_bar(areas: Sequence[Any], line: float = 60, top: float = 100) -> SafeString:
    bar = drawing.area_bar(areas, line, top)
    width, mark = bar["width"], bar["line"]
    return SafeString(
        f'<svg class="plot" viewBox="0 0 {width} 16" role="img" aria-label="{escape(bar["label"])}">'
        f'<rect class="track" x="0" y="3" width="{width}" height="10"/>{"".join(map(area_part, bar["segments"]))}'
        f'<path class="halo" d="M{mark} 2V14"/><path class="line60" d="M{mark} 0V16"/></svg>'
    )


def area_part(part: drawing.Segment) -> str:
    """An area's colour, and its pattern for whoever prints without colours."""
    place = f'x="{part.x}" y="3" width="{part.width}" height="10"'
    return f'<rect class="a{part.number}" {place}/><rect class="hatch" fill="url(#h{part.number})" {place}/>'


@kept
def rank_slope(ranks: Sequence[int | None], first_year: int, new_plan_year: int | None = None) -> SafeString:
    slope = drawing.rank_slope(ranks, first_year, new_plan_year)
    if not slope["points"]:
        return SafeString("")
    plan = f'<path class="plan" d="M{slope["plan_x"]} 0V24"/>' if slope["plan_x"] else ""
    return SafeString(
        f'<svg class="plot" viewBox="0 0 112 24" role="img" aria-label="{escape(slope["label"])}">{plan}'
        f'<polyline class="ln" points="{slope["points"]}"/>'
        f'<circle class="dot" cx="{slope["end_x"]}" cy="{slope["end_y"]}" r="2.5"/>'
        f'<text x="78" y="16">{escape(slope["words"])}</text></svg>'
    )


def goal_bar(value: Any, goal: Any, top: Any = None) -> SafeString:
    bar = drawing.goal_bar(value, goal, top)
    return SafeString(
        '<svg class="plot" viewBox="0 0 224 18" aria-hidden="true">'
        '<rect class="track" x="0" y="5" width="220" height="8"/>'
        f'<rect class="ink" x="0" y="5" width="{bar["bar"]}" height="8"/>'
        f'<path class="mark" d="M{bar["goal"]} 0V18"/></svg>'
    )


def tile_map(tiles: Sequence[Mapping[str, Any]], label: str = "") -> SafeString:
    plot = drawing.tile_map(tiles, label)
    return SafeString(
        f'<svg class="plot tiles" viewBox="0 0 462 366" role="group" aria-label="{escape(plot["label"])}">'
        f"{''.join(map(tile_svg, plot['tiles']))}</svg>"
    )


def tile_svg(tile: Mapping[str, Any]) -> str:
    """A district: a link where there is something to open, framed where it misses the line."""
    x, y, text_x, ink = tile["x"], tile["y"], tile["text_x"], tile["ink"]
    frame = f'<rect class="line60" x="{x + 2}" y="{y + 2}" width="84" height="52"/>' if tile["framed"] else ""
    content = (
        f"<title>{escape(tile['title'])}</title>"
        f'<rect class="q{tile["step"]}" x="{x}" y="{y}" width="{tile["width"]}" height="{tile["height"]}"/>{frame}'
        f'<text class="{ink} nm2" x="{text_x}" y="{tile["name_y"]}">{escape(tile["name"])}</text>'
        f'<text class="{ink}" x="{text_x}" y="{tile["text_y"]}">{escape(tile["text"])}</text>'
    )
    return f'<a href="{escape(tile["url"])}">{content}</a>' if tile["url"] else f"<g>{content}</g>"
