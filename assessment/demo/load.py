"""Load the demonstration's years: a base year for ``last()``, three closed ones run and released, an open one.

Everything goes in under the zone's scope; figures are written in bulk, the rest through the portal's own actions.
Loading twice changes nothing.
"""

from datetime import date, datetime, timedelta

from accounts.models import User
from assessment.actions.peers import keep_peer_medians
from assessment.actions.previews import open_preview
from assessment.actions.releases import release_results
from assessment.actions.runs import compute, request_run, store_run
from assessment.actions.standing import confirm_proposal
from assessment.demo.days import Days
from assessment.demo.defence import load_appeal, load_query, misreported
from assessment.demo.figures import Entry, decisions_for, figures_for, findings_for
from assessment.demo.plan import load_plan
from assessment.models import Cycle, FigureEntry, Finding, Ladder, PeerMedian, Proposal, Return
from assessment.workflow import ProposalStatus, ReturnStatus
from core import audit
from parks.models import Park

LADDER = {
    "window": {"until_qualified": True},
    "consecutive": False,
    "steps": ["notification", "delisting"],
    "not_rated": "own_default_counts",
    "reentry_years": 0,
    "brake": {"min_share_below": 0.9},
}
BASE, CLOSED_YEARS = -4, (-3, -2, -1)  # from the year in which the demonstration is loaded
OPEN_YEAR_STATUS = {
    "CHJ": ReturnStatus.VERIFIED,
    "LGA": ReturnStatus.SUBMITTED,
    "XHU": ReturnStatus.SUBMITTED,
}  # the parks whose open year is complete already; YPU has yet to submit


def load_years(*, base_year: int, people: dict[str, User], today: date) -> None:
    """Plans, cycles, returns, findings, runs, releases and past decisions of the five years."""
    Ladder.objects.get_or_create(version=1, defaults={"rules": LADDER, "valid_from_year": base_year + BASE})
    for offset in (BASE, *CLOSED_YEARS, 0):
        year = base_year + offset
        load_year(year, base_year, people, Days.of(year, base_year=base_year, today=today))
    for offset in CLOSED_YEARS:
        year = base_year + offset
        close_year(year, base_year, people, Days.of(year, base_year=base_year, today=today))


def load_year(year: int, base_year: int, people: dict[str, User], days: Days) -> None:
    """A cycle with its plan and every park's return, closed years with all figures accepted and locked."""
    plan = load_plan(year=year, by=people["coordinator"], at=days.approved_at)
    cycle, _made = Cycle.objects.get_or_create(
        year=year,
        defaults={
            "plan": plan,
            "opens_on": days.opens_on,
            "cutoff_on": days.cutoff_on,
            "is_assessed": year > base_year + BASE,
        },
    )
    parks = [park for park in Park.objects.select_related("lead_district").order_by("code") if park.existed_in(year)]
    known = set(Return.objects.filter(cycle=cycle).values_list("park_id", flat=True))
    figures = figures_for(year, base_year)
    for park in parks:
        if park.pk not in known:
            reached = OPEN_YEAR_STATUS.get(park.code, ReturnStatus.DRAFT) if year == base_year else ReturnStatus.LOCKED
            entries = figures.get(park.code, {}) | misreported(park.code, year - base_year)
            load_return(park, cycle, reached, entries, people, days.entered_at)


def load_return(  # noqa: PLR0917
    park: Park, cycle: Cycle, reached: str, entries: dict[str, Entry], people: dict[str, User], entered_at: datetime
) -> None:
    """One return with its entries and the events of its way so far."""
    written = Return.objects.create(park=park, cycle=cycle, status=reached)
    clerk = people[f"clerk-{park.code.lower()}"]
    definitions = {figure.code: figure for figure in cycle.plan.figures.all()}
    FigureEntry.objects.bulk_create(
        FigureEntry(
            park=park,
            annual_return=written,
            figure=definitions[code],
            value=entry.value,
            missing=entry.missing,
            reason=entry.reason,
            entered_by=clerk,
            entered_at=entered_at,
        )
        for code, entry in entries.items()
        if definitions[code].is_number
    )
    record_way(written, clerk, people, entered_at)


def record_way(written: Return, clerk: User, people: dict[str, User], start: datetime) -> None:
    """The audit events that the return would have left on its way to where it stands, two days apart."""
    status = ReturnStatus
    way = (
        ("return_submitted", clerk, status.DRAFT, status.SUBMITTED),
        ("return_verified", people[f"district-{written.park.lead_district.code}"], status.SUBMITTED, status.VERIFIED),
        ("return_accepted", people["coordinator"], status.VERIFIED, status.ACCEPTED),
        ("return_locked", None, status.ACCEPTED, status.LOCKED),
    )
    order = [status.DRAFT, *(target for *_rest, target in way)]
    for step, (event, by, source, target) in enumerate(way[: order.index(ReturnStatus(written.status))], 1):
        at = start + timedelta(days=2 * step)
        audit.record(event, written, by=by, at=at, before={"status": source}, after={"status": target})


def close_year(year: int, base_year: int, people: dict[str, User], days: Days) -> None:
    """Findings, the run, its release, and the decisions that the story has already taken."""
    cycle = Cycle.objects.select_related("plan").get(year=year)
    if not PeerMedian.objects.filter(cycle=cycle).exists():
        keep_peer_medians(cycle=cycle)
    if cycle.is_released:
        return
    load_findings(cycle, base_year)
    run = request_run(cycle=cycle, by=people["coordinator"], at=days.run_at, queue=False)
    run = store_run(run=run, computed=compute(run), at=days.run_at)
    open_preview(run=run, by=people["coordinator"], at=days.run_at)
    if year == base_year + CLOSED_YEARS[-1]:
        load_query(cycle, run, people, days)
    release_results(cycle=cycle, run=run, by=people["coordinator"], at=days.released_at)
    load_appeal(cycle, run, base_year, people, days)
    load_decisions(cycle, base_year, people, days.decided_at)


def load_findings(cycle: Cycle, base_year: int) -> None:
    parks = {park.code: park for park in Park.objects.all()}
    adjustments = {row.code: row for row in cycle.plan.adjustments.all()}
    for finding in findings_for(cycle.year, base_year):
        Finding.objects.get_or_create(
            park=parks[finding.park],
            cycle=cycle,
            adjustment=adjustments[finding.code],
            defaults={"count": finding.count, "document_number": finding.document_number},
        )


def load_decisions(cycle: Cycle, base_year: int, people: dict[str, User], at: datetime) -> None:
    """Confirm what the story has decided, through the same action as a coordinator would."""
    for decision in decisions_for(base_year):
        if decision.year != cycle.year:
            continue
        proposal = Proposal.objects.get(cycle=cycle, park__code=decision.park, status=ProposalStatus.PROPOSED)
        confirm_proposal(proposal=proposal, document_number=decision.document_number, by=people["coordinator"], at=at)
