"""Rows as they were at a past moment: what the audit says was changed since is undone, the newest change first."""

from collections.abc import Iterator
from copy import copy
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model

from core.audit.events import history_of
from core.models import AuditEvent

Row = TypeVar("Row", bound=Model)


def events_since(row: Model, at: datetime) -> Iterator[AuditEvent]:
    """What happened to the row after that moment, the newest first."""
    return history_of(row).filter(at__gt=at).order_by("-at", "-id").iterator()


def as_it_was(row: Row, at: datetime) -> Row:
    """A copy of the row with the fields that it had then; never to be saved."""
    past = copy(row)
    for event in events_since(row, at):
        for name, value in event.before.items():
            try:
                field: Any = row._meta.get_field(name)
            except FieldDoesNotExist:
                continue
            if field.concrete:
                setattr(past, field.attname, field.to_python(value))
    return past


def group_as_it_was(row: Model, present: dict[str, Any], at: datetime) -> dict[str, Any]:
    """Values that the row's events keep by a name of their own, such as a return's figures by their code."""
    past = dict(present)
    for event in events_since(row, at):
        for name, value in event.before.items():
            if isinstance(value, dict):
                past[name] = value
            elif name in (event.after or {}) and isinstance(event.after[name], dict):
                past.pop(name, None)
    return past
