"""Thin doors for the worker."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from assessment.actions.runs import STEPS, compute, store_run
from assessment.models import Run
from core.jobs import JobHandle, TenantTask


@shared_task(base=TenantTask, name="assessment.run_assessment", queue="assessment")
def run_assessment(*, handle: JobHandle, run_id: int, **_: Any) -> None:
    """Compute a requested run and keep it; killed anywhere, the next attempt starts from the same inputs."""
    handle.report(0, STEPS, "")
    with handle.scope():
        run = Run.objects.select_related("cycle__plan").get(pk=run_id)
        inputs, result, uncertainty = compute(run)
    handle.report(3, STEPS, "")
    with handle.scope() as job:
        store_run(run=run, inputs=inputs, result=result, uncertainty=uncertainty, at=timezone.now())
        handle.finish(job, result_url=f"/assessment/{run.cycle.year}/ranking/")
