"""Lines of the list of cases, and what a person may do with one of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enterprises.models import Enterprise
from parks.access import access_of
from services.acts import ACTS, REQUEST, Act
from services.clock import days_left
from services.models import Case
from services.models.case import CaseQuerySet
from services.workflow import CaseStatus, Decision

STATE_KINDS = {
    CaseStatus.SUBMITTED: "wait",
    CaseStatus.ACCEPTED: "wait",
    CaseStatus.DECIDED: "plain",
    CaseStatus.NOT_ACCEPTED: "plain",
    CaseStatus.WITHDRAWN: "off",
    CaseStatus.CORRECTION: "wait",
    CaseStatus.REVOKED: "off",
}


def state_kind(case: Case) -> str:
    """The shape beside the state's word."""
    if case.status == CaseStatus.DECIDED and case.decision == Decision.GRANTED:
        return "done"
    return STATE_KINDS[CaseStatus(case.status)]


@dataclass(frozen=True)
class CaseLine:
    """A case as the list shows it."""

    case: Case
    kind: str
    left: int | None

    @property
    def left_text(self) -> str:
        """``4``, ``today``, ``2 late``; empty for a closed case."""
        if self.left is None:
            return ""
        if self.left == 0:
            return _("today")
        if self.left < 0:
            return ngettext("%(days)d day late", "%(days)d days late", -self.left) % {"days": -self.left}
        return str(self.left)


def lines_of(cases: Iterable[Case], *, today: date) -> list[CaseLine]:
    return [CaseLine(case, state_kind(case), days_left(case, today=today)) for case in cases]


@dataclass(frozen=True)
class Open:
    """How many cases wait for an answer, and how many of them are late."""

    waiting: int
    late: int


def open_among(cases: CaseQuerySet, *, today: date) -> Open:
    late = Q(due_date__lt=today) | Q(due_date__isnull=True, answer_due_date__lt=today)
    return Open(**cases.in_state("open").aggregate(waiting=Count("pk"), late=Count("pk", filter=late)))


def enterprises_of(user: Any) -> QuerySet[Enterprise]:
    """The enterprises in whose name the person may ask for a service."""
    reached = access_of(user).reach(REQUEST).get("enterprise", frozenset())
    return Enterprise.objects.filter(pk__in=reached).select_related("organisation").order_by("name_en", "pk")


def reads_as_enterprise(user: Any, case: Case) -> bool:
    """Whether the person sees the case as its enterprise's, not as the park's or from above."""
    return case.park_id not in access_of(user).reach("services.view_case").get("park", frozenset())


def acts_on(case: Case, *, user: Any) -> tuple[list[Act], list[str]]:
    """The acts that the person may take now, and for their other acts why not now, each sentence once."""
    open_now, reasons = [], []
    for act in ACTS.values():
        if not user.has_perm(act.permission, case):
            continue
        reason = act.why_not(case)
        if not reason:
            open_now.append(act)
        elif not act.is_quiet and reason not in reasons:
            reasons.append(reason)
    return open_now, reasons


def reason_for_none(case: Case) -> str:
    """What somebody reads who may look at the case and do nothing with it."""
    return _("You may look at this case. The service officer or the head of %(park)s answers it.") % {
        "park": case.park.name
    }
