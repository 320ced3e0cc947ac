"""What a letter about a park's standing says, and its PDF."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from assessment.models import Letter, Proposal, ProposalKind, StandingEvent
from assessment.models.cycle import SHANGHAI
from assessment.seal.canonical import canonical, sha256
from assessment.selectors.standing import certainty_sentence, consequences, event_title, reason_sentence, title_of
from core.pdf import render
from core.templatetags.date_text import day_text
from parks.models import Organisation, OrganisationKind

TEMPLATE = Path(__file__).with_name("letter.typ")
CHECK_DIGITS = 16
LANGUAGES = ("zh-hans", "en")


def in_language(language: str, words: Callable[[], Any]) -> Any:
    with translation.override(language):
        return words()


def letter_of_proposal(proposal: Proposal, number: str, at: datetime) -> dict[str, Any]:
    """The words of a confirmed proposal, Chinese first; kept with the letter, so that they stay as issued."""
    title = in_language("zh-hans", lambda: title_sentence(proposal))
    lines = {language: in_language(language, lambda: lines_of(proposal)) for language in LANGUAGES}
    return letter(title, proposal.park, number, at, lines)


def title_sentence(proposal: Proposal) -> str:
    words = {"what": title_of(proposal), "park": proposal.park.name}
    return _("Letter to %(park)s: %(what)s") % words


def letter_of_event(event: StandingEvent, at: datetime) -> dict[str, Any]:
    """The words of a reinstatement."""
    lines = {language: in_language(language, lambda: [event_title(event), event.reason]) for language in LANGUAGES}

    def title() -> str:
        return _("Letter to %(park)s: %(what)s") % {"park": event.park.name, "what": event_title(event)}

    return letter(in_language("zh-hans", title), event.park, event.document_number, at, lines)


def lines_of(proposal: Proposal) -> list[str]:
    reasons = [reason_sentence(reason, proposal) for reason in proposal.reasons]
    sure = [] if proposal.kind == ProposalKind.END_NOTIFICATION else [certainty_sentence(proposal)]
    return [*reasons, *sure, consequences(proposal)["confirm"], _("The park may look at every input on its sheet.")]


def letter(title: str, park: Any, number: str, at: datetime, lines: dict[str, list[str]]) -> dict[str, Any]:
    """The template's values with a check code over them."""
    zone = Organisation.objects.get(kind=OrganisationKind.ZONE)
    content = {
        "title": title,
        "number": number,
        "addressee": in_language("zh-hans", lambda: park.name),
        "chinese": lines["zh-hans"],
        "english": lines["en"],
        "issuer": in_language("zh-hans", lambda: zone.name),
        "day": in_language("zh-hans", lambda: day_text(at.astimezone(SHANGHAI).date())),
        "mark": in_language("zh-hans", demonstration_mark) if settings.DEMO else "",
    }
    return content | {"check": sha256(canonical(content))[:CHECK_DIGITS]}


def demonstration_mark() -> str:
    return _("Demonstration: all figures and results are invented; they say nothing about the real parks.")


def pdf_of(letter: Letter) -> bytes:
    """The letter as issued; the same bytes whenever it is printed."""
    return render(TEMPLATE, letter.content)
