"""The official letter that each decision about a park's standing leaves, and the park's receipt."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessment.models.cycle import Cycle
from core.rowsecurity import Frozen, Tenant
from parks.models import Park
from parks.tenancy import TenantModel


class Letter(TenantModel):
    """One letter a decision: its words as they were issued, and who of the park received it when."""

    tenant = Tenant(park="park")
    frozen = Frozen(adds=True, columns=("park_id", "cycle_id", "key", "document_number", "content", "issued_at"))

    park = models.ForeignKey(Park, on_delete=models.PROTECT, related_name="letters")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="letters")
    key = models.CharField(max_length=60)  # the decision's own, such as proposal:7
    document_number = models.CharField(max_length=60)
    content = models.JSONField()  # what the template prints
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField()
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField(null=True)

    class Meta:
        permissions = [("receive_letter", "May confirm the receipt of a letter")]
        constraints = [
            models.UniqueConstraint(
                name="assessment_one_letter_a_decision",
                fields=["park", "key"],
                violation_error_message=_("The letter of this decision is issued already."),
            ),
            models.CheckConstraint(
                name="assessment_a_receipt_names_person_and_time",
                condition=Q(received_by__isnull=True, received_at__isnull=True)
                | Q(received_by__isnull=False, received_at__isnull=False),
                violation_error_message=_("A receipt names who received the letter and when."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.park_id} {self.document_number}"

    @property
    def title(self) -> str:
        return str(self.content["title"])
