"""Lock 3 around every request: who asks is settled first, then the scope is opened, then the view runs inside it.

A view marked ``@unscoped`` talks to the network and opens scopes around its database work only. What a refused
request wrote is gone with its transaction; that it was refused is audited afterwards, in a transaction of its own.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.encoding import escape_uri_path
from django.utils.translation import gettext as _
from knox.auth import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed

from accounts.keys import why_refused
from core import audit
from core.rowsecurity import scope
from parks import second_factor
from parks.access import access_of, read_access

UNSCOPED_MODULES = ("allauth.", "django.views.")
WATCHED_FROM_OUTSIDE = ("healthz", "readyz")  # no session, no database on the way
UNAUTHORISED, FORBIDDEN = 401, 403
LONGEST_PATH = 300  # characters of a refused address that the audit keeps


class ScopeMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.api_token = None  # type: ignore[attr-defined]
        try:
            identify_by_token(request)
            refused = limits_of_key(request)
        except AuthenticationFailed as failure:
            return problem(UNAUTHORISED, str(failure.detail))
        if refused:
            return problem(FORBIDDEN, refused)
        match = resolved(request)
        door = audit.door_in_use.set("api" if request.path_info.startswith("/api/") else "page")
        try:
            response = self.unscoped(request, match) if is_unscoped(match) else self.scoped(request, match)
        finally:
            audit.door_in_use.reset(door)
        if is_personal(request):
            patch_cache_control(response, private=True, no_store=True)
        return response

    def scoped(self, request: HttpRequest, match: ResolverMatch | None) -> HttpResponse:
        """Run the view in the user's scope; an answer of 400 and above leaves nothing behind."""
        user: Any = request.user
        with scope(user=user.pk or 0) as opened:
            if user.is_authenticated:
                user.portal_access = read_access(user)
                access = access_of(user)
                opened.admit(**access.with_lent() if admits_granted(match) else access.everything())
            response = self.with_second_factor(request, match)
            if response.status_code >= 400:  # noqa: PLR2004
                transaction.set_rollback(True)
        refusal = getattr(request, "portal_refusal", "")
        if user.is_authenticated and (refusal or response.status_code == FORBIDDEN):
            audit_refusal(request, user, response.status_code, refusal)
        return response

    def unscoped(self, request: HttpRequest, match: ResolverMatch | None) -> HttpResponse:
        if match is None or match.url_name in WATCHED_FROM_OUTSIDE:
            return self.get_response(request)
        user: Any = request.user
        if user.is_authenticated:
            user.portal_access = read_access(user)
        return self.with_second_factor(request, match)

    def with_second_factor(self, request: HttpRequest, match: ResolverMatch | None) -> HttpResponse:
        """Run the view, unless the person's roles ask for a second factor that is not set up yet."""
        state = second_factor.state_of(request.user)
        request.second_factor = state  # type: ignore[attr-defined]
        if state == second_factor.MISSING and not second_factor.is_open_without(match):
            return second_factor.refuse(request)
        return self.get_response(request)


def resolved(request: HttpRequest) -> ResolverMatch | None:
    try:
        return resolve(request.path_info)
    except Resolver404:
        return None


def admits_granted(match: ResolverMatch | None) -> bool:
    """Whether the view says that it opens single objects to experts and agents, and narrows to them."""
    view = getattr(match, "func", None)
    owner = getattr(view, "view_class", None) or getattr(view, "cls", None)
    return bool(getattr(owner, "admits_granted", False))


def is_unscoped(match: ResolverMatch | None) -> bool:
    if match is None:
        return False
    view = match.func
    return getattr(view, "unscoped", False) or getattr(view, "__module__", "").startswith(UNSCOPED_MODULES)


def audit_refusal(request: HttpRequest, user: Any, status: int, refusal: str) -> None:
    """Keep who was refused what, and by which sentence; read by the zone, since the refused row may be nobody's."""
    asked = {"status": status, "method": request.method, "path": escape_uri_path(request.path)[:LONGEST_PATH]}
    at = timezone.now()  # noqa: TID251  when it was refused
    with scope(user=user.pk):
        audit.record("refused", user, by=user, at=at, after=asked, reason=refusal)


def is_personal(request: HttpRequest) -> bool:
    """Whether the answer is one person's, told without a look at the database: a session or an API key came with it."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES or request.api_token is not None  # type: ignore[attr-defined]


def identify_by_token(request: HttpRequest) -> None:
    """Settle the user of an API key before the scope opens; DRF would do it inside the view, too late."""
    header = request.META.get("HTTP_AUTHORIZATION", "")
    scheme, _space, key = header.partition(" ")
    if scheme.lower() != "token" or not request.path_info.startswith("/api/"):
        return
    if not key.strip() or len(key) > 200 or not key.isascii():  # noqa: PLR2004
        raise AuthenticationFailed(_("The key in the Authorization header is no key of this portal."))
    user, token = TokenAuthentication().authenticate_credentials(key.strip().encode())
    request.user = user
    request.api_token = token  # type: ignore[attr-defined]


def limits_of_key(request: HttpRequest) -> str:
    """Why the key may not be used for this call; empty when it may, or when no key came."""
    token = request.api_token  # type: ignore[attr-defined]
    if token is None:
        return ""
    return why_refused(token, method=str(request.method), path=request.path_info, at=timezone.now())  # noqa: TID251


def problem(status: int, detail: str) -> JsonResponse:
    body = {"type": "about:blank", "status": status, "detail": detail}
    response = JsonResponse(body, status=status, content_type="application/problem+json")
    if status == UNAUTHORISED:
        response["WWW-Authenticate"] = "Token"
    return response
