"""Whoever sees more than his own park or enterprise has a second factor; until then nothing but its set-up is open."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import ResolverMatch, reverse
from django.utils.translation import gettext as _

from parks.access import access_of

MISSING = "missing"
WAIVED = "waived"  # a demonstration account in demonstration mode; every page says so
OPEN_WITHOUT = ("account_logout", "account_reauthenticate", "set_language")


def state_of(user: Any) -> str:
    """MISSING, WAIVED, or nothing where no second factor is asked for or one is there."""
    access = access_of(user)
    if not access.needs_second_factor or access.has_second_factor:
        return ""
    return WAIVED if settings.DEMO and user.is_demonstration else MISSING


def is_open_without(match: ResolverMatch | None) -> bool:
    """Set-up of the second factor, sign-out, the language: what a person without one still reaches."""
    name = (match.url_name if match else None) or ""
    return name.startswith("mfa_") or name in OPEN_WITHOUT


def refuse(request: HttpRequest) -> HttpResponse:
    """Lead a person to the set-up; tell a program where it is."""
    address = reverse("mfa_index")
    if not request.path_info.startswith("/api/"):
        return HttpResponseRedirect(address)
    detail = _("This role asks for a second factor. Sign in with a browser and set one up at %(address)s.")
    body = {"type": "about:blank", "status": 403, "detail": detail % {"address": address}}
    return JsonResponse(body, status=403, content_type="application/problem+json")
