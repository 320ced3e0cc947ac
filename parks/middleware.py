"""Lock 3 around every request: who asks is settled first, then the scope is opened, then the view runs inside it.

A view marked ``@unscoped`` talks to the network and opens scopes around its database work only.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from knox.auth import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed

from core import audit
from core.rowsecurity import scope
from parks.access import access_of, read_access

UNSCOPED_MODULES = ("allauth.", "django.views.")


class ScopeMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.api_token = None  # type: ignore[attr-defined]
        try:
            identify_by_token(request)
        except AuthenticationFailed as failure:
            return unauthorised(str(failure.detail))
        door = audit.door_in_use.set("api" if request.path_info.startswith("/api/") else "page")
        try:
            return self.get_response(request) if is_unscoped(request) else self.scoped(request)
        finally:
            audit.door_in_use.reset(door)

    def scoped(self, request: HttpRequest) -> HttpResponse:
        """Run the view in the user's scope; an answer of 400 and above leaves nothing behind."""
        user: Any = request.user
        with scope(user=user.pk or 0) as opened:
            if user.is_authenticated:
                user.portal_access = read_access(user)
                opened.admit(**access_of(user).everything())
            response = self.get_response(request)
            if response.status_code >= 400:  # noqa: PLR2004
                transaction.set_rollback(True)
        return response


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


def unauthorised(detail: str) -> JsonResponse:
    body = {"type": "about:blank", "status": 401, "detail": detail}
    response = JsonResponse(body, status=401, content_type="application/problem+json")
    response["WWW-Authenticate"] = "Token"
    return response


def is_unscoped(request: HttpRequest) -> bool:
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return False
    return getattr(view, "unscoped", False) or getattr(view, "__module__", "").startswith(UNSCOPED_MODULES)
