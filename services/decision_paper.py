"""A decision as a document: Chinese first, English below, its number, and the code by which anybody checks it."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core.pdf import render
from core.templatetags.date_text import day_text
from services.clock import day_of
from services.models import DecisionNotice

TEMPLATE = Path(__file__).with_name("decision.typ")
LANGUAGES = {"chinese": "zh-hans", "english": "en"}


def pdf_of(notice: DecisionNotice) -> bytes:
    """The same bytes whenever it is printed, until it is revoked; then the paper says so."""
    return render(TEMPLATE, paper_of(notice))


def paper_of(notice: DecisionNotice) -> dict[str, Any]:
    """The template's values, from the content as issued."""
    return {
        "number": notice.number,
        "code": notice.code,
        "address": f"{settings.PORTAL_URL}{reverse('services:verified', args=[notice.code])}",
        **{name: in_language(language, notice) for name, language in LANGUAGES.items()},
    }


def in_language(language: str, notice: DecisionNotice) -> dict[str, Any]:
    with translation.override(language):
        return {
            "title": _("Decision on a request for a service"),
            "lines": list(lines_of(notice, language)),
            "issuer": notice.content["park"][language],
            "day": day_text(day_of(notice.issued_at)),
            "check": _("Check this document by its code:"),
            "mark": _("Demonstration: all persons, enterprises and decisions are invented.") if settings.DEMO else "",
        }


def lines_of(notice: DecisionNotice, language: str) -> Any:
    """The facts, one a line, in the order in which a reader asks for them."""
    words = {name: value[language] if isinstance(value, dict) else value for name, value in notice.content.items()}
    yield _("Enterprise: %(enterprise)s, %(credit_code)s") % words
    yield _("Item: %(item)s (%(item_code)s)") % words
    yield _("Basis: %(basis)s") % words
    yield _("Decision: %(decision)s") % words
    if words["by_silence"]:
        yield _("Granted because the due day passed without an answer, as the item's rule says.")
    if notice.revoked_at is not None:
        day = day_text(day_of(notice.revoked_at))
        yield _("Revoked on %(day)s: %(reason)s") % {"day": day, "reason": notice.revoked_reason}
