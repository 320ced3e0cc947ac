"""Read models of the zone's places: parks of a day with what they show, districts with the parks they lead."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import OuterRef, Prefetch, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.bilingual import name_column
from parks.models import (
    District,
    IndustryClass,
    LayoutEntry,
    Park,
    ParkIndustry,
    ParkKind,
    Plot,
)

LEADING_INDUSTRIES = 3  # at most, at any time (policy III.1); the constraint of ParkIndustry holds it


def industries_on(day: date) -> QuerySet[ParkIndustry]:
    """What the parks declare on that day: leading industries by their slot, then the others."""
    return ParkIndustry.objects.filter(period__contains=day).order_by("slot", "industry_class", "pk")


def parks_on(day: date) -> QuerySet[Park]:
    """The zone's parks of a day, A to Z (the English names are pinyin), ready to be filtered and listed."""
    return listed(Park.objects.valid_on(day), day)


def ended_parks(day: date) -> QuerySet[Park]:
    """Parks that are none any more, the last to end first, each with the successor that took it in."""
    return Park.objects.filter(valid_to__lte=day).select_related("successor").order_by("-valid_to", "name_en")


def parks_by_name(day: date) -> QuerySet[Park]:
    """The zone's parks of a day with no more than the list of them prints; ``park_lines`` adds the industries."""
    return searchable(Park.objects.valid_on(day), day)


def listed(parks: QuerySet[Park], day: date) -> QuerySet[Park]:
    """Parks with district, plots and the day's industries, whatever their number in five queries."""
    plots = Plot.objects.select_related("district").order_by("pk")
    industries = industries_on(day).prefetch_related("layout_entries")
    return (
        searchable(parks, day)
        .select_related("lead_district", "successor")
        .prefetch_related(Prefetch("plots", plots), Prefetch("industries", industries, to_attr="industries_now"))
    )


def searchable(parks: QuerySet[Park], day: date) -> QuerySet[Park]:
    """By name, each with its district, to be filtered by the names of its leading industries."""
    leading = Subquery(leading_names(day))
    return parks.alias(leading_text=leading).select_related("lead_district").order_by("name_en", "pk")


def leading_names(day: date) -> Any:
    """The names of a park's leading industries in both languages as one text, to be searched."""
    both = Concat("name_en", Value(" "), "name_zh_hans")
    declared = ParkIndustry.objects.filter(
        park=OuterRef("pk"), industry_class=IndustryClass.LEADING, period__contains=day
    )
    return declared.order_by().values("park").annotate(text=StringAgg(both, Value("\n"))).values("text")


@dataclass(frozen=True)
class ParkLine:
    """A park as the list shows it."""

    park: Park
    kind: str
    industries: str


def park_lines(parks: Iterable[Park], day: date) -> list[ParkLine]:
    """The parks with their leading industries by slot; one query."""
    shown = list(parks)
    leading: dict[int, list[str]] = defaultdict(list)
    declared = ParkIndustry.objects.filter(park__in=shown, slot__isnull=False, period__contains=day)
    for park_id, words in declared.order_by("slot", "pk").values_list("park_id", name_column()):
        leading[park_id].append(words)
    kinds = {value: str(label) for value, label in ParkKind.choices}
    return [ParkLine(park, kinds[park.kind], " · ".join(leading[park.pk])) for park in shown]


@dataclass
class Districts:
    """The 16 districts with the parks that each leads, and what there is to say about them."""

    rows: list[District]
    led: dict[int, list[Park]] = field(default_factory=dict)

    @property
    def most(self) -> int:
        return max((len(self.led.get(district.pk, ())) for district in self.rows), default=0)

    def finding(self) -> str:
        """Which district leads most parks, in a sentence."""
        first = [district for district in self.rows if len(self.led.get(district.pk, ())) == self.most]
        if len(first) != 1:
            return _("No district leads more parks than every other")
        return ngettext(
            "%(district)s leads %(count)s park, more than any other district",
            "%(district)s leads %(count)s parks, more than any other district",
            self.most,
        ) % {"district": first[0].name, "count": self.most}


def districts_on(day: date) -> Districts:
    """Two queries, whatever the number of parks."""
    led: dict[int, list[Park]] = defaultdict(list)
    for park in Park.objects.valid_on(day).order_by("name_en"):
        led[park.lead_district_id].append(park)
    return Districts(list(District.objects.order_by("code")), dict(led))


def current_layout() -> QuerySet[LayoutEntry]:
    """The entries of the city's newest industrial layout."""
    newest = LayoutEntry.objects.order_by("-version").values("version")[:1]
    return LayoutEntry.objects.filter(version=Subquery(newest)).order_by("pk")
