"""A single case is opened to an expert or another office, and closed again."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core.errors import NotPermitted
from parks.actions.grants import close_object, open_object
from parks.models import ObjectGrant, Organisation, OrganisationKind
from services.models import Case


@transaction.atomic
def open_case_to(*, case: Case, user: Any, until: datetime, reason: str, by: Any, at: datetime) -> ObjectGrant:
    """Let an expert or another office look at this one case, until a day."""
    check_answers(case, by)
    return open_object(
        user=user,
        permission="services.view_case",
        row=case,
        granted_by=Organisation.objects.get(kind=OrganisationKind.PARK, park=case.park_id),
        tenants={"park": case.park_id},
        title=f"{case.code} {case.subject}",
        address=reverse("services:case", args=[case.pk]),
        document=reason,
        until=until,
        by=by,
        at=at,
    )


@transaction.atomic
def close_case_to(*, case: Case, grant: ObjectGrant, by: Any, at: datetime) -> ObjectGrant:
    check_answers(case, by)
    return close_object(grant=grant, reason="", by=by, at=at)


def check_answers(case: Case, by: Any) -> None:
    if not by.has_perm("services.handle_case", case):
        raise NotPermitted(_("Only the park's service officer or its head opens a case to others."))
