"""The public notice of a year's results: anybody objects, the zone answers with reasons, the answers are public."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessment.models.cycle import Cycle
from assessment.workflow import ObjectionStatus
from core.personal.labels import Personal
from core.rowsecurity import Asked, Frozen, Shared
from parks.models import Organisation, Park
from parks.tenancy import TenantModel

KEPT = "two years after the answer"
NUMBER_DIGITS = 8


class Objection(TenantModel):
    """What somebody holds against the results of a year during their public notice; read by the zone and by him."""

    tenant = Asked("objector", organisation="organisation")
    personal = {
        "name": Personal("who objects", KEPT, of="objector_id"),
        "contact": Personal("the answer to the objection", KEPT, of="objector_id"),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")  # the zone
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="objections")
    park = models.ForeignKey(Park, on_delete=models.PROTECT, null=True, related_name="+")  # empty: the whole year
    objector = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="objections"
    )  # empty for somebody who has no account
    name = models.CharField(max_length=100)
    contact = models.CharField(max_length=200)
    ground = models.TextField(max_length=4000)
    submitted_at = models.DateTimeField()
    status = models.CharField(max_length=20, choices=ObjectionStatus.choices, default=ObjectionStatus.RECEIVED)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)  # the answer

    class Meta:
        permissions = [("answer_objection", "May answer objections to a year's results")]
        constraints = [
            models.CheckConstraint(
                name="assessment_an_answered_objection_names_person_time_and_reason",
                condition=Q(status="received", answered_at__isnull=True, reason="")
                | (Q(answered_by__isnull=False, answered_at__isnull=False) & ~Q(status="received") & ~Q(reason="")),
                violation_error_message=_("An answer to an objection names who, when and why."),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "cycle"], name="assessment_objections_by_year")]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What the objector is told, and what the public answer carries."""
        return self.pk.hex[:NUMBER_DIGITS].upper()


class ObjectionAnswer(models.Model):
    """What the public reads of an answered objection: in the zone's words, without who objected."""

    tenant = Shared(
        "answers to objections are public, without the objector and his words",
        written_by=("organisation", "organisation"),
    )
    frozen = Frozen(adds=True)

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")  # the zone
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="objection_answers")
    park = models.ForeignKey(Park, on_delete=models.PROTECT, null=True, related_name="+")
    number = models.CharField(max_length=NUMBER_DIGITS)
    subject = models.CharField(max_length=300)  # what was objected to, in the zone's words
    is_upheld = models.BooleanField()
    answer = models.TextField()
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="assessment_one_public_answer_an_objection",
                fields=["cycle", "number"],
                violation_error_message=_("This objection is answered already."),
            ),
        ]

    def __str__(self) -> str:
        return self.number
