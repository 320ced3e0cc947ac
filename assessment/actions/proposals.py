"""From a finished run to proposals about standing, by the ladder in force; nobody's standing changes here."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F

from assessment import ladder as rules
from assessment.ladder_file import ladder_of
from assessment.models import Ladder, Proposal, Run, RunResult, StandingEvent
from assessment.workflow import PROPOSAL, ProposalStatus
from core import audit

OPEN = (ProposalStatus.PROPOSED, ProposalStatus.DEFERRED, ProposalStatus.SECONDING)


def propose_standing(*, run: Run, at: datetime) -> list[Proposal]:
    """Replace the cycle's undecided proposals by those of this run; decided ones stay as they are.

    Idempotent by (park, cycle, ladder version): a decided or equal proposal is not made again.
    """
    ladder = ladder_for(run.cycle.year)
    for old in Proposal.objects.filter(cycle=run.cycle, status__in=OPEN).exclude(run=run):
        PROPOSAL.move(old, ProposalStatus.SUPERSEDED, by=None, at=at)
    standing = set(
        Proposal.objects.filter(cycle=run.cycle, ladder=ladder)
        .exclude(status=ProposalStatus.SUPERSEDED)
        .values_list("park__code", flat=True)
    )
    results = {result.park.code: result for result in results_of_run(run)}
    made = []
    for found in evaluate_ladder(run, ladder).proposals:
        if found.proposal != rules.Outcome.NONE and found.park not in standing:
            made.append(make_proposal(run, ladder, results[found.park], found, at))
    return made


def ladder_for(year: int) -> Ladder:
    """The latest version that is in force for the year."""
    return Ladder.objects.filter(valid_from_year__lte=year).latest("version")


def evaluate_ladder(run: Run, ladder: Ladder) -> rules.Proposals:
    """The pure function on this run, the runs that stand for earlier years, and the decisions resting on those."""
    years = [year_of(result) for result in (*results_before(run), *results_of_run(run))]
    events = StandingEvent.objects.filter(cycle__year__lt=run.cycle.year).select_related("park", "cycle")
    decided = [
        rules.Event(park=event.park.code, year=event.cycle.year, event=rules.EventKind(event.event))
        for event in events.order_by("decided_at", "pk")
    ]
    return rules.propose(ladder_of(ladder.rules), years, decided)


def results_of_run(run: Run) -> Iterable[RunResult]:
    return RunResult.objects.filter(run=run).select_related("park", "run__cycle").defer("steps", "arithmetic", "inputs")


def results_before(run: Run) -> Iterable[RunResult]:
    """The released results of earlier years."""
    return (
        RunResult.objects.filter(run=F("run__cycle__released_run"), run__cycle__year__lt=run.cycle.year)
        .select_related("park", "run__cycle")
        .defer("steps", "arithmetic", "inputs")
    )


def year_of(result: RunResult) -> rules.ParkYear:
    return rules.ParkYear(
        park=result.park.code,
        year=result.run.cycle.year,
        verdict=rules.Verdict(result.verdict),
        cause=rules.Cause(result.cause) if result.cause else None,
        share_below=result.share_below,
        own_default=result.own_default,
    )


def make_proposal(run: Run, ladder: Ladder, result: RunResult, found: rules.Proposal, at: datetime) -> Proposal:
    proposal = Proposal.objects.create(
        park=result.park,
        cycle=run.cycle,
        ladder=ladder,
        run=run,
        kind=found.proposal,
        verdict=found.verdict,
        count=found.count,
        standing_years=found.standing_years,
        needs_human=found.needs_human,
        reasons=list(found.reasons),
        share_below=result.share_below,
    )
    audit.record("standing_proposed", proposal, by=None, at=at, after={"kind": proposal.kind, "run": run.pk})
    return proposal
