"""An event is written with the act itself, in its transaction; append-only by grant, and nothing is locked for it."""

import uuid
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db import models

from core.audit.content import digest_of, plain, proof_of
from core.models import AuditEvent
from core.personal.cipher import enciphered
from core.rowsecurity import Memberships, Shared, Tenant, declaration_of

door_in_use: ContextVar[str] = ContextVar("door_in_use", default="command")  # page, api, task or command


def record(
    event: str,
    row: models.Model,
    *,
    by: Any,
    at: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
    door: str = "",
) -> AuditEvent:
    """Add one event for ``row``; its tenants are the row's own, or the zone's organisation for a shared row.

    What a substitute does says in whose place.
    """
    if in_place_of := getattr(by, "in_place_of", ""):
        after = {**(after or {}), "in_place_of": in_place_of}
    written = AuditEvent(
        id=uuid.uuid4(),
        at=at,
        actor_id=by.pk if by is not None else None,
        door=door or door_in_use.get(),
        event=event,
        object_type=row._meta.label_lower,
        object_key=str(row.pk),
        before=plain(enciphered(row, before or {})),
        after=plain(enciphered(row, after or {})),
        reason=reason,
        **{f"{name}_id": value for name, value in tenants_of(row).items()},
    )
    written.digest = digest_of(written)
    written.proof = proof_of(written.digest)
    written.save(force_insert=True)
    return written


def tenants_of(row: models.Model) -> dict[str, int]:
    """The tenants who may read the event: the row's own; a shared row's events belong to the installation's home."""
    declaration = declaration_of(row._meta.model)  # a lazy request.user has a type of its own
    if isinstance(declaration, Tenant):
        return declaration.ids_of(row)
    if isinstance(declaration, Memberships):
        return {"organisation": getattr(row, row._meta.get_field(declaration.organisation).attname)}
    if isinstance(declaration, Shared) and declaration.written_by:
        dimension, name = declaration.written_by
        return {dimension: getattr(row, row._meta.get_field(name).attname)}
    return home()


def no_home() -> dict[str, int]:
    return {}


home: Callable[[], dict[str, int]] = no_home


def settle(new_home: Callable[[], dict[str, int]]) -> None:
    """Said once by the app that knows the tenants: who reads the events of shared rows."""
    global home  # noqa: PLW0603  set at start, like a signal's receiver
    home = new_home


def history_of(row: models.Model) -> models.QuerySet[AuditEvent]:
    """The row's events that the scope may see, oldest first."""
    return AuditEvent.objects.filter(object_type=row._meta.label_lower, object_key=str(row.pk)).order_by("at", "id")
