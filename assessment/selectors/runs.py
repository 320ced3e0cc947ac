"""The runs of a year with what became of each."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessment.models import Cycle, Run
from assessment.selectors.standing import Sign
from core.models import Job, JobStatus


@dataclass(frozen=True)
class RunRow:
    """A run, its job where a worker had it, and its state."""

    run: Run
    job: Job | None
    sign: Sign


def runs_of(cycle: Cycle) -> list[RunRow]:
    """All runs, newest first, in two queries."""
    runs = list(cycle.runs.select_related("requested_by").defer("system").order_by("-number"))
    jobs = Job.objects.in_bulk([run.job_id for run in runs if run.job_id])
    return [RunRow(run, job, state_of_run(run, job, cycle)) for run in runs for job in [jobs.get(run.job_id)]]


def state_of_run(run: Run, job: Job | None, cycle: Cycle) -> Sign:
    """Released, finished, under way, failed or stopped."""
    if run.finished_at is not None:
        return Sign("done", _("Released")) if cycle.released_run_id == run.pk else Sign("plain", _("Finished"))
    if job is None:
        return Sign("off", _("Not finished"))
    kinds = {JobStatus.FAILED: "bad", JobStatus.CANCELLED: "off", JobStatus.DONE: "plain"}
    return Sign(kinds.get(JobStatus(job.status), "wait"), job.get_status_display())
