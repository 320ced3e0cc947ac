"""What a figure and a return must keep: one rule, read by the form, the API and the submission alike."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from assessment.expressions import Figures, parse_rule
from assessment.figure_words import readable, typed_text, unit_words
from assessment.inputs import figure_of
from assessment.models import FigureDefinition, MissingKind, Return, Rule
from core.errors import NotAllowed

LONGEST = 40
WHOLE_DIGITS = 20  # of the column that keeps values
LONGEST_WORDS = {"reason": 500, "document": 200}  # of their columns
TYPED_ALIKE = str.maketrans("０１２３４５６７８９．，－＋−\u00a0\u2009\u202f\u3000", "0123456789.,-+-    ")
NUMBER = re.compile(r"[+-]?([0-9]+|[1-9][0-9]{0,2}(,[0-9]{3})+|[1-9][0-9]{0,2}( [0-9]{3})+)(\.[0-9]+)?")
MISPLACED_COMMA = re.compile(r"[+-]?[0-9]+(,[0-9]*)+(\.[0-9]+)?")
MAGNITUDE = re.compile(r"(?P<number>[^万亿]+?) ?(?P<word>万亿|亿|万)元?")
MAGNITUDES = {"万": 10**4, "亿": 10**8, "万亿": 10**12}


@dataclass(frozen=True)
class RuleFault:
    """A rule that does not hold, with the arithmetic that shows it."""

    code: str
    message: str
    arithmetic: str
    figures: frozenset[str]
    severity: str = Rule.HARD


# -- One figure ------------------------------------------------------------------------------------------------------
def read_value(text: str, figure: FigureDefinition) -> Decimal:
    """The number that was typed, in the figure's own unit.

    Marks between thousands and full-width digits are read; another unit, a word, a comma as decimal mark, too many
    decimals or a value outside the figure's bounds are refused with the mend.
    """
    cleaned = text.strip().translate(TYPED_ALIKE)
    if len(cleaned) > LONGEST:
        words = {"longest": LONGEST}
        raise NotAllowed(_("This number has more than %(longest)s characters; check it.") % words, place="value")
    if not NUMBER.fullmatch(cleaned):
        raise NotAllowed(mend_of(cleaned, text, figure), place="value")
    value = Decimal(cleaned.replace(",", "").replace(" ", ""))
    check_value(value, figure)
    return value.copy_abs() if value.is_zero() else value  # there is no minus zero


def mend_of(cleaned: str, text: str, figure: FigureDefinition) -> str:
    """Why the text is no number of this figure, and what to type instead."""
    words = {"text": printable(text), "unit": unit_words(figure.unit)}
    if MISPLACED_COMMA.fullmatch(cleaned):
        return _("“%(text)s”: a comma stands only before three digits; the decimal mark is a point, like 12.5.") % words
    magnitude = MAGNITUDE.fullmatch(cleaned)
    if magnitude and NUMBER.fullmatch(magnitude["number"]):
        number = Decimal(magnitude["number"].replace(",", "").replace(" ", ""))
        words["value"] = typed_text(number * MAGNITUDES[magnitude["word"]])
        return _("“%(text)s” is in another unit; the unit here is %(unit)s: enter %(value)s.") % words
    return _("“%(text)s” is no number; enter digits only, like 12.5. The unit is %(unit)s.") % words


def printable(text: str) -> str:
    """What was typed, short and without control characters, to be quoted in a sentence."""
    clean = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text.strip())
    return clean if len(clean) <= LONGEST else f"{clean[:LONGEST]}…"


def check_value(value: Decimal, figure: FigureDefinition) -> None:
    """The value has a place in the column, no more decimals than the figure, and lies within its bounds."""
    if not value.is_finite() or value.adjusted() >= WHOLE_DIGITS:
        raise NotAllowed(_("This number is too large; check the unit."), place="value")
    unit = unit_words(figure.unit)
    if (Fraction(value) * 10**figure.decimals).denominator != 1:
        if figure.decimals == 0:
            raise NotAllowed(_("Enter a whole number; the unit is %(unit)s.") % {"unit": unit}, place="value")
        words = {"decimals": figure.decimals, "unit": unit}
        raise NotAllowed(_("At most %(decimals)s decimals; the unit is %(unit)s.") % words, place="value")
    low, high = figure.minimum, figure.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        words = {"value": typed_text(value), "bounds": bounds_words(figure)}
        raise NotAllowed(_("%(value)s lies outside the bounds: %(bounds)s; check the unit.") % words, place="value")


def bounds_words(figure: FigureDefinition) -> str:
    """The figure's bounds in words, nothing where the plan sets none."""
    low, high = figure.minimum, figure.maximum
    words = {"low": typed_text(low), "high": typed_text(high), "unit": unit_words(figure.unit)}
    if low is not None and high is not None:
        return _("%(low)s to %(high)s %(unit)s") % words
    if low is not None:
        return _("%(low)s %(unit)s or more") % words
    return _("at most %(high)s %(unit)s") % words if high is not None else ""


def check_entry(figure: FigureDefinition, *, value: Decimal | None, missing: str, reason: str, document: str) -> None:
    """An entry is a number, or one kind of nothing that the plan foresees, with its reason; a document counts 1."""
    if value is not None and missing:
        raise NotAllowed(_("Enter a number or choose a kind of nothing, not both."), place="missing")
    if value is None and not missing:
        if reason or document:
            raise NotAllowed(nothing_but_words(figure), place="value")
        return
    if missing:
        check_missing(figure, missing, reason)
    elif figure.is_number:
        check_value(value or Decimal(0), figure)
    elif value != 1 or not document:
        raise NotAllowed(_("Name the document: its title, number or place."), place="document")
    for place, words in (("reason", reason), ("document", document)):
        if len(words) > LONGEST_WORDS[place]:
            raise NotAllowed(_("At most %(longest)s characters.") % {"longest": LONGEST_WORDS[place]}, place=place)


def nothing_but_words(figure: FigureDefinition) -> str:
    if figure.is_number:
        return _("Enter a number or choose a kind of nothing; a reason or a document alone is not kept.")
    return _("Name the document or choose a kind of nothing; a reason alone is not kept.")


def check_missing(figure: FigureDefinition, missing: str, reason: str) -> None:
    if missing not in MissingKind:
        kinds = ", ".join(MissingKind.values)
        sentence = _("There is no such kind of nothing; choose one of: %(kinds)s.")
        raise NotAllowed(sentence % {"kinds": kinds}, place="missing")
    if missing == MissingKind.NOT_APPLICABLE and not figure.not_applicable_when:
        sentence = _("The plan knows no case in which this figure does not apply; enter it or choose another kind.")
        raise NotAllowed(sentence, place="missing")
    if not reason:
        raise NotAllowed(_("Say why there is no number; whoever verifies the return reads it."), place="reason")


def change_in_percent(now: Decimal | None, before: Decimal | None) -> Fraction | None:
    """The change on the year before, exact; nothing where one of them is not there or the year before was 0."""
    if now is None or not before:
        return None
    return (Fraction(now) / Fraction(before) - 1) * 100


def is_jump(figure: FigureDefinition, change: Fraction | None) -> bool:
    """Whether the change is so large that the plan asks for a reason."""
    return change is not None and figure.soft_yoy_pct is not None and abs(change) > figure.soft_yoy_pct


# -- A whole return --------------------------------------------------------------------------------------------------
def completeness(annual_return: Return) -> tuple[int, int]:
    """Figures with a value or a reasoned kind of nothing, and figures in all; documents are not numbers."""
    numbers = annual_return.cycle.plan.figures.exclude(figure_type="document")
    return annual_return.entries.filter(figure__in=numbers).count(), numbers.count()


def check_may_submit(annual_return: Return) -> None:
    """Complete, and every hard rule kept."""
    done, total = completeness(annual_return)
    if done < total:
        raise NotAllowed(
            _("%(open)s of %(total)s figures are empty; enter a value or say which kind of nothing it is.")
            % {"open": total - done, "total": total}
        )
    if faults := hard_faults(annual_return):
        raise NotAllowed(" ".join(f"{fault.code}: {fault.message}" for fault in faults))


def figures_now_and_before(annual_return: Return) -> tuple[Figures, Figures | None]:
    now = {entry.figure.code: figure_of(entry) for entry in annual_return.entries.select_related("figure")}
    before = (
        Return.objects.filter(park_id=annual_return.park_id, cycle__year=annual_return.cycle.year - 1)
        .prefetch_related("entries__figure")
        .first()
    )
    if before is None:
        return now, None
    return now, {entry.figure.code: figure_of(entry) for entry in before.entries.all()}


def broken_rules(rules: Iterable[Rule], now: Figures, before: Figures | None) -> list[RuleFault]:
    """The rules that do not hold; a rule without its figures is skipped."""
    faults = []
    for rule in rules:
        reader = parse_rule(rule.expression)
        found = reader.evaluate(now, before)
        if found.holds is False:
            faults.append(RuleFault(rule.code, rule.name, readable(found.steps), reader.codes(), rule.severity))
    return faults


def faults_of(annual_return: Return, severity: str) -> list[RuleFault]:
    """The rules of that severity that do not hold."""
    rules = annual_return.cycle.plan.rules.filter(severity=severity).order_by("position")
    return broken_rules(rules, *figures_now_and_before(annual_return))


def hard_faults(annual_return: Return) -> list[RuleFault]:
    return faults_of(annual_return, Rule.HARD)


def soft_faults(annual_return: Return) -> list[RuleFault]:
    return faults_of(annual_return, Rule.SOFT)
