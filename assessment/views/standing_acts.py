"""The decisions about a proposal in one table: words, form, what allows each and what carries it out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from assessment.actions.standing import (
    confirm_proposal,
    defer_proposal,
    reject_proposal,
    reopen_proposal,
    support_proposal,
)
from assessment.forms.standing import ConfirmForm, ReasonForm
from assessment.models import Proposal
from assessment.policies import check_leads_to, check_may_confirm, check_may_support
from assessment.workflow import ProposalStatus


@dataclass(frozen=True)
class Act:
    """One decision: its words, its form, what allows it and what carries it out."""

    label: Promise
    form: type[forms.Form]
    check: Callable[[Proposal, Any, datetime], None]
    carry_out: Callable[..., Any]
    done: Promise


ACTS = {
    "confirm": Act(
        gettext_lazy("Confirm"),
        ConfirmForm,
        check_may_confirm,
        confirm_proposal,
        gettext_lazy("The proposal is confirmed."),
    ),
    "support": Act(
        gettext_lazy("Agree as the first of two"),
        ReasonForm,
        lambda proposal, _by, _at: check_may_support(proposal),
        support_proposal,
        gettext_lazy("Your decision is kept; a second coordinator confirms or rejects."),
    ),
    "reject": Act(
        gettext_lazy("Reject"),
        ReasonForm,
        lambda proposal, _by, _at: check_leads_to(proposal, ProposalStatus.REJECTED),
        reject_proposal,
        gettext_lazy("The proposal is rejected."),
    ),
    "defer": Act(
        gettext_lazy("Defer"),
        ReasonForm,
        lambda proposal, _by, _at: check_leads_to(proposal, ProposalStatus.DEFERRED),
        defer_proposal,
        gettext_lazy("The decision is deferred."),
    ),
    "reopen": Act(
        gettext_lazy("Take up again"),
        ReasonForm,
        lambda proposal, _by, _at: check_leads_to(proposal, ProposalStatus.PROPOSED),
        reopen_proposal,
        gettext_lazy("The proposal waits for a decision again."),
    ),
}
