"""A return's way from draft to locked: what happened, who has it, what comes, and by when."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.models import User
from assessment.actions.returns import WHO_MAY
from assessment.models import Cycle, Return
from assessment.selectors.returns.listing import holder_words
from assessment.workflow import RETURN, ReturnStatus
from core.audit import history_of
from core.holiday_notices import calendar_in_force
from core.models import AuditEvent
from core.templatetags.date_text import weekday_text
from core.workdays import working_days_left

EVENTS = (
    "return_submitted",
    "return_verified",
    "return_accepted",
    "return_sent_back",
    "return_locked",
    "return_unlocked",
    "unlock_asked",
    "unlock_granted",
    "unlock_declined",
)
LINE = (ReturnStatus.SUBMITTED, ReturnStatus.VERIFIED, ReturnStatus.ACCEPTED, ReturnStatus.LOCKED)


@dataclass(frozen=True)
class Act:
    """A step that the reader may take from here: where its page is and what its button says."""

    url: str
    label: str


def address(annual_return: Return, name: str = "return", **more: Any) -> str:
    """The address of one of the return's pages."""
    place = {"year": annual_return.cycle.year, "code": annual_return.park.code}
    return reverse(f"assessment:{name}", kwargs=place | more)


def acts_for(annual_return: Return, user: Any) -> list[Act]:
    """What the reader may do with the return as it stands, the step forward first."""
    labels = {
        ReturnStatus.SUBMITTED: ("return-submit", _("Check and submit")),
        ReturnStatus.VERIFIED: ("return-verify", _("Verify")),
        ReturnStatus.ACCEPTED: ("return-accept", pgettext("return", "Accept")),
        ReturnStatus.DRAFT: ("return-send-back", _("Send back")),
    }
    acts = []
    for step in RETURN.steps_from(annual_return):
        if step.target in labels and step.event != "return_unlocked" and user.has_perm(step.permission, annual_return):
            name, label = labels[ReturnStatus(step.target)]
            acts.append(Act(address(annual_return, name), str(label)))
    return acts


def bulk_acts(cycle: Cycle, user: Any) -> list[Act]:
    """The steps that the reader may take for several returns of the year at once."""
    labels = {"verify": _("Verify several returns"), "accept": _("Accept several returns")}
    held = {step: label for step, label in labels.items() if user.has_perm(f"assessment.{step}_return")}
    place = {"year": cycle.year}
    return [Act(reverse("assessment:returns-step", kwargs={**place, "step": step}), held[step]) for step in held]


def why_no_act(annual_return: Return) -> str:
    """The sentence that stands where a step's button would be for those who may not take it."""
    forward = RETURN.steps_from(annual_return)
    if not forward or forward[0].permission not in WHO_MAY:
        return _("The figures count in the assessment of %(year)s as they are.") % {"year": annual_return.cycle.year}
    return str(WHO_MAY[forward[0].permission])


def way_of(annual_return: Return) -> list[dict[str, Any]]:
    """The steps of the timeline, newest first: what is to come, what is now, what happened."""
    events = list(history_of(annual_return).filter(event__in=EVENTS))
    names = names_of(events)
    to_come = [
        {"state": "next", "title": title}
        for status, title in reversed(ahead(annual_return).items())
        if status in LINE[place_of(annual_return) :]
    ]
    now = [] if annual_return.status == ReturnStatus.LOCKED else [{"state": "now", **now_words(annual_return)}]
    done = [
        {"state": "done", "at": event.at, "title": title_of(event), "text": text_of(event, names)}
        for event in reversed(events)
    ]
    return [*to_come, *now, *done]


def ahead(annual_return: Return) -> dict[str, str]:
    """The steps forward, as what somebody will do."""
    words = {"park": annual_return.park.name, "district": annual_return.park.lead_district.name}
    return {
        ReturnStatus.SUBMITTED: _("Submission by %(park)s") % words,
        ReturnStatus.VERIFIED: _("Verification by %(district)s") % words,
        ReturnStatus.ACCEPTED: _("Acceptance by the city"),
    }


def place_of(annual_return: Return) -> int:
    """How many steps of the line lie behind."""
    status = ReturnStatus(annual_return.status)
    return LINE.index(status) + 1 if status in LINE else 0


def now_words(annual_return: Return) -> dict[str, str]:
    words = {"holder": holder_words(annual_return)}
    return {"title": annual_return.get_status_display(), "text": _("With %(holder)s.") % words}


def title_of(event: AuditEvent) -> str:
    return {
        "return_submitted": _("Submitted"),
        "return_verified": _("Verified"),
        "return_accepted": pgettext("return", "Accepted"),
        "return_sent_back": _("Sent back"),
        "return_locked": _("Locked"),
        "return_unlocked": _("Unlocked, a draft again"),
        "unlock_asked": _("Unlocking asked for"),
        "unlock_granted": _("Unlocking granted"),
        "unlock_declined": _("Unlocking declined"),
    }[event.event]


def text_of(event: AuditEvent, names: dict[int, str]) -> str:
    who = names.get(event.actor_id or 0) or _("the portal")
    by = _("by %(name)s") % {"name": who}
    return _("%(by)s: %(reason)s") % {"by": by, "reason": event.reason} if event.reason else by


def names_of(events: list[AuditEvent]) -> dict[int, str]:
    """The people's names in one query."""
    people = User.objects.filter(pk__in={event.actor_id for event in events if event.actor_id})
    return {person.pk: str(person) for person in people}


@dataclass(frozen=True)
class Due:
    """The cut-off in words; ``is_over`` once the day has passed in Shanghai."""

    sentence: str
    is_over: bool


def due_of(annual_return: Return, at: datetime) -> Due:
    cycle = annual_return.cycle
    today = timezone.localtime(at).date()
    day = weekday_text(cycle.cutoff_on)
    if at >= cycle.cutoff_at:
        return Due(_("The cut-off was on %(day)s.") % {"day": day}, is_over=True)
    if today < cycle.opens_on:
        return Due(_("Opens on %(day)s.") % {"day": weekday_text(cycle.opens_on)}, is_over=False)
    return Due(due_sentence(cycle.cutoff_on, today, day), is_over=False)


def due_sentence(due: date, today: date, day: str) -> str:
    left = working_days_left(due, today=today, calendar=calendar_in_force())
    if due == today:
        return _("Due today, %(day)s, until midnight, Shanghai time.") % {"day": day}
    if left.working_days == 0:
        return _("Due %(day)s; no working day is left.") % {"day": day}
    words = {"day": day, "count": left.working_days}
    if left.provisional:
        return (
            ngettext(
                "Due %(day)s, in about %(count)s working day; that year’s holidays are not published yet.",
                "Due %(day)s, in about %(count)s working days; that year’s holidays are not published yet.",
                left.working_days,
            )
            % words
        )
    return (
        ngettext("Due %(day)s, in %(count)s working day.", "Due %(day)s, in %(count)s working days.", left.working_days)
        % words
    )
