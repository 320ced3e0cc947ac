"""Districts, parks with their plots, the city's industrial layout and what each park declares under it."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.bilingual import Bilingual
from core.rowsecurity import Shared


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
