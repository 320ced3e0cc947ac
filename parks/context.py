"""What every page shows around its content: who the reader acts for, where they may go."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from parks.access import NOBODY, Access
from parks.policies.memberships import MANAGE
from parks.roles import ROLES

# label, address, who is shown it: everybody (None), everybody signed in (""), or whoever holds it for the zone
NAVIGATION = (
    (_("My work"), "my-work", ""),
    (_("Overview"), "overview", "assessment.view_runresult"),
    (_("Assessment"), "assessment:cycles", None),
    (_("Parks"), "parks:list", None),
    (_("Services"), "services:catalogue", None),
    (_("Incubators"), "incubators:list", None),
    (_("Targets"), "targets", None),
    (_("Audit"), "audit:list", "core.view_auditevent"),
)


def portal(request: HttpRequest) -> dict[str, Any]:
    access: Access = getattr(getattr(request, "user", None), "portal_access", None) or NOBODY
    return {
        "demo_mode": settings.DEMO,
        "acting": list(
            {
                (grant.role, grant.organisation_id): {
                    "role_name": ROLES[grant.role].label,
                    "organisation_name": grant.organisation.name,
                }
                for grant in access.grants
                if grant.organisation is not None
            }.values()
        ),
        "unread": access.unread,
        "nav": navigation(request, access),
        "keeps_people": access.holds(MANAGE),
    }


def navigation(request: HttpRequest, access: Access) -> list[dict[str, Any]]:
    signed_in = getattr(getattr(request, "user", None), "is_authenticated", False)
    shown = []
    for label, name, permission in NAVIGATION:
        if permission is None or (signed_in and (not permission or access.holds_for_zone(permission))):
            url = reverse(name)
            shown.append({"label": label, "url": url, "current": request.path_info.startswith(url)})
    return shown
