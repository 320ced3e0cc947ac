"""Geometry of the small drawings: sizes as SVG attributes, colours by class, the numbers again in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.bilingual import in_chinese
from core.templatetags.number_text import as_decimal, number_text, range_text, rank_range_text

BAR_WIDTH = 240
INTERVAL_WIDTH = 192
INTERVAL_MARGIN = 6
NEAR_THE_LAST = 3  # a mark this near the last rank would touch it
SLOPE_WIDTH = 66  # from the first year's point to the last's
SLOPE_MIDDLE = 12.0
SLOPE_STEP = 2.6  # the same for every row: one scale for all
# The tiles of the 16 districts by administrative code: column, row.
TILES = {
    "310151": (3, 0),
    "310114": (0, 1),
    "310113": (2, 1),
    "310107": (1, 2),
    "310106": (2, 2),
    "310109": (3, 2),
    "310110": (4, 2),
    "310118": (0, 3),
    "310105": (1, 3),
    "310104": (2, 3),
    "310101": (3, 3),
    "310115": (4, 3),
    "310117": (1, 4),
    "310112": (2, 4),
    "310120": (3, 4),
    "310116": (2, 5),
}
TILE_PITCH = (92, 60)
TILE_SIZE = (88, 56)
STEPS_IN_WHITE = (4, 5)  # the two strong tints carry inverted text


def rounded(value: float) -> str:
    return f"{value:.1f}"


def clamp(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)


def joined(parts: Iterable[str]) -> str:
    return ("，" if in_chinese() else ", ").join(parts)


def as_float(value: Any) -> float:
    number = as_decimal(value)
    return 0.0 if number is None else float(number)


def rank_x(rank: float, of: int) -> float:
    """Where a rank stands on the shared axis of intervals."""
    room = INTERVAL_WIDTH - 2 * INTERVAL_MARGIN
    return INTERVAL_MARGIN + (rank - 1) * room / max(of - 1, 1)


def rank_marks(of: int) -> list[int]:
    """The ranks that carry a grid line: 1, every fifth that is not too near the last, the last."""
    return sorted({1, of, *(mark for mark in range(5, of, 5) if of - mark >= NEAR_THE_LAST)})


def rank_interval(rank: int, low: int, high: int, of: int, below: bool = False) -> dict[str, Any]:
    """The interval of ranks as a line, the official rank as a dot; ``below`` when more draws fall below than not."""
    words = {"rank": number_text(rank), "interval": rank_range_text(low, high)}
    return {
        "low": rounded(rank_x(low, of)),
        "high": rounded(rank_x(high, of)),
        "rank": rounded(rank_x(rank, of)),
        "grid": [rounded(rank_x(mark, of)) for mark in rank_marks(of)],
        "below": below,
        "label": _("Rank %(rank)s, 90%% interval %(interval)s") % words,
        "interval": range_text(low, high),
        "width": INTERVAL_WIDTH,
    }


def rank_scale(of: int) -> dict[str, Any]:
    """The head over a column of intervals."""
    marks = [{"x": rounded(rank_x(mark, of)), "text": mark} for mark in rank_marks(of)]
    return {"marks": marks, "width": INTERVAL_WIDTH}


@dataclass(frozen=True)
class Segment:
    """An area's part of the bar; the place in the list is its colour and pattern."""

    number: int
    x: str
    width: str


def named(areas: Sequence[Any]) -> list[tuple[str, float]]:
    """Areas as (name, points); plain points have no name."""
    pairs = []
    for area in areas:
        name, points = area if isinstance(area, tuple | list) else ("", area)
        pairs.append((str(name), as_float(points)))
    return pairs


def area_bar(areas: Sequence[Any], line: float = 60, top: float = 100) -> dict[str, Any]:
    """The points of the areas end to end, in the plan's order, with the pass line across."""
    segments, start = [], 0.0
    pairs = named(areas)
    for number, (_name, points) in enumerate(pairs, start=1):
        width = points * BAR_WIDTH / top
        segments.append(Segment(number, rounded(start), rounded(max(width - 0.6, 0))))
        start += width
    words = [f"{name} {number_text(points, 1)}".strip() for name, points in pairs]
    return {
        "segments": segments,
        "line": rounded(as_float(line) * BAR_WIDTH / top),
        "label": joined(words),
        "width": BAR_WIDTH,
    }


def area_scale(line: float = 60, top: float = 100) -> dict[str, Any]:
    """The head over a column of area bars: zero, the pass line, the most there is."""
    place = rounded(as_float(line) * BAR_WIDTH / top)
    return {"line": place, "text": number_text(line), "top": number_text(top), "width": BAR_WIDTH}


def rank_slope(ranks: Sequence[int | None], first_year: int, new_plan_year: int | None = None) -> dict[str, Any]:
    """Ranks over the years, the last one at mid-height; a dashed line where a new plan began."""
    known = [rank for rank in ranks if rank is not None]
    if not known:
        return {"points": "", "words": ""}
    step = SLOPE_WIDTH / max(len(ranks) - 1, 1)
    places = [
        (4 + index * step, clamp(SLOPE_MIDDLE + (rank - known[-1]) * SLOPE_STEP, 1, 23))
        for index, rank in enumerate(ranks)
        if rank is not None
    ]
    years = {"first": first_year, "last": first_year + len(ranks) - 1}
    listed = joined(number_text(rank) for rank in ranks)
    return {
        "points": " ".join(f"{rounded(x)},{rounded(y)}" for x, y in places),
        "end_x": rounded(places[-1][0]),
        "end_y": rounded(places[-1][1]),
        "plan_x": None if new_plan_year is None else rounded(4 + (new_plan_year - first_year - 0.5) * step),
        "label": _("Ranks %(first)s to %(last)s: %(ranks)s") % {**years, "ranks": listed},
        "words": moved_words(known),
    }


def moved_words(ranks: Sequence[int]) -> str:
    """How the last rank differs from the one before it."""
    if not ranks[:-1]:
        return ""
    gained = ranks[-2] - ranks[-1]
    if gained == 0:
        return _("same")
    return (_("up %(places)s") if gained > 0 else _("down %(places)s")) % {"places": abs(gained)}


def progress_line(done: int, total: int) -> dict[str, Any]:
    """A line filled as far as the work is done; the numbers stand beside it in words."""
    return {"width": rounded(100 * clamp(done / total, 0, 1) if total else 0)}


def goal_bar(value: Any, goal: Any, top: Any = None) -> dict[str, Any]:
    """An outcome as a bar with its goal as an upright line."""
    outcome, aim = as_float(value), as_float(goal)
    most = as_float(top) or max(outcome, aim * 1.25) or 1.0
    return {
        "bar": rounded(220 * clamp(outcome / most, 0, 1)),
        "goal": rounded(220 * clamp(aim / most, 0, 1)),
    }


def tile_map(tiles: Sequence[Mapping[str, Any]], label: str = "") -> dict[str, Any]:
    """The 16 districts as tiles.

    A tile: code, name, text (its number), step (1 to 5, the tint), and at will url, title, framed (a pass line missed).
    """
    placed = [placed_tile(tile) for tile in tiles if str(tile["code"]) in TILES]
    return {"tiles": placed, "label": label or _("Tile map of the 16 districts, schematic")}


def placed_tile(tile: Mapping[str, Any]) -> dict[str, Any]:
    column, row = TILES[str(tile["code"])]
    x, y = 2 + column * TILE_PITCH[0], 2 + row * TILE_PITCH[1]
    step = int(clamp(int(tile.get("step", 1)), 1, 5))
    return {
        "x": x,
        "y": y,
        "text_x": x + 8,
        "name_y": y + 22,
        "text_y": y + 43,
        "width": TILE_SIZE[0],
        "height": TILE_SIZE[1],
        "step": step,
        "ink": "on-hi" if step in STEPS_IN_WHITE else "on-lo",
        "name": str(tile["name"]).removesuffix(" New Area"),  # Pudong's official name is wider than a tile
        "text": tile.get("text", ""),
        "url": tile.get("url", ""),
        "framed": tile.get("framed", False),
        "title": tile.get("title") or joined([str(tile["name"]), str(tile.get("text", ""))]),
    }
