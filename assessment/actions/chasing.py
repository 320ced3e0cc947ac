"""Reminding of a return that is not submitted: its clerks first, the head beside them when the cut-off is near."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.actions.returns import check_permission
from assessment.models import Return
from assessment.topics import RETURN_DUE
from assessment.workflow import ReturnStatus
from core import audit
from core.errors import NotAllowed
from core.notifications.actions import notify
from core.notifications.topics import in_both
from parks.selectors import holders_of

ENTER, HEAD = "assessment.enter_figures", "assessment.ask_unlock"
DAYS_BEFORE = (14, 7, 3, 1, 0)  # calendar days before the cut-off
HEAD_FROM = 3


@transaction.atomic
def remind_of_return(*, annual_return: Return, by: Any, at: datetime) -> int:
    """A coordinator reminds now: clerks and head; at most once a day. How many people are told."""
    check_permission("assessment.accept_return", annual_return, by)
    if annual_return.status != ReturnStatus.DRAFT:
        raise NotAllowed(_("This return is submitted; nobody is reminded of it."))
    people = holders_of(ENTER, park=annual_return.park, at=at)
    tell(annual_return, people, key=f"asked:{timezone.localtime(at).date()}", at=at)
    audit.record("return_reminded", annual_return, by=by, at=at, after={"people": len(people)})
    return len(people)


def remind_of_due_returns(at: datetime) -> None:
    """Each draft whose cut-off is so many days away; who has submitted hears nothing any more."""
    today = timezone.localtime(at).date()
    drafts = Return.objects.filter(status=ReturnStatus.DRAFT, cycle__opens_on__lte=today, cycle__cutoff_on__gte=today)
    for annual_return in drafts.select_related("park", "cycle"):
        left = (annual_return.cycle.cutoff_on - today).days
        if left in DAYS_BEFORE:
            people = set(holders_of(ENTER, park=annual_return.park, at=at))
            if left > HEAD_FROM:
                people -= set(holders_of(HEAD, park=annual_return.park, at=at))
            tell(annual_return, people, key=f"{left}", at=at)


def tell(annual_return: Return, people: Any, *, key: str, at: datetime) -> None:
    year, code = annual_return.cycle.year, annual_return.park.code
    notify(
        RETURN_DUE,
        recipients=people,
        key=f"{annual_return.pk}:{key}",
        url=reverse("assessment:return", args=[year, code]),
        at=at,
        params={
            "park": in_both(annual_return.park),
            "year": str(year),
            "day": annual_return.cycle.cutoff_on.isoformat(),
        },
    )
