"""Sealing a year: one file with everything that led to its ranking, hashed, signed, chained; from here on it stays."""

import json
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessment import engine
from assessment.inputs import ParkInputs, gather
from assessment.models import Cycle, Run, RunOutput, Seal, SealedFile
from assessment.plan_content import system_of
from assessment.policies import check_may_seal
from assessment.seal.canonical import canonical, sha256
from assessment.selectors.seals import Head, content_of, moment, newest_seal, present_code
from core import audit, jobs, signing
from core.constraints import refusing_violations
from core.errors import NotAllowed, NotPermitted
from core.models import Job
from parks.models import Organisation, OrganisationKind


@transaction.atomic
def seal_run(*, run: Run, by: Any, at: datetime) -> Seal:
    """Seal the year under this run; a seal that stands already is superseded and linked to."""
    if not by.has_perm("assessment.seal_year", run):
        raise NotPermitted(_("A municipal coordinator seals a year."))
    cycle = Cycle.objects.select_for_update(of=("self",)).select_related("plan").get(pk=run.cycle_id)
    run = Run.objects.select_related("cycle__plan").get(pk=run.pk)
    check_may_seal(cycle, run)
    inputs = gather(cycle, as_of=run)
    check_inputs_are_the_runs(run, inputs)
    earlier, before = newest_seal(cycle), newest_seal_before(cycle)
    text = RunOutput.objects.get(run=run).content
    head = Head(
        year=cycle.year,
        number=earlier.number + 1 if earlier else 1,
        sealed_at=moment(at) or "",
        sealed_by=by.get_username(),
        year_before=before.sha256 if before else None,
        supersedes=earlier.sha256 if earlier else None,
        **present_code(),
    )
    content = canonical(content_of(head, run, inputs, json.loads(text), text))
    return store_seal(cycle, run, content, earlier=earlier, before=before, by=by, at=at)


def check_inputs_are_the_runs(run: Run, inputs: list[ParkInputs]) -> None:
    """What is sealed is what was computed: the figures must not have moved since the run read them."""
    index = engine.parse(system_of(run.cycle.plan), [each.row for each in inputs])
    if sha256(f"{index.system_sha256}\n{index.values_sha256}\n") != run.inputs_sha256:
        raise NotAllowed(
            _("The figures have changed since run %(number)s; run the year again.") % {"number": run.number}
        )


def newest_seal_before(cycle: Cycle) -> Seal | None:
    """The seal that stands for the latest sealed year before this one."""
    return Seal.objects.filter(cycle__year__lt=cycle.year).order_by("cycle__year", "number").last()


def store_seal(
    cycle: Cycle, run: Run, content: str, *, earlier: Seal | None, before: Seal | None, by: Any, at: datetime
) -> Seal:
    zone = Organisation.objects.get(kind=OrganisationKind.ZONE)
    digest = sha256(content)
    with refusing_violations(Seal):
        seal = Seal.objects.create(
            organisation=zone,
            cycle=cycle,
            run=run,
            number=earlier.number + 1 if earlier else 1,
            year_before=before,
            supersedes=earlier,
            sha256=digest,
            signature=signing.sign(bytes.fromhex(digest)),
            public_key=signing.public_key(),
            sealed_by=by,
            sealed_at=at,
        )
        SealedFile.objects.create(organisation=zone, seal=seal, content=content)
    after = {"year": cycle.year, "number": seal.number, "run": run.number, "sha256": digest}
    audit.record("year_sealed", seal, by=by, at=at, after=after)
    return seal


@transaction.atomic
def request_seal_check(*, seal: Seal, by: Any, at: datetime) -> Job:
    """Have a worker compute the seal and its chain again."""
    if not by.has_perm("assessment.verify_seal", seal):
        raise NotPermitted(_("The zone's coordinators and auditors have seals recomputed."))
    return jobs.enqueue(
        "assessment.verify_seal",
        run_key=f"seal-check:{seal.pk}:{by.pk}:{at.isoformat()}",
        by=by,
        organisation_id=seal.organisation_id,
        queue="assessment",
        seal_id=seal.pk,
    )


@transaction.atomic
def record_seal_check(*, seal: Seal, fault: str, by: Any, at: datetime) -> None:
    """Keep who had the seal recomputed and what came of it."""
    event = "seal_broken" if fault else "seal_verified"
    audit.record(event, seal, by=by, at=at, after={"sha256": seal.sha256, "fault": fault})
