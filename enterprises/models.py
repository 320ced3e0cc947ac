"""Enterprises: their identity is what the public register shows; where they reside is dated and the park's record."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.bilingual import Bilingual
from core.rowsecurity import Shared, Tenant
from enterprises.credit_code import is_credit_code
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
