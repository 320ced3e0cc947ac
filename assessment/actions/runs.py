"""Running a year: asked for once at a time, computed from frozen inputs, every step kept."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment import engine
from assessment.actions.plans import check_frozen_plan
from assessment.actions.proposals import propose_standing
from assessment.engine import Result, UnitResult
from assessment.engine.output import ENGINE
from assessment.inputs import ParkInputs, gather
from assessment.models import Cycle, Return, Run, RunOutput, RunResult
from assessment.plan_content import ROOT, UNQUALIFIED, system_of
from assessment.policies import check_may_cancel
from assessment.workflow import RETURN, ReturnStatus
from core import audit, jobs
from core.errors import NotAllowed, NotPermitted
from core.models import Job, JobStatus
from parks.models import Organisation, OrganisationKind, Park

NOT_RATED = "not_rated"


class RunStep(models.TextChoices):
    """What a run reports on its way; the job's row keeps the code, the page says it in the reader's language."""

    READING = "reading", gettext_lazy("reading the accepted figures")
    SCORING = "scoring", gettext_lazy("scoring and ranking")
    DRAWING = "drawing", gettext_lazy("drawing the variants")
    STORING = "storing", gettext_lazy("storing the results")


STEPS = len(RunStep)

Report = Callable[[int, int, str], None]


@transaction.atomic
def request_run(*, cycle: Cycle, by: Any, at: datetime, queue: bool = True) -> Run:
    """Open a run of the cycle; with ``queue`` a worker computes it, else the caller does, in this transaction."""
    if by is not None and not by.has_perm("assessment.request_run", cycle):
        raise NotPermitted(_("A municipal coordinator runs the assessment."))
    locked = Cycle.objects.select_for_update(of=("self",)).select_related("plan").get(pk=cycle.pk)
    check_may_run(locked, at)
    run = open_run(cycle=locked, by=by, at=at)
    if queue:
        job = jobs.enqueue(
            "assessment.run_assessment",
            run_key=f"assessment-run:{run.pk}",  # a year put back begins with number 1 again
            by=by,
            organisation_id=zone_organisation().pk,
            queue="assessment",
            run_id=run.pk,
        )
        run.job_id = job.pk
        run.save(update_fields=["job_id"])
    return run


def open_run(*, cycle: Cycle, by: Any, at: datetime, job_id: Any = None) -> Run:
    """The next run of the cycle, by its plan's seed and draws."""
    locked = Cycle.objects.select_for_update(of=("self",)).select_related("plan").get(pk=cycle.pk)
    run = Run.objects.create(
        cycle=locked,
        number=locked.runs.count() + 1,
        job_id=job_id,
        requested_by=by,
        requested_at=at,
        seed=locked.plan.seed,
        draws=locked.plan.draws,
    )
    audit.record("run_requested", run, by=by, at=at, after={"number": run.number, "seed": run.seed})
    return run


def zone_organisation() -> Organisation:
    return Organisation.objects.get(kind=OrganisationKind.ZONE)


def check_may_run(cycle: Cycle, at: datetime) -> None:
    if not cycle.is_assessed:
        raise NotAllowed(
            _("The figures of %(year)s only serve the comparison in the year after; it is not assessed.")
            % {"year": cycle.year}
        )
    if at < cycle.cutoff_at:
        raise NotAllowed(
            _("The figures of %(year)s can still change until the end of %(day)s; run it after that.")
            % {"year": cycle.year, "day": cycle.cutoff_on.isoformat()}
        )
    check_frozen_plan(cycle.plan)
    open_jobs = Job.objects.filter(
        pk__in=cycle.runs.filter(finished_at__isnull=True).values("job_id"),
        status__in=[JobStatus.QUEUED, JobStatus.RUNNING],
    )
    if open_jobs.exists():
        raise NotAllowed(_("A run of %(year)s is under way; wait for it or cancel it first.") % {"year": cycle.year})


@transaction.atomic
def cancel_run(*, run: Run, by: Any, at: datetime) -> Job:
    """Stop a run that is under way; one that no worker has taken yet ends here, another at its next step."""
    if not by.has_perm("assessment.request_run", run):
        raise NotPermitted(_("A municipal coordinator stops a run of the assessment."))
    job = Job.objects.select_for_update().get(pk=run.job_id)
    check_may_cancel(job)
    job.cancel_requested = True
    if job.status == JobStatus.QUEUED:
        job.status, job.finished_at = JobStatus.CANCELLED, at
    job.save(update_fields=["cancel_requested", "status", "finished_at"])
    audit.record("run_cancelled", run, by=by, at=at, after={"number": run.number})
    return job


def silent(done: int, total: int, step: str) -> None:
    """For whoever does not show progress."""


@dataclass(frozen=True)
class Computed:
    """What a run brings home: the inputs as they were read, the engine's result, and how far its draws move it."""

    inputs: list[ParkInputs]
    result: Result
    uncertainty: Any


def read_inputs(run: Run) -> tuple[dict[str, Any], list[ParkInputs]]:
    """The plan as the engine's system and every park's row, read in the present scope."""
    return system_of(run.cycle.plan), gather(run.cycle, as_of=run)


def score(run: Run, system: dict[str, Any], inputs: list[ParkInputs], report: Report = silent) -> Computed:
    """Let the engine work on what was read; touches no database, so no transaction stays open meanwhile."""
    report(1, STEPS, RunStep.SCORING)
    try:
        index = engine.parse(system, [each.row for each in inputs])
        result = engine.evaluate(index)
        report(2, STEPS, RunStep.DRAWING)
        uncertainty = engine.uncertainty(index, draws=run.draws, seed=run.seed)
    except engine.Faults as faults:
        raise NotAllowed(" ".join(faults.lines)) from faults
    report(3, STEPS, RunStep.STORING)
    return Computed(inputs, result, uncertainty)


def compute(run: Run) -> Computed:
    """Read and score at once, in the caller's transaction."""
    return score(run, *read_inputs(run))


@transaction.atomic
def store_run(*, run: Run, computed: Computed, at: datetime) -> Run:
    """Keep the results, lock the returns that counted, propose standing; all or nothing."""
    locked = Run.objects.select_for_update(of=("self",)).select_related("cycle__plan").get(pk=run.pk)
    if locked.finished_at is not None:
        raise NotAllowed(_("This run is finished already."))
    locked.finished_at = at
    locked.engine = ENGINE
    locked.inputs_sha256 = hash_of(computed.result)
    locked.system = system_of(locked.cycle.plan)
    locked.save()
    text = engine.as_json(computed.result, computed.uncertainty)
    RunOutput.objects.create(organisation=zone_organisation(), run=locked, content=text)
    RunResult.objects.bulk_create(results_of(locked, computed, json.loads(text)))
    lock_returns(locked.cycle, [each.park for each in computed.inputs if each.accepted], at)
    propose_standing(run=locked, at=at)
    audit.record("run_finished", locked, by=None, at=at, after={"inputs_sha256": locked.inputs_sha256})
    return locked


def hash_of(result: Result) -> str:
    """One hash over the canonical plan and the canonical values."""
    return hashlib.sha256(f"{result.index.system_sha256}\n{result.index.values_sha256}\n".encode()).hexdigest()


def results_of(run: Run, computed: Computed, output: Mapping[str, Any]) -> list[RunResult]:
    """Each park's row; ``output`` is the engine's answer as a value."""
    steps = {unit["unit"]: unit for unit in output["units"]}
    units = {unit.unit: unit for unit in computed.result.units}
    spread = {unit.unit: unit for unit in computed.uncertainty.units}
    return [
        park_result(run, each, units[each.park.code], spread.get(each.park.code), steps[each.park.code])
        for each in computed.inputs
    ]


def park_result(run: Run, each: ParkInputs, unit: UnitResult, spread: Any, steps: dict[str, Any]) -> RunResult:
    """A park's row; ``spread`` is empty for a park that no draw could rank."""
    is_rated = unit.rank is not None
    return RunResult(
        run=run,
        park=each.park,
        rank=unit.rank,
        total=unit.total,
        verdict=unit.verdict,
        cause=(unit.cause or "") if unit.verdict == UNQUALIFIED else "",
        own_default=unit.verdict == NOT_RATED and each.left_out,
        rank_low=spread.q5 if spread and is_rated else None,
        rank_high=spread.q95 if spread and is_rated else None,
        share_below=spread.p_below_line if spread and is_rated else None,
        steps=steps,
        arithmetic={code: found.steps for code, found in each.evaluations.items()},
        inputs=each.lineage,
    )


def lock_returns(cycle: Cycle, counted: list[Park], at: datetime) -> None:
    for row in Return.objects.filter(cycle=cycle, status=ReturnStatus.ACCEPTED, park__in=counted):
        RETURN.move(row, ReturnStatus.LOCKED, by=None, at=at)


__all__ = ["NOT_RATED", "ROOT", "compute", "request_run", "store_run"]
