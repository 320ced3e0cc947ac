"""The statuses of a claim to an enterprise's record and the steps between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.workflow import Step, Workflow

DECIDE = "enterprises.decide_claim"


class ClaimStatus(models.TextChoices):
    SUBMITTED = "submitted", _("Waits for its check")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Refused")


CLAIM = Workflow(
    Step(ClaimStatus.SUBMITTED, ClaimStatus.CONFIRMED, DECIDE, "claim_confirmed", needs_reason=True),
    Step(ClaimStatus.SUBMITTED, ClaimStatus.REFUSED, DECIDE, "claim_refused", needs_reason=True),
)
