"""Decisions of named coordinators about a park's standing; each writes its event in the same transaction."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from assessment.actions.letters import issue_letter, issue_reinstatement
from assessment.document_numbers import document_number as read_document_number
from assessment.ladder_file import ladder_of
from assessment.models import Cycle, Letter, Proposal, ProposalKind, StandingEvent, StandingEventKind
from assessment.policies import check_leads_to, check_may_confirm, check_may_reinstate, check_may_support
from assessment.selectors.standing_case import ladder_for
from assessment.topics import STANDING_CONFIRMED
from assessment.workflow import DECIDE, PROPOSAL, ProposalStatus
from core import audit
from core.constraints import refusing_violations
from core.errors import NotAllowed, NotPermitted
from core.notifications.actions import notify
from core.notifications.topics import in_both
from parks.models import Park
from parks.selectors import holders_of

EVENT_OF = {
    ProposalKind.NOTIFICATION: StandingEventKind.NOTIFIED,
    ProposalKind.DELISTING: StandingEventKind.DELISTED,
}


@transaction.atomic
def confirm_proposal(*, proposal: Proposal, document_number: str, by: Any, at: datetime, reason: str = "") -> Proposal:
    """Confirm under a document's number; the sanction takes effect here, once."""
    proposal = lock(proposal)
    check_may_decide(by, proposal)
    check_may_confirm(proposal, by, at)
    number = read_document_number(document_number)
    if proposal.kind in EVENT_OF:
        check_number_is_new(number, proposal)
    with refusing_violations(Proposal, StandingEvent, Letter):
        PROPOSAL.move(
            proposal,
            ProposalStatus.CONFIRMED,
            by=by,
            at=at,
            reason=reason,
            decided_by=by,
            decided_at=at,
            document_number=number,
        )
        if event := EVENT_OF.get(ProposalKind(proposal.kind)):
            write_event(proposal.park, proposal.cycle, event, by=by, at=at, document=number, proposal=proposal)
        issue_letter(proposal=proposal, by=by, at=at)
    tell_heads(proposal, at=at)
    return proposal


def tell_heads(proposal: Proposal, *, at: datetime) -> None:
    """The people of the park who may read its standing hear that it was decided."""
    notify(
        STANDING_CONFIRMED,
        recipients=holders_of("assessment.view_proposal", park=proposal.park, at=at),
        key=str(proposal.pk),
        url=reverse("assessment:proposal", args=[proposal.cycle.year, proposal.park.code]),
        at=at,
        params={
            "park": in_both(proposal.park),
            "year": str(proposal.cycle.year),
            "kind": in_both(ProposalKind(proposal.kind).label),
            "number": proposal.document_number,
        },
    )


@transaction.atomic
def support_proposal(*, proposal: Proposal, reason: str, by: Any, at: datetime) -> Proposal:
    """The first of two decisions where the draws do not agree; a second coordinator confirms."""
    proposal = lock(proposal)
    check_may_decide(by, proposal)
    check_may_support(proposal)
    return PROPOSAL.move(proposal, ProposalStatus.SECONDING, by=by, at=at, reason=reason, first_by=by)


@transaction.atomic
def reject_proposal(*, proposal: Proposal, reason: str, by: Any, at: datetime) -> Proposal:
    """Decline the proposal: the year does not add up later. A notification that is not ended goes on."""
    proposal = lock(proposal)
    check_may_decide(by, proposal)
    check_leads_to(proposal, ProposalStatus.REJECTED)
    with refusing_violations(Proposal, StandingEvent):
        PROPOSAL.move(proposal, ProposalStatus.REJECTED, by=by, at=at, reason=reason, decided_by=by, decided_at=at)
        if proposal.kind in EVENT_OF:
            write_event(
                proposal.park,
                proposal.cycle,
                StandingEventKind.REJECTED,
                by=by,
                at=at,
                document="",
                reason=reason,
                proposal=proposal,
            )
    return proposal


@transaction.atomic
def defer_proposal(*, proposal: Proposal, reason: str, by: Any, at: datetime) -> Proposal:
    """Put the decision off, with the reason; it stays open."""
    proposal = lock(proposal)
    check_may_decide(by, proposal)
    check_leads_to(proposal, ProposalStatus.DEFERRED)
    return PROPOSAL.move(proposal, ProposalStatus.DEFERRED, by=by, at=at, reason=reason)


@transaction.atomic
def reopen_proposal(*, proposal: Proposal, reason: str, by: Any, at: datetime) -> Proposal:
    """Take a deferred decision up again."""
    proposal = lock(proposal)
    check_may_decide(by, proposal)
    check_leads_to(proposal, ProposalStatus.PROPOSED)
    return PROPOSAL.move(proposal, ProposalStatus.PROPOSED, by=by, at=at, reason=reason)


@transaction.atomic
def reinstate_park(
    *, park: Park, cycle: Cycle, document_number: str, reason: str, by: Any, at: datetime
) -> StandingEvent:
    """Take a delisted park back, by a decision resting on an assessed year."""
    check_may_decide(by, park)
    check_may_reinstate(last_event(park), cycle, ladder_of(ladder_for(cycle.year).rules).reentry_years)
    if not reason.strip():
        raise NotAllowed(_("Enter a reason: whoever is affected will read it."), place="reason")
    with refusing_violations(StandingEvent):
        number = read_document_number(document_number)
        event = write_event(park, cycle, StandingEventKind.REINSTATED, by=by, at=at, document=number, reason=reason)
    issue_reinstatement(event=event, by=by, at=at)
    return event


def check_may_decide(by: Any, row: Park | Proposal) -> None:
    """Asked before the state of things, so that a stranger learns nothing of it."""
    if by is None or not by.has_perm(DECIDE, row):
        raise NotPermitted(_("A municipal coordinator decides about a park's standing."))


def last_event(park: Park) -> StandingEvent | None:
    """The park's latest decision: of the greatest year, the later where years tie."""
    events = StandingEvent.objects.filter(park=park).select_related("cycle")
    return events.order_by("cycle__year", "decided_at", "pk").last()


def lock(proposal: Proposal) -> Proposal:
    """The proposal as it stands now, held until the transaction ends."""
    return Proposal.objects.select_for_update(of=("self",)).select_related("park", "cycle").get(pk=proposal.pk)


def check_number_is_new(number: str, proposal: Proposal) -> None:
    if StandingEvent.objects.filter(document_number=number).exclude(park=proposal.park).exists():
        raise NotAllowed(
            _("%(number)s stands under another park's decision.") % {"number": number}, place="document_number"
        )


def write_event(
    park: Park,
    cycle: Cycle,
    event: StandingEventKind,
    *,
    by: Any,
    at: datetime,
    document: str,
    reason: str = "",
    proposal: Proposal | None = None,
) -> StandingEvent:
    written = StandingEvent.objects.create(
        park=park,
        cycle=cycle,
        proposal=proposal,
        event=event,
        document_number=document,
        reason=reason,
        decided_by=by,
        decided_at=at,
    )
    audit.record(f"park_{event}", written, by=by, at=at, after={"event": event, "document": document}, reason=reason)
    return written
