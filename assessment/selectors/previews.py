"""What a park may see of a result before its release, and until when it may ask and appeal."""

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from assessment.models import Appeal, Cycle, Preview, ResultQuery, Run
from assessment.models.cycle import SHANGHAI
from assessment.selectors.publication import sees_result
from assessment.workflow import AppealStatus
from core.holiday_notices import calendar_in_force
from core.workdays import due_date
from parks.access import access_of
from parks.models import OrganisationKind, Park

VIEW = "assessment.view_runresult"


def due_after(start: date, days: int) -> date:
    """The last of so many working days after the start."""
    found = due_date(accepted=start, days=days, calendar=calendar_in_force()).due
    assert found is not None  # noqa: S101  without an open pause a limit ends
    return found


def preview_of(cycle: Cycle) -> Preview | None:
    """The year's newest preview."""
    return Preview.objects.filter(cycle=cycle).order_by("run__number").last()


def appeals_until(cycle: Cycle) -> date | None:
    """The last day for an appeal; None while there is no result that a park has seen."""
    preview = preview_of(cycle)
    if preview is not None:
        return preview.appeals_until
    if cycle.opens_at is None:
        return None
    return due_after(cycle.opens_at.astimezone(SHANGHAI).date(), cycle.appeal_days)


def open_appeals(cycle: Cycle) -> QuerySet[Appeal]:
    found: QuerySet[Appeal] = Appeal.objects.filter(cycle=cycle, status=AppealStatus.FILED)
    return found


def run_shown(cycle: Cycle, park: Park, user: Any, at: datetime) -> Run | None:
    """The run whose sheet the person may open for the park: the zone's the newest, the park's own from the preview on.

    Before the release nobody else sees anything, the district included; after it whoever the year's level lets in.
    """
    newest = cycle.runs.filter(finished_at__isnull=False).order_by("number").last()
    if access_of(user).holds_for_zone(VIEW):
        return newest
    if is_of_park(user, park) and preview_of(cycle) is not None:
        return newest
    return cycle.released_run if sees_result(cycle, park, user, at) else None


def is_of_park(user: Any, park: Park) -> bool:
    """Whether the person holds the view by a membership in the park's own organisation."""
    return any(
        grant.kind == OrganisationKind.PARK and VIEW in grant.permissions and park.pk in grant.ids.get("park", ())
        for grant in access_of(user).grants
    )


def queries_of(cycle: Cycle, user: Any) -> QuerySet[ResultQuery]:
    """The year's queries that the person may see, open ones first."""
    rows: QuerySet[ResultQuery] = ResultQuery.objects.visible_to(user, "assessment.view_resultquery")
    related = ("park", "run", "asked_by", "answered_by")
    return rows.filter(run__cycle=cycle).select_related(*related).defer("run__system").order_by("-status", "-asked_at")


def appeals_of(cycle: Cycle, user: Any) -> QuerySet[Appeal]:
    """The year's appeals that the person may see, open ones first."""
    rows: QuerySet[Appeal] = Appeal.objects.visible_to(user, "assessment.view_appeal")
    related = ("park", "cycle", "figure", "filed_by", "decided_by", "rerun")
    return rows.filter(cycle=cycle).select_related(*related).defer("rerun__system").order_by("status", "-filed_at")
