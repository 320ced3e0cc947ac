"""Every test that touches the database does so as the application's restricted role, inside scopes it opens.

The zone (districts, parks, organisations), the demonstration's people and two enterprises a park stand in the test
database before the first test; a test adds what it needs in its own transaction.
"""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.utils import translation
from pytest_django.plugin import blocking_manager_key

from accounts.models import User
from coordination.demo_people import load_people
from core import holiday_notices
from core.rowsecurity import KEEPER, scope
from enterprises.models import Enterprise
from parks.access import access_of, read_access
from parks.models import Organisation, Park
from parks.zone import load_zone

CACHE_DATABASE = 8  # the first of those that no server of the tests uses
DATABASE_FOLDERS = ("tests/integration/", "tests/house/")


def pytest_configure(config: pytest.Config) -> None:
    """Collect the static files once, before the workers start: pages name them by their hashed names."""
    config.pluginmanager.register(LongOnesFirst())
    keep_a_cache_of_its_own(getattr(config, "workerinput", {}).get("workerid", "gw0"))
    if not hasattr(config, "workerinput") and not config.option.collectonly:
        call_command("collectstatic", interactive=False, verbosity=0)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs the database, before pytest-django puts the tests that commit last."""
    for item in items:
        if any(folder in item.nodeid for folder in DATABASE_FOLDERS) and not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.django_db(databases=["default", "owner"]))


def keep_a_cache_of_its_own(worker: str) -> None:
    """A test that empties the cache takes nothing away from a test of the other worker."""
    server, _slash, _database = settings.CACHES["default"]["LOCATION"].rpartition("/")
    settings.CACHES["default"]["LOCATION"] = f"{server}/{CACHE_DATABASE + int(worker.removeprefix('gw'))}"


class LongOnesFirst:
    """After the tests of the database the journeys, minutes each; the short ones come last and fill both cores."""

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items.sort(key=place_in_order)


def place_in_order(item: pytest.Item) -> int:
    if item.get_closest_marker("django_db"):
        return 0
    return 1 if item.get_closest_marker("journey") else 2


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """A test that commits empties every table at its end: put the zone back for whoever comes next."""
    yield
    translation.deactivate()  # a request leaves its reader's language in the thread
    marker = item.get_closest_marker("django_db")
    if nextitem is not None and marker and marker.kwargs.get("transaction"):
        with item.config.stash[blocking_manager_key].unblock():
            load_zone()
            load_people()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        load_zone()
        load_people()
    yield
    with django_db_blocker.unblock():
        connections["default"].close()  # a mirror that the runner does not close


@pytest.fixture
def person() -> Callable[[str], User]:
    """The demonstration's account of that name, freshly read."""
    return lambda username: User.objects.get(username=username)


@pytest.fixture
def acting_as(person: Callable[[str], User]) -> Callable[[str], AbstractContextManager[Any]]:
    """``with acting_as("clerk-jnq"):`` opens exactly the scope that a request of theirs would have."""

    def enter(username: str) -> AbstractContextManager[Any]:
        user = person(username)
        return scope(user=user.pk, **read_access(user).everything())

    return enter


@pytest.fixture
def in_zone() -> Callable[[], AbstractContextManager[Any]]:
    """``with in_zone():`` opens the scope of the zone and of every enterprise, for arranging rows."""
    return lambda: scope(
        park=Park.objects.values_list("pk", flat=True),
        organisation=[KEEPER, *Organisation.objects.values_list("pk", flat=True)],
        enterprise=Enterprise.objects.values_list("pk", flat=True),
    )


@pytest.fixture
def browse(person: Callable[[str], User]) -> Callable[[str | None], Client]:
    """A client signed in as that account, or a visitor's."""

    def sign_in(username: str | None = None) -> Client:
        client = Client(raise_request_exception=False)
        if username is not None:
            client.force_login(person(username), backend="accounts.backends.SignInBackend")
            prove_sign_in(client, person(username))
        return client

    return sign_in


def prove_sign_in(client: Client, user: User) -> None:
    """Leave in the session what a sign-in by password leaves there."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


@pytest.fixture
def park() -> Callable[[str], Park]:
    return lambda code: Park.objects.get(code=code)


@pytest.fixture
def enterprise_of(person: Callable[[str], User]) -> Callable[[str], Enterprise]:
    """The enterprise that the account belongs to."""

    def find(username: str) -> Enterprise:
        (key,) = access_of(person(username)).everything()["enterprise"]
        return Enterprise.objects.get(pk=key)

    return find


@pytest.fixture(autouse=True)
def calendar_of_the_test(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Read once a test, never in its middle because seconds have passed: counted queries stay the same."""
    holiday_notices.forget_calendar()
    monkeypatch.setattr(holiday_notices, "KNOWN_FOR_SECONDS", math.inf)
    yield
    holiday_notices.forget_calendar()


@pytest.fixture
def clean_limits() -> None:
    """Nobody has tried to sign in yet: the limits on one address count over all tests of a minute."""
    cache.clear()


@pytest.fixture
def no_filters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take lock 2 away: what is still not seen is kept by PostgreSQL."""
    monkeypatch.setattr("parks.tenancy.TenantQuerySet.visible_to", lambda queryset, user, permission: queryset)
    monkeypatch.setattr("parks.tenancy.TenantQuerySet.in_scope_of", lambda queryset, user: queryset)


@pytest.fixture
def committed_zone(transactional_db: None) -> None:
    """For tests that need real commits (threads, processes): the zone and its people, loaded anew."""
    load_zone()
    load_people()
