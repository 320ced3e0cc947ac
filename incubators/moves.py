"""The steps that people take on incubatees, relays, plans and milestones, in one table each: who, when, which form.

Pages and buttons both read it; the action behind each asks permission and state again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.errors import refusal_of
from incubators import forms, policies
from incubators.actions import incubatees, plans, relays
from incubators.workflow import ANSWER, CONFIRM, HAND_OVER, KEEP, PLAN_CHANGE, SETTLE

INCUBATOR_ACTS = _("The incubator's own people do this.")
PARK_ANSWERS = _("The head or the service officer of the park that is asked answers.")
GRADUATE_SETTLES = _("The graduate's owner or its incubator answers the offer.")
PARK_CONFIRMS = _("The park's head or a municipal coordinator confirms.")


@dataclass(frozen=True)
class Move:
    """Something a person may do to a row."""

    name: str
    label: Promise
    permission: str
    refusal: Promise
    check: Callable[[Any], None]
    form_class: type[django_forms.Form]
    act: Callable[..., Any]  # act(row, by=…, at=…, **what the form holds)
    done: Promise
    follows: tuple[Promise, ...] = ()  # told before the step is taken

    def why_not(self, row: Any) -> str:
        """Why the state of the row forbids the step now; empty when it does not."""
        return refusal_of(self.check, row)


Moves = Mapping[str, Move]


def table(*moves: Move) -> Moves:
    return {move.name: move for move in moves}


def open_moves(moves: Moves, row: Any, user: Any) -> list[Move]:
    """The steps that this person can take on the row now."""
    return [move for move in moves.values() if user.has_perm(move.permission, row) and not move.why_not(row)]


INCUBATEE_MOVES = table(
    Move(
        "admit", _("Admit"), KEEP, INCUBATOR_ACTS, policies.check_waits_for_selection, forms.AdmitForm,
        lambda row, **said: incubatees.admit_incubatee(incubatee=row, **said), _("Admitted."),
        (_("From that day on it counts as incubated; its stay is counted against the rule."),),
    ),
    Move(
        "decline", _("Decline"), KEEP, INCUBATOR_ACTS, policies.check_waits_for_selection, forms.ReasonForm,
        lambda row, **said: incubatees.decline_incubatee(incubatee=row, **said), _("Declined."),
    ),
    Move(
        "graduate", _("Let it graduate"), KEEP, INCUBATOR_ACTS, policies.check_is_inside, forms.GraduateForm,
        lambda row, **said: incubatees.graduate_incubatee(incubatee=row, **said),
        _("Graduated. It can be handed to a park now."),
        (_("It leaves the incubator with that day and counts as a graduate of the year."),
         _("It can be handed to a park then.")),
    ),
    Move(
        "leave", _("Say that it left"), KEEP, INCUBATOR_ACTS, policies.check_is_inside, forms.LeaveForm,
        lambda row, **said: incubatees.release_incubatee(incubatee=row, **said),
        _("Noted: it left without graduating."),
    ),
    Move(
        "hand-over", _("Hand over to a park"), HAND_OVER, INCUBATOR_ACTS, policies.check_may_be_handed_over,
        forms.HandOverForm, lambda row, **said: relays.hand_over(incubatee=row, **said),
        _("Put before the park; its answer appears here and under the relays."),
        (_("The park reads the graduate's name, sector and what you write, and answers with an offer or a reason."),
         _("Several parks may be asked; accepting one offer settles the others.")),
    ),
    Move(
        "survival", _("Say how it does"), KEEP, INCUBATOR_ACTS, policies.check_is_graduate, forms.SurvivalForm,
        lambda row, **said: incubatees.record_survival(incubatee=row, **said), _("Noted."),
    ),
)  # fmt: skip

RELAY_MOVES = table(
    Move(
        "offer", _("Make an offer"), ANSWER, PARK_ANSWERS, policies.check_may_be_answered, forms.OfferForm,
        lambda row, **said: relays.offer_space(relay=row, **said),
        _("Offered. The graduate and its incubator see it now."),
        (_("The offer binds the park until its last day, unless you take it back with a reason."),),
    ),
    Move(
        "decline", _("Make no offer"), ANSWER, PARK_ANSWERS, policies.check_may_be_answered, forms.ReasonForm,
        lambda row, **said: relays.decline_relay(relay=row, **said), _("Said, with your reason."),
    ),
    Move(
        "accept", _("Accept the offer"), SETTLE, GRADUATE_SETTLES, policies.check_may_be_settled, forms.NothingForm,
        lambda row, **said: relays.accept_offer(relay=row, **said),
        _("Accepted. The graduate goes on in this park."),
        (_("The graduate's record says that it goes on in this park."),
         _("What lies before other parks is settled with it.")),
    ),
    Move(
        "refuse", _("Refuse the offer"), SETTLE, GRADUATE_SETTLES, policies.check_may_be_settled, forms.ReasonForm,
        lambda row, **said: relays.refuse_offer(relay=row, **said), _("Refused, with your reason."),
    ),
    Move(
        "withdraw", _("Take the request back"), HAND_OVER, INCUBATOR_ACTS, policies.check_may_be_answered,
        forms.ReasonForm, lambda row, **said: relays.withdraw_relay(relay=row, **said), _("Taken back."),
    ),
    Move(
        "withdraw-offer", _("Take the offer back"), ANSWER, PARK_ANSWERS, policies.check_may_be_settled,
        forms.ReasonForm, lambda row, **said: relays.withdraw_offer(relay=row, **said), _("Taken back."),
    ),
)  # fmt: skip

PLAN_MOVES = table(
    Move(
        "achieve", _("Close as achieved"), CONFIRM, PARK_CONFIRMS, policies.check_may_be_achieved, forms.NothingForm,
        lambda row, **said: plans.achieve_plan(plan=row, **said), _("Achieved."),
        (_("The plan is closed; the new class is entered in the register with its certificate."),),
    ),
    Move(
        "abandon", _("End without its goal"), CONFIRM, PARK_CONFIRMS, policies.check_is_running, forms.ReasonForm,
        lambda row, **said: plans.abandon_plan(plan=row, **said), _("Ended, with your reason."),
    ),
)  # fmt: skip

MILESTONE_MOVES = table(
    Move(
        "report", _("Report as reached"), PLAN_CHANGE, INCUBATOR_ACTS, policies.check_is_open, forms.ReportForm,
        lambda row, **said: plans.report_milestone(milestone=row, **said), _("Reported. The park confirms it."),
    ),
    Move(
        "confirm", _("Confirm"), CONFIRM, PARK_CONFIRMS, policies.check_is_reported, forms.NothingForm,
        lambda row, **said: plans.confirm_milestone(milestone=row, **said), _("Confirmed."),
    ),
    Move(
        "send-back", _("Send back"), CONFIRM, PARK_CONFIRMS, policies.check_is_reported, forms.ReasonForm,
        lambda row, **said: plans.send_milestone_back(milestone=row, **said), _("Sent back, with your reason."),
    ),
)  # fmt: skip
