"""Who calls the API: whoever the middleware settled. Apart from the view sets, which import it by name."""

from typing import Any

from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request


class ScopedAuthentication(SessionAuthentication):
    """Reads the user that the scope was opened for; a session still needs its CSRF token, an API key does not."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        token = getattr(request._request, "api_token", None)
        if token is not None:
            return request._request.user, token
        return super().authenticate(request)

    def authenticate_header(self, request: Request) -> str:
        return "Token"
