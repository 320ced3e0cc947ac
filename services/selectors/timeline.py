"""The steps of a case, newest first: what is to come, where it stands, and what was done by whom."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import history_of
from core.bilingual import in_chinese
from core.models import AuditEvent
from core.workday_sentences import in_words
from services.models import Case, Level
from services.selectors.deadline import joined
from services.workflow import ANSWERED, CaseStatus, Decision

BY_THE_PARK = frozenset(
    {
        "case_accepted", "case_not_accepted", "case_decided", "correction_asked", "case_lapsed", "extension_asked",
        "case_extended", "extension_refused", "decision_revoked",
    }
)  # fmt: skip
MOVES_THE_DAY = frozenset({"correction_answered", "case_extended"})
TOLD_ELSEWHERE = frozenset({"message_sent"})


def steps_of(case: Case, *, as_enterprise: bool) -> list[dict[str, Any]]:
    """Steps for ``_components/steps.html``. The park's people are named to the park and above it only: the
    enterprise reads which park acted."""
    events = list(history_of(case).order_by("-at", "-id"))
    names = names_of(events)
    told = [event for event in events if event.event not in TOLD_ELSEWHERE]
    past = [step_of(event, case, who(event, case, names, as_enterprise=as_enterprise)) for event in told]
    return [*to_come(case), *past]


def names_of(events: Iterable[AuditEvent]) -> dict[int, str]:
    people = User.objects.only("username", "display_name").in_bulk(
        {event.actor_id for event in events if event.actor_id}
    )
    return {key: str(person) for key, person in people.items()}


def who(event: AuditEvent, case: Case, names: dict[int, str], *, as_enterprise: bool) -> str:
    """Who acted: the body, and the person where the reader may know."""
    by_park = event.event in BY_THE_PARK
    body = case.park.name if by_park else case.enterprise.name
    person = names.get(event.actor_id or 0, "")
    if not person or (by_park and as_enterprise):
        return body
    return f"{body}，{person}" if in_chinese() else f"{body}, {person}"


def step_of(event: AuditEvent, case: Case, actor: str) -> dict[str, Any]:
    return {
        "state": "done",
        "at": event.at,
        "title": title_of(event),
        "text": joined(stop(actor), *details_of(event, case)),
    }


def title_of(event: AuditEvent) -> str:
    decision = event.after.get("decision")
    titles = {
        "case_requested": _("Request sent"),
        "case_accepted": _("Accepted for handling"),
        "case_not_accepted": _("Not accepted"),
        "case_decided": Decision(decision).label if decision else "",
        "case_withdrawn": _("Withdrawn"),
        "case_rated": _("Rated"),
        "document_added": _("Document added"),
        "document_removed": _("Document removed"),
        "case_due_date_recounted": _("Due date counted again"),
        "correction_asked": _("Correction asked for"),
        "correction_answered": _("Put right"),
        "case_lapsed": _("Closed: the correction was not answered"),
        "extension_asked": _("Extension asked for"),
        "case_extended": _("Extended"),
        "extension_refused": _("Extension refused"),
        "case_decided_by_silence": _("Granted by silence"),
        "decision_revoked": _("Decision revoked"),
    }
    return str(titles.get(event.event, event.event))


def details_of(event: AuditEvent, case: Case) -> Iterable[str]:
    """What else the step said: the due date, the number, the level, the reason."""
    if event.event == "case_accepted" and case.due_date:
        yield _("Promised by %(day)s.") % {"day": in_words(case.due_date)}
    if due := event.event in MOVES_THE_DAY and event.after.get("due_date"):
        yield _("Decision by %(day)s.") % {"day": in_words(date.fromisoformat(due))}
    if event.event == "case_due_date_recounted":
        yield from recounted(event)
        return
    if number := event.after.get("decision_number"):
        yield _("Document number %(number)s.") % {"number": number}
    if name := event.after.get("name") or event.before.get("name"):
        yield stop(name)
    if level := event.after.get("level"):
        yield stop(str(Level(level).label).capitalize())
    if words := event.reason or event.after.get("comment"):
        yield stop(_("In their words: “%(words)s”") % {"words": words})


def recounted(event: AuditEvent) -> Iterable[str]:
    """From which day to which, and by what notice."""
    for name, day in event.after.items():
        days = {"old": in_words(date.fromisoformat(event.before[name])), "new": in_words(date.fromisoformat(day))}
        yield _("From %(old)s to %(new)s.") % days
    yield _("By the notice on days off %(number)s.") % {"number": event.reason}


def to_come(case: Case) -> list[dict[str, Any]]:
    """What the reader may expect next, the furthest first."""
    rating = {
        "state": "next",
        "title": _("Rating"),
        "text": _("Voluntary, once a case, by the enterprise; the officer may not ask for it."),
    }
    if case.status == CaseStatus.SUBMITTED:
        promise = _("Promised limit: %(limit)s, counted from acceptance.") % {"limit": case.promised_text}
        decision = {"state": "next", "title": _("Decision"), "text": promise}
        return [rating, decision, now(case)]
    if case.status in (CaseStatus.ACCEPTED, CaseStatus.CORRECTION):
        return [rating, now(case)]
    return [rating] if case.status in ANSWERED and not case.ratings.all() else []


def now(case: Case) -> dict[str, Any]:
    """The step that the case stands at."""
    day = in_words(case.next_date) if case.next_date else ""
    if case.status == CaseStatus.CORRECTION:
        text = _("%(enterprise)s has the turn; the clock waits.") % {"enterprise": case.enterprise.name}
        return {"state": "now", "title": case.get_status_display(), "text": text}
    if case.status == CaseStatus.ACCEPTED:
        text = _("%(park)s decides by %(day)s.") % {"park": case.park.name, "day": day}
    else:
        text = _(
            "%(park)s says by %(day)s whether it accepts"
            " (Administrative Licensing Law, article 32: within five working days)."
        ) % {"park": case.park.name, "day": day}
    return {"state": "now", "title": case.get_status_display(), "text": text}


def stop(sentence: str) -> str:
    """The sentence with its full stop."""
    return f"{sentence}{'。' if in_chinese() else '.'}"
