"""What people are reminded of: what only the whole zone's scope can look for."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from assessment.actions.chasing import remind_of_due_returns
from coordination.zone_scope import whole_zone
from core.errors import Refused
from core.notifications.actions import notify
from core.notifications.reminders import remind_daily
from core.notifications.topics import in_both
from parks.selectors import holders_of
from services.actions import decide_by_silence
from services.models import Case, Silence
from services.models.case import NEXT_DATE
from services.topics import CASE_DUE
from services.workflow import HANDLE, OPEN, CaseStatus

DAYS_AHEAD = 3  # calendar days


@remind_daily
def remind_of_returns(at: datetime) -> None:
    """The parks whose return is a draft while its cut-off comes near."""
    with whole_zone():
        remind_of_due_returns(at)


@remind_daily
def remind_of_due_cases(at: datetime) -> None:
    """The park's people who answer cases hear of each one that is due within three days, once for each due day."""
    today = timezone.localtime(at).date()
    with whole_zone():
        days = (today, today + timedelta(days=DAYS_AHEAD))
        due = Case.objects.filter(status__in=OPEN).alias(due=NEXT_DATE).filter(due__range=days)
        for case in due.select_related("park", "enterprise"):
            notify(
                CASE_DUE,
                recipients=holders_of(HANDLE, park=case.park, at=at),
                key=f"{case.pk}:{case.next_date}",
                url=reverse("services:case", args=[case.pk]),
                at=at,
                params={
                    "subject": case.subject,
                    "enterprise": in_both(case.enterprise),
                    "day": str(case.next_date),
                },
            )


@remind_daily
def grant_by_silence(at: datetime) -> None:
    """Cases whose item says that silence means approval, once their day has passed unanswered; each by itself."""
    today = timezone.localtime(at).date()
    with whole_zone():
        passed = Case.objects.filter(status=CaseStatus.ACCEPTED, due_date__lt=today, item__silence=Silence.APPROVAL)
        for case in passed:
            with suppress(Refused):  # decided, corrected or extended since it was found
                decide_by_silence(case=case, at=at)
