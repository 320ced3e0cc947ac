"""What service cases ask of a person: to accept, to decide, to rate; an enterprise sees its open cases too."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from coordination.selectors.tasks import Task
from parks.access import access_of
from services.models import Case, Rating
from services.workflow import ANSWERED, CaseStatus

HANDLE, RATE, ASK = "services.handle_case", "services.rate_case", "services.request_case"
MOST = 25  # cases listed; the list of cases holds them all


def case_tasks(user: Any, *, today: date) -> tuple[list[Task], int]:
    """Open cases, the one due soonest first, and how many more there are; two queries at most."""
    if not (access_of(user).holds(HANDLE) or access_of(user).holds(ASK)):
        return [], 0
    rows = Case.objects.visible_to(user, HANDLE) | Case.objects.visible_to(user, ASK)
    open_cases = rows.in_state("open")
    listed = list(open_cases.by_urgency().with_names()[:MOST])
    more = open_cases.count() - MOST if len(listed) == MOST else 0
    return [case_task(case, user, today) for case in listed], more


def case_task(case: Case, user: Any, today: date) -> Task:
    words = {"code": case.code, "item": case.item.name, "name": case.enterprise.name}
    is_mine = user.has_perm(HANDLE, case)
    if case.status == CaseStatus.SUBMITTED:
        title = _("Accept or refuse case %(code)s, %(item)s") % words
        why = _("Asked for by %(name)s:") % words
    else:
        title = _("Decide case %(code)s, %(item)s") % words
        why = _("Accepted; %(name)s was promised a decision by this day:") % words
    if not is_mine:
        title = _("Case %(code)s, %(item)s") % words
        why = _("You asked:")
    due = case.next_date
    return Task(
        title=title,
        why=why,
        url=reverse("services:case", args=[case.pk]),
        due=due,
        quoted=case.subject,
        waits_for="" if is_mine else case.park.name,
        is_over=due is not None and due < today,
    )


def rating_tasks(user: Any) -> Iterator[Task]:
    """Answered cases of the person's enterprise that nobody has rated; one query at most."""
    if not access_of(user).holds(RATE):
        return
    rated = Rating.objects.filter(case=OuterRef("pk"))
    rows = Case.objects.visible_to(user, RATE).filter(~Exists(rated), status__in=ANSWERED)
    for case in rows.with_names().order_by("-decided_at")[:MOST]:
        words = {"code": case.code, "item": case.item.name, "outcome": case.outcome}
        yield Task(
            title=_("Rate case %(code)s, %(item)s") % words,
            why=_("%(outcome)s. Say how it was handled; voluntary, once:") % words,
            quoted=case.subject,
            url=reverse("services:case-rate", args=[case.pk]),
        )
