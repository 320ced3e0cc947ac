"""The page's first half: the finding in words, the ranking, how certain it is, and all scores at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assessment.engine.html import charts
from assessment.engine.html.elements import Markup, el, fixed, join, number, percent, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessment.engine.insight.separation import Separation
    from assessment.engine.result import Result, UnitResult

FACTORS = {
    "weights": "Weights",
    "normalise": "Normalisation",
    "aggregation": "Aggregation",
    "impute": "Filling of missing figures",
}
NO_DRAWS = "Run the command with --uncertainty N --seed S to see how far the ranks move under other plausible choices."


def headline(result: Result, uncertainty: Any) -> Markup:
    """Say who is first, how surely, and over what the index was computed."""
    rated = [unit for unit in result.units if unit.rank is not None]
    first = [unit.unit for unit in rated if unit.rank == 1]
    units, indicators = len(result.units), len(result.indicators)
    said = f"{' and '.join(first)} {'lead' if len(first) > 1 else 'leads'} the ranking" if first else "Nobody is rated"
    if uncertainty is not None and len(first) == 1:
        share = uncertainty.units[0].rank_counts[0] / uncertainty.n
        said += f", and is first in {percent(share)} of {uncertainty.n:,} variants"
    facts: list[tuple[str, object]] = [("Units", units), ("Rated", len(rated)), ("Indicators", indicators)]
    if uncertainty is not None:
        facts += [("Variants", f"{uncertainty.n:,}"), ("Seed", uncertainty.seed)]
    return join(
        [
            el("h1", said),
            el(
                "p", f"Index {result.index.system.root.code}: every step, from the figures to the ranks.", class_="soft"
            ),
            el("dl", *(el("div", el("dt", name), el("dd", value)) for name, value in facts), class_="facts"),
            *(el("p", f"Note: {warning}", class_="warn") for warning in result.warnings),
        ]
    )


def ranking(result: Result, uncertainty: Any) -> Markup:
    """Show ranks, totals and verdicts, with the interval and the chances where there are draws."""
    spreads = {spread.unit: spread for spread in uncertainty.units} if uncertainty else {}
    header = ["Unit", "Rank", "Total", "Score", "Adjusted by", "Verdict"]
    numeric = [1, 2, 3, 4]
    if uncertainty:
        header += ["5 to 95 %", "Median", "In the bottom", "Below the line"]
        numeric += [6, 7, 8, 9]
    rows = [[*_row(unit), *(_chances(spreads[unit.unit]) if uncertainty else ())] for unit in result.units]
    aggregates = [node.code for node in result.index.system.aggregates if node.parent is not None]
    parts = [[_named(unit), *(fixed(unit.scores[code]) for code in aggregates)] for unit in result.units]
    more = table("Scores of the parts", ["Unit", *aggregates], parts, range(1, len(aggregates) + 1))
    return join(
        [
            table("Units by rank; equal ranks are ties", header, rows, numeric),
            el("details", el("summary", "Scores of the parts"), more) if aggregates else "",
        ]
    )


def _named(unit: UnitResult) -> Markup:
    name = el("span", f" {unit.name}", class_="soft") if unit.name else ""
    return join([el("a", unit.unit, href=f"#{anchor(unit)}"), name])


def anchor(unit: UnitResult) -> str:
    """Name a unit's sheet: the characters' code points, so that any key makes a sound address."""
    return "unit-" + "-".join(f"{ord(character):x}" for character in unit.unit)


def _row(unit: UnitResult) -> list[object]:
    change = None if unit.total is None or unit.score is None else unit.total - unit.score
    verdict = unit.verdict or "–"
    return [_named(unit), number(unit.rank), fixed(unit.total), fixed(unit.score), fixed(change), verdict]


def _chances(spread: Any) -> list[object]:
    interval = "–" if spread.q5 is None else f"{number(spread.q5)} to {number(spread.q95)}"
    return [interval, number(spread.median), percent(spread.p_bottom), percent(spread.p_below_line)]


def certainty(result: Result, uncertainty: Any) -> Markup:
    """Draw the intervals, and name the bands of units that cannot be told apart."""
    if uncertainty is None:
        return el("p", NO_DRAWS)
    from assessment.engine.insight.separation import bands, separation  # noqa: PLC0415 - only draws need numpy

    bottoms = sorted({1, min(3, len(result.units)), min(5, len(result.units))})
    found = separation(result.index, draws=uncertainty.n, seed=uncertainty.seed, bottoms=bottoms)
    parts = bands(found)
    return join(
        [
            el("p", f"Drawn around the official choices: {_varied(uncertainty.factors)}."),
            charts.figure(
                charts.intervals(uncertainty.units, parts),
                "Bar: 5 to 95 % of the variants; dot: median; ring: official rank; stripes: bands.",
            ),
            el("h3", "Bands: units that cannot be told apart"),
            el("p", "A new band begins where the first unit of the band is ahead in at least 95 % of the variants."),
            el("ol", *(el("li", _band(found, band)) for band in parts), class_="bands"),
            _bottoms(found, bottoms),
        ]
    )


def _varied(factors: Sequence[str]) -> str:
    return ", ".join(FACTORS[factor].lower() for factor in factors) or "nothing"


def _band(found: Separation, band: tuple[str, ...]) -> str:
    if len(band) == 1:
        return band[0]
    return f"{', '.join(band)} ({band[0]} is ahead of {band[-1]} in {percent(found.chance_ahead(band[0], band[-1]))})"


def _bottoms(found: Separation, bottoms: list[int]) -> Markup:
    rows = [
        [unit, *(percent(found.chance_in_bottom(unit, size)) for size in bottoms)]
        for unit in found.units
        if any(found.bottom[size][found.units.index(unit)] for size in bottoms)
    ]
    header = ["Unit", *(f"Among the last {size}" if size > 1 else "Last" for size in bottoms)]
    caption = "Chance to be at the bottom, for units that ever are"
    return table(caption, header, rows, range(1, len(header)))


def heat(result: Result) -> Markup:
    """Show the normalised score of every unit on every indicator."""
    codes = [indicator.code for indicator in result.indicators]
    rows = [(unit.unit, [_score(unit, code) for code in codes]) for unit in result.units]
    titles = [
        [f"{unit.unit}, {code}: {number(_score(unit, code))}{_why(unit, code)}" for code in codes]
        for unit in result.units
    ]
    caption = (
        "Blue: above the middle of the column's range, orange: below, the fuller the further; outline: no score. "
        "The numbers are in the sheets below."
    )
    return charts.figure(charts.heat_map(rows, codes, titles), caption)


def _score(unit: UnitResult, code: str) -> float | None:
    value = unit.normalised[code]
    return value if isinstance(value, float) else None


def _why(unit: UnitResult, code: str) -> str:
    if code in unit.imputed:
        return " (imputed)"
    return f" ({unit.missing[code].replace('_', ' ')})" if code in unit.missing else ""
