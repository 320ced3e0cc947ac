"""What a figure and a return must keep: one rule, read by the form, the API and the submission alike."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from assessment.expressions import Figures, parse_rule
from assessment.inputs import figure_of
from assessment.models import FigureDefinition, Return, Rule
from core.errors import NotAllowed

LONGEST = 40


@dataclass(frozen=True)
class RuleFault:
    """A rule that does not hold, with the arithmetic that shows it."""

    code: str
    message: str
    arithmetic: str
    figures: frozenset[str]


def read_value(text: str, figure: FigureDefinition) -> Decimal:
    """The number that was typed, in the figure's own unit.

    Thousands marks and full-width digits are read; another unit, a word, too many decimals or a value outside the
    figure's bounds are refused with the mend.
    """
    cleaned = text.strip().translate(FULL_WIDTH).replace(",", "").replace("\N{MINUS SIGN}", "-").replace(" ", "")
    if len(cleaned) > LONGEST or not set(cleaned) <= set("0123456789.-"):
        raise NotAllowed(
            _("“%(text)s” is no number; enter digits only, in %(unit)s.") % {"text": text[:40], "unit": figure.unit},
            place=figure.code,
        )
    try:
        value = Decimal(cleaned)
    except InvalidOperation as error:
        raise NotAllowed(_("“%(text)s” is no number; write it like 12.5.") % {"text": text[:40]}, place=figure.code) from error
    check_value(value, figure)
    return value


FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－", "0123456789.,-")


def check_value(value: Decimal, figure: FigureDefinition) -> None:
    if value != round(value, figure.decimals):
        raise NotAllowed(
            _("At most %(decimals)s decimals, in %(unit)s.") % {"decimals": figure.decimals, "unit": figure.unit},
            place=figure.code,
        )
    low, high = figure.minimum, figure.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        raise NotAllowed(
            _("%(value)s lies outside %(low)s to %(high)s %(unit)s; check the unit.")
            % {"value": f"{value:f}", "low": plain(low), "high": plain(high), "unit": figure.unit},
            place=figure.code,
        )


def plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def completeness(annual_return: Return) -> tuple[int, int]:
    """Figures with a value or a reasoned kind of nothing, and figures in all; documents are not numbers."""
    numbers = annual_return.cycle.plan.figures.exclude(figure_type="document")
    return annual_return.entries.filter(figure__in=numbers).count(), numbers.count()


def figures_now_and_before(annual_return: Return) -> tuple[Figures, Figures | None]:
    now = {entry.figure.code: figure_of(entry) for entry in annual_return.entries.select_related("figure")}
    before = (
        Return.objects.filter(park_id=annual_return.park_id, cycle__year=annual_return.cycle.year - 1)
        .prefetch_related("entries__figure")
        .first()
    )
    return now, before and {entry.figure.code: figure_of(entry) for entry in before.entries.all()}


def faults_of(annual_return: Return, severity: str) -> list[RuleFault]:
    """The rules of that severity that do not hold; a rule without its figures is skipped."""
    now, before = figures_now_and_before(annual_return)
    faults = []
    for rule in annual_return.cycle.plan.rules.filter(severity=severity).order_by("position"):
        reader = parse_rule(rule.expression)
        found = reader.evaluate(now, before)
        if found.holds is False:
            faults.append(RuleFault(rule.code, rule.name, found.steps, reader.codes()))
    return faults


def hard_faults(annual_return: Return) -> list[RuleFault]:
    return faults_of(annual_return, Rule.HARD)


def soft_faults(annual_return: Return) -> list[RuleFault]:
    return faults_of(annual_return, Rule.SOFT)
