"""The one way a mail leaves: once for a person and a key, recorded, with nothing secret in it.

A mail names kinds of event and how many, and leads to the inbox. It is written in both languages, since the portal
keeps no record of which one a person chose.
"""

from collections import Counter
from datetime import datetime
from email.utils import make_msgid
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.jobs import Later
from core.notifications.models import Delivery, Mailing, Notification, TopicChoice
from core.notifications.topics import LANGUAGES, TOPICS
from core.rowsecurity import scope


def waiting_for_mail(user_id: int) -> list[Notification]:
    """What the person has neither read nor been mailed about, of the topics that they want mail on."""
    silent = TopicChoice.objects.filter(user_id=user_id).exclude(mailing=Mailing.DAILY).values("topic")
    found = Notification.objects.filter(recipient_id=user_id, read_at__isnull=True, mailed_at__isnull=True)
    return list(found.exclude(topic__in=silent).order_by("at"))


def send_digest(*, user: Any, key: str, at: datetime) -> bool:
    """One mail on everything that waits; False where there is nothing to say or it has gone already.

    Killed between sending and noting it, the next attempt sends the same mail with the same Message-ID: twice rather
    than never.
    """
    with scope(user=user.pk):
        waiting = waiting_for_mail(user.pk)
        facts = {"begun_at": at, "count": len(waiting)}
        if not waiting or not user.email:
            return False
        delivery, _made = Delivery.objects.get_or_create(user_id=user.pk, key=key, defaults=facts)
        if delivery.sent_at is not None:
            return False
    send(to=user.email, key=f"{key}.{user.pk}", topics=Counter(row.topic for row in waiting))
    with scope(user=user.pk):
        Delivery.objects.filter(pk=delivery.pk).update(sent_at=at, count=len(waiting))
        Notification.objects.filter(pk__in=[row.pk for row in waiting]).update(mailed_at=at)
    return True


def send(*, to: str, key: str, topics: Counter[str]) -> None:
    """Hand the mail over; a server that does not answer is asked again later."""
    parts = []
    for language in LANGUAGES:
        with translation.override(language):
            parts.append(body(topics))
            subject = title(topics.total())
    left, _at, domain = make_msgid(domain=settings.MAIL_DOMAIN).strip("<>").rpartition("@")
    headers = {"Message-ID": f"<{key.replace(':', '.')}@{domain}>", "Auto-Submitted": "auto-generated"}
    try:
        EmailMessage(subject, "\n\n".join(parts), to=[to], headers=headers).send()
    except (SMTPException, OSError) as error:
        raise Later(f"The mail server does not take the mail ({left}): {error}") from error


def title(count: int) -> str:
    return ngettext("Zhangjiang portal: %(count)d message", "Zhangjiang portal: %(count)d messages", count) % {
        "count": count
    }


def body(topics: Counter[str]) -> str:
    lines = [f"* {TOPICS[code].label}: {number}" for code, number in sorted(topics.items()) if code in TOPICS]
    return "\n".join(
        [
            _("In your inbox since the last mail:"),
            *lines,
            "",
            _("Read them: %(address)s") % {"address": f"{settings.PORTAL_URL}/inbox/"},
            _("Choose what you are told: %(address)s") % {"address": f"{settings.PORTAL_URL}/inbox/topics/"},
        ]
    )
