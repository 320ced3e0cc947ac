"""The transformation of an existing incubator: its plan and the milestones by which it is followed (policy IV.1)."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.plain_text import check_printable
from core.rowsecurity import SameParkForeignKey, Tenant
from incubators.models.register import IncubatorClass
from incubators.workflow import MilestoneStatus, PlanStatus
from parks.models import Organisation, Park
from parks.tenancy import TenantModel, TenantQuerySet


class PlanQuerySet(TenantQuerySet["TransformationPlan"]):
    def with_names(self) -> "PlanQuerySet":
        return self.select_related("park", "incubator").prefetch_related(
            models.Prefetch("milestones", Milestone.objects.order_by("due_on", "pk"))
        )


class TransformationPlan(TenantModel):
    """What an existing incubator means to become, until when; one at a time."""

    tenant = Tenant(park="park", organisation="incubator")

    park = models.ForeignKey(Park, on_delete=models.PROTECT, related_name="+")
    incubator = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="transformations")
    goal = models.CharField(_("goal"), max_length=500, validators=[check_printable])
    target_class = models.CharField(_("class aimed at"), max_length=20, choices=IncubatorClass.choices)
    begins_on = models.DateField(_("begins on"))
    ends_on = models.DateField(_("ends on"))
    status = models.CharField(max_length=20, choices=PlanStatus.choices, default=PlanStatus.RUNNING)
    closed_on = models.DateField(_("closed on"), null=True)
    reason = models.CharField(_("reason"), max_length=1000, blank=True, validators=[check_printable])

    objects: ClassVar[Any] = PlanQuerySet.as_manager()

    class Meta:
        permissions = [
            ("keep_transformation", "May set up an incubator's transformation plan and report on it"),
            ("confirm_milestone", "May confirm a milestone and close a transformation plan"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="incubators_one_transformation_at_a_time",
                fields=["incubator"],
                condition=Q(status="running"),
                violation_error_message=_(
                    "A transformation plan of this incubator is under way; close that one first."
                ),
            ),
            models.CheckConstraint(
                name="incubators_a_transformation_ends_after_it_begins",
                condition=Q(ends_on__gt=F("begins_on")),
                violation_error_message=_("The plan ends after the day on which it begins."),
            ),
            models.CheckConstraint(
                name="incubators_a_closed_transformation_has_its_day",
                condition=Q(status="running", closed_on__isnull=True)
                | Q(~Q(status="running"), closed_on__isnull=False),
                violation_error_message=_("A closed plan has the day on which it was closed."),
            ),
        ]

    def __str__(self) -> str:
        return self.goal


class Milestone(TenantModel):
    """A step of a transformation plan: reported by the incubator with what shows it, confirmed by the park."""

    tenant = Tenant(park="park", organisation="incubator")

    park = models.ForeignKey(Park, on_delete=models.PROTECT, related_name="+")
    incubator = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    plan = SameParkForeignKey(TransformationPlan, related_name="milestones")
    title = models.CharField(_("milestone"), max_length=200, validators=[check_printable])
    due_on = models.DateField(_("due on"))
    status = models.CharField(max_length=20, choices=MilestoneStatus.choices, default=MilestoneStatus.OPEN)
    reported_on = models.DateField(_("reported on"), null=True)
    evidence = models.CharField(_("what shows it"), max_length=1000, blank=True, validators=[check_printable])
    reason = models.CharField(_("reason"), max_length=1000, blank=True, validators=[check_printable])

    objects: ClassVar[Any] = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="incubators_a_reported_milestone_shows_something",
                condition=Q(status="open") | Q(~Q(evidence=""), reported_on__isnull=False),
                violation_error_message=_("Say what shows that the milestone is reached."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
