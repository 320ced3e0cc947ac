"""A sealed year: one file with everything that led to its ranking, hashed, signed, chained to the year before.

What a seal covers does not change any more (``frozen`` on the models it covers); a seal itself never does.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessment.models.cycle import Cycle
from assessment.models.runs import Run
from core.rowsecurity import Frozen, Shared, Tenant
from parks.models import Organisation
from parks.tenancy import TenantModel

ADDED_ONCE = Frozen(adds=True)


class RunOutput(TenantModel):
    """What the engine printed for a run, byte for byte: every step, every interval, what moves the ranks."""

    tenant = Tenant(organisation="organisation")
    frozen = ADDED_ONCE

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")  # the zone
    run = models.OneToOneField(Run, on_delete=models.PROTECT, related_name="output")
    content = models.TextField()

    def __str__(self) -> str:
        return f"output of {self.run_id}"


class Seal(models.Model):
    """The hash of a year's sealed file and its signature; a later one, after an appeal, supersedes it."""

    tenant = Shared(
        "hash and signature of a sealed year are public, so that anyone can hold the zone to them",
        written_by=("organisation", "organisation"),
    )
    frozen = ADDED_ONCE

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")  # the zone
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="seals")
    run = models.OneToOneField(Run, on_delete=models.PROTECT, related_name="seal")
    number = models.PositiveSmallIntegerField()
    year_before = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="years_after")
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    sha256 = models.CharField(max_length=64, unique=True)
    signature = models.CharField(max_length=128)
    public_key = models.CharField(max_length=64)
    sealed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    sealed_at = models.DateTimeField()

    class Meta:
        permissions = [("seal_year", "May seal a year"), ("verify_seal", "May have a seal recomputed")]
        constraints = [
            models.UniqueConstraint(
                name="assessment_seals_of_a_year_are_numbered",
                fields=["cycle", "number"],
                violation_error_message=_("This year was sealed at the same moment; look at it first."),
            ),
            models.CheckConstraint(
                name="assessment_only_the_first_seal_of_a_year_supersedes_none",
                condition=Q(number=1, supersedes__isnull=True) | Q(number__gt=1, supersedes__isnull=False),
                violation_error_message=_("A later seal names the one that it supersedes."),
            ),
        ]

    def __str__(self) -> str:
        return f"seal {self.number} of {self.cycle_id}"


class SealedFile(TenantModel):
    """The sealed file itself; it holds every park's figures, so the zone and its auditors read it."""

    tenant = Tenant(organisation="organisation")
    frozen = ADDED_ONCE

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")  # the zone
    seal = models.OneToOneField(Seal, on_delete=models.PROTECT, related_name="file")
    content = models.TextField()  # canonical JSON

    def __str__(self) -> str:
        return f"file of {self.seal_id}"
