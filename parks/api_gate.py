"""The API's side of the gate: whoever the middleware settled, lists through ``visible_to``, acts through actions."""

from typing import Any

from rest_framework.viewsets import GenericViewSet


class TenantViewSet(GenericViewSet):
    """Rows that the caller may see; out of scope is 404, as if it did not exist."""

    view_permission: str
    gate = "tenant"

    def get_queryset(self) -> Any:
        return super().get_queryset().visible_to(self.request.user, self.view_permission)
