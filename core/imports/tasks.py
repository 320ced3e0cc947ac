"""Thin doors for the worker."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from core.imports import actions
from core.jobs import JobHandle, TenantTask


@shared_task(base=TenantTask, name="core.check_import")
def check_import(*, handle: JobHandle, run_id: str, language: str, **_: Any) -> None:
    actions.check(handle=handle, run_id=run_id, language=language)


@shared_task(base=TenantTask, name="core.write_import")
def write_import(*, handle: JobHandle, run_id: str, language: str, **_: Any) -> None:
    actions.write(handle=handle, run_id=run_id, language=language, at=timezone.now())
