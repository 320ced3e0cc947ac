"""What a figure must keep, in words: printed from the very rules that check it, so that the two cannot disagree."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.figure_checks import bounds_words
from assessment.figure_words import trimmed
from assessment.models import FigureDefinition, Rule
from core.templatetags.number_text import number_text


def instruction_of(figure: FigureDefinition) -> str:
    """The figure's own rules as sentences: type, range, change, kinds of nothing, evidence."""
    return " ".join(sentence for sentence in sentences_of(figure) if sentence)


def sentences_of(figure: FigureDefinition) -> Iterable[str]:
    if not figure.is_number:
        yield _("Name the document: its title, number or place.")
    else:
        yield type_sentence(figure)
        yield range_sentence(figure)
        yield change_sentence(figure)
    yield nothing_sentence(figure)
    if figure.evidence == "file":
        yield _("A document belongs to it.")


def type_sentence(figure: FigureDefinition) -> str:
    if figure.decimals == 0:
        return _("A whole number.")
    sentence = ngettext(
        "A number with at most %(count)s decimal.", "A number with at most %(count)s decimals.", figure.decimals
    )
    return sentence % {"count": figure.decimals}


def range_sentence(figure: FigureDefinition) -> str:
    bounds = bounds_words(figure)
    return _("Range: %(bounds)s.") % {"bounds": bounds} if bounds else ""


def change_sentence(figure: FigureDefinition) -> str:
    if figure.soft_yoy_pct is None:
        return ""
    percent = number_text(trimmed(figure.soft_yoy_pct), suffix="%")
    return _("A change of more than %(percent)s on the year before asks for a reason.") % {"percent": percent}


def nothing_sentence(figure: FigureDefinition) -> str:
    if figure.not_applicable_when:
        return _("Not applicable only when: %(case)s.") % {"case": figure.not_applicable_when}
    return _("Always applicable: an empty figure is not reported, not collected or withheld, with the reason.")


def rule_sentence(rule: Rule) -> str:
    """A rule between figures: what must hold, whether it stops the submission, and its arithmetic."""
    stops = _("must hold") if rule.severity == Rule.HARD else _("asks for an explanation")
    return _("%(code)s (%(stops)s): %(name)s %(expression)s") % {
        "code": rule.code,
        "stops": stops,
        "name": rule.name,
        "expression": rule.expression,
    }
