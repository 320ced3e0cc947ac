"""Limits and deadlines in words, in both languages; no database."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from services.acts import ACTS
from services.clock import answer_clock, day_of, days_left
from services.limits import limit_text
from services.models import Case
from services.selectors.deadline import deadline_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
SENT = datetime(2026, 9, 14, 17, 42, tzinfo=SHANGHAI)


def case(**changes: object) -> Case:
    usual = {
        "status": "accepted",
        "submitted_at": SENT,
        "answer_due_date": date(2026, 9, 20),
        "accepted_on": date(2026, 9, 15),
        "due_date": date(2026, 9, 29),
        "promised_days": 10,
        "statutory_days": 20,
        "day_type": "working",
    }
    return Case(**usual | changes)


@pytest.mark.parametrize(
    ("days", "day_type", "words"),
    [
        (None, "working", "none"),
        (0, "working", "on the spot"),
        (1, "working", "1 working day"),
        (10, "working", "10 working days"),
        (1, "calendar", "1 calendar day"),
        (30, "calendar", "30 calendar days"),
    ],
)
def test_limit_text__each_kind__in_words(days, day_type, words):
    assert limit_text(days, day_type) == words


def test_day_of__late_evening_in_london__is_the_next_day_in_shanghai():
    assert day_of(datetime(2026, 9, 14, 20, 0, tzinfo=ZoneInfo("UTC"))) == date(2026, 9, 15)


def test_answer_clock__over_a_make_up_sunday__counts_it():
    assert answer_clock(submitted_at=SENT).due == date(2026, 9, 20)


@pytest.mark.parametrize(
    ("today", "left"),
    [(date(2026, 9, 28), 1), (date(2026, 9, 29), 0), (date(2026, 9, 30), -1), (date(2026, 10, 5), -1)],
)
def test_days_left__before_on_and_after_the_day__counts_working_days(today, left):
    assert days_left(case(), today=today) == left


def test_days_left__closed_case__has_none():
    assert days_left(case(status="decided", decision="granted"), today=date(2026, 9, 28)) is None


@pytest.mark.parametrize(
    ("today", "sentence"),
    [
        (date(2026, 9, 25), "2 working days are left."),
        (date(2026, 9, 28), "1 working day is left."),
        (date(2026, 9, 29), "The answer is due today."),
        (date(2026, 10, 9), "The answer is 3 working days late."),
    ],
)
def test_deadline__of_an_accepted_case__says_the_day_and_what_is_left(today, sentence):
    found = deadline_of(case(), today=today)

    assert found.headline == "Decision by Tuesday 29 September 2026"
    assert found.sentence == f"Accepted on 15 September 2026; promised limit: 10 working days. {sentence}"
    assert found.clock is not None
    assert found.law == "The statutory limit (20 working days), counted the same way, ends on 19 October 2026."


def test_deadline__of_a_submitted_case__is_the_answer_on_acceptance():
    found = deadline_of(case(status="submitted", accepted_on=None, due_date=None), today=date(2026, 9, 15))

    assert found.headline == "Answer by Sunday 20 September 2026"
    assert found.sentence.endswith("4 working days are left.")


@pytest.mark.parametrize(
    ("decided", "sentence"),
    [
        (datetime(2026, 9, 24, 16, 20, tzinfo=SHANGHAI), "2 working days before the promised day, 29 September 2026."),
        (datetime(2026, 9, 29, 23, 59, tzinfo=SHANGHAI), "On the promised day, 29 September 2026."),
        (datetime(2026, 9, 30, 0, 0, tzinfo=SHANGHAI), "1 working day after the promised day, 29 September 2026."),
    ],
)
def test_deadline__of_a_decided_case__says_whether_the_promise_was_kept(decided, sentence):
    found = deadline_of(case(status="decided", decision="granted", decided_at=decided), today=date(2026, 11, 1))

    assert found.sentence == sentence
    assert found.clock is None


def test_deadline__item_without_a_law__says_so():
    assert deadline_of(case(statutory_days=None), today=date(2026, 9, 16)).law == "No law sets a limit for this item."


def test_deadline__in_chinese__needs_no_space_between_sentences():
    with translation.override("zh-hans"):
        found = deadline_of(case(), today=date(2026, 9, 25))

    assert "2026年9月29日（星期二）" in found.headline


@pytest.mark.parametrize(
    ("name", "status", "is_open"),
    [
        ("accept", "submitted", True),
        ("accept", "accepted", False),
        ("refuse", "submitted", True),
        ("refuse", "withdrawn", False),
        ("decide", "submitted", False),
        ("decide", "accepted", True),
        ("decide", "decided", False),
        ("withdraw", "submitted", True),
        ("withdraw", "accepted", False),
        ("withdraw", "not_accepted", False),
    ],
)
def test_act__in_a_state__is_open_or_says_why_not(name, status, is_open):
    reason = ACTS[name].why_not(case(status=status))

    assert (reason == "") is is_open
