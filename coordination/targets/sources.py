"""Where a target's number comes from: a register whose rows one can open, or the sentence why there is none yet.

A source answers for a day, with what was known on another: the figures of a year that ends on 31 December are closed in
the next spring. What parks report is read from accepted returns, under the reader's own scope.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from assessment.inputs import COUNTING, without_trailing_zeros
from assessment.models import Cycle, FigureEntry
from core.templatetags.date_text import day_text
from core.templatetags.number_text import YI, divided_text, number_text, unit_text
from incubators.models import Incubator, IncubatorClass

TRILLION = 10**12
DAYS_A_YEAR = 365
YEARS_END = (12, 31)


@dataclass(frozen=True)
class Record:
    """A row behind the number: its name, what it says, and its page."""

    name: str
    says: str
    url: str
    counts: bool = True


@dataclass(frozen=True)
class Reading:
    """What a source says on a day; ``value`` is empty where it can say nothing, and ``words`` tell why."""

    value: Decimal | None
    words: str
    records: list[Record] = field(default_factory=list)


def recognised_incubators(day: date, known: date, user: Any) -> Reading:
    """Lines of the public register that hold the class on that day."""
    lines = Incubator.objects.filter(incubator_class=IncubatorClass.RECOGNISED).valid_on(day).with_names()
    records = [
        Record(line.name, said_of(line), reverse("incubators:record", args=[line.organisation_id]))
        for line in lines.order_by("name_en", "pk")
    ]
    return Reading(Decimal(len(records)), _("Lines of the register of incubators on that day."), records)


def said_of(line: Incubator) -> str:
    """By which certificate, since when, in which park."""
    certificate = line.certificate_number or _("no certificate number")
    return f"{line.park.name} · {certificate} · {line.issuer or '–'} · {day_text(line.period.lower)}"


def newest_closed_year(day: date, known: date) -> int | None:
    """The newest year that had ended on the day, with figures that could no longer change when they were read."""
    last = day.year if (day.month, day.day) == YEARS_END else day.year - 1
    closed = Cycle.objects.filter(year__lte=last, cutoff_on__lt=known).order_by("-year")
    found: int | None = closed.values_list("year", flat=True).first()
    return found


def reported(codes: Iterable[str], day: date, known: date, user: Any) -> tuple[int | None, list[FigureEntry]]:
    """The year, and the accepted entries of these figures that the reader may see."""
    year = newest_closed_year(day, known)
    rows = FigureEntry.objects.visible_to(user, "assessment.view_figureentry").filter(
        annual_return__cycle__year=year,
        annual_return__status__in=COUNTING,
        figure__code__in=list(codes),
        value__isnull=False,
    )
    chosen = rows.select_related("park", "figure", "annual_return__cycle").order_by("-value", "park__name_en", "pk")
    return year, list(chosen)


def from_returns(year: int | None, value: Decimal | None, records: list[Record]) -> Reading:
    if year is None or not records:
        return Reading(None, _("No accepted return holds this figure for a year that was closed by that day."))
    return Reading(value, _("From the parks' accepted returns of %(year)s.") % {"year": year}, records)


def record_of(entry: FigureEntry, *, counts: bool = True) -> Record:
    url = reverse("assessment:return", args=[entry.annual_return.cycle.year, entry.park.code])
    says = _("%(figure)s: %(value)s %(unit)s") % {
        "figure": entry.figure.name,
        "value": value_of(entry),
        "unit": unit_text("yi" if entry.figure.unit == "yuan" else entry.figure.unit),
    }
    return Record(entry.park.name, says, url, counts)


def value_of(entry: FigureEntry) -> str:
    """Money in hundred millions, anything else as it was reported."""
    if entry.figure.unit == "yuan":
        return divided_text(entry.value, YI, 2)
    return number_text(without_trailing_zeros(entry.value or Decimal(0)))


def tiers_of_returns(day: date, known: date, user: Any) -> Reading:
    """Unicorns, and hidden champions that are none, as the parks report them."""
    year, rows = reported(("F012", "F013"), day, known, user)
    return from_returns(year, total(rows), [record_of(row) for row in rows if row.value])


def revenue_of_returns(day: date, known: date, user: Any) -> Reading:
    """Parks whose enterprises take in a trillion yuan or more; the others stand below them."""
    year, rows = reported(("F005",), day, known, user)
    reached = [row for row in rows if row.value is not None and row.value >= TRILLION]
    return from_returns(year, Decimal(len(reached)), [record_of(row, counts=row in reached) for row in rows])


def new_technology_enterprises(day: date, known: date, user: Any) -> Reading:
    """Technology enterprises registered in the year, by the days of a year; those in the parks alone."""
    year, rows = reported(("F034",), day, known, user)
    return from_returns(year, (total(rows) / DAYS_A_YEAR).quantize(Decimal("0.1")), [record_of(row) for row in rows])


def total(rows: Iterable[FigureEntry]) -> Decimal:
    return without_trailing_zeros(sum((row.value for row in rows if row.value is not None), Decimal(0)))


def outside_total(day: date, known: date, user: Any) -> Reading:
    return Reading(
        None, _("The city's total is no figure of the zone; no dated, sourced one is entered, so no share is computed.")
    )


def talent_register(day: date, known: date, user: Any) -> Reading:
    return Reading(None, _("The register of talents is not there yet; employees of the parks would be another number."))


Source = Callable[[date, date, Any], Reading]

SOURCES: dict[str, Source] = {
    "recognised_incubators": recognised_incubators,
    "tiers_of_returns": tiers_of_returns,
    "revenue_of_returns": revenue_of_returns,
    "new_technology_enterprises": new_technology_enterprises,
    "outside_total": outside_total,
    "talent_register": talent_register,
}
