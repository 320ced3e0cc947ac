"""The history of rows as pages show it, newest first: who did what, when, why, and what changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model, Q
from django.utils.translation import gettext as _

from core.audit.words import Change, changes_of, event_word
from core.models import AuditEvent

MOST = 100  # events; the audit's own page shows the rest


@dataclass(frozen=True)
class Line:
    """One event in words; ``about`` names the row where several are told together."""

    event: str
    at: datetime
    who: str
    reason: str
    about: str
    changes: list[Change]


def history(*rows: Model, about: dict[str, str] | None = None) -> list[Line]:
    """The newest events of these rows that the scope may see; two queries. ``about`` gives a row's key its name."""
    wanted = Q(pk__in=[])
    for row in rows:
        wanted |= Q(object_type=row._meta.label_lower, object_key=str(row.pk))
    return lines_of(AuditEvent.objects.filter(wanted).order_by("-at", "-id")[:MOST], about or {})


def lines_of(events: Iterable[AuditEvent], about: dict[str, str]) -> list[Line]:
    events = list(events)
    names = names_of(events)
    return [
        Line(
            event=event_word(event.event),
            at=event.at,
            who=who(event, names),
            reason=event.reason,
            about=about.get(event.object_key, ""),
            changes=changes_of(event),
        )
        for event in events
    ]


def names_of(events: Iterable[AuditEvent]) -> dict[int, str]:
    """The people in the events by id; one query."""
    people: Any = get_user_model()._default_manager
    return {key: str(person) for key, person in people.in_bulk({e.actor_id for e in events if e.actor_id}).items()}


def who(event: AuditEvent, names: dict[int, str]) -> str:
    if event.actor_id is None:
        return _("the portal itself")
    return names.get(event.actor_id) or _("person %(number)s") % {"number": event.actor_id}
