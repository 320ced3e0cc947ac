"""Thin doors for the worker."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from core.jobs import JobHandle, TenantTask
from parks import export_job


@shared_task(base=TenantTask, name="parks.export_list")
def export_list(*, handle: JobHandle, path: str, query: str, form: str, language: str, **_: Any) -> None:
    """Make a list's rows into a file for the person who asked."""
    export_job.export_list(handle=handle, path=path, query=query, form=form, language=language, at=timezone.now())
