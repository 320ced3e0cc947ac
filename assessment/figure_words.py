"""Figures in the reader's language: units, numbers in their unit, kinds of nothing."""

import re
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessment.models import FigureDefinition, MissingKind
from core.templatetags.number_text import YI, number_text

NUMBER_IN_TEXT = re.compile(r"(?<![\w.])(\d+)(\.\d+)?(?![\w.])")


def unit_words(unit: str) -> str:
    """The unit of a figure or an indicator as the reader says it; an unknown one stands as the plan writes it."""
    words = {
        "yuan": _("yuan"),
        "count": pgettext("unit", "count"),
        "persons": _("persons"),
        "person-years": _("person-years"),
        "tonnes of standard coal": _("tonnes of standard coal"),
        "0-100": _("points, 0 to 100"),
        "km2": _("km²"),
        "ha": _("hectares"),
        "hours": _("hours"),
        "cases": pgettext("unit", "cases"),
    }
    return words.get(unit, unit)


def is_money(figure: FigureDefinition) -> bool:
    return figure.figure_type == "money"


def typed_text(value: Decimal | None) -> str:
    """A value as the form offers it for editing: grouped, without the zeros that nobody typed."""
    return "" if value is None else number_text(trimmed(value))


def trimmed(value: Decimal) -> Decimal:
    """The value without trailing zeros behind the point, never in exponent form."""
    text = f"{value:f}"
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


def shown_value(figure: FigureDefinition, value: Decimal | None) -> str:
    """A value as tables show it: money in units of 100 million yuan with two decimals, all else in its own unit."""
    if value is None:
        return number_text(None)
    return number_text(value / YI, 2) if is_money(figure) else number_text(value, figure.decimals)


def shown_unit(figure: FigureDefinition) -> str:
    """The unit that goes with :func:`shown_value`."""
    return _("100 m yuan") if is_money(figure) else unit_words(figure.unit)


def shown_entry(figure: FigureDefinition, entry: Any) -> str:
    """An entry as tables show it: the value, the kind of nothing, or a dash where nothing was entered."""
    if entry is None:
        return number_text(None)
    if entry.missing:
        return str(MissingKind(entry.missing).label)
    return _("there") if not figure.is_number else shown_value(figure, entry.value)


def entry_words(figure: FigureDefinition, value: Decimal | None, *, missing: str, reason: str, document: str) -> str:
    """All that an entry says: the number with its unit or the kind of nothing, then reason and document."""
    parts = [str(dict(MissingKind.choices).get(missing, missing))] if missing else []
    if value is not None and figure.is_number:
        parts.append(f"{typed_text(value)} {unit_words(figure.unit)}")
    if reason:
        parts.append(_("reason: %(reason)s") % {"reason": reason})
    if document:
        parts.append(_("read from: %(document)s") % {"document": document})
    return _("; ").join(parts)


def readable(arithmetic: str) -> str:
    """Arithmetic with grouped numbers and the signs of print: ``1,842 + 3 ≤ 1,500``."""
    grouped = NUMBER_IN_TEXT.sub(lambda found: number_text(trimmed(Decimal(found.group()))), arithmetic)
    return grouped.replace("<=", "≤").replace(">=", "≥").replace(" * ", " × ")
