"""What the state of things allows now; who may is asked by the gate."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from assessment.models import Cycle, Proposal, ProposalKind, Return, Run
from assessment.workflow import ProposalStatus, ReturnStatus
from core.errors import NotAllowed


def check_may_enter(annual_return: Return, at: datetime) -> None:
    cycle = annual_return.cycle
    if annual_return.status != ReturnStatus.DRAFT:
        raise NotAllowed(
            _("Figures change only while the return is a draft; ask the district or the city to send it back.")
        )
    if at >= cycle.cutoff_at:
        raise NotAllowed(
            _("The cut-off of %(day)s has passed; the figures are frozen.") % {"day": cycle.cutoff_on.isoformat()}
        )
    if not cycle.is_open_at(at):
        raise NotAllowed(_("The cycle opens on %(day)s.") % {"day": cycle.opens_on.isoformat()})


def check_may_send_back(annual_return: Return, at: datetime) -> None:
    if at >= annual_return.cycle.cutoff_at:
        raise NotAllowed(_("After the cut-off a return is accepted or left out, not sent back: nobody could correct it."))


def check_may_release(cycle: Cycle, run: Run) -> None:
    if run.cycle_id != cycle.pk or run.finished_at is None:
        raise NotAllowed(_("Only a finished run of this year can be released."))
    if cycle.released_run_id == run.pk:
        raise NotAllowed(_("This run is released already."))


def check_may_confirm(proposal: Proposal, by: Any) -> None:
    """The brake: where the draws do not agree, two coordinators are needed, the second with a reason of his own."""
    if proposal.kind == ProposalKind.END_NOTIFICATION or not proposal.needs_human:
        return
    if proposal.status == ProposalStatus.PROPOSED:
        raise NotAllowed(
            _("The draws do not agree enough for one person: give a reason, then a second coordinator confirms.")
        )
    if proposal.first_by_id == by.pk:
        raise NotAllowed(_("You took the first decision; another coordinator confirms."))
