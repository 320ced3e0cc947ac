"""The public register: which carrier stands where and holds which class; and what each says of itself a year."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.bilingual import Bilingual
from core.plain_text import check_one_line
from core.rowsecurity import Shared, Tenant
from parks.models import Organisation, Park
from parks.tenancy import TenantModel


class CarrierKind(models.TextChoices):
    """What kind of carrier it is; each kind is evaluated by a plan of its own (policy IV.1)."""

    INCUBATOR = "incubator", _("incubator")
    ACCELERATOR = "accelerator", _("accelerator")
    MAKER_SPACE = "maker_space", _("maker space")
    UNIVERSITY_SCIENCE_PARK = "university_science_park", _("university science park")


class IncubatorClass(models.TextChoices):
    """The classes of the city's plan for high-quality incubators, and whoever stands outside it so far."""

    RECOGNISED = "recognised", _("recognised")
    CULTIVATING = "cultivating", _("under cultivation")
    EXISTING = "existing", _("not in the city's plan")


class IncubatorQuerySet(models.QuerySet["Incubator"]):
    def valid_on(self, day: date) -> "IncubatorQuerySet":
        return self.filter(period__contains=day)

    def with_names(self) -> "IncubatorQuerySet":
        """With the rows that a line of the register names."""
        return self.select_related("park", "organisation", "operated_by")


class Incubator(Bilingual):
    """A line of the register: an incubator of a park holds a class for a period; a new class is a new line."""

    tenant = Shared("the public register of incubators: names and classes, no figures", kept=True)

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="incubator_lines")
    park = models.ForeignKey(Park, on_delete=models.PROTECT, related_name="incubators")
    kind = models.CharField(_("kind"), max_length=30, choices=CarrierKind.choices, default=CarrierKind.INCUBATOR)
    incubator_class = models.CharField(_("class"), max_length=20, choices=IncubatorClass.choices)
    operated_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="operated_lines")
    university = models.CharField(_("university"), max_length=100, blank=True)
    certificate_number = models.CharField(_("certificate number"), max_length=60, blank=True)
    issuer = models.CharField(_("issued by"), max_length=100, blank=True)
    period = DateRangeField()  # until the certificate's last day, where it has one
    mark = models.CharField(max_length=20)  # sourced, declared, demo
    source = models.CharField(max_length=200, blank=True)

    objects = IncubatorQuerySet.as_manager()

    class Meta:
        permissions = [("keep_register", "May enter an incubator in the register and change its class")]
        constraints = [
            ExclusionConstraint(
                name="incubators_an_incubator_holds_one_class_at_a_time",
                expressions=[("organisation", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                violation_error_message=_("The incubator already holds a class in this period; end that one first."),
            ),
            models.CheckConstraint(
                name="incubators_a_university_science_park_names_its_university",
                condition=~Q(kind="university_science_park") | ~Q(university=""),
                violation_error_message=_("A university science park names its university."),
            ),
            models.CheckConstraint(
                name="incubators_a_recognised_class_has_a_certificate_or_a_mark",
                condition=~Q(incubator_class="recognised") | ~Q(certificate_number="") | Q(mark="demo"),
                violation_error_message=_("A recognised incubator has the number of its certificate."),
            ),
        ]

    @property
    def last_day(self) -> date | None:
        until: date | None = self.period.upper
        return until - timedelta(days=1) if until else None


class CarrierYear(TenantModel):
    """What a carrier says of itself for a year: floor, fund, staff; its park and the zone read it too."""

    tenant = Tenant(park="park", organisation="incubator")

    park = models.ForeignKey(Park, on_delete=models.PROTECT, related_name="+")
    incubator = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="carrier_years")
    year = models.PositiveSmallIntegerField(_("year"))
    area_m2 = models.DecimalField(_("floor area"), max_digits=12, decimal_places=2)
    incubation_area_m2 = models.DecimalField(_("floor for incubatees"), max_digits=12, decimal_places=2)
    fund_cny = models.DecimalField(_("incubation fund"), max_digits=18, decimal_places=2)
    invested_cny = models.DecimalField(_("invested in incubatees in the year"), max_digits=18, decimal_places=2)
    staff = models.PositiveIntegerField(_("staff"))
    mentors = models.PositiveIntegerField(_("mentors"))
    note = models.CharField(_("note"), max_length=500, blank=True, validators=[check_one_line])
    entered_at = models.DateTimeField()
    entered_by: Any = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        permissions = [("keep_carrieryear", "May enter what a carrier says of itself for a year")]
        constraints = [
            models.UniqueConstraint(
                name="incubators_a_carrier_speaks_once_of_a_year",
                fields=["incubator", "year"],
                violation_error_message=_("This year is entered already; change that entry."),
            ),
            models.CheckConstraint(
                name="incubators_floor_for_incubatees_is_part_of_the_floor",
                condition=Q(incubation_area_m2__lte=F("area_m2"), incubation_area_m2__gte=0),
                violation_error_message=_("The floor for incubatees is at most the whole floor."),
            ),
            models.CheckConstraint(
                name="incubators_money_of_a_year_is_not_negative",
                condition=Q(fund_cny__gte=0, invested_cny__gte=0),
                violation_error_message=_("Enter amounts of 0 or more."),
            ),
        ]
        indexes = [models.Index(fields=["park", "year"], name="incubators_years_by_park")]

    def __str__(self) -> str:
        return f"{self.year} {self.incubator_id}"
