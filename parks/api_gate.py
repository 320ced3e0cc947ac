"""The API's side of the gate: whoever the middleware settled, lists through ``visible_to``, acts through actions."""

from typing import Any

from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request
from rest_framework.viewsets import GenericViewSet


class ScopedAuthentication(SessionAuthentication):
    """Reads the user that the scope was opened for; a session still needs its CSRF token, an API key does not."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        token = getattr(request._request, "api_token", None)
        if token is not None:
            return request._request.user, token
        return super().authenticate(request)

    def authenticate_header(self, request: Request) -> str:
        return "Token"


class TenantViewSet(GenericViewSet):
    """Rows that the caller may see; out of scope is 404, as if it did not exist."""

    view_permission: str
    gate = "tenant"

    def get_queryset(self) -> Any:
        return super().get_queryset().visible_to(self.request.user, self.view_permission)
