"""Every address, every method, every role: nobody is sent a byte of a tenant he does not reach.

Walks the URL configuration, so an address added tomorrow is visited tomorrow. An address whose view says neither
``gate`` nor belongs to a listed library fails the test.
"""

import itertools
import logging
import re
from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.apps import apps
from django.db import Error as DatabaseError
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from coordination.demo_people import ACCOUNTS
from core.rowsecurity import Tenant, declaration_of
from parks.access import access_of
from tests.factories.world import (
    OWNERS,
    PARKS,
    TENANT_MODELS_FILLED_ELSEWHERE,
    YEAR,
    World,
    build_world,
    enterprise_canary,
    park_canary,
)

LIBRARIES = ("allauth.", "django.views.i18n", "drf_spectacular.")
GATES = {"public", "signed_in", "tenant"}
QUERIES = (
    "",
    "?search=canary&ordering=park&format=json&expand=all&page_size=200&page=1&run=1&section=industry&open=MHG",
)
PAGE_METHODS = ("get", "post")
API_METHODS = ("get", "post", "put", "patch", "delete")


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        else:
            yield route, entry


def gate_of(pattern: URLPattern) -> str:
    view = pattern.callback
    owner = getattr(view, "view_class", None) or getattr(view, "cls", None) or view
    if (getattr(owner, "__module__", "") or "").startswith(LIBRARIES):
        return "library"
    return getattr(owner, "gate", "") or getattr(view, "gate", "")


def test_addresses__each_says_who_may_come():
    unclassified = [route for route, pattern in patterns() if gate_of(pattern) not in GATES | {"library"}]

    assert unclassified == []


def test_world__every_tenants_model_has_rows_in_it(in_zone):
    with in_zone():
        build_world()
        empty = [
            model._meta.label
            for model in apps.get_models()
            if isinstance(declaration_of(model), Tenant)
            and model not in TENANT_MODELS_FILLED_ELSEWHERE
            and model._base_manager.count() < 2
        ]

    assert empty == []


def addresses(world: World) -> list[tuple[str, str]]:
    """Every address with each of its parameters filled by own, sister's and foreign keys: (address, gate)."""
    found = []
    for route, pattern in patterns():
        gate = gate_of(pattern)
        if gate == "library":
            continue
        named = re.findall(r"<(?:(\w+):)?(\w+)>|\(\?P<(\w+)>[^)]*\)+", route)
        options = [values_for(path or expression, kind, world) for kind, path, expression in named]
        for values in itertools.product(*options):
            filled = route
            for value in values:
                filled = re.sub(r"<(?:\w+:)?\w+>|\(\?P<\w+>(?:[^()]|\([^)]*\))*\)", value, filled, count=1)
            found.append(("/" + re.sub(r"[\^$\\]|\.\(\?P<format>.*", "", filled).replace("/?", "/"), gate))
    return sorted(set(found))


VALUES = {
    "year": [str(YEAR)],
    "format": ["json"],
    "code": [*PARKS, "S01"],
    "key": [f"{YEAR}-{code}" for code in PARKS],
    "figure": ["F001"],
    "act": ["confirm", "support", "reject", "defer", "reopen"],
}


def values_for(name: str, kind: str, world: World) -> list[str]:
    """What a parameter of that name may hold; a key of any row for the others."""
    return VALUES.get(name) or sorted(key for key in world.keys if kind != "uuid" or "-" in key)


def allowed_canaries(username: str | None, person) -> set[str]:
    """What the person may be sent: what their roles let them view, by the declared permissions alone."""
    if username is None:
        return set()
    access = access_of(person(username))
    parks = access.reach("assessment.view_return").get("park", ())
    cases = access.reach("services.view_case")
    allowed = {park_canary(code) for code, key in park_keys().items() if key in parks}
    for owner, code in OWNERS.items():
        own = access_of(person(owner)).everything()["enterprise"]
        if own & cases.get("enterprise", frozenset()) or park_keys()[code] in cases.get("park", ()):
            allowed.add(enterprise_canary(owner))
    return allowed


def park_keys() -> dict[str, int]:
    return dict(apps.get_model("parks.Park").objects.filter(code__in=PARKS).values_list("code", "pk"))


def visit(client: Client, method: str, address: str) -> bytes:
    """One request whose effects are undone; the bytes that came back, headers included."""
    with suppress(DatabaseError), transaction.atomic():
        response = getattr(client, method)(
            address, **({} if method == "get" else {"data": {}, "content_type": "application/json"})
        )
        content = b"".join(response.streaming_content) if response.streaming else response.content
        assert response.status_code < 500 or address.startswith("/readyz"), (
            f"{method} {address}: {response.status_code}"
        )
        transaction.set_rollback(True)
        return content + repr(dict(response.items())).encode()
    return b""


@pytest.mark.parametrize(
    "username", [None, *(account.username for account in ACCOUNTS if account.username != "coordinator2")]
)
def test_isolation__nobody_is_sent_a_foreign_byte(username, browse, person, in_zone):
    with in_zone():
        world = build_world()
    allowed = allowed_canaries(username, person)
    canaries = {*(park_canary(code) for code in PARKS), *(enterprise_canary(owner) for owner in OWNERS)}
    foreign = [canary.encode() for canary in sorted(canaries - allowed)]
    client, visits, leaks = browse(username), 0, []
    logging.disable(logging.ERROR)  # thousands of refusals are what is wanted here

    for address, _gate in addresses(world):
        methods = API_METHODS if address.startswith("/api/") else PAGE_METHODS
        for method, query in itertools.product(methods, QUERIES):
            if method != "get" and query:
                continue
            sent = visit(client, method, address + query)
            visits += 1
            leaks += [f"{method} {address}{query}: {canary.decode()}" for canary in foreign if canary in sent]

    logging.disable(logging.NOTSET)
    assert leaks == []
    assert visits > 100


def test_isolation__filters_taken_away__the_database_still_keeps_tenants_apart(acting_as, person, in_zone, no_filters):
    """Everything that lock 2 would hide is asked for with it switched off, as each person's own scope."""
    with in_zone():
        build_world()
    for account in ACCOUNTS:
        reach = access_of(person(account.username)).everything()
        with acting_as(account.username):
            for model in apps.get_models():
                declaration = declaration_of(model)
                if not isinstance(declaration, Tenant):
                    continue
                for row in model._base_manager.all():
                    roots = declaration.ids_of(row)
                    assert any(value in reach.get(name, ()) for name, value in roots.items()), (account, row)


def test_isolation__foreign_rows_take_no_write(acting_as, in_zone, person):
    with in_zone():
        build_world()
    reach = access_of(person("clerk-jnq")).everything()
    tenants = [model for model in apps.get_models() if isinstance(declaration_of(model), Tenant)]

    with acting_as("clerk-jnq"):
        for model in tenants:
            for field in [field for field in model._meta.local_fields if field.name in {"park", "enterprise"}]:
                ids = reach.get(field.name, frozenset())
                assert (
                    model._base_manager.exclude(**{f"{field.name}__in": ids}).filter(park__code="MHG").delete()[0] == 0
                )
