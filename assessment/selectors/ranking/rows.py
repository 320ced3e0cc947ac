"""The rows of a year's ranking for each audience; the number of queries grows with neither parks nor years."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from assessment.models import Area, Cycle, Indicator, Plan, PublishedRank, Run, RunResult
from assessment.selectors.plan import plain_number
from assessment.selectors.standing import Sign, standing_signs
from core.templatetags.drawing import joined
from core.templatetags.number_text import DASH, number_text, share_text
from parks.access import access_of
from parks.models import Park, ParkKind

VIEW = "assessment.view_runresult"
FIRST_TIER, SECOND_TIER = 5, 12  # the last ranks of the upper two tiers
YEARS_SHOWN = 4  # of a park's ranks, this one included
NAMES = ("name_en", "name_zh_hans")
READ = (  # of a result and its park; the steps are read for an opened row alone
    *("park", "rank", "total", "verdict", "cause", "own_default", "rank_low", "rank_high", "share_below"),
    *("park__code", "park__kind", "park__lead_district", *(f"park__{name}" for name in NAMES)),
    *(f"park__lead_district__{name}" for name in NAMES),
)
EVEN = 0.5  # a park below the line in half of the draws or more is drawn so


@dataclass(frozen=True)
class Row:
    """A park in the ranking; what the reader may not see is empty."""

    park: Park
    rank: int | None
    total: float | None
    verdict: str
    cause: str = ""
    is_tie: bool = False
    can_open: bool = False
    areas: list[tuple[str, float]] = field(default_factory=list)
    low: int | None = None
    high: int | None = None
    share_below: float | None = None
    sign: Sign | None = None
    ranks: list[int | None] = field(default_factory=list)
    reason: str = ""

    @property
    def is_rated(self) -> bool:
        return self.rank is not None

    @property
    def rank_text(self) -> str:
        return DASH if self.rank is None else str(self.rank)

    @property
    def place(self) -> str:
        """The park's district and peer group."""
        return f"{self.park.lead_district.name} · {kind_label(self.park.kind)}"

    @property
    def standing(self) -> Sign:
        """The park's standing; one that is not rated says so where nothing else is to be said."""
        sign = self.sign or Sign("plain", "")
        return Sign("off", _("Not rated")) if not self.is_rated and sign.kind == "plain" else sign

    @property
    def is_unqualified(self) -> bool:
        return self.verdict == "unqualified"

    @property
    def verdict_sign(self) -> Sign:
        return verdict_sign(self.verdict)

    @property
    def mostly_below(self) -> bool:
        return (self.share_below or 0) >= EVEN


@dataclass(frozen=True)
class Tier:
    """A group of ranks with its words."""

    title: str
    ranks: str
    rows: list[Row]


@dataclass(frozen=True)
class Ranking:
    """The rows in order, with what their heads need."""

    rows: list[Row]
    areas: list[Area]
    pass_line: Decimal
    first_year: int = 0

    @property
    def rated(self) -> list[Row]:
        return [row for row in self.rows if row.is_rated]

    @property
    def unrated(self) -> list[Row]:
        return [row for row in self.rows if not row.is_rated]

    @property
    def unqualified(self) -> list[Row]:
        return [row for row in self.rated if row.is_unqualified]

    @property
    def area_labels(self) -> list[str]:
        return [f"{area.name} {plain_number(area.weight)}" for area in self.areas]

    @property
    def tiers(self) -> list[Tier]:
        return tiers_of(self.rated)

    @property
    def groups(self) -> list[Tier]:
        """The tiers, then the parks without a rank."""
        apart = Tier(_("Not rated"), _("listed apart, no rank, no total"), self.unrated)
        return [*self.tiers, apart] if self.unrated else self.tiers

    def of_kind(self, kind: str) -> "Ranking":
        """Only the parks of one peer group; their ranks stay those of all parks."""
        rows = [row for row in self.rows if not kind or row.park.kind == kind]
        return Ranking(rows, self.areas, self.pass_line, self.first_year)


def pass_line_of(plan: Plan) -> Decimal:
    """The line without trailing zeros, as it is printed."""
    return Decimal(f"{plan.pass_line.normalize():f}")


def verdict_sign(verdict: str) -> Sign:
    return {
        "qualified": Sign("done", _("qualified")),
        "unqualified": Sign("bad", _("unqualified")),
    }.get(verdict, Sign("off", _("not rated")))


def tiers_of(rows: Iterable[Row]) -> list[Tier]:
    grouped: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        rank = row.rank or 0
        grouped[0 if rank <= FIRST_TIER else 1 if rank <= SECOND_TIER else 2].append(row)
    words = (
        (_("First tier"), _("ranks 1 to 5")),
        (_("Second tier"), _("ranks 6 to 12")),
        (_("Third tier"), _("rank 13 and after")),
    )
    return [Tier(*words[number], grouped[number]) for number in sorted(grouped)]


def kind_label(kind: str) -> str:
    return str(ParkKind(kind).label)


# -- The public's --------------------------------------------------------------------------------------------------
def published_ranking(cycle: Cycle, user: Any) -> Ranking:
    """Rank, total and verdict as released; a row opens for whoever may see the park's result."""
    may_open = access_of(user).reach(VIEW).get("park", frozenset())
    found = list(
        PublishedRank.objects.filter(cycle=cycle)
        .select_related("park__lead_district")
        .order_by(F("rank").asc(nulls_last=True), "park__code")
    )
    ties = ranks_shared(row.rank for row in found)
    rows = [
        Row(
            park=row.park,
            rank=row.rank,
            total=row.total,
            verdict=row.verdict,
            is_tie=row.rank in ties,
            can_open=row.park_id in may_open,
            reason="" if row.rank is not None else _("not rated"),
        )
        for row in found
    ]
    return Ranking(rows, [], pass_line_of(cycle.plan))


def ranks_shared(ranks: Iterable[int | None]) -> set[int]:
    return {rank for rank, count in Counter(ranks).items() if rank is not None and count > 1}


# -- The zone's ----------------------------------------------------------------------------------------------------
def run_ranking(run: Run, cycle: Cycle, user: Any) -> Ranking:
    """Every park of the run with areas, interval, chance below the line, standing and its ranks of the years."""
    areas = list(cycle.plan.areas.order_by("position"))
    found = list(
        RunResult.objects.visible_to(user, VIEW)
        .filter(run=run)
        .select_related("park__lead_district")
        .only(*READ)
        .annotate(area_scores=F("steps__scores"), availability=F("steps__availability"), left_out=F("steps__missing"))
        .order_by(F("rank").asc(nulls_last=True), "park__code")
    )
    signs = standing_signs(cycle, user)
    history = ranks_of_years(cycle)
    unrated = [row for row in found if row.rank is None]
    reasons = reasons_of(unrated, areas, cycle.plan) if unrated else {}
    ties = ranks_shared(row.rank for row in found)
    rows = [
        Row(
            park=row.park,
            rank=row.rank,
            total=row.total,
            verdict=row.verdict,
            cause=row.cause,
            is_tie=row.rank in ties,
            can_open=True,
            areas=area_points(row.area_scores or {}, areas),
            low=None if row.rank_low is None else math.floor(row.rank_low),
            high=None if row.rank_high is None else math.ceil(row.rank_high),
            share_below=row.share_below,
            sign=signs.get(row.park_id, Sign("plain", _("Normal"))),
            ranks=[*history.get(row.park_id, [None] * (YEARS_SHOWN - 1)), row.rank],
            reason=reasons.get(row.park_id, ""),
        )
        for row in found
    ]
    return Ranking(rows, areas, pass_line_of(cycle.plan), cycle.year - YEARS_SHOWN + 1)


def area_points(scores: Mapping[str, float | None], areas: list[Area]) -> list[tuple[str, float]]:
    """What each area brings into the total: its score by its share of the weights of the areas that have one."""
    present = [area for area in areas if scores.get(area.code) is not None]
    whole = float(sum(area.weight for area in present)) or 1.0
    return [
        (area.name, (scores.get(area.code) or 0.0) * float(area.weight) / whole if area in present else 0.0)
        for area in areas
    ]


def ranks_of_years(cycle: Cycle) -> dict[int, list[int | None]]:
    """The released ranks of the years before, by park; None where there was none."""
    years = range(cycle.year - YEARS_SHOWN + 1, cycle.year)
    ranks: dict[int, list[int | None]] = defaultdict(lambda: [None] * len(years))
    published = PublishedRank.objects.filter(cycle__year__in=list(years))
    for park_id, year, rank in published.values_list("park_id", "cycle__year", "rank"):
        ranks[park_id][years.index(year)] = rank
    return ranks


def reasons_of(results: Iterable[Any], areas: list[Area], plan: Plan) -> dict[int, str]:
    """Why each of these parks is not rated: the areas in which too little was returned."""
    area_of = dict(Indicator.objects.filter(plan=plan).values_list("code", "area__code"))
    return {
        result.park_id: reason_unrated(result.left_out or {}, result.availability or {}, areas, area_of, plan)
        for result in results
    }


def reason_unrated(
    missing: Mapping[str, str],
    availability: Mapping[str, float | None],
    areas: list[Area],
    area_of: Mapping[str, str],
    plan: Plan,
) -> str:
    """``Returned 9 of 12 indicators of Innovation (75.0%); the plan asks for 80% of each area.``"""
    if missing and len(missing) == len(area_of):
        return _("No accepted return stood at the cut-off: every figure counts as not reported.")
    short = []
    for area in areas:
        share = availability.get(area.code)
        if share is None or share >= float(plan.area_dat_thresh):
            continue
        kinds = [kind for code, kind in missing.items() if area_of.get(code) == area.code]
        expected = list(area_of.values()).count(area.code) - kinds.count("not_applicable")
        words = {
            "area": area.name,
            "present": expected - len(kinds) + kinds.count("not_applicable"),
            "expected": expected,
            "share": share_text(share),
        }
        short.append(_("%(present)s of %(expected)s indicators of %(area)s (%(share)s)") % words)
    least = number_text(plan.area_dat_thresh * 100, 0, suffix="%")
    if not short:
        return _("Too few figures; the plan asks for %(least)s of each area.") % {"least": least}
    return _("Returned %(short)s; the plan asks for %(least)s of each area.") % {"short": joined(short), "least": least}
