"""Objections to a year's results while their public notice runs: taken from anybody, answered with reasons."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import Cycle, Objection, ObjectionAnswer
from assessment.publication_policies import check_may_object
from assessment.selectors.publication import sees_ranking
from assessment.workflow import ANSWER_OBJECTION, OBJECTION, ObjectionStatus
from core import audit
from core.constraints import refusing_violations
from core.errors import NotAllowed, NotPermitted
from core.rowsecurity import scope
from parks.models import Organisation, OrganisationKind, Park


def object_to_results(
    *, cycle: Cycle, park: Park | None, name: str, contact: str, ground: str, by: Any, at: datetime
) -> Objection:
    """Keep what somebody objects; whoever may read the results may object, with an account or without."""
    check_may_object(cycle, at)
    if not sees_ranking(cycle, by, at):
        raise NotPermitted(_("These results are read inside the zone; sign in to object."))
    objection = Objection(
        organisation=Organisation.objects.get(kind=OrganisationKind.ZONE),
        cycle=cycle,
        park=park,
        objector=by,
        name=name,
        contact=contact,
        ground=ground,
        submitted_at=at,
    )
    with scope(user=by.pk if by else 0), refusing_violations(Objection):
        objection.save(force_insert=True)
        after = {"park": park.code if park else "", "number": objection.number}
        audit.record("objection_received", objection, by=by, at=at, after=after)
    return objection


@transaction.atomic
def answer_objection(
    *, objection: Objection, upheld: bool, subject: str, answer: str, by: Any, at: datetime
) -> Objection:
    """Answer with reasons; what everybody reads of it is in the zone's own words.

    Upheld, nothing of the year is confirmed until a run asked for afterwards is released.
    """
    if by is None or not by.has_perm(ANSWER_OBJECTION, objection):
        raise NotPermitted(_("A municipal coordinator answers objections."))
    if not subject.strip():
        raise NotAllowed(_("Say in one sentence what was objected to, without naming the person."), place="subject")
    target = ObjectionStatus.UPHELD if upheld else ObjectionStatus.DISMISSED
    with refusing_violations(Objection, ObjectionAnswer):
        OBJECTION.move(objection, target, by=by, at=at, reason=answer, answered_by=by, answered_at=at)
        published = ObjectionAnswer.objects.create(
            organisation_id=objection.organisation_id,
            cycle_id=objection.cycle_id,
            park_id=objection.park_id,
            number=objection.number,
            subject=subject,
            is_upheld=upheld,
            answer=answer,
            answered_at=at,
        )
    audit.record("objection_answered", published, by=by, at=at, after={"number": published.number, "upheld": upheld})
    return objection
