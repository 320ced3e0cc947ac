"""The rows of a year's ranking for each audience; the number of queries grows with neither parks nor years."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import F
from django.utils.translation import gettext as _

from assessment.models import Area, Cycle, Indicator, Plan, PublishedRank, Run, RunResult
from assessment.selectors.plan import plain_number
from assessment.selectors.standing import Sign, standing_signs
from core.bilingual import name_column
from core.templatetags.drawing import joined
from core.templatetags.number_text import DASH, number_text, share_text
from parks.access import access_of
from parks.models import ParkKind

VIEW = "assessment.view_runresult"
FIRST_TIER, SECOND_TIER = 5, 12  # the last ranks of the upper two tiers
YEARS_SHOWN = 4  # of a park's ranks, this one included
NO_RANKS = (None,) * (YEARS_SHOWN - 1)
BY_RANK = (F("rank").asc(nulls_last=True), "park__code")
EVEN = 0.5  # a park below the line in half of the draws or more is drawn so


class RankedPark(NamedTuple):
    """What the ranking says of a park, in the reader's language."""

    pk: int
    code: str
    kind: str
    name: str
    district: str

    @property
    def place(self) -> str:
        """Its district and peer group."""
        return f"{self.district} · {kind_label(self.kind)}"


@dataclass(frozen=True)
class Row:
    """A park in the ranking; what the reader may not see is empty. Equal rows look alike."""

    park: RankedPark
    rank: int | None
    total: float | None
    verdict: str
    cause: str = ""
    is_tie: bool = False
    can_open: bool = False
    areas: tuple[tuple[str, float], ...] = ()
    low: int | None = None
    high: int | None = None
    share_below: float | None = None
    sign: Sign | None = None
    ranks: tuple[int | None, ...] = ()
    reason: str = ""

    @property
    def is_rated(self) -> bool:
        return self.rank is not None

    @property
    def rank_text(self) -> str:
        return DASH if self.rank is None else str(self.rank)

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
    published = PublishedRank.objects.filter(cycle=cycle).order_by(*BY_RANK)
    found = list(published.values_list(*park_columns(), "rank", "total", "verdict"))
    ties = ranks_shared(rank for *_park, rank, _total, _verdict in found)
    rows = [
        Row(
            park=RankedPark(*park),
            rank=rank,
            total=total,
            verdict=verdict,
            is_tie=rank in ties,
            can_open=park[0] in may_open,
            reason="" if rank is not None else _("not rated"),
        )
        for *park, rank, total, verdict in found
    ]
    return Ranking(rows, [], pass_line_of(cycle.plan))


def park_columns() -> tuple[str, ...]:
    """The columns of ``RankedPark``, read through a row's park."""
    name = name_column()
    return ("park_id", "park__code", "park__kind", f"park__{name}", f"park__lead_district__{name}")


def ranks_shared(ranks: Iterable[int | None]) -> set[int]:
    return {rank for rank, count in Counter(ranks).items() if rank is not None and count > 1}


# -- The zone's ----------------------------------------------------------------------------------------------------
RESULT_COLUMNS = (
    *("rank", "total", "verdict", "cause", "rank_low", "rank_high", "share_below"),
    *("steps__scores", "steps__availability", "steps__missing"),
)


class Result(NamedTuple):
    """What a row shows of its park's result; of the steps no more than the areas and what was left out."""

    rank: int | None
    total: float | None
    verdict: str
    cause: str
    rank_low: float | None
    rank_high: float | None
    share_below: float | None
    scores: dict[str, float | None] | None
    availability: dict[str, float | None] | None
    missing: dict[str, str] | None


def run_ranking(run: Run, cycle: Cycle, user: Any) -> Ranking:
    """Every park of the run with areas, interval, chance below the line, standing and its ranks of the years."""
    areas = list(cycle.plan.areas.order_by("position"))
    found = results_of(run, user)
    signs = standing_signs(cycle, user)
    history = ranks_of_years(cycle)
    unrated = {park.pk: result for park, result in found if result.rank is None}
    reasons = reasons_of(unrated, areas, cycle.plan) if unrated else {}
    ties = ranks_shared(result.rank for _park, result in found)
    rows = [
        Row(
            park=park,
            rank=result.rank,
            total=result.total,
            verdict=result.verdict,
            cause=result.cause,
            is_tie=result.rank in ties,
            can_open=True,
            areas=area_points(result.scores or {}, areas),
            low=None if result.rank_low is None else math.floor(result.rank_low),
            high=None if result.rank_high is None else math.ceil(result.rank_high),
            share_below=result.share_below,
            sign=signs.get(park.pk, Sign("plain", _("Normal"))),
            ranks=(*history.get(park.pk, NO_RANKS), result.rank),
            reason=reasons.get(park.pk, ""),
        )
        for park, result in found
    ]
    return Ranking(rows, areas, pass_line_of(cycle.plan), cycle.year - YEARS_SHOWN + 1)


def results_of(run: Run, user: Any) -> list[tuple[RankedPark, Result]]:
    """The run's results by rank, those that the person may see; values, since rows would cost twice the time."""
    columns = park_columns()
    results = RunResult.objects.visible_to(user, VIEW).filter(run=run).order_by(*BY_RANK)
    cut = len(columns)
    return [
        (RankedPark(*values[:cut]), Result(*values[cut:])) for values in results.values_list(*columns, *RESULT_COLUMNS)
    ]


def area_points(scores: Mapping[str, float | None], areas: list[Area]) -> tuple[tuple[str, float], ...]:
    """What each area brings into the total: its score by its share of the weights of the areas that have one."""
    present = [area for area in areas if scores.get(area.code) is not None]
    whole = float(sum(area.weight for area in present)) or 1.0
    return tuple(
        (area.name, (scores.get(area.code) or 0.0) * float(area.weight) / whole if area in present else 0.0)
        for area in areas
    )


def ranks_of_years(cycle: Cycle) -> dict[int, list[int | None]]:
    """The released ranks of the years before, by park; None where there was none."""
    years = range(cycle.year - YEARS_SHOWN + 1, cycle.year)
    ranks: dict[int, list[int | None]] = defaultdict(lambda: [*NO_RANKS])
    published = PublishedRank.objects.filter(cycle__year__in=list(years))
    for park_id, year, rank in published.values_list("park_id", "cycle__year", "rank"):
        ranks[park_id][years.index(year)] = rank
    return ranks


def reasons_of(results: Mapping[int, Result], areas: list[Area], plan: Plan) -> dict[int, str]:
    """Why each of these parks is not rated, by park id: the areas in which too little was returned."""
    area_of = dict(Indicator.objects.filter(plan=plan).values_list("code", "area__code"))
    return {
        park_id: reason_unrated(result.missing or {}, result.availability or {}, areas, area_of, plan)
        for park_id, result in results.items()
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
