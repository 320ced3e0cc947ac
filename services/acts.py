"""The acts on a case, in one table: who may, when, and what the others are told. Pages and buttons both read it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.errors import refusal_of
from services.models import Case
from services.policies import (
    check_may_answer,
    check_may_ask_opinion,
    check_may_be_answered,
    check_may_correct,
    check_may_decide,
    check_may_extend,
    check_may_lapse,
    check_may_rate,
    check_may_revoke,
    check_may_settle_extension,
    check_may_withdraw,
)
from services.workflow import ANSWER, HANDLE, REVOKE, WITHDRAW

REQUEST = "services.request_case"
APPROVE = "services.approve_extension"
ENTERPRISES_ASK = _("Only people of an enterprise can ask for a service. You belong to none: its owner can invite you.")
PARK_ANSWERS = _("Only the park's service officer or its head answers a case.")
DOCUMENTS_COME_FROM = _("The enterprise that asked and the park's officers hand in documents.")
HEAD_ACTS = _("Only the park's head approves an extension or revokes a decision.")
ENTERPRISE_ACTS = _("Only the enterprise that asked withdraws or rates its case.")


@dataclass(frozen=True)
class Act:
    """Something a person may do to a case; its page is ``services:case-<name>``."""

    name: str
    label: Promise
    permission: str
    refusal: Promise
    check: Callable[[Case], None]
    is_quiet: bool = False  # not spoken of while it cannot be taken

    def why_not(self, case: Case) -> str:
        """Why the state of the case forbids the act now; empty when it does not."""
        return refusal_of(self.check, case)


ACTS = {
    act.name: act
    for act in (
        Act("accept", _("Accept the case"), HANDLE, PARK_ANSWERS, check_may_be_answered),
        Act("answer", _("Put it right"), ANSWER, ENTERPRISE_ACTS, check_may_answer, is_quiet=True),
        Act("decide", _("Decide the case"), HANDLE, PARK_ANSWERS, check_may_decide),
        Act("settle", _("Answer on the extension"), APPROVE, HEAD_ACTS, check_may_settle_extension, is_quiet=True),
        Act("correct", _("Ask for a correction"), HANDLE, PARK_ANSWERS, check_may_correct, is_quiet=True),
        Act("extend", _("Ask for an extension"), HANDLE, PARK_ANSWERS, check_may_extend, is_quiet=True),
        Act("consult", _("Ask for an opinion"), HANDLE, PARK_ANSWERS, check_may_ask_opinion, is_quiet=True),
        Act("refuse", _("Refuse to accept"), HANDLE, PARK_ANSWERS, check_may_be_answered),
        Act("lapse", _("Close the unanswered case"), HANDLE, PARK_ANSWERS, check_may_lapse, is_quiet=True),
        Act("revoke", _("Revoke the decision"), REVOKE, HEAD_ACTS, check_may_revoke, is_quiet=True),
        Act("rate", _("Rate the service"), "services.rate_case", ENTERPRISE_ACTS, check_may_rate),
        Act("withdraw", _("Withdraw the request"), WITHDRAW, ENTERPRISE_ACTS, check_may_withdraw),
    )
}
