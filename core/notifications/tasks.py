"""Once a day: reminders first, then one mail a person; each mail is a job of its own."""

from datetime import datetime
from typing import Any

from celery import shared_task
from django.contrib.auth import get_user_model
from django.utils import timezone

from core import jobs
from core.notifications.mail import send_digest, waiting_for_mail
from core.notifications.reminders import REMINDERS
from core.rowsecurity import scope

FIRST_HOUR = 7  # in Shanghai: nobody is mailed at night


@shared_task(name="core.tell_of_the_day")
def tell_of_the_day() -> None:
    """Asked every quarter of an hour, so that a lost message costs a quarter; every effect has its key."""
    tell_people(timezone.now())


def tell_people(at: datetime) -> None:
    """Remind, then ask for each person's mail of the day."""
    if timezone.localtime(at).hour < FIRST_HOUR:
        return
    for remind in REMINDERS:
        remind(at)
    day = timezone.localdate(at).isoformat()
    for user in get_user_model().objects.filter(is_active=True).exclude(email="").iterator():
        with scope(user=user.pk):
            if waiting_for_mail(user.pk):
                jobs.enqueue("core.mail_digest", run_key=f"digest:{user.pk}:{day}", by=user, day=day)


@shared_task(base=jobs.TenantTask, name="core.mail_digest")
def mail_digest(*, handle: jobs.JobHandle, day: str, **_: Any) -> None:
    """One person's mail of the day."""
    user = get_user_model().objects.get(pk=handle.user)
    send_digest(user=user, key=f"digest:{day}", at=timezone.now())
    with handle.scope() as job:
        handle.finish(job)
