"""Whoever grows in an incubator: from the application to graduation, and whether the graduate still lives."""

import uuid
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.bilingual import Bilingual
from core.plain_text import check_printable
from core.rowsecurity import SameParkForeignKey, Tenant
from enterprises.models import Enterprise
from incubators.rules import longest_stay_months
from incubators.workflow import IncubateeStatus
from parks.models import LayoutEntry, Organisation, Park
from parks.tenancy import TenantModel, TenantQuerySet

STAYED = (IncubateeStatus.ADMITTED, IncubateeStatus.GRADUATED, IncubateeStatus.LEFT)


def months_between(first: date, last: date) -> int:
    """Whole months from one day to another."""
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


class IncubateeQuerySet(TenantQuerySet["Incubatee"]):
    def with_names(self) -> "IncubateeQuerySet":
        """With the rows that a line about an incubatee names."""
        return self.select_related("incubator", "park", "sector", "went_to", "enterprise")

    def inside_on(self, day: date) -> "IncubateeQuerySet":
        """Whoever was incubated at the end of that day."""
        return self.filter(admitted_on__lte=day).filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day))


class Incubatee(Bilingual, TenantModel):
    """A team or an enterprise that asked an incubator for a place, and what became of it.

    ``enterprise`` is empty while the team has none; a graduate has one. ``went_to`` is written when a relay is
    accepted: the park in which the graduate goes on.
    """

    tenant = Tenant(park="park", organisation="incubator", enterprise="enterprise")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    park = models.ForeignKey(Park, on_delete=models.PROTECT, related_name="incubatees")
    incubator = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="incubatees")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, null=True, related_name="incubations")
    sector = models.ForeignKey(LayoutEntry, on_delete=models.PROTECT, null=True, related_name="+")
    cohort = models.CharField(_("cohort"), max_length=40)
    purpose = models.CharField(_("what is to be built"), max_length=1000, validators=[check_printable])
    status = models.CharField(max_length=20, choices=IncubateeStatus.choices, default=IncubateeStatus.APPLIED)
    applied_on = models.DateField(_("applied on"))
    admitted_on = models.DateField(_("admitted on"), null=True)
    area_m2 = models.DecimalField(_("floor taken"), max_digits=10, decimal_places=2, null=True)
    mentor = models.CharField(_("mentoring"), max_length=200, blank=True)
    ended_on = models.DateField(_("graduated or left on"), null=True)
    grounds = models.JSONField(_("grounds of the graduation"), default=list, blank=True)
    evidence = models.CharField(_("what shows it"), max_length=1000, blank=True, validators=[check_printable])
    reason = models.CharField(_("reason"), max_length=1000, blank=True, validators=[check_printable])
    went_to = models.ForeignKey(Park, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[Any] = IncubateeQuerySet.as_manager()

    class Meta:
        permissions = [("keep_incubatees", "May take in incubatees and say what became of them")]
        constraints = [
            models.CheckConstraint(
                name="incubators_who_stayed_was_admitted_on_a_day",
                condition=Q(status__in=STAYED, admitted_on__isnull=False)
                | Q(~Q(status__in=STAYED), admitted_on__isnull=True),
                violation_error_message=_("Whoever is or was incubated has the day of the admission."),
            ),
            models.CheckConstraint(
                name="incubators_who_went_has_a_last_day_after_the_first",
                condition=Q(status__in=["graduated", "left"], ended_on__gte=F("admitted_on"))
                | Q(~Q(status__in=["graduated", "left"]), ended_on__isnull=True),
                violation_error_message=_("The last day is not before the day of the admission."),
            ),
            models.CheckConstraint(
                name="incubators_a_graduate_is_an_enterprise",
                condition=~Q(status="graduated") | Q(enterprise__isnull=False),
                violation_error_message=_("A graduate is an enterprise: enter its unified social credit code."),
            ),
            models.UniqueConstraint(
                name="incubators_an_enterprise_is_incubated_once_at_a_time",
                fields=["incubator", "enterprise"],  # no word about another incubator's
                condition=Q(status="admitted"),
                violation_error_message=_("This enterprise is incubated here already."),
            ),
        ]
        indexes = [
            models.Index(fields=["park", "applied_on"], name="incubators_incubatees_by_park"),
            models.Index(fields=["incubator", "applied_on"], name="incubators_incubatees_by_body"),
        ]

    def stayed_months(self, today: date) -> int | None:
        return months_between(self.admitted_on, self.ended_on or today) if self.admitted_on else None

    def may_stay_months(self) -> int:
        return longest_stay_months(self.sector.code if self.sector else "")

    def is_overdue(self, today: date) -> bool:
        """Whether an incubatee has stayed longer than the rule allows."""
        stayed = self.stayed_months(today)
        return self.status == IncubateeStatus.ADMITTED and stayed is not None and stayed > self.may_stay_months()


class SurvivalState(models.TextChoices):
    ALIVE = "alive", _("in business")
    MERGED = "merged", _("acquired or merged")
    CLOSED = "closed", _("closed")


class Survival(TenantModel):
    """A graduate in a later year: whether it lives, and how many work there; asked once a year."""

    tenant = Tenant(park="park", organisation="incubator")

    park = models.ForeignKey(Park, on_delete=models.PROTECT, related_name="+")
    incubator = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    incubatee = SameParkForeignKey(Incubatee, related_name="survivals")
    year = models.PositiveSmallIntegerField(_("year"))
    state = models.CharField(_("state"), max_length=10, choices=SurvivalState.choices)
    employees = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    source = models.CharField(_("how it is known"), max_length=300, validators=[check_printable])
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="incubators_a_graduate_is_looked_up_once_a_year",
                fields=["incubatee", "year"],
                violation_error_message=_("This year is entered already for this graduate."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.incubatee_id}"
