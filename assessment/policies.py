"""What the state of things allows now; who may is asked by the gate."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from assessment.appeal_policies import check_effect_is_not_stayed
from assessment.models import Cycle, Proposal, ProposalKind, Return, Run, Seal, StandingEvent, StandingEventKind
from assessment.publication_policies import check_no_correction_waits, check_notice_is_over
from assessment.selectors.standing_case import evaluate_ladder
from assessment.workflow import PROPOSAL, ProposalStatus, ReturnStatus
from core.errors import NotAllowed
from core.models import Job
from core.templatetags.date_text import moment_text


def check_may_enter(annual_return: Return, at: datetime) -> None:
    cycle = annual_return.cycle
    if annual_return.status != ReturnStatus.DRAFT:
        raise NotAllowed(
            _("Figures change only while the return is a draft; ask the district or the city to send it back.")
        )
    if is_unlocked(annual_return, at):
        return
    if annual_return.unlocked_until is not None:
        words = {"when": moment_text(annual_return.unlocked_until)}
        raise NotAllowed(_("The unlocking ended on %(when)s; submit what is corrected, or ask for it again.") % words)
    if at >= cycle.cutoff_at:
        raise NotAllowed(
            _("The cut-off of %(day)s has passed; the figures are frozen.") % {"day": cycle.cutoff_on.isoformat()}
        )
    if not cycle.is_open_at(at):
        raise NotAllowed(_("The cycle opens on %(day)s.") % {"day": cycle.opens_on.isoformat()})


def is_unlocked(annual_return: Return, at: datetime) -> bool:
    """Whether the city has opened the return for a formal correction that has not expired."""
    return annual_return.unlocked_until is not None and at < annual_return.unlocked_until


def check_may_hand_in(annual_return: Return, at: datetime) -> None:
    """What was corrected under an unlocking is handed in even when its time has run out."""
    if annual_return.unlocked_until is None or annual_return.status != ReturnStatus.DRAFT:
        check_may_enter(annual_return, at)


def check_may_ask_unlock(annual_return: Return, at: datetime) -> None:
    """Only what is closed is unlocked: an accepted return, or a draft whose cut-off has passed."""
    cycle = annual_return.cycle
    check_not_sealed(cycle)
    if cycle.is_released:
        raise NotAllowed(
            _("The results of %(year)s are released; an error in them is appealed.") % {"year": cycle.year}
        )
    closed = annual_return.status == ReturnStatus.ACCEPTED
    ends = annual_return.unlocked_until or cycle.cutoff_at
    missed = annual_return.status == ReturnStatus.DRAFT and at >= ends
    if not (closed or missed):
        raise NotAllowed(_("Only an accepted return, or a draft after its cut-off, is unlocked; this one is open."))


def check_not_accepted(annual_return: Return) -> None:
    if annual_return.status == ReturnStatus.ACCEPTED:
        raise NotAllowed(_("An accepted return is opened by unlocking it, on the request of the park."))


def check_may_send_back(annual_return: Return, at: datetime) -> None:
    if at >= annual_return.cycle.cutoff_at and not is_unlocked(annual_return, at):
        raise NotAllowed(
            _("After the cut-off a return is accepted or left out, not sent back: nobody could correct it.")
        )


def check_may_release(cycle: Cycle, run: Run) -> None:
    """Only the newest result is released: the proposals about standing rest on it."""
    if run.cycle_id != cycle.pk or run.finished_at is None:
        raise NotAllowed(_("Only a finished run of this year can be released."))
    if cycle.released_run_id == run.pk:
        raise NotAllowed(_("This run is released already."))
    if cycle.runs.filter(finished_at__isnull=False, number__gt=run.number).exists():
        raise NotAllowed(_("A later run is finished; release that one."), place="run")


def check_may_seal(cycle: Cycle, run: Run) -> None:
    """Only the newest result is sealed, once."""
    if run.finished_at is None:
        raise NotAllowed(_("Run %(number)s is not finished.") % {"number": run.number})
    if Seal.objects.filter(run=run).exists():
        raise NotAllowed(_("Run %(number)s is sealed already.") % {"number": run.number})
    if cycle.runs.filter(finished_at__isnull=False, number__gt=run.number).exists():
        raise NotAllowed(_("A later run is finished; seal that one."), place="run")


def check_not_sealed(cycle: Cycle) -> None:
    """What a seal covers stays as it is; an appeal is the way to correct it."""
    if Seal.objects.filter(cycle__year__in=(cycle.year, cycle.year + 1)).exists():
        raise NotAllowed(
            _("The figures of %(year)s are sealed; only an upheld appeal corrects them.") % {"year": cycle.year}
        )


def check_may_cancel(job: Job) -> None:
    if job.is_over:
        raise NotAllowed(_("The run is over already: %(status)s.") % {"status": job.get_status_display()})
    if job.cancel_requested:
        raise NotAllowed(_("Somebody asked the run to stop already; it stops at its next step."))


def check_may_confirm(proposal: Proposal, by: Any, at: datetime) -> None:
    """Only what is released takes effect, after its public notice, unless an appeal stays it or a correction waits.

    Where the draws do not agree, two must confirm.
    """
    check_run_is_released(proposal)
    check_effect_is_not_stayed(proposal.park_id, proposal.cycle)
    check_no_correction_waits(proposal.cycle)
    check_notice_is_over(proposal.cycle, at)
    check_still_follows(proposal, at)
    if proposal.needs_human and proposal.kind != ProposalKind.END_NOTIFICATION:
        if proposal.status == ProposalStatus.PROPOSED:
            raise NotAllowed(
                _("One coordinator is not enough here: give a reason first, then a second coordinator confirms.")
            )
        if proposal.status == ProposalStatus.SECONDING and proposal.first_by_id == by.pk:
            raise NotAllowed(_("You took the first decision; another coordinator confirms."))
    check_leads_to(proposal, ProposalStatus.CONFIRMED)


def check_run_is_released(proposal: Proposal) -> None:
    """Nobody is sanctioned for a result that is not public."""
    released = proposal.cycle.released_run
    if released is None or released.number < proposal.run.number:
        raise NotAllowed(
            _("The proposal rests on run %(number)s, which is not released; release it first.")
            % {"number": proposal.run.number}
        )


def check_still_follows(proposal: Proposal, at: datetime) -> None:
    """An earlier year on which the count rests may have been corrected or decided since the run was asked for."""
    found = evaluate_ladder(proposal.run, proposal.ladder, at=at).proposals
    now = next((each for each in found if each.park == proposal.park.code), None)
    proposed = (proposal.kind, proposal.count, list(proposal.standing_years))
    if now is None or (now.proposal, now.count, now.standing_years) != proposed:
        raise NotAllowed(
            _(
                "An earlier year has changed since run %(number)s was asked for, and on what stands today the ladder"
                " proposes something else. Run %(year)s again and release that result first."
            )
            % {"number": proposal.run.number, "year": proposal.cycle.year}
        )


def check_may_support(proposal: Proposal) -> None:
    if not proposal.needs_human:
        raise NotAllowed(_("The draws agree; one coordinator confirms this proposal."))
    check_leads_to(proposal, ProposalStatus.SECONDING)


def check_leads_to(proposal: Proposal, target: str) -> None:
    """Whether a step leads from the proposal's status to the target; the refusal says where it stands."""
    if (proposal.status, target) not in PROPOSAL.steps:
        raise NotAllowed(where_it_stands(proposal))


def where_it_stands(proposal: Proposal) -> str:
    """What has become of the proposal, who decided it and when."""
    if proposal.status in (ProposalStatus.CONFIRMED, ProposalStatus.REJECTED):
        words = {
            "who": str(proposal.decided_by),
            "when": moment_text(proposal.decided_at),
            "number": proposal.document_number,
        }
        if proposal.status == ProposalStatus.CONFIRMED:
            return _("This is decided: %(who)s confirmed it under %(number)s on %(when)s.") % words
        return _("This is decided: %(who)s rejected it on %(when)s.") % words
    return {
        ProposalStatus.PROPOSED: _("The proposal waits for its first decision."),
        ProposalStatus.SECONDING: _("A first coordinator has decided; a second one confirms or rejects."),
        ProposalStatus.DEFERRED: _("The decision is deferred; take it up again first."),
        ProposalStatus.SUPERSEDED: _("A later run has replaced this proposal."),
    }[ProposalStatus(proposal.status)]


def check_may_reinstate(last: StandingEvent | None, cycle: Cycle, reentry_years: int) -> None:
    """Whether the park's last decision lets it come back, resting on this year."""
    if last is None or last.event != StandingEventKind.DELISTED:
        raise NotAllowed(_("This park is not delisted."))
    first = last.cycle.year + 1 + reentry_years
    if cycle.year < first:
        raise NotAllowed(
            _("The park was delisted for %(year)s; reinstatement rests on %(first)s at the earliest.")
            % {"year": last.cycle.year, "first": first}
        )
