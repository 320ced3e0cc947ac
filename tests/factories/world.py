"""A small world with something of everybody's in it, each text marked with its tenant's canary.

``build_world`` fills every tenant's table for two parks and three enterprises, two of them neighbours in one park. The
canary of a tenant in bytes sent to somebody who does not reach that tenant is a leak. The isolation test fails when a
tenant's model has no row here, so a new model joins by joining this world.
"""

import hashlib
import json
import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile

from accounts.models import User
from assessment.demo.load import LADDER
from assessment.models import (
    Adjustment,
    Appeal,
    Area,
    Cycle,
    Evidence,
    FigureCorrection,
    FigureDefinition,
    FigureEntry,
    Finding,
    Indicator,
    Ladder,
    Letter,
    ParkReport,
    PeerMedian,
    Plan,
    Proposal,
    Remark,
    ResultQuery,
    Return,
    Run,
    RunOutput,
    RunResult,
    Seal,
    SealedFile,
    StandingEvent,
    Unlock,
)
from assessment.plan_content import system_of
from assessment.workflow import ReturnStatus
from core import audit, jobs
from core.attachments.actions import file_storage
from core.models import Attachment
from enterprises.models import Enterprise, RecordClaim, Residency
from parks.access import access_of
from parks.models import Invitation, Organisation, Park
from parks.policies.memberships import MANAGE
from services.models import Case, CaseDocument, Rating, ServiceItem

YEAR = 2024
AT = datetime(2025, 6, 1, 8, tzinfo=UTC)
PARKS = ("JNQ", "MHG", "CORE")
OWNERS = {"owner-a": "JNQ", "owner-b": "JNQ", "owner-c": "MHG"}
HASH = "0" * 64


def park_canary(code: str, permission: str = "assessment.view_return") -> str:
    """A text of the park's, and the permission that opens it: what tests/walk/canaries.py judges by."""
    return f"canary-park-{code}-for-{permission}-end"


def enterprise_canary(username: str, permission: str = "services.view_case") -> str:
    """A text of the enterprise's, read by its own people and by its park's."""
    return f"canary-enterprise-{username}-for-{permission}-end"


@dataclass
class World:
    """What was built, for whoever needs a key of it."""

    cycle: Cycle
    parks: dict[str, Park]
    cases: dict[str, Case] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)  # every key that an address may name


def build_world() -> World:
    """Inside the zone's scope: plan, cycle, and everybody's rows."""
    world = World(make_cycle(), {code: Park.objects.get(code=code) for code in PARKS})
    run = Run.objects.create(
        cycle=world.cycle, number=1, requested_at=AT, finished_at=AT, seed=1, draws=10, inputs_sha256=HASH, engine="test",
        system=system_of(world.cycle.plan),
    )  # fmt: skip
    for code, park in world.parks.items():
        fill_park(world, park, park_canary(code), run)
    for username, code in OWNERS.items():
        fill_enterprise(world, username, world.parks[code])
    earlier = make_cycle(YEAR - 2)
    before = Run.objects.create(
        cycle=earlier, number=1, requested_at=AT, finished_at=AT, seed=1, draws=10, inputs_sha256=HASH, engine="test"
    )  # fmt: skip
    seal_world(run, seal_world(before, None))
    return world


def seal_world(run: Run, before: Seal | None) -> Seal:
    """A seal whose file holds every park's canary: it is the zone's alone."""
    zone = Organisation.objects.get(kind="zone")
    content = json.dumps(
        {
            "head": {"year": run.cycle.year, "number": 1}, "run": {"number": 1, "draws": 10, "seed": 1}, "system": {},
            "values": {code: {"park": park_canary(code)} for code in PARKS},
            "standing": {"proposals": [], "case": {"events": [park_canary(code) for code in PARKS]}},
        }
    )  # fmt: skip
    RunOutput.objects.create(organisation=zone, run=run, content=content)
    seal = Seal.objects.create(
        organisation=zone, cycle=run.cycle, run=run, number=1, year_before=before, sealed_at=AT,
        sha256=hashlib.sha256(content.encode() + bytes([run.number, run.cycle.year % 256])).hexdigest(),
        signature="0" * 128, public_key="0" * 64,
    )  # fmt: skip
    SealedFile.objects.create(organisation=zone, seal=seal, content=content)
    return seal


def make_cycle(year: int = YEAR) -> Cycle:
    plan = Plan.objects.create(year=year, name_en="Plan", name_zh_hans="方案", seed=1, draws=10)
    area = Area.objects.create(
        plan=plan, code="industry", position=1, name_en="Industry", name_zh_hans="产业", weight=100
    )
    names = {"plan": plan, "position": 1, "name_en": "Area", "name_zh_hans": "面积"}
    FigureDefinition.objects.create(
        **names, code="F001", section="industry", unit="km2", figure_type="decimal", decimals=2, kind="typed",
        source="plots", register="none", minimum=1, maximum=100, evidence="none",
    )  # fmt: skip
    Indicator.objects.create(
        **names, code="A01", area=area, unit="km2", direction=1, kind="typed", formula="area", expression="F001",
        normalise="goalposts", post_low=0, post_high=10, weight=100,
    )  # fmt: skip
    Adjustment.objects.create(**names, code="X01", kind="deduction", points=1, cap=2)
    Ladder.objects.get_or_create(version=1, defaults={"rules": LADDER, "valid_from_year": 2020})
    return Cycle.objects.create(year=year, plan=plan, opens_on=date(year, 11, 1), cutoff_on=date(year + 1, 3, 31))


def fill_park(world: World, park: Park, canary: str, run: Run) -> None:
    """A return with an entry, a finding, a result with its steps, a proposal, a decision, an event."""
    cycle, plan = world.cycle, world.cycle.plan
    annual_return = Return.objects.create(park=park, cycle=cycle, status=ReturnStatus.SUBMITTED)
    FigureEntry.objects.create(
        park=park, annual_return=annual_return, figure=plan.figures.get(), value=Decimal(5), reason=canary,
        document=canary, entered_at=AT,
    )  # fmt: skip
    figure = plan.figures.get()
    PeerMedian.objects.create(park=park, cycle=cycle, figure=figure, peers=3, median=5)
    Unlock.objects.create(
        park=park,
        annual_return=annual_return,
        reason=canary,
        asked_at=AT,
        asked_by=User.objects.get(username="head-jnq"),
    )
    shown = Attachment.objects.create(
        park_id=park.pk, view_permission="assessment.view_return", name=f"{canary}.txt", size=len(canary),
        content_type="text/plain", sha256=HASH, uploaded_by_id=1, uploaded_by_name=canary, uploaded_at=AT,
        stored_as=file_storage().save(f"world/{uuid.uuid4().hex}", ContentFile(canary)), state="clean", scanned_at=AT,
    )  # fmt: skip
    evidence = Evidence.objects.create(park=park, annual_return=annual_return, figure=figure, attachment=shown)
    world.keys |= {str(evidence.pk), str(shown.pk)}
    Remark.objects.create(
        park=park, annual_return=annual_return, figure=figure, kind="follow_up", text=canary, written_at=AT,
        written_by=User.objects.get(username="coordinator"),
    )  # fmt: skip
    Finding.objects.create(park=park, cycle=cycle, adjustment=plan.adjustments.get(), count=1, document_number=canary)
    lineage = {"value": "5", "missing": "", "reason": canary, "document": canary, "entered_by": canary}
    RunResult.objects.create(
        park=park, run=run, rank=1, total=50.0, verdict="unqualified", cause="line", rank_low=1, rank_high=2,
        share_below=0.95, steps=steps_of(park), arithmetic={"A01": canary},
        inputs={"F001": lineage | {"entered_at": AT.isoformat()}},
    )  # fmt: skip
    ParkReport.objects.create(park=park, run=run, content={"profile": {}, "worth": [], "peers": None, "note": canary})
    proposal = Proposal.objects.create(
        park=park, cycle=cycle, ladder=Ladder.objects.get(), run=run, kind="notification", verdict="unqualified", count=1,
        needs_human=False, reasons=["unqualified_by_line", "first_count"], share_below=0.95, reason=canary,
    )  # fmt: skip
    StandingEvent.objects.create(
        park=park, cycle=cycle, proposal=proposal, event="notified", document_number=canary, decided_at=AT
    )
    ResultQuery.objects.create(park=park, run=run, cell="F001", question=canary, asked_at=AT)
    appeal = Appeal.objects.create(
        park=park,
        cycle=cycle,
        figure=plan.figures.get(),
        counted=5,
        claimed=6,
        ground=canary,
        evidence=canary,
        filed_at=AT,
    )
    FigureCorrection.objects.create(
        park=park, annual_return=annual_return, figure=plan.figures.get(), appeal=appeal, value=6, reason=canary,
        document=canary, corrected_at=AT,
    )  # fmt: skip
    world.keys |= {str(appeal.pk)}
    letter = Letter.objects.create(
        park=park, cycle=cycle, key=f"proposal:{proposal.pk}", document_number=canary, issued_at=AT,
        content={
            "title": canary, "number": "1", "addressee": "", "chinese": [canary], "english": [], "issuer": "", "day": "",
            "mark": "", "check": "",
        },
    )  # fmt: skip
    world.keys |= {str(letter.pk)}
    audit.record("figure_entered", annual_return, by=None, at=AT, after={"F001": canary}, reason=canary)
    body = Organisation.objects.get(kind="park", park=park)
    invitation = Invitation.objects.create(
        given_by=body, organisation=body, role=Group.objects.get(name="park_clerk"), email=f"{park_canary(park.code, MANAGE)}@example.org",
        valid_from=AT, permission=MANAGE, invited_by=User.objects.get(username="secadmin"),
        invited_at=AT, expires_at=AT + timedelta(days=14),
    )  # fmt: skip
    world.keys |= {str(annual_return.pk), str(proposal.pk), str(body.pk), str(invitation.pk)}
    world.keys.add(str(body.memberships.order_by("pk").values_list("pk", flat=True)[0]))


def steps_of(park: Park) -> dict[str, object]:
    """A unit's record as the engine writes it."""
    return {
        "unit": park.code, "name": None, "rank": 1, "total": 50.0, "score": 50.0, "verdict": "unqualified", "reasons": [],
        "group_ranks": {}, "deductions": [{"column": "X01", "count": 1, "points": 1}], "bonuses": [], "vetoes": [],
        "availability": {"TOTAL": 1.0, "industry": 1.0}, "raw": {"A01": 5.0}, "missing": {}, "denominated": {"A01": 5.0},
        "imputed": [], "treated": {"A01": 5.0}, "treatments": {}, "normalised": {"A01": 50.0},
        "scores": {"TOTAL": 50.0, "industry": 50.0},
    }  # fmt: skip


def fill_enterprise(world: World, username: str, park: Park) -> None:
    """An open case, a decided and rated one, and a job, all of one enterprise."""
    owner = User.objects.get(username=username)
    (key,) = access_of(owner).everything()["enterprise"]
    enterprise, canary = Enterprise.objects.get(pk=key), enterprise_canary(username)
    item, _made = ServiceItem.objects.get_or_create(
        code="S01",
        defaults={
            "name_en": "Registration", "name_zh_hans": "登记", "area": "market_access", "kind": "registration",
            "statutory_days": 3, "promised_days": 1, "day_type": "working", "mark": "demo", "documents_en": [], "documents_zh_hans": [],
        },
    )  # fmt: skip
    facts = {
        "item": item, "park": park, "enterprise": enterprise, "applicant": owner, "subject": canary, "contact": canary,
        "description": canary, "promised_days": 1, "day_type": "working", "submitted_at": AT, "answer_due_date": date(2025, 6, 9),
    }  # fmt: skip
    world.cases[username] = Case.objects.create(**facts, submission_key=uuid.uuid4())
    decided = Case.objects.create(
        **facts, submission_key=uuid.uuid4(), status="decided", accepted_on=date(2025, 6, 2), due_date=date(2025, 6, 3),
        decided_at=AT, decision="granted",
    )  # fmt: skip
    Rating.objects.create(
        park=park, enterprise=enterprise, case=decided, level=1, comment=canary, rated_by=owner, rated_at=AT
    )
    attachment = Attachment.objects.create(
        park_id=park.pk, enterprise_id=key, view_permission="services.view_case", name=f"{canary}.txt", size=len(canary),
        content_type="text/plain", sha256=HASH, uploaded_by_id=owner.pk, uploaded_by_name=canary, uploaded_at=AT,
        stored_as=file_storage().save(f"world/{uuid.uuid4().hex}", ContentFile(canary)), state="clean", scanned_at=AT,
    )  # fmt: skip
    document = CaseDocument.objects.create(
        park=park, enterprise=enterprise, case=world.cases[username], attachment=attachment
    )
    world.keys |= {str(document.pk), str(attachment.pk)}
    audit.record("case_requested", world.cases[username], by=owner, at=AT, after={"subject": canary}, reason=canary)
    claim = RecordClaim.objects.create(
        decided_by=Organisation.objects.get(kind="park", park=park), credit_code=enterprise.credit_code,
        enterprise=enterprise, name="Claimant", email="claimant@example.org", submitted_at=AT,
        evidence=park_canary(park.code, "enterprises.decide_claim"),
    )  # fmt: skip
    world.keys.add(str(claim.pk))
    job = jobs.enqueue("test.nothing", run_key=f"world:{username}", by=owner, organisation_id=key)
    job.step = job.message = canary
    job.save(update_fields=["step", "message"])
    world.keys |= {str(world.cases[username].pk), str(decided.pk), str(job.pk)}


TENANT_MODELS_FILLED_ELSEWHERE = {Residency}  # the zone itself stands with two residents a park
