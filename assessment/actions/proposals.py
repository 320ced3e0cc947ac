"""From a finished run to proposals about standing, by the ladder in force; nobody's standing changes here."""

from datetime import datetime

from assessment import ladder as rules
from assessment.models import Ladder, Proposal, Run, RunResult
from assessment.selectors.standing_case import evaluate_ladder, ladder_for, results_of_run
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
