"""Thin doors for the worker."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from accounts.models import User
from assessment.actions.appeals import finish_rerun, open_rerun
from assessment.actions.peers import keep_peer_medians
from assessment.actions.runs import STEPS, RunStep, read_inputs, score, store_run
from assessment.actions.seals import record_seal_check
from assessment.models import Appeal, Cycle, Run, Seal
from assessment.selectors.seal_check import fault_of
from core.jobs import JobHandle, TenantTask
from core.rowsecurity import scope
from parks.models import Park


@shared_task(base=TenantTask, name="assessment.run_assessment")
def run_assessment(*, handle: JobHandle, run_id: int, **_: Any) -> None:
    """Compute a requested run and keep it; killed anywhere, the next attempt starts from the same inputs."""
    handle.report(0, STEPS, RunStep.READING)
    with handle.scope():
        run = Run.objects.select_related("cycle__plan").get(pk=run_id)
        system, inputs = read_inputs(run)
    computed = score(run, system, inputs, handle.report)
    with handle.scope() as job:
        store_run(run=run, computed=computed, at=timezone.now())
        handle.finish(job, result_url=f"/assessment/{run.cycle.year}/ranking/")


@shared_task(base=TenantTask, name="assessment.rerun_after_appeal")
def rerun_after_appeal(*, handle: JobHandle, appeal_id: int, **_: Any) -> None:
    """Run the year again with the corrected figure, and seal it where it was sealed."""
    handle.report(0, STEPS, RunStep.READING)
    asker = User.objects.filter(pk=handle.user).first()
    with handle.scope() as job:
        run = open_rerun(appeal=Appeal.objects.get(pk=appeal_id), job=job, by=asker, at=timezone.now())
        system, inputs = read_inputs(run)
    computed = score(run, system, inputs, handle.report)
    with handle.scope() as job:
        finish_rerun(run=run, computed=computed, by=asker, at=timezone.now())
        handle.finish(job, result_url=f"/assessment/{run.cycle.year}/runs/compare/")


@shared_task(base=TenantTask, name="assessment.verify_seal")
def verify_seal(*, handle: JobHandle, seal_id: int, **_: Any) -> None:
    """Compute a seal and its chain again; what came of it stays in the audit."""
    with handle.scope() as job:
        seal = Seal.objects.select_related("cycle__plan").get(pk=seal_id)
        fault = fault_of(seal.cycle)
        asker = User.objects.filter(pk=handle.user).first()
        record_seal_check(seal=seal, fault=fault, by=asker, at=timezone.now())
        handle.finish(job, result_url=f"/assessment/{seal.cycle.year}/seal/", message=fault)


@shared_task(name="assessment.keep_peer_medians")
def keep_medians_of_locked_years() -> None:
    """Every night for the newest year whose cut-off has passed, for the grid of the next."""
    today = timezone.localdate()
    cycle = Cycle.objects.filter(cutoff_on__lt=today).order_by("-year").first()
    if cycle is not None:
        with scope(park=list(Park.objects.values_list("pk", flat=True))):
            keep_peer_medians(cycle=cycle)
