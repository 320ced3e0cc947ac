"""Addresses to visit: each route with keys of rows of every tenant and with keys of nothing.

The rows come from the view's own query set, in the zone's scope. A parameter that no query set explains takes its
values from VALUES; one that is not there fails with what to add.
"""

import itertools
import uuid
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldError
from django.db import models
from django.urls import Resolver404, resolve

from core.rowsecurity import Tenant, declaration_of
from tests.factories.world import PARKS, YEAR, World
from tests.walk.routes import Route, routes

ROWS_A_TENANT = 2
ROWS_WITHOUT_TENANT = 6
NOTHING = (str(uuid.UUID(int=7)), "999999937", "ZZZ", "no-such", "1999-ZZZ")  # keys of no row, one for every shape

# What a parameter may hold that no query set explains: a list, or by each value the code of the park it names.
VALUES: dict[str, list[str] | dict[str, str]] = {
    "year": [str(YEAR)],
    "format": ["json"],
    "code": {code: code for code in PARKS} | {"S01": ""},
    "key": {f"{YEAR}-{code}": code for code in PARKS},
    "item": ["S01"],
    "figure": ["F001"],
    "kind": ["incubator"],
    "target": ["high_quality_incubators", "trillion_parks"],
    "version": ["1"],
    "move": ["hand-over", "offer", "confirm"],
    "step": ["verify", "accept"],
    "part": ["A01", "R01"],
    "act": ["confirm", "support", "reject", "defer", "reopen"],
    "link": ["forged"],
    "grant": ["1"],
    "digest": ["0" * 128],
    "account": ["1"],
    "keeping": ["close", "retry"],
    "uidb36": ["1"],
    "provider": ["oidc"],
    "client_id": ["none"],
    "provider_id": ["none"],
}


@dataclass(frozen=True)
class Address:
    """One address to visit, and whose row it names."""

    path: str
    route: Route
    model: type[models.Model] | None = None
    pk: Any = None  # of the row that the path names
    park: str = ""  # the code of the park that the path names, where no row is known
    nothing: str = ""  # the same address with the key of no row
    key: tuple[str, ...] = ()  # the texts in which path and nothing differ

    @property
    def is_first(self) -> bool:
        return not self.nothing


def addresses(world: World) -> list[Address]:
    """All of them; inside the zone's scope."""
    found = [each for route in routes() for each in addresses_of(route, world)]
    return list({each.path: each for each in found}.values())


def addresses_of(route: Route, world: World) -> list[Address]:
    return [
        make_address(route, known | values, model=model, pk=pk)
        for model, pk, known in rows_of(route)
        for values in others_of(route, known, world)
    ]


def rows_of(route: Route) -> list[tuple[Any, Any, dict[str, str]]]:
    """(model, key, parameters) of rows of each tenant that the view's query set could find."""
    lookup, model = route.lookup, route.model
    if model is None or not lookup:
        return [(None, None, {})]
    try:
        chosen = spread(model, [model._meta.pk.attname, *lookup.values()])
    except FieldError:
        return [(None, None, {})]
    return [(model, pk, dict(zip(lookup, map(str, keys), strict=True))) for pk, *keys in chosen] or [(None, None, {})]


def spread(model: type[models.Model], names: list[str]) -> list[tuple[Any, ...]]:
    """Some rows of each tenant in the world; a shared table's rows are anybody's, so a few of them."""
    declaration = declaration_of(model)
    named = declaration.fields if isinstance(declaration, Tenant) else ()
    roots = [model._meta.get_field(name).attname for _dimension, name in named]
    by_tenant: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
    for row in model._base_manager.order_by(model._meta.pk.attname).values_list(*names, *roots):
        by_tenant.setdefault(row[len(names) :], []).append(row[: len(names)])
    limit = ROWS_A_TENANT if roots else ROWS_WITHOUT_TENANT
    return [row for rows in by_tenant.values() for row in rows[:: max(1, len(rows) // limit)][:limit]]


def others_of(route: Route, known: dict[str, str], world: World) -> list[dict[str, str]]:
    """Every combination of the parameters that the row does not settle."""
    open_ones = [(name, kind) for name, kind in route.parameters if name not in known]
    choices = [values_for(name, kind, route, world) for name, kind in open_ones]
    names = [name for name, _kind in open_ones]
    return [dict(zip(names, values, strict=True)) for values in itertools.product(*choices)]


def values_for(name: str, kind: str, route: Route, world: World) -> list[str]:
    if name in route.keys_of:
        return keys_in(route.keys_of[name], world)
    if name in VALUES:
        return list(VALUES[name])
    if name in route.lookup and route.model is not None:
        return keys_in(route.model, world)
    if route.is_library:
        return ["1" if kind == "int" else "none"]
    raise AssertionError(
        f'/{route.text}: say whose key <{name}> is, keys_of = {{"{name}": Model}} on the view, or give VALUES for it '
        "in tests/walk/addresses.py: a list of what it may hold."
    )


def keys_in(model: type[models.Model], world: World) -> list[str]:
    """Keys of some rows of each tenant, of every row that the world made, or of no row where there is none."""
    found = [str(pk) for (pk,) in spread(model, [model._meta.pk.attname])]
    if not isinstance(declaration_of(model), Tenant):
        found += [str(pk) for pk in model._base_manager.values_list("pk", flat=True) if str(pk) in world.keys]
    return sorted(set(found)) or [key_of_nothing(model)]


def key_of_nothing(model: type[models.Model]) -> str:
    return NOTHING[0] if isinstance(model._meta.pk, models.UUIDField) else NOTHING[1]


def make_address(route: Route, values: dict[str, str], *, model: Any, pk: Any) -> Address:
    path = route.filled(values)
    parks = [VALUES[name].get(value, "") for name, value in values.items() if isinstance(VALUES.get(name), dict)]  # type: ignore[union-attr]
    park = next(filter(None, parks), "") if model is None else ""
    nothing, key = nothing_beside(route, values, path)
    return Address(path, route, model=model, pk=pk, park=park, nothing=nothing, key=key)


def nothing_beside(route: Route, values: dict[str, str], path: str) -> tuple[str, tuple[str, ...]]:
    """The address with the last key that names a row or a park changed into one of nothing."""
    keys = [name for name, _kind in route.parameters if name in route.lookup or isinstance(VALUES.get(name), dict)]
    keys = keys or [name for name, _kind in route.parameters if name not in VALUES]
    for none in NOTHING if keys else ():
        other = route.filled(values | {keys[-1]: none})
        if leads_to(other, route) and other != path:
            return other, (values[keys[-1]], none)
    return "", ()


def leads_to(path: str, route: Route) -> bool:
    try:
        return resolve(path).func is route.pattern.callback
    except Resolver404:
        return False


def park_keys() -> dict[str, int]:
    return dict(apps.get_model("parks.Park").objects.filter(code__in=PARKS).values_list("code", "pk"))
