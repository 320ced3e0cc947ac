"""The audit's standing work; each run does what is left to do, so a lost or doubled message changes nothing."""

from celery import shared_task
from django.utils import timezone

from core.audit.chain import link_events
from core.audit.seals import copy_out, seal_day


@shared_task(name="core.link_audit")
def link_audit() -> None:
    """Give new events their place, and keep outside how far the chain reaches."""
    if link_events():
        copy_out()


@shared_task(name="core.seal_audit")
def seal_audit() -> None:
    """Seal the day once; runs often, so that a day on which the portal stood still at midnight is sealed too."""
    seal_day(at=timezone.now())
