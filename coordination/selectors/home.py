"""What the start page shows: the head of the latest released ranking, the open cycle's dates, how much there is."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.ladder import Verdict
from assessment.models import Cycle, PublishedRank
from assessment.selectors.publication import public_cycles
from assessment.selectors.ranking.rows import verdict_sign
from assessment.selectors.standing import Sign
from core.holiday_notices import calendar_in_force
from core.workdays import Span, working_days_left
from services.models import ServiceItem

HEAD = 5  # ranks shown on the start page


@dataclass(frozen=True)
class RankLine:
    """A park's published place, its verdict as a shape and a word."""

    published: PublishedRank
    sign: Sign


@dataclass(frozen=True)
class Ranking:
    """The head of a year's released ranking and the sentence it amounts to."""

    cycle: Cycle
    head: list[RankLine]
    count: int
    finding: str


@dataclass(frozen=True)
class OpenCycle:
    """A cycle that takes returns, and the working days until its cut-off."""

    cycle: Cycle
    left: Span


def home(*, at: datetime) -> dict[str, Any]:
    """Four queries, whatever the number of parks and years."""
    return {
        "ranking": latest_ranking(at),
        "open_cycles": open_cycles(at),
        "item_count": ServiceItem.objects.count(),
    }


def latest_ranking(at: datetime) -> Ranking | None:
    """Of the latest year that everybody reads."""
    cycle = public_cycles(at).first()
    if cycle is None:
        return None
    ranks = list(cycle.published_ranks.select_related("park").order_by("rank", "park__name_en"))  # unrated come last
    head = [rank_line(rank) for rank in ranks[:HEAD]]
    return Ranking(cycle, head, len(ranks), finding_of(cycle, ranks))


def rank_line(published: PublishedRank) -> RankLine:
    return RankLine(published, verdict_sign(published.verdict))


def finding_of(cycle: Cycle, ranks: list[PublishedRank]) -> str:
    """``2025: 19 of 22 parks are qualified, Zhangjiang Core Park is first``."""
    qualified = sum(rank.verdict == Verdict.QUALIFIED for rank in ranks)
    first = [rank.park.name for rank in ranks if rank.rank == 1]
    words = {"year": cycle.year, "qualified": qualified, "count": len(ranks)}
    if len(first) == 1:
        return _("%(year)s: %(qualified)s of %(count)s parks qualified, %(first)s first") % {**words, "first": first[0]}
    return _("%(year)s: %(qualified)s of %(count)s parks qualified") % words


def open_cycles(at: datetime) -> list[OpenCycle]:
    today = timezone.localtime(at).date()
    cycles = Cycle.objects.filter(opens_on__lte=today, cutoff_on__gte=today).order_by("cutoff_on")
    return [OpenCycle(cycle, days_left(cycle.cutoff_on, today)) for cycle in cycles]


def days_left(due: date, today: date) -> Span:
    return working_days_left(due, today=today, calendar=calendar_in_force())
