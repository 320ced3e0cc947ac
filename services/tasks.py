"""Thin doors for the worker."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from accounts.models import User
from core.holiday_notices import forget_calendar
from core.jobs import JobHandle, TenantTask
from core.models import HolidayNotice
from services.actions import recount_case
from services.models import Case
from services.selectors.recount import moved_cases

AT_ONCE = 200  # cases in one transaction


@shared_task(base=TenantTask, name="services.recount_due_dates")
def recount_due_dates(*, handle: JobHandle, notice_id: int, **_: Any) -> None:
    """Move the open due dates that a notice moves; killed anywhere, the next attempt finds only those left."""
    forget_calendar()
    with handle.scope():
        notice = HolidayNotice.objects.get(pk=notice_id)
        by = User.objects.get(pk=handle.user)
        moved = [case.pk for case, _day in moved_cases(Case.objects.visible_to(by, "services.view_case"))]
    for start in range(0, len(moved), AT_ONCE):
        handle.report(start, len(moved), "")
        with handle.scope():
            for case in Case.objects.filter(pk__in=moved[start : start + AT_ONCE]):
                recount_case(case=case, reason=notice.number, by=by, at=timezone.now())
    with handle.scope() as job:
        handle.finish(job, result_url="/workdays/")
