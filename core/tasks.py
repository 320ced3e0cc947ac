"""The audit's standing work; each run does what is left to do, so a lost or doubled message changes nothing."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from core.audit.chain import link_events
from core.audit.checks import VERIFY, store_check
from core.audit.seals import copy_out, seal_day
from core.audit.verify import verify
from core.jobs import JobHandle, TenantTask
from core.rowsecurity import keeping


@shared_task(name="core.link_audit")
def link_audit() -> None:
    """Give new events their place, and keep outside how far the chain reaches."""
    if link_events():
        copy_out()


@shared_task(name="core.seal_audit")
def seal_audit() -> None:
    """Seal the day once; runs often, so that a day on which the portal stood still at midnight is sealed too."""
    seal_day(at=timezone.now())


@shared_task(base=TenantTask, name=VERIFY)
def verify_audit(*, handle: JobHandle, result_url: str, **_: Any) -> None:
    """Read the whole chain again for whoever asked, and keep what was found."""
    verdict = verify(report=lambda done, total: handle.report(done, total, ""))
    with keeping():
        store_check(verdict, by_id=handle.user or 0, at=timezone.now())
    with handle.scope() as job:
        handle.finish(job, result_url=result_url)
