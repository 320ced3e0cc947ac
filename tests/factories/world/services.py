"""An open case, a decided and rated one, and a job of each enterprise."""

import uuid
from datetime import date
from typing import TYPE_CHECKING

from accounts.models import User
from core import audit, jobs
from enterprises.models import Enterprise
from parks.models import Park
from services.models import Case, CaseDocument, Correction, Extension, Message, Opinion, Rating, ServiceItem
from tests.factories.world.canaries import AT, enterprise_canary, park_canary
from tests.factories.world.files import make_attachment

if TYPE_CHECKING:
    from tests.factories.world import World


def fill(world: "World", enterprise: Enterprise, owner: User, park: Park) -> None:
    canary, facts = enterprise_canary(owner.username), facts_of(enterprise, owner, park)
    case = world.cases[owner.username] = Case.objects.create(**facts, submission_key=uuid.uuid4())
    decided = Case.objects.create(
        **facts, submission_key=uuid.uuid4(), status="decided", accepted_on=date(2025, 6, 2), due_date=date(2025, 6, 3),
        decided_at=AT, decision="granted",
    )  # fmt: skip
    of_enterprise = {"park": park, "enterprise": enterprise}
    Rating.objects.create(**of_enterprise, case=decided, level=1, comment=canary, rated_by=owner, rated_at=AT)
    file_of = {"park_id": park.pk, "enterprise_id": enterprise.pk, "permission": "services.view_case"}
    attachment = make_attachment(canary, **file_of, by=owner.pk)
    document = CaseDocument.objects.create(**of_enterprise, case=case, attachment=attachment)
    audit.record("case_requested", case, by=owner, at=AT, after={"subject": canary}, reason=canary)
    job = jobs.enqueue("test.nothing", run_key=f"world:{owner}", by=owner, organisation_id=enterprise.pk)
    job.step = job.message = canary
    job.save(update_fields=["step", "message"])
    opinion = fill_exchange(case, owner, park)
    world.keys |= {str(row.pk) for row in (case, decided, document, attachment, job, opinion)}


def fill_exchange(case: Case, owner: User, park: Park) -> Opinion:
    """What passes between the two sides, and what the park asks another department."""
    of_case = {"park": park, "enterprise": case.enterprise, "case": case}
    canary = enterprise_canary(owner.username)
    asked = {"asked_by": User.objects.get(username="secadmin"), "asked_at": AT}
    Message.objects.create(**of_case, from_park=False, words=canary, sent_by=owner, sent_at=AT)
    Extension.objects.create(**of_case, days=2, reason=canary, **asked)
    Correction.objects.create(
        **of_case, fields=["subject"], words=canary, answer=canary, answered_at=AT, answer_by=date(2025, 6, 9), **asked
    )
    return Opinion.objects.create(
        park=park, case=case, asked_of=owner, question=park_canary(park.code, "services.handle_case"), days=5,
        due_date=date(2025, 6, 9), **asked,
    )  # fmt: skip


def facts_of(enterprise: Enterprise, owner: User, park: Park) -> dict[str, object]:
    canary = enterprise_canary(owner.username)
    return {
        "item": make_item(), "park": park, "enterprise": enterprise, "applicant": owner, "subject": canary,
        "contact": canary, "description": canary, "promised_days": 1, "day_type": "working", "submitted_at": AT,
        "answer_due_date": date(2025, 6, 9),
    }  # fmt: skip


def make_item() -> ServiceItem:
    names = {"name_en": "Registration", "name_zh_hans": "登记", "documents_en": [], "documents_zh_hans": []}
    terms = {
        "area": "market_access",
        "kind": "registration",
        "statutory_days": 3,
        "promised_days": 1,
        "day_type": "working",
    }
    return ServiceItem.objects.get_or_create(code="S01", defaults=names | terms | {"mark": "demo"})[0]
