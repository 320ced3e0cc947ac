"""When a case is due, as a sentence, and the days behind it."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.bilingual import in_chinese
from core.holiday_notices import calendar_in_force
from core.templatetags.date_text import weekday_text
from core.workday_sentences import explain, in_words
from core.workdays import DueDate, working_days_between
from services.clock import answer_clock_of, day_of, days_left, promised_clock, statutory_clock
from services.models import Case
from services.workflow import DECIDED, CaseStatus


@dataclass(frozen=True)
class Deadline:
    """The day and the sentence that belongs to it; ``clock`` holds the days that the strip draws, if any."""

    headline: str
    sentence: str
    clock: DueDate | None = None
    explanation: str = ""
    law: str = ""


def deadline_of(case: Case, *, today: date) -> Deadline:
    """What there is to say about the days of the case in its present state."""
    if case.status == CaseStatus.SUBMITTED:
        return until_acceptance(case, today=today)
    if case.status == CaseStatus.ACCEPTED:
        return until_decision(case, today=today)
    if case.status == CaseStatus.CORRECTION:
        return while_waiting(case)
    if case.status in DECIDED:
        return after_decision(case)
    if case.status == CaseStatus.NOT_ACCEPTED:
        return Deadline(answered_on(case), _("The park closed the request with a reason; no limit runs."))
    return Deadline(
        _("Withdrawn"), _("The enterprise took the request back before the park accepted it; no limit runs.")
    )


def until_acceptance(case: Case, *, today: date) -> Deadline:
    clock = answer_clock_of(case)
    headline = _("Answer by %(day)s") % {"day": weekday_text(case.answer_due_date)}
    promise = _("The park says within five working days of receipt whether it accepts the request.")
    if case.received_on is not None:
        promise = _("What was missing came in on %(day)s; the five working days for the answer count from there.") % {
            "day": in_words(case.received_on)
        }
    return Deadline(headline, joined(promise, left_sentence(case, today)), clock, explain(clock))


def until_decision(case: Case, *, today: date) -> Deadline:
    assert case.accepted_on is not None  # noqa: S101  held by a constraint
    clock = promised_clock(case, accepted_on=case.accepted_on)
    promise = promise_sentence(case, case.accepted_on)
    return Deadline(
        _("Decision by %(day)s") % {"day": weekday_text(case.due_date)},
        joined(promise, left_sentence(case, today)),
        clock,
        explain(clock),
        law_sentence(case, case.accepted_on),
    )


def while_waiting(case: Case) -> Deadline:
    """The clock stands still, or has not begun to count towards a decision: the enterprise has the turn."""
    if case.accepted_on is None:
        sentence = _("The park asks for a correction. The five working days for its answer begin when it is in.")
        return Deadline(_("Waits for the applicant"), sentence)
    clock = promised_clock(case, accepted_on=case.accepted_on)
    sentence = joined(promise_sentence(case, case.accepted_on), _("The clock stands still until the correction is in."))
    return Deadline(_("Waits for the applicant"), sentence, clock, explain(clock))


def promise_sentence(case: Case, accepted_on: date) -> str:
    promise = _("Accepted on %(day)s; promised limit: %(limit)s.") % {
        "day": in_words(accepted_on),
        "limit": case.promised_text,
    }
    if not case.extended_days:
        return promise
    more = ngettext(
        "Extended by %(days)d day with the approval of the park's head.",
        "Extended by %(days)d days with the approval of the park's head.",
        case.extended_days,
    )
    return joined(promise, more % {"days": case.extended_days})


def after_decision(case: Case) -> Deadline:
    assert case.accepted_on is not None  # noqa: S101  held by a constraint
    assert case.due_date is not None  # noqa: S101
    assert case.decided_at is not None  # noqa: S101
    spare = working_days_between(day_of(case.decided_at), case.due_date, calendar=calendar_in_force()).working_days
    if spare > 0:
        kept = ngettext(
            "%(days)d working day before the promised day, %(due)s.",
            "%(days)d working days before the promised day, %(due)s.",
            spare,
        )
    elif spare < 0:
        kept = ngettext(
            "%(days)d working day after the promised day, %(due)s.",
            "%(days)d working days after the promised day, %(due)s.",
            -spare,
        )
    else:
        kept = _("On the promised day, %(due)s.")
    explanation = explain(promised_clock(case, accepted_on=case.accepted_on))
    sentence = kept % {"days": abs(spare), "due": in_words(case.due_date)}
    if case.by_silence:
        sentence = joined(
            sentence, _("Granted by silence: the park had not answered by that day, as the item's rule says.")
        )
    return Deadline(answered_on(case), sentence, None, explanation, law_sentence(case, case.accepted_on))


def answered_on(case: Case) -> str:
    return _("Answered on %(day)s") % {"day": weekday_text(case.decided_at)}


def left_sentence(case: Case, today: date) -> str:
    """How many working days are left until the park's next answer, or since it was due."""
    left = days_left(case, today=today) or 0
    if left < 0:
        return ngettext(
            "The answer is %(days)d working day late.", "The answer is %(days)d working days late.", -left
        ) % {"days": -left}
    if left == 0:
        return _("The answer is due today.")
    return ngettext("%(days)d working day is left.", "%(days)d working days are left.", left) % {"days": left}


def law_sentence(case: Case, accepted_on: date) -> str:
    """The law's own limit, counted the same way."""
    clock = statutory_clock(case, accepted_on=accepted_on)
    if clock is None or clock.due is None:
        return _("No law sets a limit for this item.")
    return _("The statutory limit (%(limit)s), counted the same way, ends on %(day)s.") % {
        "limit": case.statutory_text,
        "day": in_words(clock.due),
    }


def joined(*sentences: str) -> str:
    """Sentences after each other as the reader's language sets them."""
    return ("" if in_chinese() else " ").join(sentence for sentence in sentences if sentence)
