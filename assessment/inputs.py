"""From accepted returns to the engine's rows: figures as they counted, expressions evaluated, findings counted."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from assessment.expressions import Evaluation, Figure, Missing, Outcome, nearest_float, parse
from assessment.models import Cycle, FigureCorrection, FigureEntry, Finding, Indicator, Return, Run
from assessment.plan_content import CODE_OF_MISSING
from assessment.workflow import ReturnStatus
from core.errors import NotAllowed
from parks.models import Park

COUNTING = frozenset({ReturnStatus.ACCEPTED, ReturnStatus.LOCKED})


@dataclass
class ParkInputs:
    """What one park brings into a run."""

    park: Park
    figures: dict[str, Figure] = field(default_factory=dict)
    last: dict[str, Figure] | None = None  # None: the park did not exist a year before
    accepted: bool = False
    lineage: dict[str, dict[str, Any]] = field(default_factory=dict)
    evaluations: dict[str, Evaluation] = field(default_factory=dict)
    row: dict[str, str] = field(default_factory=dict)

    @property
    def left_out(self) -> bool:
        """Whether a gap is the park's own doing: nothing accepted, or a figure that it did not report."""
        return not self.accepted or any(value == Missing.NOT_REPORTED for value in self.figures.values())


def gather(cycle: Cycle, as_of: Run | None = None) -> list[ParkInputs]:
    """Every park of the year, by code, with its evaluated indicators; ``as_of`` a run, as it found them.

    Raises
    ------
    NotAllowed
        Naming each park and indicator whose expression divides by zero where the plan does not foresee it.
    """
    parks = [park for park in Park.objects.order_by("code") if park.existed_in(cycle.year)]
    moment = None if as_of is None else as_of.requested_at
    now, before = figures_of(cycle.year, moment), figures_of(cycle.year - 1, moment)
    codes = set(cycle.plan.figures.exclude(figure_type="document").values_list("code", flat=True))
    inputs = [park_inputs(park, codes, now, before, cycle.year) for park in parks]
    findings = findings_of(cycle)
    blank = dict.fromkeys(cycle.plan.adjustments.values_list("code", flat=True), "0")
    indicators = list(cycle.plan.indicators.order_by("position"))
    faults: list[str] = []
    for each in inputs:
        evaluate_park(each, indicators, faults)
        each.row |= {"park": each.park.code} | blank | findings.get(each.park.pk, {})
    if faults:
        raise NotAllowed(" ".join(faults))
    return inputs


@dataclass
class YearFigures:
    """A year's entries and which returns count."""

    accepted: set[int]
    entries: dict[int, dict[str, FigureEntry]]


def figures_of(year: int, moment: datetime | None = None) -> YearFigures:
    """Entries by park and code, corrected as far as decided by the moment, and the parks whose return is accepted."""
    returns = Return.objects.filter(cycle__year=year)
    accepted = {row.park_id for row in returns if row.status in COUNTING}
    entries: dict[int, dict[str, FigureEntry]] = defaultdict(dict)
    for entry in FigureEntry.objects.filter(annual_return__cycle__year=year).select_related("figure", "entered_by"):
        entries[entry.park_id][entry.figure.code] = entry
    for correction in corrections_of(year, moment):
        of_park, code = entries[correction.park_id], correction.figure.code
        of_park[code] = corrected(of_park.get(code), correction)
    return YearFigures(accepted, entries)


def corrections_of(year: int, moment: datetime | None) -> Iterable[FigureCorrection]:
    """In the order of their decisions, so that the last one counts."""
    found = FigureCorrection.objects.filter(annual_return__cycle__year=year)
    if moment is not None:
        found = found.filter(corrected_at__lte=moment)
    return found.select_related("figure", "corrected_by").order_by("corrected_at", "pk")


def corrected(entry: FigureEntry | None, correction: FigureCorrection) -> FigureEntry:
    """What counts in the entry's place; it is nowhere stored."""
    counts = FigureEntry(
        park_id=correction.park_id,
        annual_return_id=correction.annual_return_id,
        figure=correction.figure,
        value=correction.value,
        reason=correction.reason,
        document=correction.document,
        entered_by=correction.corrected_by,
        entered_at=correction.corrected_at,
    )
    counts.reported = lineage_of(entry)  # type: ignore[attr-defined]
    return counts


def park_inputs(park: Park, codes: set[str], now: YearFigures, before: YearFigures, year: int) -> ParkInputs:
    """Figures that are not accepted count as not reported, whatever was typed."""
    each = ParkInputs(park=park, accepted=park.pk in now.accepted)
    entries = now.entries.get(park.pk, {}) if each.accepted else {}
    for code in sorted(codes):
        each.figures[code] = figure_of(entries.get(code))
        each.lineage[code] = lineage_of(entries.get(code))
    if park.existed_in(year - 1):
        earlier = before.entries.get(park.pk, {}) if park.pk in before.accepted else {}
        each.last = {code: figure_of(earlier.get(code)) for code in codes}
    return each


def figure_of(entry: Any) -> Figure:
    """The figure that an entry says, whatever carries its value and kind of nothing."""
    if entry is None:
        return Missing.NOT_REPORTED
    return Missing(entry.missing) if entry.missing else without_trailing_zeros(entry.value or Decimal(0))


def without_trailing_zeros(value: Decimal) -> Decimal:
    """905, not 905.0000: the arithmetic is read by people."""
    return Decimal(f"{value.normalize():f}")


def lineage_of(entry: FigureEntry | None) -> dict[str, Any]:
    """What a figure was in this run and who stands behind it, kept with the result."""
    if entry is None:
        return {"missing": Missing.NOT_REPORTED}
    reported = getattr(entry, "reported", None)  # before a correction
    return (
        ({} if reported is None else {"reported": reported.get("value") or reported["missing"]})
        | {
            "value": None if entry.value is None else f"{entry.value.normalize():f}",
            "missing": entry.missing,
            "reason": entry.reason,
            "document": entry.document,
            "entered_by": str(entry.entered_by) if entry.entered_by else "",
            "username": entry.entered_by.get_username() if entry.entered_by else "",
            "entered_at": entry.entered_at.isoformat(),
        }
        | ({"correction": True} if entry.is_correction else {})
    )


def evaluate_park(each: ParkInputs, indicators: list[Indicator], faults: list[str]) -> None:
    for indicator in indicators:
        found = parse(indicator.expression).evaluate(each.figures, each.last)
        each.evaluations[indicator.code] = found
        each.row[indicator.code] = cell_of(indicator, found)
        if not each.row[indicator.code]:
            faults.append(
                _("%(park)s, %(code)s: divides by zero (%(steps)s); correct the figure in its return.")
                % {"park": each.park.code, "code": indicator.code, "steps": found.steps}
            )


def cell_of(indicator: Indicator, found: Evaluation) -> str:
    """The engine's cell: the shortest form of the nearest binary64, or the code of a kind of nothing; "" is a fault."""
    if found.value is not None:
        return repr(nearest_float(found.value))
    if found.outcome == Outcome.MISSING and found.missing is not None:
        return CODE_OF_MISSING[found.missing]
    if found.outcome == Outcome.NO_LAST_YEAR or indicator.zero_denominator_means_not_applicable:
        return CODE_OF_MISSING[Missing.NOT_APPLICABLE]
    return ""


def findings_of(cycle: Cycle) -> dict[int, dict[str, str]]:
    """How often each adjustment was found, by park and code."""
    counted: dict[int, dict[str, str]] = defaultdict(dict)
    for finding in Finding.objects.filter(cycle=cycle).select_related("adjustment"):
        counted[finding.park_id][finding.adjustment.code] = str(finding.count)
    return counted
