"""Districts, parks, their industries; organisations and who belongs to them since when."""

from datetime import date

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionAbstract

from core.bilingual import Bilingual
from core.rowsecurity import Memberships, Shared


class District(Bilingual):
    """One of Shanghai's 16 districts, by its present administrative code."""

    tenant = Shared("the city's districts are public", kept=True)

    code = models.CharField(max_length=6, unique=True)


class ParkKind(models.TextChoices):
    CORE = "core", _("core")
    DEVELOPMENT_ZONE = "development_zone", _("development zone")
    URBAN = "urban", _("urban")
    SUBURBAN = "suburban", _("suburban")


class ParkQuerySet(models.QuerySet["Park"]):
    def valid_on(self, day: date) -> "ParkQuerySet":
        return self.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=day)).filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=day)
        )


class Park(Bilingual):
    """A park of the zone. Never deleted: a merged one ends and names its successor. Source of names: ``source``."""

    tenant = Shared("names, kinds, districts and validity of the parks are public", kept=True)

    code = models.CharField(max_length=4, unique=True)
    kind = models.CharField(max_length=20, choices=ParkKind.choices)
    lead_district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="led_parks")
    area_km2 = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    area_note = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)  # the first day on which it is no park any more
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="predecessors")
    mark = models.CharField(max_length=20)  # sourced, named_only, inferred
    source = models.CharField(max_length=200)

    objects = ParkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="parks_park_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gt=F("valid_from")),
                violation_error_message=_("A park ends after the day it begins."),
            ),
            models.CheckConstraint(
                name="parks_park_successor_needs_an_end",
                condition=Q(successor__isnull=True) | Q(valid_to__isnull=False),
                violation_error_message=_("A park with a successor has an end date."),
            ),
        ]

    @property
    def park_id(self) -> int:
        return self.pk

    def existed_in(self, year: int) -> bool:
        """Whether the park was one at the end of that year."""
        last_day = date(year, 12, 31)
        return (self.valid_from is None or self.valid_from <= last_day) and (
            self.valid_to is None or self.valid_to > last_day
        )


class Plot(Bilingual):
    """A piece of a park in one district; the first district of a park leads it."""

    tenant = Shared("plots, their districts and areas are public", written_by=("park", "park"))

    park = models.ForeignKey(Park, on_delete=models.PROTECT, related_name="plots")
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="plots")
    area_km2 = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    mark = models.CharField(max_length=20)


class LayoutEntry(Bilingual):
    """An entry of the city's industrial layout, of one version of it (policy III.1)."""

    tenant = Shared("the city's industrial layout is public", kept=True)

    version = models.CharField(max_length=10)
    group = models.CharField(max_length=2)  # 3 = pioneer, 6 = key, 4 = new tracks, 5 = future, 2 = transformation
    code = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="parks_layout_code_is_unique",
                fields=["version", "code"],
                violation_error_message=_("This code is taken in this version of the layout."),
            ),
        ]


class IndustryClass(models.TextChoices):
    LEADING = "leading", _("leading industry")
    CHARACTERISTIC = "characteristic", _("characteristic industry")
    FUTURE = "future", _("future industry")


class ParkIndustry(Bilingual):
    """An industry that a park declares, for a period. At most three leading ones at any time (policy III.1).

    A leading industry holds one of three slots; two in the same slot and period exclude each other, so the fourth
    is refused by the database, whoever else is writing.
    """

    tenant = Shared("a park's declared industries are public", written_by=("park", "park"))

    park = models.ForeignKey(Park, on_delete=models.PROTECT, related_name="industries")
    industry_class = models.CharField(max_length=20, choices=IndustryClass.choices)
    slot = models.PositiveSmallIntegerField(null=True)
    period = DateRangeField()
    layout_entries = models.ManyToManyField(LayoutEntry, through="ParkIndustryLayout", related_name="park_industries")
    mark = models.CharField(max_length=20)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        permissions = [("declare_industry", "May declare and end a park's industries")]
        constraints = [
            models.CheckConstraint(
                name="parks_only_leading_industries_hold_a_slot_of_three",
                condition=Q(industry_class="leading", slot__isnull=False, slot__gte=1, slot__lte=3)
                | Q(~Q(industry_class="leading"), slot__isnull=True),
                violation_error_message=_("A park has at most three leading industries."),
            ),
            ExclusionConstraint(
                name="parks_at_most_three_leading_industries_at_a_time",
                expressions=[
                    ("park", RangeOperators.EQUAL),
                    ("slot", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(slot__isnull=False),
                violation_error_message=_("A park has at most three leading industries."),
            ),
        ]


class ParkIndustryLayout(models.Model):
    """Which entry of the layout a park's industry belongs to."""

    tenant = Shared("a park's declared industries are public")

    industry = models.ForeignKey(ParkIndustry, on_delete=models.PROTECT)
    entry = models.ForeignKey(LayoutEntry, on_delete=models.PROTECT)


class OrganisationKind(models.TextChoices):
    ZONE = "zone", _("the zone's municipal office")
    DEPARTMENT = "department", _("municipal department")
    DISTRICT = "district", _("district department")
    PARK = "park", _("park management organisation")
    OPERATOR = "operator", _("operating organisation")
    INCUBATOR = "incubator", _("incubator")
    PROVIDER = "provider", _("service provider")
    ENTERPRISE = "enterprise", _("enterprise")


class Organisation(Bilingual):
    """A body that people belong to; an enterprise's record in ``enterprises`` has the same key."""

    tenant = Shared("names and kinds of bodies, no people: what the public registers show", kept=True)

    kind = models.CharField(max_length=20, choices=OrganisationKind.choices)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    district = models.ForeignKey(District, on_delete=models.PROTECT, null=True, related_name="organisations")
    park = models.ForeignKey(Park, on_delete=models.PROTECT, null=True, related_name="organisations")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="parks_there_is_one_zone", fields=["kind"], condition=Q(kind="zone"),
                violation_error_message=_("There is one zone."),
            ),
            models.CheckConstraint(
                name="parks_a_park_organisation_names_its_park",
                condition=~Q(kind="park") | Q(park__isnull=False),
                violation_error_message=_("A park's management organisation names its park."),
            ),
            models.CheckConstraint(
                name="parks_a_district_organisation_names_its_district",
                condition=~Q(kind="district") | Q(district__isnull=False),
                violation_error_message=_("A district's department names its district."),
            ),
        ]  # fmt: skip


class Membership(models.Model):
    """Who holds which role in which organisation, from when until when: where a role's permissions reach."""

    tenant = Memberships()

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)

    class Meta:
        permissions = [("manage_memberships", "May invite people and end memberships")]
        constraints = [
            models.UniqueConstraint(
                name="parks_one_open_membership_a_role",
                fields=["user", "role", "organisation"],
                condition=Q(valid_until__isnull=True),
                violation_error_message=_("This person holds the role here already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role_id} {self.organisation_id}"


class ObjectGrant(UserObjectPermissionAbstract):
    """A personal, passing right on one object: an invited expert, an agent by mandate, a substitute. It has an end."""

    tenant = Memberships(organisation="granted_by")

    granted_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="object_grants")
    until = models.DateTimeField()

    class Meta(UserObjectPermissionAbstract.Meta):
        abstract = False
