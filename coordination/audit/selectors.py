"""Events that a person may read, filtered, page by page from the newest on; and the chain in figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime

from accounts.models import User
from core.audit.history import names_of, who
from core.audit.words import Change, changes_of, door_word, event_word, object_word
from core.models import AuditEvent, AuditLink, AuditSeal
from enterprises.models import Enterprise
from parks.access import access_of
from parks.models import Park

VIEW = "core.view_auditevent"
EVENTS_A_PAGE = 50


def events_for(user: Any) -> QuerySet[AuditEvent]:
    """The events of the tenants whose audit the person reads, newest first."""
    condition = Q(pk__in=[])
    for dimension, ids in access_of(user).reach(VIEW).items():
        condition |= Q(**{f"{dimension}_id__in": sorted(ids)})
    return AuditEvent.objects.filter(condition).order_by("-at", "-id")


def filtered(events: QuerySet[AuditEvent], chosen: Mapping[str, Any]) -> QuerySet[AuditEvent]:
    """Narrow by what the form or the API's query says; what is empty narrows nothing."""
    plain = {name: chosen[name] for name in ("event", "object_type", "object_key", "door") if chosen.get(name)}
    events = events.filter(**plain)
    if since := chosen.get("since"):
        events = events.filter(at__date__gte=since)
    if until := chosen.get("until"):
        events = events.filter(at__date__lte=until)
    if park := chosen.get("park"):
        events = events.filter(park_id=park.pk)
    if actor := chosen.get("actor"):
        named = User.objects.filter(Q(username__iexact=actor) | Q(display_name__icontains=actor))
        events = events.filter(actor_id__in=named.values_list("pk", flat=True))
    return events


def page_after(events: QuerySet[AuditEvent], place: str) -> tuple[list[AuditEvent], str]:
    """One page behind ``place`` (an event's moment and key), and the place at which the next begins."""
    if place:
        at, key = read_place(place)
        events = events.filter(Q(at__lt=at) | Q(at=at, pk__lt=key))
    rows = list(events[: EVENTS_A_PAGE + 1])
    last = rows[EVENTS_A_PAGE - 1] if len(rows) > EVENTS_A_PAGE else None
    return rows[:EVENTS_A_PAGE], f"{last.at.isoformat()}_{last.pk}" if last else ""


def read_place(place: str) -> tuple[datetime, UUID]:
    """The moment and the key in an address.

    Raises
    ------
    ValueError
        Where the address holds something else.
    """
    moment, _sign, key = place.partition("_")
    at = parse_datetime(moment)
    if at is None or at.tzinfo is None:
        raise ValueError(place)
    return at, UUID(key)


@dataclass(frozen=True)
class Line:
    """An event in words, with what it is about and for whom."""

    event: AuditEvent
    title: str
    who: str
    about: str
    tenant: str
    door: str
    changes: list[Change]


def lines_of(events: list[AuditEvent]) -> list[Line]:
    """Names of people, parks and enterprises are read at once."""
    names = names_of(events)
    parks = Park.objects.in_bulk({event.park_id for event in events if event.park_id})
    companies = Enterprise.objects.in_bulk({event.enterprise_id for event in events if event.enterprise_id})
    return [
        Line(
            event=event,
            title=event_word(event.event),
            who=who(event, names),
            about=object_word(event.object_type),
            tenant=str(getattr(parks.get(event.park_id) or companies.get(event.enterprise_id), "name", "")),
            door=door_word(event.door),
            changes=changes_of(event),
        )
        for event in events
    ]


def place_in_chain(event: AuditEvent) -> dict[str, Any]:
    """The event's link, and the seal above it, as far as it has them."""
    link = AuditLink.objects.filter(event_id=event.pk).first()
    sequence = link.sequence if link else None
    seals = AuditSeal.objects.filter(last_sequence__gte=sequence or 0).order_by("number")
    return {"sequence": sequence, "link": link and bytes(link.link).hex(), "seal": seals.first() if link else None}
