"""The mechanisms' tables. They carry tenants' ids as plain integers: core knows no park."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.attachments.models import Attachment, AttachmentState
from core.exports.models import ExportFile
from core.imports.models import ImportRun
from core.lists.models import SavedView
from core.notifications.models import Delivery, Mailing, Notification, TopicChoice
from core.rowsecurity import Append, Queue, Shared

__all__ = [
    "Attachment",
    "AttachmentState",
    "AuditEvent",
    "Delivery",
    "ExportFile",
    "HolidayNotice",
    "ImportRun",
    "Job",
    "JobStatus",
    "Mailing",
    "Notification",
    "SavedView",
    "TopicChoice",
]


class AuditEvent(models.Model):
    """One act: who, what, before and after, why, through which door."""

    tenant = Append()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=150, blank=True)  # of events that did not name the actor by key alone
    door = models.CharField(max_length=20)
    event = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_key = models.CharField(max_length=60)
    before = models.JSONField()
    after = models.JSONField()
    reason = models.TextField(blank=True)
    park_id = models.BigIntegerField(null=True)
    enterprise_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    digest = models.CharField(max_length=64)
    proof = models.BinaryField(max_length=16)  # made with a key that the database does not hold

    class Meta:
        indexes = [
            models.Index(fields=["object_type", "object_key", "at"], name="core_audit_object"),
            models.Index(fields=["-at", "-id"], name="core_audit_newest_first"),
            models.Index(fields=["park_id", "at"], name="core_audit_park"),
            models.Index(fields=["enterprise_id", "at"], name="core_audit_enterprise"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.object_type} {self.object_key}"


class AuditLink(models.Model):
    """An event's place in the chain: its link is the hash of the link before and of the event."""

    tenant = Shared("hashes and random ids of events, no content; written by link_audit() alone", fixed=True)

    sequence = models.BigIntegerField(primary_key=True)
    event_id = models.UUIDField(unique=True)
    link = models.BinaryField(max_length=32)


class AuditHead(models.Model):
    """The end of the chain, and below which transaction everything is linked; one row."""

    tenant = Shared("the chain's last hash, no content; written by link_audit() alone", fixed=True)

    only_row = models.BooleanField(primary_key=True, default=True)
    chain = models.UUIDField(default=uuid.uuid4)  # names the copy outside; a new database begins a new chain
    sequence = models.BigIntegerField(default=0)
    link = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="core_the_chain_has_one_end",
                condition=models.Q(only_row=True),
                violation_error_message=_("The chain has one end."),
            )
        ]


class AuditSeal(models.Model):
    """A day's signature under the chain: how many events since the seal before, their Merkle root, the last link."""

    tenant = Shared("hashes and counts of the whole chain, no content; never changed", adds_only=True)

    number = models.BigIntegerField(primary_key=True)
    chain = models.UUIDField()
    day = models.DateField(unique=True)
    made_at = models.DateTimeField()
    last_sequence = models.BigIntegerField()
    count = models.BigIntegerField()
    merkle_root = models.CharField(max_length=64)
    last_link = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)  # the digest of the seal before; zeros for the first
    public_key = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)

    class Meta:
        permissions = [("keep_audit", "May see the seals and have the chain verified")]


class AuditCheck(models.Model):
    """A verification of the chain that somebody asked for, and what it found."""

    tenant = Shared(
        "counts of the whole chain and the first broken place, no content; never changed", adds_only=True, kept=True
    )

    asked_by_id = models.BigIntegerField()
    at = models.DateTimeField()
    events = models.BigIntegerField()
    seals = models.BigIntegerField()
    waiting = models.BigIntegerField()
    fault_code = models.CharField(max_length=30, blank=True)
    fault_place = models.JSONField(default=dict)


class PersonKey(models.Model):
    """The key under which the audit keeps one person's values; erased with the person, by the tables' owner alone."""

    tenant = Shared("keys wrapped by a secret that the database does not know; never changed", adds_only=True)

    person_id = models.BigIntegerField(primary_key=True)
    wrapped = models.BinaryField(max_length=60)


class JobStatus(models.TextChoices):
    QUEUED = "queued", _("Waiting for a worker")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class Job(models.Model):
    """A piece of work that outlives the request that asked for it; the row, not the broker, is the memory."""

    tenant = Queue()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run_key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=100)
    queue = models.CharField(max_length=40, default="default")
    arguments = models.JSONField(default=dict)
    scope = models.JSONField(default=dict)
    user_id = models.BigIntegerField(null=True)  # null: the portal itself asked
    organisation_id = models.BigIntegerField(null=True)
    status = models.CharField(max_length=20, choices=JobStatus.choices, default=JobStatus.QUEUED)
    attempt = models.IntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)  # noqa: TID251  when the row was written, no business date
    poked_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    step = models.CharField(max_length=200, blank=True)
    cancel_requested = models.BooleanField(default=False)
    message = models.TextField(blank=True)
    result_url = models.CharField(max_length=300, blank=True)

    class Meta:
        permissions = [("keep_jobs", "May retry and cancel any job, without seeing what it is about")]
        indexes = [
            models.Index(
                fields=["created_at"],
                name="core_job_open",
                condition=models.Q(status__in=["queued", "running"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.run_key}"

    @property
    def is_over(self) -> bool:
        return self.status in {JobStatus.DONE, JobStatus.FAILED, JobStatus.CANCELLED}


class HolidayNotice(models.Model):
    """A State Council notice on days off and make-up days, loaded after those that ship with the product.

    ``days`` holds ``[date, kind, name]`` a line, kind ``off`` or ``work``; where notices name the same day, the one
    published later holds.
    """

    tenant = Shared("everybody counts by the same calendar", written_by=("organisation", "organisation_id"))

    number = models.CharField(_("number of the notice"), max_length=80)
    published_on = models.DateField(_("published on"))
    days = models.JSONField()
    organisation_id = models.BigIntegerField()
    loaded_at = models.DateTimeField()

    class Meta:
        permissions = [("load_holiday_notice", "May load a notice on days off and make-up days")]
        constraints = [
            models.UniqueConstraint(
                name="core_a_holiday_notice_is_loaded_once",
                fields=["number"],
                violation_error_message=_("A notice of this number is in force already."),
            )
        ]

    def __str__(self) -> str:
        return self.number
