"""The public register of incubators: where each stands and which class it holds, from when until when."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.bilingual import Bilingual
from core.rowsecurity import Shared
from parks.models import Organisation, Park


class IncubatorClass(models.TextChoices):
    """The two classes of the city's plan for high-quality incubators."""

    RECOGNISED = "recognised", _("recognised")
    CULTIVATING = "cultivating", _("under cultivation")


class IncubatorQuerySet(models.QuerySet["Incubator"]):
    def valid_on(self, day: date) -> "IncubatorQuerySet":
        return self.filter(period__contains=day)


class Incubator(Bilingual):
    """A line of the register: an incubator of a park holds a class for a period; a new class is a new line."""

    tenant = Shared("the public register of incubators: names and classes, no figures", written_by=("park", "park"))

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="incubator_lines")
    park = models.ForeignKey(Park, on_delete=models.PROTECT, related_name="incubators")
    incubator_class = models.CharField(max_length=20, choices=IncubatorClass.choices)
    period = DateRangeField()
    mark = models.CharField(max_length=20)  # sourced, demo
    source = models.CharField(max_length=200, blank=True)

    objects = IncubatorQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="incubators_an_incubator_holds_one_class_at_a_time",
                expressions=[("organisation", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                violation_error_message=_("The incubator already holds a class in this period; end that one first."),
            ),
        ]
