"""What is still open when somebody hands a role over: returns to enter, cases to answer."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.models import Return
from assessment.workflow import ReturnStatus
from parks.handing_over import OpenWork
from parks.models import Membership
from services.models import Case


def held_by(membership: Membership, permission: str) -> bool:
    """Whether the role itself includes the permission."""
    app, _dot, name = permission.partition(".")
    return membership.role.permissions.filter(content_type__app_label=app, codename=name).exists()


def open_cases(membership: Membership, by: Any) -> list[OpenWork]:
    """Cases that the park answers, or that the enterprise waits for."""
    body = membership.organisation
    theirs = Q(park_id=body.park_id) if held_by(membership, "services.handle_case") else Q(enterprise_id=body.pk)
    count = Case.objects.visible_to(by, "services.view_case").filter(theirs).in_state("open").count()
    if not count:
        return []
    said = ngettext("%(count)s open case passes on", "%(count)s open cases pass on", count) % {"count": count}
    return [OpenWork(said, f"{reverse('services:cases')}?state=open")]


def open_returns(membership: Membership, by: Any) -> list[OpenWork]:
    """Returns of the park that are not submitted yet."""
    if not held_by(membership, "assessment.enter_figures"):
        return []
    seen = Return.objects.visible_to(by, "assessment.view_return")
    drafts = seen.filter(park_id=membership.organisation.park_id, status=ReturnStatus.DRAFT).select_related("cycle")
    said = _("The return of %(year)s is not submitted yet")
    return [
        OpenWork(said % {"year": row.cycle.year}, reverse("assessment:returns", args=[row.cycle.year]))
        for row in drafts.order_by("cycle__year")
    ]
