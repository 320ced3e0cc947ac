"""The acts on a case, in one table: who may, when, and what the others are told. Pages and buttons both read it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.errors import NotAllowed
from services.models import Case
from services.policies import check_may_be_answered, check_may_decide, check_may_rate, check_may_withdraw
from services.workflow import HANDLE

REQUEST = "services.request_case"
ENTERPRISES_ASK = _("Only people of an enterprise can ask for a service. You belong to none: its owner can invite you.")
PARK_ANSWERS = _("Only the park's service officer or its head answers a case.")
DOCUMENTS_COME_FROM = _("The enterprise that asked and the park's officers hand in documents.")
ENTERPRISE_ACTS = _("Only the enterprise that asked withdraws or rates its case.")


@dataclass(frozen=True)
class Act:
    """Something a person may do to a case; its page is ``services:case-<name>``."""

    name: str
    label: Promise
    permission: str
    refusal: Promise
    check: Callable[[Case], None]

    def why_not(self, case: Case) -> str:
        """Why the state of the case forbids the act now; empty when it does not."""
        try:
            self.check(case)
        except NotAllowed as refusal:
            return str(refusal.reason)
        return ""


ACTS = {
    act.name: act
    for act in (
        Act("accept", _("Accept the case"), HANDLE, PARK_ANSWERS, check_may_be_answered),
        Act("refuse", _("Refuse to accept"), HANDLE, PARK_ANSWERS, check_may_be_answered),
        Act("decide", _("Decide the case"), HANDLE, PARK_ANSWERS, check_may_decide),
        Act("rate", _("Rate the service"), "services.rate_case", ENTERPRISE_ACTS, check_may_rate),
        Act("withdraw", _("Withdraw the request"), "services.withdraw_case", ENTERPRISE_ACTS, check_may_withdraw),
    )
}
