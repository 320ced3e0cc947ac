"""A park's standing: the ladder as data, proposals that a run makes, decisions that named people take."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessment.models.cycle import Cycle
from assessment.models.runs import Run
from assessment.workflow import ProposalStatus
from core.rowsecurity import Frozen, SameParkForeignKey, Shared, Tenant
from parks.models import Park
from parks.tenancy import TenantModel


class Ladder(models.Model):
    """The rules of "once notification, twice delisting" in one version (policy II.5); never edited, only followed."""

    tenant = Shared("the rules by which standing changes are public", kept=True)
    frozen = Frozen(adds=True)

    version = models.PositiveSmallIntegerField(unique=True)
    rules = models.JSONField()
    valid_from_year = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"ladder {self.version}"


class ProposalKind(models.TextChoices):
    NOTIFICATION = "notification", _("notification")
    DELISTING = "delisting", _("delisting")
    END_NOTIFICATION = "end_notification", _("end of the notification")


class Proposal(TenantModel):
    """What the ladder says a run means for a park's standing; a named person decides."""

    tenant = Tenant(park="park", kept=True)

    park = models.ForeignKey(Park, on_delete=models.PROTECT, related_name="proposals")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="proposals")
    ladder = models.ForeignKey(Ladder, on_delete=models.PROTECT, related_name="proposals")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="proposals")
    kind = models.CharField(max_length=20, choices=ProposalKind.choices)
    verdict = models.CharField(max_length=20)
    count = models.PositiveSmallIntegerField()
    standing_years = models.JSONField(default=list)
    needs_human = models.BooleanField()
    reasons = models.JSONField(default=list)
    share_below = models.FloatField(null=True)
    status = models.CharField(max_length=20, choices=ProposalStatus.choices, default=ProposalStatus.PROPOSED)
    first_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    document_number = models.CharField(max_length=60, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        permissions = [("decide_standing", "May decide about a park's standing")]
        constraints = [
            models.UniqueConstraint(
                name="assessment_one_open_proposal_a_park_cycle_and_ladder",
                fields=["park", "cycle", "ladder"],
                condition=~Q(status="superseded"),
                violation_error_message=_("This park has its proposal of the year already."),
            ),
            models.CheckConstraint(
                name="assessment_a_confirmed_proposal_names_person_time_and_document",
                condition=~Q(status="confirmed")
                | (Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(document_number="")),
                violation_error_message=_("A confirmation names who, when and the document's number."),
            ),
            models.CheckConstraint(
                name="assessment_the_brake_needs_two_people_and_a_reason",
                condition=~Q(status="confirmed", needs_human=True)
                | (Q(first_by__isnull=False) & ~Q(first_by=models.F("decided_by")) & ~Q(reason="")),
                violation_error_message=_("Where the draws do not agree, two coordinators confirm, with a reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.park_id} {self.cycle_id} {self.kind}"


class StandingEventKind(models.TextChoices):
    NOTIFIED = "notified", _("notified")
    DELISTED = "delisted", _("delisted")
    REINSTATED = "reinstated", _("reinstated")
    REJECTED = "rejected", _("proposal rejected")


class StandingEvent(TenantModel):
    """A decision that changed a park's standing, or declined to; rests on one assessed year."""

    tenant = Tenant(park="park", kept=True)
    frozen = Frozen(adds=True)  # later years count on it

    park = models.ForeignKey(Park, on_delete=models.PROTECT, related_name="standing_events")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="standing_events")
    proposal = SameParkForeignKey(Proposal, null=True, related_name="events")
    event = models.CharField(max_length=20, choices=StandingEventKind.choices)
    document_number = models.CharField(max_length=60, blank=True)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="assessment_an_event_happens_once_a_park_and_year",
                fields=["park", "cycle", "event"],
                violation_error_message=_("This decision has been taken already."),
            ),
            models.CheckConstraint(
                name="assessment_a_sanction_has_a_document",
                condition=Q(event="rejected") | ~Q(document_number=""),
                violation_error_message=_("A decision about standing needs the number of its document."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.park_id} {self.cycle_id} {self.event}"
