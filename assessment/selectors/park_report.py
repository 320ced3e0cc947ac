"""A park's report in the reader's words: what lifts it, what holds it back, how far the next rank and the line are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from assessment.models import Cycle, Indicator, ParkReport, Run
from assessment.selectors.plan import indicator_unit
from assessment.selectors.ranking.rows import kind_label
from core.templatetags.number_text import number_text
from parks.models import Park

MOST_WORTH = 10


@dataclass(frozen=True)
class Table:
    """One part of the report: a title, heads and rows of text."""

    title: str
    heads: list[str]
    rows: list[list[str]]
    note: str = ""


@dataclass(frozen=True)
class Report:
    """The whole report, the same on the screen and on paper."""

    facts: list[str]
    tables: list[Table]


def report_of(run: Run, park: Park, cycle: Cycle, user: Any) -> Report | None:
    """The park's report of the run; None where none was made or the reader may not see it."""
    rows = ParkReport.objects.visible_to(user, "assessment.view_parkreport").filter(run=run, park=park)
    found = rows.first()
    if found is None or not found.content["profile"]:
        return None
    indicators = {row.code: row for row in cycle.plan.indicators.order_by("position")}
    content = found.content
    tables = [
        trait_table(_("Strengths"), content["profile"]["strengths"], indicators),
        trait_table(_("Weaknesses"), content["profile"]["weaknesses"], indicators),
        worth_table(content["worth"], indicators),
    ]
    return Report(facts_of(content), tables)


def facts_of(content: Mapping[str, Any]) -> list[str]:
    """Distances and peers as sentences."""
    profile, peers = content["profile"], content["peers"]
    told = []
    if profile["next_rank"] is not None:
        words = {"points": number_text(profile["to_next_rank"], 2), "rank": profile["next_rank"]}
        told.append(_("%(points)s points are missing to rank %(rank)s.") % words)
    if profile["to_line"] is not None:
        told.append(_("%(points)s points are missing to the line.") % {"points": number_text(profile["to_line"], 2)})
    if profile["above_line"] is not None:
        told.append(_("%(points)s points above the line.") % {"points": number_text(profile["above_line"], 2)})
    if peers:
        words = {
            "rank": peers["rank"],
            "size": peers["size"],
            "group": kind_label(peers["group"]),
            "behind": number_text(peers["behind_best"], 2),
            "median": number_text(peers["above_median"], 2, signed=True),
        }
        told.append(
            _("Rank %(rank)s of %(size)s among its peers (%(group)s): %(behind)s behind the best, %(median)s against"
              " their median.") % words
        )  # fmt: skip
    return told


def trait_table(title: str, traits: list[Mapping[str, Any]], indicators: Mapping[str, Indicator]) -> Table:
    heads = [_("Indicator"), _("Score"), _("Median of all parks"), _("Points against the median")]
    rows = [
        [
            f"{trait['code']} {indicators[trait['code']].name}",
            number_text(trait["score"], 2),
            number_text(trait["median"], 2),
            number_text(trait["points"], 2, signed=True),
        ]
        for trait in traits
    ]
    return Table(title, heads, rows)


def worth_table(worth: list[Mapping[str, Any]], indicators: Mapping[str, Indicator]) -> Table:
    """What pays most first: one unit more of an indicator, everything else as it is."""
    heads = [_("Indicator"), _("One unit more"), _("Changes the total by"), _("Rank then")]
    useful = sorted((row for row in worth if row["change"]), key=lambda row: -abs(row["change"]))[:MOST_WORTH]
    rows = [
        [
            f"{row['code']} {indicators[row['code']].name}",
            indicator_unit(indicators[row["code"]].unit),
            number_text(row["change"], 3, signed=True),
            number_text(row["rank"]),
        ]
        for row in useful
    ]
    return Table(
        _("What one unit more would be worth"), heads, rows, _("Computed anew for each, everything else as it is.")
    )
