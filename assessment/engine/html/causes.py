"""What moves the ranks: choices, single indicators, and the presence of other units."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assessment.engine.html import charts
from assessment.engine.html.elements import Markup, el, join, number, percent, table
from assessment.engine.html.ranking import FACTORS
from assessment.engine.insight.reversals import rank_reversals

if TYPE_CHECKING:
    from assessment.engine.result import Result

MOST_UNITS = 60
SHOWN = 15


def causes(result: Result, uncertainty: Any) -> Markup:
    """Show the drivers and what each indicator's absence would change, then who turns the order of others round."""
    parts = [*_drivers(uncertainty), *_left_out(uncertainty)] if uncertainty else []
    return join([*parts, *_reversals(result)])


def _drivers(uncertainty: Any) -> list[Markup]:
    title = el("h3", "Drivers")
    found = [driver for driver in uncertainty.drivers if driver.total is not None]
    if not found:
        return [title, el("p", 'Write "drivers": M in the system\'s uncertainty to see which choice moves ranks most.')]
    rows = [(FACTORS[driver.factor], driver.total, driver.first_order) for driver in found]
    ordered = sorted(rows, key=lambda row: -row[1])
    said = f"The choice that moves the ranks most: {ordered[0][0].lower()}."
    numbers = table(
        "Shares in the variance of the mean rank shift",
        ["Choice", "Alone", "With interactions"],
        [[name, number(first, 3), number(total, 3)] for name, total, first in ordered],
        [1, 2],
    )
    caption = "Light: with all interactions; dark: alone."
    return [title, el("p", said), charts.figure(charts.bars(said, ordered), caption), numbers]


def _left_out(uncertainty: Any) -> list[Markup]:
    known = [item for item in uncertainty.leave_one_out if item.mean_abs_change is not None]
    ordered = sorted(known, key=lambda item: -item.mean_abs_change)[:SHOWN]
    moving = [item for item in ordered if item.mean_abs_change > 0]
    title = el("h3", "Leaving one indicator out")
    if not moving:
        return [title, el("p", "No single indicator's absence changes any rank.")]
    said = f"Without {moving[0].code} a unit moves by {number(moving[0].mean_abs_change)} ranks on average."
    rows = [(item.code, item.mean_abs_change, None) for item in moving]
    caption = f"Mean change of rank; the {len(rows)} indicators that matter most."
    numbers = table(
        "Units that move most without an indicator",
        ["Indicator left out", "Mean change", "Moves most"],
        [[item.code, number(item.mean_abs_change), _moves_most(uncertainty, item)] for item in moving],
        [1],
    )
    return [title, el("p", said), charts.figure(charts.bars(said, rows), caption), numbers]


def _moves_most(uncertainty: Any, item: Any) -> str:
    moves = [
        (abs(item.ranks[spread.unit] - spread.nominal), spread.unit, spread.nominal)
        for spread in uncertainty.units
        if spread.nominal is not None and item.ranks.get(spread.unit)
    ]
    _, unit, nominal = max(moves, key=lambda move: move[0])
    return f"{unit}: {nominal} to {item.ranks[unit]}"


def _reversals(result: Result) -> list[Markup]:
    title = el("h3", "Rank reversal")
    if len(result.units) > MOST_UNITS:
        return [title, el("p", f"Not looked for above {MOST_UNITS} units; the library's rank_reversals does.")]
    found = [reversal for reversal in rank_reversals(result.index) if reversal.pairs]
    if not found:
        return [title, el("p", "Taking any one unit out leaves the order of all others as it is.")]
    rows = [
        [reversal.removed, len(reversal.pairs), "; ".join(f"{new} passes {old}" for old, new in reversal.pairs[:4])]
        for reversal in found
    ]
    share = percent(len(found) / len(result.units))
    return [
        title,
        el("p", f"Taking one unit out changes the order of others for {share} of the units."),
        table("Units whose absence turns others round", ["Without", "Pairs turned", "For example"], rows, [1]),
    ]
