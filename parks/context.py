"""What every page shows around its content: who the reader acts for, where they may go."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from parks.access import NOBODY, Access
from parks.roles import ROLES

# label, address, the permission that opens it ("" for everybody signed in, None for everybody), path it covers
NAVIGATION = (
    (_("My work"), "my-work", ""),
    (_("Assessment"), "assessment:cycles", None),
    (_("Parks"), "parks:list", None),
    (_("Services"), "services:catalogue", None),
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
        "nav": navigation(request),
    }


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    signed_in = getattr(getattr(request, "user", None), "is_authenticated", False)
    shown = []
    for label, name, permission in NAVIGATION:
        if permission is not None and not signed_in:
            continue
        try: url = reverse(name)
        except Exception: continue
        shown.append({"label": label, "url": url, "current": request.path_info.startswith(url)})
    return shown
