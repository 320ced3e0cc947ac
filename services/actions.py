"""Everything that writes a case: asking, accepting, refusing to accept, deciding, withdrawing, rating."""

from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import audit
from core.attachments.actions import discard, store
from core.constraints import refusing_violations
from core.errors import NotAllowed, NotPermitted
from core.notifications.actions import notify
from core.notifications.topics import Topic, in_both
from enterprises.models import Enterprise
from parks.actions.grants import close_object, open_object
from parks.models import ObjectGrant, Organisation, OrganisationKind
from services.acts import DOCUMENTS_COME_FROM
from services.clock import answer_clock, day_of, due_dates, promised_clock
from services.models import Case, CaseDocument, Rating, ServiceItem
from services.policies import (
    check_decision,
    check_may_add_document,
    check_may_be_answered,
    check_may_decide,
    check_may_rate,
    check_may_remove_document,
    check_may_withdraw,
    check_rating,
    residency_on,
)
from services.topics import CASE_ACCEPTED, CASE_ANSWERED
from services.workflow import CASE, OPEN, CaseStatus, Decision

ADD_DOCUMENT = "services.add_casedocument"


@transaction.atomic
def request_case(
    *,
    item: ServiceItem,
    enterprise: Enterprise,
    subject: str,
    description: str,
    contact: str,
    submission_key: UUID,
    by: Any,
    at: datetime,
) -> Case:
    """Ask the park, in which the enterprise resides today, for a service. The same form sent twice is one case."""
    if not by.has_perm("services.request_case", enterprise.organisation):
        raise NotPermitted(_("Only the enterprise's own people ask in its name."))
    residency = residency_on(enterprise, day_of(at))
    wanted = {"item": item, "subject": subject, "description": description, "contact": contact}
    with refusing_violations(Case):
        case, made = Case.objects.get_or_create(
            enterprise=enterprise,
            submission_key=submission_key,
            defaults={
                **wanted,
                "park": residency.park,
                "applicant": by,
                "promised_days": item.promised_days,
                "statutory_days": item.statutory_days,
                "day_type": item.day_type,
                "submitted_at": at,
                "answer_due_date": cast("date", answer_clock(submitted_at=at).due),
            },
        )
    if made:
        audit.record("case_requested", case, by=by, at=at, after={"status": case.status, "item": item.code})
    elif any(getattr(case, name) != value for name, value in wanted.items()):
        raise NotAllowed(
            _("This form was sent already, with other content, as case %(code)s. Open a new form to ask for more.")
            % {"code": case.code}
        )
    return case


@transaction.atomic
def accept_case(*, case: Case, by: Any, at: datetime) -> Case:
    """Take the case in hand; the promised limit counts from today, and the enterprise is told the day."""
    check_may_be_answered(case)
    accepted_on = day_of(at)
    due = promised_clock(case, accepted_on=accepted_on).due
    case = CASE.move(case, CaseStatus.ACCEPTED, by=by, at=at, accepted_on=accepted_on, due_date=due)
    tell_applicant(case, CASE_ACCEPTED, at=at, day=str(due))
    return case


@transaction.atomic
def refuse_acceptance(*, case: Case, reason: str, by: Any, at: datetime) -> Case:
    """Say once, with the reason, that the park will not deal with the request."""
    check_may_be_answered(case)
    case = CASE.move(case, CaseStatus.NOT_ACCEPTED, by=by, at=at, reason=reason, decision_reason=reason, decided_at=at)
    tell_applicant(case, CASE_ANSWERED, at=at, outcome=in_both(CaseStatus.NOT_ACCEPTED.label))
    return case


@transaction.atomic
def decide_case(*, case: Case, decision: str, reason: str = "", number: str = "", by: Any, at: datetime) -> Case:
    """Grant or refuse what was asked for; a refusal gives its reason."""
    check_may_decide(case)
    check_decision(decision=decision, reason=reason)
    with refusing_violations(Case):
        case = CASE.move(
            case,
            CaseStatus.DECIDED,
            by=by,
            at=at,
            reason=reason,
            decision=decision,
            decision_reason=reason,
            decision_number=number,
            decided_at=at,
        )
    tell_applicant(case, CASE_ANSWERED, at=at, outcome=in_both(Decision(decision).label))
    return case


def tell_applicant(case: Case, topic: Topic, *, at: datetime, **words: Any) -> None:
    """Whoever sent the request hears what became of it."""
    notify(
        topic,
        recipients=[case.applicant_id],
        key=str(case.pk),
        url=reverse("services:case", args=[case.pk]),
        at=at,
        params={"park": in_both(case.park), "subject": case.subject, **words},
    )


def withdraw_case(*, case: Case, by: Any, at: datetime) -> Case:
    """Take back a request that the park has not accepted yet."""
    check_may_withdraw(case)
    return CASE.move(case, CaseStatus.WITHDRAWN, by=by, at=at)


@transaction.atomic
def add_document(*, case: Case, upload: Any, by: Any, at: datetime) -> CaseDocument:
    """Hand in a document of the case; whoever may read the case may open it once it has passed the scan."""
    if not by.has_perm(ADD_DOCUMENT, case):
        raise NotPermitted(DOCUMENTS_COME_FROM)
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    check_may_add_document(case)
    owners = {"park_id": case.park_id, "enterprise_id": case.enterprise_id}
    attachment = store(upload=upload, view_permission="services.view_case", by=by, at=at, **owners)
    document = CaseDocument.objects.create(**owners, case=case, attachment=attachment)
    audit.record("document_added", case, by=by, at=at, after={"name": attachment.name, "sha256": attachment.sha256})
    return document


@transaction.atomic
def remove_document(*, document: CaseDocument, by: Any, at: datetime) -> None:
    """Take a document back; that it was there, its name and hash stay in the audit."""
    if not by.has_perm(ADD_DOCUMENT, document.case):
        raise NotPermitted(DOCUMENTS_COME_FROM)
    check_may_remove_document(document, by)
    attachment = document.attachment
    removed = {"name": attachment.name, "sha256": attachment.sha256}
    document.delete()
    discard(attachment=attachment, by=by, at=at)
    audit.record("document_removed", document.case, by=by, at=at, before=removed)


@transaction.atomic
def rate_case(*, case: Case, level: int, comment: str = "", by: Any, at: datetime) -> Rating:
    """Say how the case was handled: once, for good, and with words where it was bad."""
    if not by.has_perm("services.rate_case", case):
        raise NotPermitted(_("Only the enterprise that asked rates the case."))
    check_may_rate(case)
    check_rating(level=level, comment=comment)
    with refusing_violations(Rating):
        rating = Rating.objects.create(
            park_id=case.park_id,
            enterprise_id=case.enterprise_id,
            case=case,
            level=level,
            comment=comment,
            rated_by=by,
            rated_at=at,
        )
    audit.record("case_rated", case, by=by, at=at, after={"level": level, "comment": comment})
    return rating


@transaction.atomic
def recount_case(*, case: Case, reason: str, by: Any, at: datetime) -> bool:
    """Count an open case's days again after the calendar changed; the case says why its day moved. True if it did."""
    locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    now = due_dates(locked) if locked.status in OPEN else {}
    before = {name: getattr(locked, name) for name in now}
    if before == now:
        return False
    Case.objects.filter(pk=locked.pk).update(**now)
    audit.record("case_due_date_recounted", locked, by=by, at=at, before=before, after=now, reason=reason)
    return True


@transaction.atomic
def open_case_to(*, case: Case, user: Any, until: datetime, reason: str, by: Any, at: datetime) -> ObjectGrant:
    """Let an expert or another office look at this one case, until a day."""
    check_answers(case, by)
    return open_object(
        user=user,
        permission="services.view_case",
        row=case,
        granted_by=Organisation.objects.get(kind=OrganisationKind.PARK, park=case.park_id),
        tenants={"park": case.park_id},
        title=f"{case.code} {case.subject}",
        address=reverse("services:case", args=[case.pk]),
        document=reason,
        until=until,
        by=by,
        at=at,
    )


@transaction.atomic
def close_case_to(*, case: Case, grant: ObjectGrant, by: Any, at: datetime) -> ObjectGrant:
    check_answers(case, by)
    return close_object(grant=grant, reason="", by=by, at=at)


def check_answers(case: Case, by: Any) -> None:
    if not by.has_perm("services.handle_case", case):
        raise NotPermitted(_("Only the park's service officer or its head opens a case to others."))
