"""The queue as the system administrator keeps it: what waits, runs and failed, never what the work is about."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.utils.translation import gettext as _

from core import audit
from core.errors import NotAllowed, NotPermitted
from core.jobs import poke
from core.models import Job, JobStatus

KEEP = "core.keep_jobs"


class JobState(NamedTuple):
    id: UUID
    kind: str
    queue: str
    status: str
    attempt: int
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    heartbeat_at: datetime | None
    done: int
    total: int
    is_stopping: bool

    @property
    def words(self) -> str:
        return str(JobStatus(self.status).label)

    @property
    def may_retry(self) -> bool:
        return self.status in {JobStatus.FAILED, JobStatus.CANCELLED}

    @property
    def may_cancel(self) -> bool:
        return self.status in {JobStatus.QUEUED, JobStatus.RUNNING} and not self.is_stopping


def job_states(*, kept: int) -> list[JobState]:
    """The newest jobs of everybody; none outside the system administrator's scope."""
    return [JobState(*row) for row in ask("SELECT * FROM job_states(%s)", kept)]


def ask(sql: str, value: Any) -> list[tuple[Any, ...]]:
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(sql, [value])
        return list(cursor.fetchall())


@transaction.atomic
def retry_job(*, job_id: UUID, by: Any, at: datetime) -> None:
    """A job that failed or was cancelled goes back to the queue; its steps that are done stay done."""
    found = change("SELECT * FROM retry_job(%s)", job_id, by, _("This job neither failed nor was cancelled."))
    audit.record("job_retried", Job(pk=job_id), by=by, at=at)
    transaction.on_commit(lambda: poke(job_id, *found))


@transaction.atomic
def cancel_job(*, job_id: UUID, by: Any, at: datetime) -> None:
    """A waiting job is over; a running one stops at its next report."""
    change("SELECT * FROM cancel_job(%s)", job_id, by, _("This job is over already."))
    audit.record("job_cancelled", Job(pk=job_id), by=by, at=at)


def change(sql: str, job_id: UUID, by: Any, refusal: str) -> tuple[Any, ...]:
    if not by.has_perm(KEEP):
        raise NotPermitted(_("The system administrator keeps the jobs."))
    found = ask(sql, job_id)
    if not found:
        raise NotAllowed(refusal)
    return found[0]
