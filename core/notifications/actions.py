"""Telling, reading, choosing."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from core.errors import NotAllowed
from core.notifications.models import Mailing, Notification, TopicChoice
from core.notifications.topics import TOPICS, Topic


def notify(
    topic: Topic, *, recipients: Iterable[int | None], key: str, url: str, at: datetime, params: Mapping[str, Any]
) -> None:
    """Tell these people of an event, in the transaction in which it happens; told again, nothing is added.

    ``key`` is the event's own, such as ``case_decided:KEY``; params are words or what ``in_both`` makes of a name.
    """
    event = f"{topic.code}:{key}"
    facts = {"topic": topic.code, "key": event, "params": dict(params), "url": url, "at": at}
    Notification.objects.bulk_create(
        [
            Notification(id=uuid.uuid5(uuid.NAMESPACE_URL, f"{person}:{event}"), recipient_id=person, **facts)
            for person in sorted({each for each in recipients if each})
        ],
        ignore_conflicts=True,  # neither reads nor returns the other person's row, which row security would refuse
    )


def inbox_of(user: Any) -> QuerySet[Notification]:
    """What the person was told, without the topics that they muted."""
    muted = TopicChoice.objects.filter(user_id=user.pk, mailing=Mailing.MUTED).values("topic")
    return Notification.objects.filter(recipient_id=user.pk).exclude(topic__in=muted)


def mark_read(*, notifications: QuerySet[Notification], at: datetime) -> int:
    return notifications.filter(read_at__isnull=True).update(read_at=at)


def choose_topics(*, choices: Mapping[str, str], by: Any) -> None:
    """Keep how the person wants to hear of each topic."""
    if unknown := (set(choices) - set(TOPICS)) | (set(choices.values()) - set(Mailing.values)):
        raise NotAllowed(", ".join(sorted(unknown)))
    for topic, mailing in sorted(choices.items()):
        TopicChoice.objects.update_or_create(user_id=by.pk, topic=topic, defaults={"mailing": mailing})
