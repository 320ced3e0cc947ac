"""Work that outlives a request: an outbox row in the business transaction, a poke to Celery after commit.

The broker may lose or double any message; the row decides. A task claims its job by a conditional update, works in
scopes of its own, and every write checks that the attempt is still its own: a paused twin cannot write.
"""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from celery import Task, current_app, shared_task
from celery.signals import worker_ready, worker_shutting_down
from django.core.cache import cache
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from core import audit
from core.errors import Refused
from core.models import Job, JobStatus
from core.rowsecurity import current_scope, scope

STALE_SECONDS = 60
LATER_SECONDS = 60
WORKER_SEEN = "portal-worker-seen"
logger = logging.getLogger(__name__)


class Cancelled(Exception):
    """Somebody asked the job to stop."""


class Later(Exception):
    """What the job needs does not answer now; it goes back into the queue and is sent again after a while."""


class Superseded(Exception):
    """Another attempt has taken the job over; this one must not write."""


def enqueue(
    kind: str, *, run_key: str, by: Any, organisation_id: int | None = None, queue: str = "default", **arguments: Any
) -> Job:
    """Ask for work in the present transaction and scope; the same ``run_key`` is the same job."""
    opened = current_scope()
    ids = {name: sorted(values) for name, values in opened.ids.items()} if opened else {}
    job, made = Job.objects.get_or_create(
        run_key=run_key,
        defaults={
            "kind": kind,
            "queue": queue,
            "arguments": arguments,
            "scope": ids,
            "user_id": by.pk if by is not None else None,
            "organisation_id": organisation_id,
        },
    )
    if made:
        transaction.on_commit(lambda: poke(job.pk, kind, queue))
    return job


def poke(job_id: Any, kind: str, queue: str) -> None:
    """Tell Celery that there is work; a broker that is down costs time, not the job."""
    try:
        current_app.send_task(kind, kwargs={"job_id": str(job_id)}, queue=queue, retry=False)
    except (OperationalError, OSError):
        logger.warning("The broker did not answer; the sweeper will send job %s.", job_id)


@dataclass
class JobHandle:
    """A claimed job in the hands of one attempt."""

    id: str
    attempt: int
    user: int | None
    ids: dict[str, Any]  # dimension: keys

    @contextmanager
    def scope(self) -> Iterator[Job]:
        """A transaction under the asker's scope, with the job's row locked for this attempt."""
        with scope(user=self.user or 0, **self.ids):
            job = Job.objects.select_for_update().get(pk=self.id)
            if job.attempt != self.attempt or job.status != JobStatus.RUNNING:
                raise Superseded
            yield job

    def report(self, done: int, total: int, step: str) -> None:
        """Show progress, beat the heart, and stop here when somebody asked for it."""
        with self.scope() as job:
            if job.cancel_requested:
                raise Cancelled
            Job.objects.filter(pk=self.id).update(done=done, total=total, step=step, heartbeat_at=timezone.now())

    def finish(self, job: Job, *, result_url: str = "", message: str = "") -> None:
        """Close the job in the transaction that wrote its effect."""
        Job.objects.filter(pk=job.pk).update(
            status=JobStatus.DONE, finished_at=timezone.now(), result_url=result_url, message=message, done=job.total
        )

    def put_back(self) -> None:
        """Leave the job for the sweeper, who sends nothing that was poked at less than a moment ago."""
        until = timezone.now() + timedelta(seconds=LATER_SECONDS)
        with self.scope():
            Job.objects.filter(pk=self.id).update(status=JobStatus.QUEUED, poked_at=until)

    def close(self, status: JobStatus, message: str) -> None:
        with self.scope():
            Job.objects.filter(pk=self.id).update(status=status, message=message, finished_at=timezone.now())


def claim(job_id: str) -> JobHandle | None:
    """Take the job, or None when another has it or it is over."""
    with transaction.atomic(), connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT job_attempt, job_user, job_scope FROM claim_job(%s, %s)", [job_id, STALE_SECONDS])
        row = cursor.fetchone()
    if row is None:
        return None
    attempt, user, ids = row
    return JobHandle(id=job_id, attempt=attempt, user=user, ids=load_json(ids))


def load_json(value: Any) -> dict[str, Any]:
    return dict(json.loads(value) if isinstance(value, str) else value)


class TenantTask(Task):
    """A Celery task whose only message is the id of its job; ``run(handle, **arguments)`` does the work."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> None:
        work(str(kwargs["job_id"]), self.run)


def work(job_id: str, run: Any) -> None:
    """Claim, run, and leave the job done, failed or cancelled, whatever happens on the way."""
    handle = claim(job_id)
    if handle is None:
        return
    token = audit.door_in_use.set("task")
    try:
        with handle.scope() as job:
            arguments = job.arguments
        run(handle=handle, **arguments)
    except Superseded:
        logger.info("Job %s went on in another attempt.", job_id)
    except Later as reason:
        logger.warning("Job %s is tried again later: %s", job_id, reason)
        handle.put_back()
    except Cancelled:
        handle.close(JobStatus.CANCELLED, "")
    except Refused as refusal:
        handle.close(JobStatus.FAILED, str(refusal))
    except Exception:
        logger.exception("Job %s failed.", job_id)
        handle.close(JobStatus.FAILED, "")
    finally:
        audit.door_in_use.reset(token)


@shared_task(name="core.sweep_jobs")
def sweep_jobs() -> None:
    """Send again what the broker lost and what a dead worker left."""
    with transaction.atomic(), connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT job_id, job_kind, job_queue FROM lost_jobs(%s)", [STALE_SECONDS])
        lost = cursor.fetchall()
    for job_id, kind, queue in lost:
        poke(job_id, kind, queue)


@worker_ready.connect
def worker_started(**_: Any) -> None:
    worker_alive()


@worker_shutting_down.connect
def worker_stopping(**_: Any) -> None:
    cache.delete(WORKER_SEEN)


@shared_task(name="core.worker_alive")
def worker_alive() -> None:
    """Leave a mark for /readyz."""
    cache.set(WORKER_SEEN, timezone.now().isoformat(), timeout=120)
