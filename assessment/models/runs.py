"""A computation of a year: its inputs under a hash, every park's result with every step, what was made public."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessment.models import sealing
from assessment.models.cycle import Cycle, PublicationLevel
from core.rowsecurity import Frozen, Levelled, Shared, Tenant
from parks.models import Organisation, Park
from parks.tenancy import TenantModel


class Run(models.Model):
    """One computation of a cycle; never edited, a later one stands beside it."""

    tenant = Shared(
        "when a year was computed, by which plan and seed, under which hash; no park's figure is in it", kept=True
    )
    frozen = sealing.RUN

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="runs")
    number = models.PositiveSmallIntegerField()
    job_id = models.UUIDField(null=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    requested_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    engine = models.CharField(max_length=60, blank=True)
    seed = models.PositiveIntegerField()
    draws = models.PositiveIntegerField()
    inputs_sha256 = models.CharField(max_length=64, blank=True)
    system = models.JSONField(default=dict)  # the plan as the engine's SYSTEM.json

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="assessment_runs_of_a_cycle_are_numbered",
                fields=["cycle", "number"],
                violation_error_message=_("Another run was started at the same moment; look at it first."),
            ),
            models.CheckConstraint(
                name="assessment_a_finished_run_has_its_hash",
                condition=Q(finished_at__isnull=True) | ~Q(inputs_sha256=""),
                violation_error_message=_("A finished run carries the hash of its inputs."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id} run {self.number}"


class RunResult(TenantModel):
    """A park's place in a run, with how sure it is and every step that led there."""

    tenant = Tenant(park="park", kept=True)
    frozen = sealing.RESULT

    park = models.ForeignKey(Park, on_delete=models.PROTECT, related_name="results")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="results")
    rank = models.PositiveSmallIntegerField(null=True)
    total = models.FloatField(null=True)
    verdict = models.CharField(max_length=20)
    cause = models.CharField(max_length=10, blank=True)  # line, bottom, veto
    own_default = models.BooleanField(default=False)
    rank_low = models.FloatField(null=True)  # the 5th and the 95th percentile of the rank over the draws
    rank_high = models.FloatField(null=True)
    share_below = models.FloatField(null=True)  # of the draws that put the park below the line
    steps = models.JSONField()  # the engine's own record of the unit
    arithmetic = models.JSONField()  # per indicator: the expression with its numbers put in
    inputs = models.JSONField()  # per figure: value or kind of nothing, who entered it and when

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="assessment_one_result_a_park_and_run",
                fields=["park", "run"],
                violation_error_message=_("This park has its result in the run already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.park_id} {self.run_id}"


class ParkReport(TenantModel):
    """What a run says to one park of its strengths, distances and peers; made for the preview or the release."""

    tenant = Tenant(park="park")
    frozen = Frozen(adds=True)

    park = models.ForeignKey(Park, on_delete=models.PROTECT, related_name="reports")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="reports")
    content = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="assessment_one_report_a_park_and_run",
                fields=["park", "run"],
                violation_error_message=_("This park has its report of the run already."),
            ),
        ]

    def __str__(self) -> str:
        return f"report of {self.park_id} {self.run_id}"


class PublishedRank(models.Model):
    """What the coordinator's release let out of a park: rank, total, verdict; to whom and from when, by the row."""

    tenant = Levelled(
        "released results: rank, total and verdict, read by whoever the row's level names",
        written_by=("park", "park"),
        kept=True,
    )

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")  # the zone
    park = models.ForeignKey(Park, on_delete=models.PROTECT, related_name="published_ranks")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="published_ranks")
    rank = models.PositiveSmallIntegerField(null=True)
    total = models.FloatField(null=True)
    verdict = models.CharField(max_length=20)
    level = models.CharField(max_length=10, choices=PublicationLevel.choices, default=PublicationLevel.PUBLIC)
    opens_at = models.DateTimeField(null=True)
    bodies = ArrayField(models.BigIntegerField(), default=list)  # the departments of the park's districts

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="assessment_one_published_rank_a_park_and_year",
                fields=["park", "cycle"],
                violation_error_message=_("This park's rank of the year is published already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.park_id} {self.cycle_id}"
