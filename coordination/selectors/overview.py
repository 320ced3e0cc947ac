"""The zone at a glance: how far the returns are, what the latest run says, who is near the line, cases in time.

Every number stands beside the year before, and every row says where its list is. The queries do not grow with parks.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.ladder import Cause, Verdict
from assessment.models import Cycle, Proposal, Return, Run, RunResult
from assessment.selectors.ranking.rows import verdict_sign
from assessment.selectors.standing import OPEN, Sign
from assessment.workflow import ProposalStatus, ReturnStatus
from coordination.selectors.case_figures import CaseFigures, cases_by_park
from parks.models import Park

LOOK = "assessment.view_runresult"
NEAR = 0.05  # of the draws below the line: from here on a park is named


@dataclass(frozen=True)
class Number:
    """A count with its share of the whole, the count of the year before, and the list behind it."""

    label: str
    now: int
    before: int | None
    url: str
    kind: str = "plain"

    @property
    def change(self) -> int | None:
        return None if self.before is None else self.now - self.before


@dataclass(frozen=True)
class Progress:
    """A year's returns by status."""

    cycle: Cycle
    before: Cycle | None
    rows: list[Number]
    parks: int

    @property
    def finding(self) -> str:
        arrived = sum(row.now for row in self.rows[1:])
        return _("%(year)s: %(arrived)s of %(parks)s parks have submitted") % {
            "year": self.cycle.year,
            "arrived": arrived,
            "parks": self.parks,
        }


@dataclass(frozen=True)
class NearLine:
    """A park below the line or near it: how far, how sure, and what it was the year before."""

    park: Park
    rank: int | None
    total: float | None
    distance: float | None
    share_below: float | None
    sign: Sign
    by_veto: bool
    before: str
    url: str

    @property
    def percent(self) -> float:
        return 100 * (self.share_below or 0)


@dataclass(frozen=True)
class Results:
    """What the latest finished run says."""

    run: Run
    verdicts: list[Number]
    near: list[NearLine]

    @property
    def finding(self) -> str:
        below = sum(line.sign.kind == "bad" for line in self.near)
        return ngettext(
            "%(below)s park is unqualified in %(year)s", "%(below)s parks are unqualified in %(year)s", below
        ) % {"below": below, "year": self.run.cycle.year}


@dataclass(frozen=True)
class Overview:
    """What the page shows below the reader's own work."""

    progress: Progress | None
    results: Results | None
    proposals: list[Proposal]
    proposals_before: int
    cases: CaseFigures


def overview(user: Any, *, at: datetime) -> Overview:
    today = timezone.localtime(at).date()
    cycles = list(Cycle.objects.order_by("-year"))
    results = latest_results(user, cycles)
    proposals, before = open_proposals(user, results)
    return Overview(progress_of(user, cycles, at), results, proposals, before, cases_by_park(user, today=today))


def year_before(cycles: list[Cycle], cycle: Cycle) -> Cycle | None:
    return next((other for other in cycles if other.year == cycle.year - 1), None)


def progress_of(user: Any, cycles: list[Cycle], at: datetime) -> Progress | None:
    """The open year, else the latest; two queries."""
    if not cycles:
        return None
    cycle = next((each for each in cycles if each.is_open_at(at)), cycles[0])
    before = year_before(cycles, cycle)
    wanted = [each.pk for each in (cycle, before) if each]
    seen = Return.objects.visible_to(user, "assessment.view_return").filter(cycle__in=wanted)
    counts = {
        (row["cycle"], row["status"]): row["number"]
        for row in seen.values("cycle", "status").annotate(number=Count("pk")).order_by()
    }
    parks = sum(park.existed_in(cycle.year) for park in Park.objects.all())
    return Progress(cycle, before, [status_row(status, cycle, before, counts) for status in ReturnStatus], parks)


def status_row(status: ReturnStatus, cycle: Cycle, before: Cycle | None, counts: dict[tuple[int, str], int]) -> Number:
    earlier = None if before is None else counts.get((before.pk, status), 0)
    url = f"{reverse('assessment:returns', args=[cycle.year])}?status={status.value}"
    kinds = {ReturnStatus.DRAFT: "off", ReturnStatus.SUBMITTED: "wait", ReturnStatus.VERIFIED: "wait"}
    return Number(str(status.label), counts.get((cycle.pk, status), 0), earlier, url, kinds.get(status, "done"))


def latest_results(user: Any, cycles: list[Cycle]) -> Results | None:
    """The newest finished run of the newest year that has one, beside the released run of the year before."""
    run = (
        Run.objects.filter(finished_at__isnull=False)
        .order_by("-cycle__year", "-number")
        .select_related("cycle__plan")
        .defer("system")
        .first()
    )
    if run is None:
        return None
    before = year_before(cycles, run.cycle)
    runs = [run.pk] + ([before.released_run_id] if before and before.released_run_id else [])
    rows = (
        RunResult.objects.visible_to(user, LOOK)
        .filter(run__in=runs)
        .select_related("park")
        .defer("steps", "arithmetic", "inputs")
    )
    now = [row for row in rows if row.run_id == run.pk]
    earlier = {row.park_id: row for row in rows if row.run_id != run.pk}
    return Results(run, verdict_rows(run, now, earlier), near_line(run, now, earlier))


def verdict_rows(run: Run, now: list[RunResult], earlier: dict[int, RunResult]) -> list[Number]:
    counted, before = Counter(row.verdict for row in now), Counter(row.verdict for row in earlier.values())
    url = reverse("assessment:ranking", args=[run.cycle.year])
    return [
        Number(sign.text, counted[verdict], before[verdict] if earlier else None, url, sign.kind)
        for verdict, sign in ((verdict, verdict_sign(verdict)) for verdict in Verdict)
    ]


def near_line(run: Run, now: list[RunResult], earlier: dict[int, RunResult]) -> list[NearLine]:
    """Parks that are not qualified, and those that one draw in twenty puts below the line; the worst first."""
    near = [row for row in now if row.verdict != Verdict.QUALIFIED or (row.share_below or 0) >= NEAR]
    near.sort(key=lambda row: (-(row.share_below or 0), row.total or 0, row.park.name_en))
    return [near_row(run, row, earlier.get(row.park_id)) for row in near]


def near_row(run: Run, row: RunResult, before: RunResult | None) -> NearLine:
    ranking = reverse("assessment:ranking", args=[run.cycle.year])
    return NearLine(
        park=row.park,
        rank=row.rank,
        total=row.total,
        distance=None if row.total is None else row.total - float(run.cycle.plan.pass_line),
        share_below=row.share_below,
        sign=verdict_sign(row.verdict),
        by_veto=row.cause == Cause.VETO,
        before=verdict_sign(before.verdict).text if before else "",
        url=f"{ranking}?open={row.park.code}#{row.park.code}",
    )


def open_proposals(user: Any, results: Results | None) -> tuple[list[Proposal], int]:
    """Proposals that nobody has decided, newest year first; and how many the year before the latest run had in all."""
    seen = Proposal.objects.visible_to(user, "assessment.view_proposal")
    year = results.run.cycle.year - 1 if results else 0
    wanted = seen.filter(status__in=OPEN) | seen.filter(cycle__year=year)
    rows = list(wanted.select_related("park", "cycle").order_by("-cycle__year", "park__name_en"))
    before = sum(row.cycle.year == year and row.status != ProposalStatus.SUPERSEDED for row in rows)
    return [row for row in rows if row.status in OPEN], before
