"""A file that somebody handed in. Its row carries the tenants as plain integers; the owner's app links to it."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.rowsecurity import Tenant


class AttachmentState(models.TextChoices):
    QUARANTINED = "quarantined", _("Waits for the virus scan")
    CLEAN = "clean", _("Scanned, nothing found")
    REFUSED = "refused", _("Refused by the virus scan, content deleted")


STATE_KINDS = {AttachmentState.QUARANTINED: "wait", AttachmentState.CLEAN: "done", AttachmentState.REFUSED: "bad"}


class Attachment(models.Model):
    """One file. ``view_permission`` is asked of whoever opens it, for the same tenants as the row it belongs to."""

    tenant = Tenant(park="park_id", enterprise="enterprise_id", organisation="organisation_id")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    park_id = models.BigIntegerField(null=True)
    enterprise_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    view_permission = models.CharField(max_length=100)
    name = models.CharField(max_length=120)  # as handed in, cleaned
    content_type = models.CharField(max_length=100)  # by content
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)  # of what is kept: an image is written anew
    stored_as = models.CharField(max_length=100, blank=True)  # random; empty once the content is gone
    state = models.CharField(max_length=20, choices=AttachmentState.choices, default=AttachmentState.QUARANTINED)
    finding = models.CharField(max_length=200, blank=True)  # the scanner's word
    uploaded_by_id = models.BigIntegerField()
    uploaded_by_name = models.CharField(max_length=150)
    uploaded_at = models.DateTimeField()
    scanned_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="core_an_attachment_belongs_to_somebody",
                condition=Q(park_id__isnull=False) | Q(enterprise_id__isnull=False) | Q(organisation_id__isnull=False),
                violation_error_message=_("A file belongs to a park, an enterprise or an organisation."),
            ),
            models.CheckConstraint(
                name="core_only_a_refused_attachment_has_lost_its_content",
                condition=Q(state=AttachmentState.REFUSED, stored_as="")
                | (~Q(state=AttachmentState.REFUSED) & ~Q(stored_as="")),
                violation_error_message=_("A refused file keeps no content; any other keeps its own."),
            ),
            models.CheckConstraint(
                name="core_scanned_means_a_time_of_the_scan",
                condition=Q(state=AttachmentState.QUARANTINED, scanned_at__isnull=True)
                | (~Q(state=AttachmentState.QUARANTINED) & Q(scanned_at__isnull=False)),
                violation_error_message=_("A scanned file has the time of its scan, any other has none."),
            ),
        ]
        indexes = [
            models.Index(fields=["park_id", "uploaded_at"], name="core_attachment_park"),
            models.Index(fields=["enterprise_id", "uploaded_at"], name="core_attachment_enterprise"),
            models.Index(fields=["organisation_id", "uploaded_at"], name="core_attachment_organisation"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_served(self) -> bool:
        return self.state == AttachmentState.CLEAN

    @property
    def state_kind(self) -> str:
        """The shape beside the state's word."""
        return STATE_KINDS[AttachmentState(self.state)]
