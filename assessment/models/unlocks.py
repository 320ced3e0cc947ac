"""Opening a return again that was accepted or whose cut-off has passed: asked with a reason, decided by the city."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessment.models.returns import Return
from core.rowsecurity import SameParkForeignKey, Tenant
from parks.models import Park
from parks.tenancy import TenantModel


class Unlock(TenantModel):
    """A request to correct figures that are locked; granted until a moment, or declined with the reason."""

    tenant = Tenant(park="park")

    park = models.ForeignKey(Park, on_delete=models.PROTECT, related_name="+")
    annual_return = SameParkForeignKey(Return, related_name="unlocks")
    reason = models.CharField(max_length=1000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)  # granted until then; empty when it is decided: declined
    answer = models.CharField(max_length=1000, blank=True)

    class Meta:
        permissions = [("ask_unlock", "May ask for a return to be unlocked")]
        constraints = [
            models.UniqueConstraint(
                name="assessment_one_open_unlock_request_a_return",
                fields=["park", "annual_return"],
                condition=Q(decided_at__isnull=True),
                violation_error_message=_("A request to unlock this return waits for the city already."),
            ),
            models.CheckConstraint(
                name="assessment_an_unlock_request_says_why",
                condition=~Q(reason=""),
                violation_error_message=_("Say why the return must be unlocked."),
            ),
            models.CheckConstraint(
                name="assessment_a_decided_unlock_says_who_when_and_why",
                condition=Q(decided_by__isnull=True, decided_at__isnull=True, until__isnull=True, answer="")
                | (Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(answer="")),
                violation_error_message=_("A decision says who took it, when and why."),
            ),
            models.CheckConstraint(
                name="assessment_an_unlock_is_decided_by_another_than_who_asked",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                violation_error_message=_("Another person than the one who asked decides."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.annual_return_id} {self.asked_at:%Y-%m-%d}"
