"""The API's side of the gate: whoever the middleware settled, lists through ``visible_to``, acts through actions."""

import re
from collections.abc import Iterator
from typing import Any

from django.http import Http404
from django.urls import URLResolver, get_resolver
from django.utils.translation import gettext as _
from rest_framework.viewsets import GenericViewSet

from core.errors import NotPermitted

AREA = re.compile(r"api/v1/\^?([a-z-]+)/")


class TenantViewSet(GenericViewSet):
    """Rows that the caller may see; out of scope is 404, as if it did not exist, in scope without permission 403."""

    view_permission: str
    gate = "tenant"

    def get_queryset(self) -> Any:
        return super().get_queryset().visible_to(self.request.user, self.view_permission)

    def place(self) -> dict[str, Any]:
        """The row that the address names, as conditions."""
        return {self.lookup_field: self.kwargs[self.lookup_url_kwarg or self.lookup_field]}

    def get_object(self) -> Any:
        place = self.place()
        found = self.get_queryset().filter(**place).first()
        if found is not None:
            return found
        if super().get_queryset().in_scope_of(self.request.user).filter(**place).exists():
            raise NotPermitted(_("Your role does not include this."))
        raise Http404


def areas_of_the_api() -> list[str]:
    """The first parts of the API's addresses, to which a key may be narrowed."""
    found = set()
    for route in routes(get_resolver()):
        matched = AREA.match(route)
        if matched:
            found.add(matched[1])
    return sorted(found)


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, route)
        else:
            yield route
