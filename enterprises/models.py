"""Enterprises: their identity is what the public register shows; where they reside is dated and the park's record."""

import uuid

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.bilingual import Bilingual
from core.personal.labels import Personal
from core.rowsecurity import Asked, Shared, Tenant
from enterprises.credit_code import is_credit_code
from enterprises.workflow import ClaimStatus
from parks.models import Organisation, Park
from parks.tenancy import TenantModel


def check_credit_code(text: str) -> None:
    if not is_credit_code(text):
        raise ValidationError(
            _("This is no unified social credit code: 18 characters, the last one a check on the others.")
        )


class Enterprise(Bilingual):
    """An enterprise under its unified social credit code; its key is the key of its organisation."""

    tenant = Shared("identity as the public register shows it: code and names, no figures and no people", kept=True)

    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, primary_key=True, related_name="enterprise"
    )
    credit_code = models.CharField(max_length=18, unique=True, validators=[check_credit_code])
    registered_on = models.DateField(null=True)

    @property
    def code(self) -> str:
        return self.credit_code


class Residency(TenantModel):
    """An enterprise lives in a park from one day to another; at most one park at a time."""

    tenant = Tenant(park="park", enterprise="enterprise")

    park = models.ForeignKey(Park, on_delete=models.PROTECT, related_name="residencies")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="residencies")
    period = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="enterprises_residencies_do_not_overlap",
                expressions=[("enterprise", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                violation_error_message=_("The enterprise already resides in a park in this period."),
            ),
        ]
        indexes = [models.Index(fields=["park", "enterprise"], name="enterprises_residency_park")]

    def __str__(self) -> str:
        return f"{self.enterprise_id} in {self.park_id}"


class RecordClaim(TenantModel):
    """Somebody says that he speaks for the enterprise under a credit code; its park, or the zone, checks it.

    A code that the register does not hold makes a claim too, so that nobody learns from the answer which ones it holds.
    """

    tenant = Asked("claimant", organisation="decided_by")
    personal = {
        "name": Personal("who speaks for the enterprise", "two years after the decision", of="claimant_id"),
        "email": Personal("the answer to the claim", "two years after the decision", of="claimant_id"),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decided_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="record_claims")
    credit_code = models.CharField(max_length=18, validators=[check_credit_code])
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, null=True, related_name="claims")
    claimant = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="record_claims"
    )  # empty for somebody who has no account yet
    name = models.CharField(max_length=100)
    email = models.EmailField()
    evidence = models.TextField(max_length=1000)
    status = models.CharField(max_length=20, choices=ClaimStatus.choices, default=ClaimStatus.SUBMITTED)
    submitted_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        permissions = [("decide_claim", "May confirm or refuse a claim to an enterprise's record")]
        constraints = [
            models.CheckConstraint(
                name="enterprises_a_claim_is_decided_at_a_time_with_a_reason",
                condition=Q(status=ClaimStatus.SUBMITTED, decided_at__isnull=True)
                | Q(~Q(status=ClaimStatus.SUBMITTED), ~Q(reason=""), decided_at__isnull=False),
                violation_error_message=_("A decision about a claim has its time and its reason."),
            ),
            models.CheckConstraint(
                name="enterprises_a_confirmed_claim_names_an_enterprise",
                condition=~Q(status=ClaimStatus.CONFIRMED) | Q(enterprise__isnull=False),
                violation_error_message=_("The register holds no enterprise under this code."),
            ),
        ]
        indexes = [models.Index(fields=["decided_by", "submitted_at"], name="enterprises_claims_by_decider")]

    def __str__(self) -> str:
        return f"{self.credit_code} {self.email}"
