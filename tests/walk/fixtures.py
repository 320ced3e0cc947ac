"""The fixture ``walk``: ``walk("clerk-jnq")`` builds the world, walks as that person and returns what was met."""

import logging
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from django.db import models

from accounts.models import User
from tests.factories.world import build_world
from tests.walk.addresses import addresses
from tests.walk.canaries import Reader
from tests.walk.schema import queries_of_schema
from tests.walk.walker import Walker
from tests.walk.walking import Walk


@pytest.fixture
def quiet() -> Iterator[None]:
    """Thousands of refusals are what is wanted here; they need no log."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def walk(person: Any, in_zone: Any, acting_as: Any, quiet: None) -> Callable[..., Walk]:
    def go(username: str | None, *, is_thorough: bool = True) -> Walk:
        with in_zone():
            found = addresses(build_world())
        client = Walker(REMOTE_ADDR="10.0.0.1")  # an address of its own, as limits go by it
        if username is not None:
            client.force_login(person(username), backend="accounts.backends.SignInBackend")
        readers = cache(lambda address: reader_of(address, person))
        walked = Walk(client, Reader(username, person), readers, hidden_from(username, acting_as), is_thorough)
        walked.go(found, queries_of_schema())
        return walked

    return go


def hidden_from(username: str | None, acting_as: Any) -> Callable[[type[models.Model], object], bool]:
    """Whether the database hides a row from this person."""

    @cache
    def seen(model: type[models.Model]) -> frozenset[object]:
        if username is None:
            return frozenset(model._base_manager.values_list("pk", flat=True))
        with acting_as(username):
            return frozenset(model._base_manager.values_list("pk", flat=True))

    return lambda model, pk: pk not in seen(model)


def reader_of(address: str, person: Any) -> Reader:
    """Whoever has the mail address; nobody's address is sent nothing."""
    user = User.objects.filter(email=address).exclude(email="").first()
    return Reader(user and user.username, person)
