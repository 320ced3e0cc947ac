"""What a park reports for a year: a value or a kind of nothing for each figure; findings against a park."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessment.models import sealing
from assessment.models.cycle import Cycle
from assessment.models.plan import Adjustment, FigureDefinition
from assessment.workflow import ReturnStatus
from core.rowsecurity import SameParkForeignKey, Tenant
from parks.models import Park
from parks.tenancy import TenantModel


class MissingKind(models.TextChoices):
    NOT_REPORTED = "not_reported", _("not reported")
    NOT_APPLICABLE = "not_applicable", _("not applicable")
    NOT_COLLECTED = "not_collected", _("not collected")
    WITHHELD = "withheld", _("withheld")


class Return(TenantModel):
    """A park's figures of a year on their way from draft to locked."""

    tenant = Tenant(park="park")
    frozen = sealing.RETURN

    park = models.ForeignKey(Park, on_delete=models.PROTECT, related_name="returns")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="returns")
    status = models.CharField(max_length=20, choices=ReturnStatus.choices, default=ReturnStatus.DRAFT)
    unlocked_until = models.DateTimeField(null=True)  # a correction that the city has opened; empty again on acceptance

    class Meta:
        permissions = [
            ("enter_figures", "May enter figures"),
            ("remark_on_figures", "May comment on a figure or flag it for follow-up"),
            ("submit_return", "May submit the return"),
            ("verify_return", "May verify or send back a submitted return"),
            ("accept_return", "May accept or send back a verified return"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="assessment_one_return_a_park_and_year",
                fields=["park", "cycle"],
                violation_error_message=_("This park has its return for the year already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.park_id} {self.cycle_id}"


class FigureEntry(TenantModel):
    """One figure of a return: a number, or why there is none; who entered it and when."""

    tenant = Tenant(park="park")
    frozen = sealing.FIGURE

    park = models.ForeignKey(Park, on_delete=models.PROTECT, related_name="+")
    annual_return = SameParkForeignKey(Return, related_name="entries")
    figure = models.ForeignKey(FigureDefinition, on_delete=models.PROTECT, related_name="entries")
    value = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    missing = models.CharField(max_length=20, choices=MissingKind.choices, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    document = models.CharField(max_length=200, blank=True)  # what the figure is read from
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    is_correction = models.BooleanField(default=False)  # entered after the cut-off, under an unlocking

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="assessment_one_entry_a_figure",
                fields=["park", "annual_return", "figure"],
                violation_error_message=_("This figure is entered already."),
            ),
            models.CheckConstraint(
                name="assessment_an_entry_is_a_value_or_says_why_there_is_none",
                condition=Q(value__isnull=False, missing="") | (Q(value__isnull=True) & ~Q(missing="") & ~Q(reason="")),
                violation_error_message=_("Enter a number, or say which kind of nothing it is and why."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.annual_return_id} {self.figure_id}"


class PeerMedian(TenantModel):
    """What the parks of the same kind reported for a figure in a locked year, without the park itself."""

    tenant = Tenant(park="park")
    FEWEST = 3  # peers; fewer would tell one of them

    park = models.ForeignKey(Park, on_delete=models.PROTECT, related_name="+")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="+")
    figure = models.ForeignKey(FigureDefinition, on_delete=models.PROTECT, related_name="+")
    peers = models.PositiveSmallIntegerField()
    median = models.DecimalField(max_digits=24, decimal_places=4)  # three significant digits

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="assessment_one_peer_median_a_park_year_and_figure",
                fields=["park", "cycle", "figure"],
                violation_error_message=_("The peers' median of this figure is kept already."),
            ),
            models.CheckConstraint(
                name="assessment_a_peer_median_stands_on_three_peers",
                condition=Q(peers__gte=3),
                violation_error_message=_("A median is kept from three peers on."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.park_id} {self.figure_id}"


class RemarkKind(models.TextChoices):
    COMMENT = "comment", _("Comment")
    FOLLOW_UP = "follow_up", _("To follow up")
    SENT_BACK = "sent_back", _("Reason for sending back")


class Remark(TenantModel):
    """What somebody says about one figure of a return; what is to be followed up stays open until it is settled."""

    tenant = Tenant(park="park")

    park = models.ForeignKey(Park, on_delete=models.PROTECT, related_name="+")
    annual_return = SameParkForeignKey(Return, related_name="remarks")
    figure = models.ForeignKey(FigureDefinition, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=RemarkKind.choices, default=RemarkKind.COMMENT)
    text = models.CharField(max_length=1000)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="assessment_a_settled_remark_says_who_and_when",
                condition=Q(settled_by__isnull=True, settled_at__isnull=True)
                | (Q(settled_by__isnull=False, settled_at__isnull=False) & ~Q(kind="comment")),
                violation_error_message=_("What is settled says who settled it and when; a comment is never open."),
            ),
            models.CheckConstraint(
                name="assessment_a_remark_says_something",
                condition=~Q(text=""),
                violation_error_message=_("Write the remark."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.annual_return_id} {self.figure_id}"

    @property
    def is_open(self) -> bool:
        return self.kind != RemarkKind.COMMENT and self.settled_at is None


class Finding(TenantModel):
    """A finding of the year that deducts, adds or vetoes; each with its document."""

    tenant = Tenant(park="park", kept=True)
    frozen = sealing.FINDING

    park = models.ForeignKey(Park, on_delete=models.PROTECT, related_name="findings")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="findings")
    adjustment = models.ForeignKey(Adjustment, on_delete=models.PROTECT, related_name="findings")
    count = models.PositiveSmallIntegerField()
    document_number = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="assessment_one_line_an_adjustment",
                fields=["park", "cycle", "adjustment"],
                violation_error_message=_("This adjustment has its line for the park already; change its count."),
            ),
            models.CheckConstraint(
                name="assessment_a_finding_has_a_document",
                condition=~Q(document_number=""),
                violation_error_message=_("A finding needs the number of its document."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.adjustment_id} {self.park_id}"
