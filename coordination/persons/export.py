"""Everything that the portal keeps about a person, as one JSON document."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from accounts.models import User
from coordination.persons.subjects import rows_about
from core import audit
from core.models import AuditEvent
from core.personal.cipher import deciphered, is_enciphered
from parks.models import Membership


def export_person(*, user: User, reason: str, at: datetime) -> dict[str, Any]:
    """Account, personal fields with their labels, memberships, and the audit's events by and about the person."""
    audit.record("person_exported", user, by=None, at=at, reason=reason)
    events = AuditEvent.objects.filter(Q(actor_id=user.pk) | Q(object_type="accounts.user", object_key=str(user.pk)))
    return {
        "person": user.pk,
        "exported_at": at.isoformat(),
        "fields": [
            {"table": row._meta.label_lower, "record": str(row.pk), "field": name, "value": getattr(row, name),
             "purpose": label.purpose, "retention": label.retention}
            for row, labels in rows_about(user) for name, label in labels.items()
        ],
        "memberships": [
            {"role": row.role.name, "organisation": row.organisation.name_zh_hans, "from": row.valid_from.isoformat(),
             "until": row.valid_until and row.valid_until.isoformat()}
            for row in Membership.objects.filter(user=user).select_related("role", "organisation").order_by("pk")
        ],
        "events": [
            {"at": event.at.isoformat(), "event": event.event, "object": f"{event.object_type} {event.object_key}",
             "before": opened(event.before, user.pk), "after": opened(event.after, user.pk), "reason": event.reason}
            for event in events.order_by("at", "id")
        ],
    }  # fmt: skip


def opened(values: dict[str, Any], person: int) -> dict[str, Any]:
    """The person's own values in clear; another's stay as they are."""
    return {
        name: deciphered(value) if is_enciphered(value) and value["person"] == person else value
        for name, value in values.items()
    }
