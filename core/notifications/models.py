"""The inbox, what each person wants to be mailed about, and the record of what was mailed."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.rowsecurity import Inbox, Own


class Notification(models.Model):
    """One event told to one person; the same event is told once, whoever tells it again."""

    tenant = Inbox(user="recipient_id")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient_id = models.BigIntegerField()
    topic = models.CharField(max_length=60)
    key = models.CharField(max_length=150)  # of the event
    params = models.JSONField(default=dict)
    url = models.CharField(max_length=300)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="core_an_event_is_told_once_to_a_person",
                fields=["recipient_id", "key"],
                violation_error_message=_("This person has been told of this event already."),
            ),
        ]
        indexes = [
            models.Index(fields=["recipient_id", "-at", "id"], name="core_inbox_newest"),
            models.Index(fields=["recipient_id"], name="core_inbox_unread", condition=models.Q(read_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.key


class Mailing(models.TextChoices):
    DAILY = "daily", _("Inbox and the daily mail")
    INBOX = "inbox", _("Inbox only")
    MUTED = "muted", _("Not at all")


class TopicChoice(models.Model):
    """How a person wants to hear of a topic; where there is no row, inbox and daily mail."""

    tenant = Own()

    user_id = models.BigIntegerField()
    topic = models.CharField(max_length=60)
    mailing = models.CharField(max_length=10, choices=Mailing.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="core_a_person_chooses_once_for_a_topic",
                fields=["user_id", "topic"],
                violation_error_message=_("There is a choice for this topic already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.topic}"


class Delivery(models.Model):
    """A mail to a person: begun once under its key, and when it left."""

    tenant = Own()

    user_id = models.BigIntegerField()
    key = models.CharField(max_length=150)
    begun_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    count = models.PositiveIntegerField()  # of the events that it speaks of

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="core_a_mail_goes_once_to_a_person",
                fields=["user_id", "key"],
                violation_error_message=_("This mail has gone to this person already."),
            ),
        ]

    def __str__(self) -> str:
        return self.key
