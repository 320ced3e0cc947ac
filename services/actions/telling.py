"""Who hears of what happens to a case."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from core.notifications.actions import notify
from core.notifications.topics import Topic, in_both
from services.models import Case


def tell_applicant(case: Case, topic: Topic, *, at: datetime, key: str = "", **words: Any) -> None:
    """Whoever sent the request hears what became of it; ``key`` tells events of one kind apart."""
    tell(case, topic, recipients=[case.applicant_id], key=key, at=at, **words)


def tell(case: Case, topic: Topic, *, recipients: list[int], at: datetime, key: str = "", **words: Any) -> None:
    notify(
        topic,
        recipients=recipients,
        key=f"{case.pk}:{key}" if key else str(case.pk),
        url=reverse("services:case", args=[case.pk]),
        at=at,
        params={
            "park": in_both(case.park),
            "enterprise": in_both(case.enterprise),
            "subject": case.subject,
            "code": case.code,
            **words,
        },
    )
