"""How a park defends itself: it sees its sheet before the release, asks about a cell, appeals against a figure."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessment.models.cycle import Cycle
from assessment.models.plan import FigureDefinition
from assessment.models.returns import Return
from assessment.models.runs import Run
from assessment.workflow import AppealStatus, QueryStatus
from core.rowsecurity import Frozen, SameParkForeignKey, Shared, Tenant
from parks.models import Organisation, Park
from parks.tenancy import TenantModel


class Preview(models.Model):
    """The days in which each park looks at its own result of a run, alone, before anybody else does."""

    tenant = Shared(
        "when parks look at their results is public; the results themselves are not in it",
        written_by=("organisation", "organisation"),
    )
    frozen = Frozen(adds=True)

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")  # the zone
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="previews")
    run = models.OneToOneField(Run, on_delete=models.PROTECT, related_name="preview")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    queries_until = models.DateField()
    appeals_until = models.DateField()

    class Meta:
        permissions = [("open_preview", "May open the preview of a run")]
        constraints = [
            models.CheckConstraint(
                name="assessment_a_preview_takes_appeals_at_least_as_long_as_queries",
                condition=Q(appeals_until__gte=F("queries_until")),
                violation_error_message=_("Appeals are taken at least as long as queries."),
            ),
        ]

    def __str__(self) -> str:
        return f"preview of {self.run_id}"


class ResultQuery(TenantModel):
    """A park asks about one cell of its previewed result; the zone answers with reasons."""

    tenant = Tenant(park="park")

    park = models.ForeignKey(Park, on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="queries")
    cell = models.CharField(max_length=20)  # the code of a figure or of an indicator
    question = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    status = models.CharField(max_length=20, choices=QueryStatus.choices, default=QueryStatus.ASKED)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        permissions = [("ask_query", "May ask about a result"), ("answer_query", "May answer a park's query")]
        constraints = [
            models.CheckConstraint(
                name="assessment_a_query_is_open_or_has_its_answer",
                condition=Q(status="asked", answer="", answered_at__isnull=True)
                | (Q(status="answered", answered_at__isnull=False) & ~Q(answer="")),
                violation_error_message=_("An answered query says what was answered and when."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.park_id} {self.cell}"


class Appeal(TenantModel):
    """A park's appeal against one figure as it counted; upheld, it corrects the figure and the year is run again."""

    tenant = Tenant(park="park")

    park = models.ForeignKey(Park, on_delete=models.PROTECT, related_name="appeals")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="appeals")
    figure = models.ForeignKey(FigureDefinition, on_delete=models.PROTECT, related_name="+")
    counted = models.DecimalField(max_digits=24, decimal_places=4, null=True)  # as the run read it
    claimed = models.DecimalField(max_digits=24, decimal_places=4)
    ground = models.TextField()
    evidence = models.CharField(max_length=300)  # the document that shows it
    status = models.CharField(max_length=20, choices=AppealStatus.choices, default=AppealStatus.FILED)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    filed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    rerun = models.ForeignKey(Run, on_delete=models.PROTECT, null=True, related_name="appeals")

    class Meta:
        permissions = [
            ("file_appeal", "May appeal against a figure of the result"),
            ("decide_appeal", "May decide a park's appeal"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="assessment_one_open_appeal_a_figure",
                fields=["park", "cycle", "figure"],
                condition=Q(status="filed"),
                violation_error_message=_("An appeal against this figure is open already."),
            ),
            models.CheckConstraint(
                name="assessment_a_decided_appeal_names_person_time_and_reason",
                condition=Q(status__in=["filed", "withdrawn"])
                | (Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(reason="")),
                violation_error_message=_("A decision on an appeal names who, when and why."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.park_id} {self.figure_id}"

    @property
    def was(self) -> Decimal | None:
        """What counted, without trailing zeros."""
        return None if self.counted is None else Decimal(f"{self.counted.normalize():f}")

    @property
    def wanted(self) -> Decimal:
        """What is claimed, without trailing zeros."""
        return Decimal(f"{self.claimed.normalize():f}")


class FigureCorrection(TenantModel):
    """What a figure counts as from the decision on: beside the entry, which stays as it was reported."""

    tenant = Tenant(park="park")
    frozen = Frozen(adds=True)

    park = models.ForeignKey(Park, on_delete=models.PROTECT, related_name="+")
    annual_return = SameParkForeignKey(Return, related_name="corrections")
    figure = models.ForeignKey(FigureDefinition, on_delete=models.PROTECT, related_name="+")
    appeal = SameParkForeignKey(Appeal, related_name="corrections")
    value = models.DecimalField(max_digits=24, decimal_places=4)
    reason = models.TextField()
    document = models.CharField(max_length=300)
    corrected_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    corrected_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="assessment_an_appeal_corrects_once",
                fields=["park", "appeal"],
                violation_error_message=_("This appeal has corrected its figure already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.annual_return_id} {self.figure_id}"
