"""The signed, transaction-local scope of a connection: ``user|parks|enterprises|organisations|expiry.hmac``.

Set with ``set_config(…, true)`` only, so that a connection pooled by transaction never carries it on. Nesting may
only narrow; ``OpenScope.admit`` is the one exception, for the middleware that first signs the user alone.
"""

import hmac
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import connections, transaction

from core.rowsecurity.declarations import KEEPER

Ids = Collection[int]


class ScopeNotWidened(Exception):
    """A scope was opened inside a smaller one: the code asks for more than whoever it acts for may reach."""


def sign(user: int, ids: Mapping[str, Ids], seconds: int | None = None) -> str:
    """The value of app.scope; ``seconds`` until it expires (default SCOPE_SECONDS)."""
    expiry = int(time.time()) + (seconds or settings.SCOPE_SECONDS)
    lists = [",".join(map(str, sorted(ids.get(name, ())))) for name in settings.SCOPE_DIMENSIONS]
    body = "|".join([str(user), *lists, str(expiry)])
    return f"{body}.{hmac.digest(settings.SCOPE_KEY.encode(), body.encode(), 'sha256').hex()}"


@dataclass
class OpenScope:
    """What the connection may reach now."""

    user: int
    alias: str
    ids: dict[str, frozenset[int]] = field(default_factory=dict)
    signed: str = ""

    def admit(self, **ids: Ids) -> None:
        """Add what the user's memberships reach; only while nothing but the user is signed."""
        if any(self.ids.values()):
            raise ScopeNotWidened("This scope is complete; open a narrower one inside it.")
        self.ids = {name: frozenset(values) for name, values in ids.items()}
        self.write()

    def write(self) -> None:
        self.signed = sign(self.user, self.ids)
        set_scope(self.alias, self.signed)

    def holds(self, user: int, ids: dict[str, frozenset[int]]) -> bool:
        return self.user == user and all(values <= self.ids.get(name, frozenset()) for name, values in ids.items())


def set_scope(alias: str, value: str) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT set_config('app.scope', %s, true)", [value])


def current_scope(using: str = "default") -> OpenScope | None:
    found = getattr(connections[using], "portal_scope", None)
    return found if isinstance(found, OpenScope) else None


@contextmanager
def scope(*, user: int = 0, using: str = "default", **ids: Ids) -> Iterator[OpenScope]:
    """Open a transaction in which only these tenants' rows exist.

    Keywords are the singular dimensions with ids, ``scope(user=7, park=[1, 2])``; user 0 is nobody.

    Raises
    ------
    ScopeNotWidened
        Inside another scope, where the new one names a user or a tenant that the outer one does not hold.
    """
    connection: Any = connections[using]
    outer = current_scope(using)
    wanted = {name: frozenset(values) for name, values in ids.items()}
    if outer is not None and not outer.holds(user, wanted):
        raise ScopeNotWidened("A scope inside another may only narrow it.")
    opened = OpenScope(user=user, alias=using, ids=wanted)
    within_transaction = connection.in_atomic_block
    with transaction.atomic(using=using):
        opened.write()
        connection.portal_scope = opened
        try:
            yield opened
            if within_transaction and not connection.needs_rollback:
                set_scope(using, outer.signed if outer else "")  # a released savepoint keeps the inner value
        finally:
            connection.portal_scope = outer


def keeping() -> AbstractContextManager[OpenScope]:
    """The scope of the installation itself and of no tenant: for loading what is shared by all."""
    return scope(organisation=[KEEPER])
