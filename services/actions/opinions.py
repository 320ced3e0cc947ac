"""Joint opinions: another department is asked about a case, sees it for that time, and answers within its limit."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import audit
from core.errors import NotAllowed, NotPermitted
from parks.access import access_of
from parks.actions.grants import open_object
from parks.models import Organisation
from services.actions.telling import tell
from services.clock import after_working_days, day_of
from services.models import Case, Opinion, Stance
from services.policies import check_may_ask_opinion
from services.topics import OPINION_GIVEN
from services.workflow import HANDLE

GIVE = "services.give_opinion"
STAYS_OPEN = timedelta(days=30)  # after the last day, so that a late opinion is still given


def acting_body(case: Case, by: Any) -> Organisation:
    """The body in whose name the person handles the case: the park's, or the district's in its place."""
    for grant in access_of(by).grants:
        if HANDLE in grant.permissions and case.park_id in grant.ids.get("park", ()) and grant.organisation:
            return grant.organisation
    raise NotPermitted(_("Your role does not include this step here."))


@transaction.atomic
def ask_opinion(*, case: Case, user: Any, question: str, days: int, by: Any, at: datetime) -> Opinion:
    """Ask somebody in another department; the case is open to this person until the answer is due, and a while."""
    body = acting_body(case, by)
    check_may_ask_opinion(case)
    due = after_working_days(day_of(at), days)
    opinion = Opinion.objects.create(
        park_id=case.park_id, case=case, asked_of=user, question=question, days=days, due_date=due, asked_by=by,
        asked_at=at,
    )  # fmt: skip
    until = at + timedelta(days=(due - day_of(at)).days) + STAYS_OPEN
    shared = {"user": user, "granted_by": body, "tenants": {"park": case.park_id}, "document": question[:200]}
    for permission, row, name in (("services.view_case", case, "case"), (GIVE, opinion, "opinion")):
        address = reverse(f"services:{name}", args=[row.pk])
        title = f"{case.code} {case.subject}"
        open_object(permission=permission, row=row, title=title, address=address, until=until, by=by, at=at, **shared)
    audit.record("opinion_asked", opinion, by=by, at=at, after={"of": user.pk, "due_date": due}, reason=question)
    return opinion


@transaction.atomic
def give_opinion(*, opinion: Opinion, stance: str, answer: str, by: Any, at: datetime) -> Opinion:
    """Say whether the department agrees, and why; once."""
    if not by.has_perm(GIVE, opinion):
        raise NotPermitted(_("Only the person who was asked gives this opinion."))
    opinion = Opinion.objects.select_for_update(of=("self",)).get(pk=opinion.pk)
    if opinion.answered_at is not None:
        raise NotAllowed(_("This opinion has been given already."))
    if stance not in Stance.values:
        raise NotAllowed(_("Choose whether the department agrees."), place="stance")
    opinion.stance, opinion.answer, opinion.answered_at = stance, answer, at
    opinion.save(update_fields=["stance", "answer", "answered_at"])
    audit.record("opinion_given", opinion, by=by, at=at, after={"stance": stance}, reason=answer)
    tell(opinion.case, OPINION_GIVEN, recipients=[opinion.asked_by_id], at=at, key=str(opinion.pk))
    return opinion
