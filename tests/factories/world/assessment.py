"""A year's plan, return, run, seal, proposal and appeal of each park."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

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
    Objection,
    ParkReport,
    PeerMedian,
    Plan,
    Proposal,
    PublishedRank,
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
from assessment.workflow import ReturnStatus
from core import audit
from parks.models import Organisation, Park
from tests.factories.world.canaries import AT, HASH, YEAR, park_canary
from tests.factories.world.files import make_attachment

if TYPE_CHECKING:
    from tests.factories.world import World


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


def make_run(cycle: Cycle, **facts: object) -> Run:
    return Run.objects.create(
        cycle=cycle, number=1, requested_at=AT, finished_at=AT, seed=1, draws=10, inputs_sha256=HASH, engine="test", **facts
    )  # fmt: skip


def fill(world: "World", park: Park) -> None:
    """A return with what was entered and said of it, a result with what followed from it, an appeal."""
    canary = park_canary(park.code)
    annual_return = Return.objects.create(park=park, cycle=world.cycle, status=ReturnStatus.SUBMITTED)
    fill_return(world, annual_return, canary)
    fill_standing(world, fill_result(world, park, canary), canary)
    fill_appeal(world, annual_return, canary)
    fill_notice(world, park)
    world.keys.add(str(annual_return.pk))
    audit.record("figure_entered", annual_return, by=None, at=AT, after={"F001": canary}, reason=canary)


def fill_return(world: "World", annual_return: Return, canary: str) -> None:
    """An entry with its evidence, a remark, a finding, a request to unlock."""
    figure, park = world.cycle.plan.figures.get(), annual_return.park
    of_cell = {"park": park, "annual_return": annual_return, "figure": figure}
    FigureEntry.objects.create(**of_cell, value=5, reason=canary, document=canary, entered_at=AT)
    PeerMedian.objects.create(park=park, cycle=world.cycle, figure=figure, peers=3, median=5)
    shown = make_attachment(canary, park_id=park.pk, permission="assessment.view_return")
    evidence = Evidence.objects.create(**of_cell, attachment=shown)
    coordinator, head = (User.objects.get(username=name) for name in ("coordinator", "head-jnq"))
    Remark.objects.create(**of_cell, kind="follow_up", text=canary, written_at=AT, written_by=coordinator)
    Unlock.objects.create(park=park, annual_return=annual_return, reason=canary, asked_at=AT, asked_by=head)
    Finding.objects.create(
        park=park, cycle=world.cycle, adjustment=world.cycle.plan.adjustments.get(), count=1, document_number=canary
    )
    world.keys |= {str(evidence.pk), str(shown.pk)}


def fill_result(world: "World", park: Park, canary: str) -> Proposal:
    """A result with its steps, the park's report, a query, and what the ladder proposes."""
    lineage = {"value": "5", "missing": "", "reason": canary, "document": canary, "entered_by": canary}
    RunResult.objects.create(
        park=park, run=world.run, rank=1, total=50.0, verdict="unqualified", cause="line", rank_low=1, rank_high=2,
        share_below=0.95, steps=steps_of(park), arithmetic={"A01": canary},
        inputs={"F001": lineage | {"entered_at": AT.isoformat()}},
    )  # fmt: skip
    content = {"profile": {}, "worth": [], "peers": None, "note": canary}
    ParkReport.objects.create(park=park, run=world.run, content=content)
    ResultQuery.objects.create(park=park, run=world.run, cell="F001", question=canary, asked_at=AT)
    return Proposal.objects.create(
        park=park, cycle=world.cycle, ladder=Ladder.objects.get(), run=world.run, kind="notification", count=1,
        verdict="unqualified", needs_human=False, reasons=["unqualified_by_line", "first_count"], share_below=0.95,
        reason=canary,
    )  # fmt: skip


def fill_standing(world: "World", proposal: Proposal, canary: str) -> None:
    """The decision and its letter."""
    of_park = {"park": proposal.park, "cycle": world.cycle, "document_number": canary}
    StandingEvent.objects.create(**of_park, proposal=proposal, event="notified", decided_at=AT)
    content = {
        "title": canary, "number": "1", "addressee": "", "chinese": [canary], "english": [], "issuer": "", "day": "",
        "mark": "", "check": "",
    }  # fmt: skip
    letter = Letter.objects.create(**of_park, key=f"proposal:{proposal.pk}", issued_at=AT, content=content)
    world.keys |= {str(proposal.pk), str(letter.pk)}


def fill_appeal(world: "World", annual_return: Return, canary: str) -> None:
    """An appeal and the correction that it brought."""
    park, figure = annual_return.park, world.cycle.plan.figures.get()
    appeal = Appeal.objects.create(
        park=park, cycle=world.cycle, figure=figure, counted=5, claimed=6, ground=canary, evidence=canary, filed_at=AT
    )
    FigureCorrection.objects.create(
        park=park, annual_return=annual_return, figure=figure, appeal=appeal, value=6, reason=canary, document=canary,
        corrected_at=AT,
    )  # fmt: skip
    world.keys.add(str(appeal.pk))


def fill_notice(world: "World", park: Park) -> None:
    """What is let out of the park's result, and an objection to it: the zone's alone."""
    zone = Organisation.objects.get(kind="zone")
    PublishedRank.objects.create(
        organisation=zone, park=park, cycle=world.cycle, rank=1, total=50.0, verdict="unqualified"
    )
    canary = park_canary(park.code, "assessment.view_objection")
    objection = Objection.objects.create(
        organisation=zone, cycle=world.cycle, park=park, name=canary, contact=canary, ground=canary, submitted_at=AT
    )
    world.keys.add(str(objection.pk))


def steps_of(park: Park) -> dict[str, object]:
    """A unit's record as the engine writes it."""
    return {
        "unit": park.code, "name": None, "rank": 1, "total": 50.0, "score": 50.0, "verdict": "unqualified", "reasons": [],
        "group_ranks": {}, "deductions": [{"column": "X01", "count": 1, "points": 1}], "bonuses": [], "vetoes": [],
        "availability": {"TOTAL": 1.0, "industry": 1.0}, "raw": {"A01": 5.0}, "missing": {}, "denominated": {"A01": 5.0},
        "imputed": [], "treated": {"A01": 5.0}, "treatments": {}, "normalised": {"A01": 50.0},
        "scores": {"TOTAL": 50.0, "industry": 50.0},
    }  # fmt: skip


def make_seal(run: Run, before: Seal | None, codes: Iterable[str]) -> Seal:
    """A seal whose file holds every park's canary: it is the zone's alone."""
    zone = Organisation.objects.get(kind="zone")
    content = json.dumps(
        {
            "head": {"year": run.cycle.year, "number": 1}, "run": {"number": 1, "draws": 10, "seed": 1}, "system": {},
            "values": {code: {"park": park_canary(code)} for code in codes},
            "standing": {"proposals": [], "case": {"events": [park_canary(code) for code in codes]}},
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
