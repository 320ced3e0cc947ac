"""Every address that the URL configuration knows: who may come, what it answers to, whose row it names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

GATES = {"public", "signed_in", "tenant"}
LIBRARIES = ("allauth.", "django.views.i18n", "drf_spectacular.")
METHODS = ("get", "post", "put", "patch", "delete", "head", "options")
PARAMETER = re.compile(
    r"<(?:(?P<kind>\w+):)?(?P<path>\w+)>|\(\?P<(?P<expression>\w+)>(?:[^()]|\((?:[^()]|\([^)]*\))*\))*\)"
)


@dataclass(frozen=True)
class Route:
    """One entry of the URL configuration, with the whole way that leads there."""

    text: str
    pattern: URLPattern

    @cached_property
    def view(self) -> Any:
        callback = self.pattern.callback
        return getattr(callback, "view_class", None) or getattr(callback, "cls", None) or callback

    @property
    def is_library(self) -> bool:
        return (getattr(self.view, "__module__", "") or "").startswith(LIBRARIES)

    @property
    def gate(self) -> str:
        own = getattr(self.view, "gate", "") or getattr(self.pattern.callback, "gate", "")
        return own or ("library" if self.is_library else "")

    @property
    def methods(self) -> tuple[str, ...]:
        """What the view answers to; a plain function is asked everything."""
        actions = getattr(self.pattern.callback, "actions", None)
        if actions:
            return tuple(method for method in METHODS if method in actions)
        if isinstance(self.view, type):
            return tuple(method for method in METHODS if hasattr(self.view, method) and method != "options")
        return METHODS

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """(name, kind) of each, in the order of the address."""
        found = PARAMETER.finditer(self.text)
        return [(each["path"] or each["expression"], each["kind"] or "") for each in found]

    @property
    def model(self) -> type[models.Model] | None:
        return getattr(getattr(self.view, "queryset", None), "model", None)

    @property
    def lookup(self) -> dict[str, str]:
        """The fields of the view's row, by the parameter that names each; empty where no field tells."""
        declared = getattr(self.view, "lookup", None)
        if declared is None and hasattr(self.view, "lookup_field"):
            field = self.view.lookup_field
            declared = {field: self.view.lookup_url_kwarg or field}
        named = {parameter for parameter, _kind in self.parameters}
        return {key: field for field, key in (declared or {}).items() if key in named}

    @property
    def keys_of(self) -> dict[str, type[models.Model]]:
        """The models whose keys the view says its parameters are."""
        declared: dict[str, type[models.Model]] = getattr(self.view, "keys_of", {})
        return declared

    def filled(self, values: dict[str, str]) -> str:
        address = PARAMETER.sub(lambda each: values[each["path"] or each["expression"]], self.text)
        return "/" + re.sub(r"[\^$\\]", "", address).replace("/?", "/").removesuffix(".*")


def routes(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[Route]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry, prefix + str(entry.pattern))
        else:
            yield Route(prefix + str(entry.pattern), entry)
