"""The mechanisms' tables. They carry tenants' ids as plain integers: core knows no park."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.rowsecurity import Append, Queue


class AuditEvent(models.Model):
    """One act: who, what, before and after, why, through which door."""

    tenant = Append()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=150, blank=True)
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

    class Meta:
        indexes = [
            models.Index(fields=["object_type", "object_key", "at"], name="core_audit_object"),
            models.Index(fields=["park_id", "at"], name="core_audit_park"),
            models.Index(fields=["enterprise_id", "at"], name="core_audit_enterprise"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.object_type} {self.object_key}"


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
