"""The working-day clock against the published calendar of 2024 to 2026."""

import json
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.management.commands.due_date import Command
from core.workday_sentences import explain
from core.workdays import (
    CALENDAR_FILE,
    Calendar,
    DayState,
    Pause,
    due_date,
    published_calendar,
    working_days_between,
    working_days_left,
)

CALENDAR = published_calendar()
EXAMPLE = ["--accepted", "2026-09-15", "--days", "10", "--pause", "2026-09-21/2026-09-24"]


def day(text: str) -> date:
    return date.fromisoformat(text)


def pause(begins: str, ends: str = "") -> Pause:
    return Pause(day(begins), day(ends) if ends else None)


def due(accepted: str, days: int, day_type: str = "working", *pauses: Pause, extensions: tuple[int, ...] = ()):
    return due_date(
        accepted=day(accepted),
        days=days,
        day_type=day_type,
        pauses=pauses,
        extensions=extensions,
        calendar=CALENDAR,
    )


def states(answer) -> list[str]:
    return [str(entry.state) for entry in answer.days]


@pytest.mark.parametrize(("year", "working_days"), [(2024, 251), (2025, 248), (2026, 248)])
def test_calendar__published_year__has_the_known_number_of_working_days(year, working_days):
    span = working_days_between(date(year - 1, 12, 31), date(year, 12, 31), calendar=CALENDAR)

    assert span.working_days == working_days
    assert not span.provisional


@pytest.mark.parametrize(
    ("text", "is_working"),
    [
        ("2024-02-09", True),  # New Year's Eve, only encouraged off
        ("2026-01-04", True),  # Sunday, make-up day
        ("2026-02-14", True),  # Saturday, make-up day
        ("2026-02-28", True),
        ("2026-10-10", True),
        ("2026-09-25", False),  # Friday, Mid-Autumn
        ("2026-09-19", False),
        ("2027-10-01", True),  # no notice yet: a Friday
    ],
)
def test_calendar__traps__go_by_the_notices(text, is_working):
    assert CALENDAR.is_working(day(text)) is is_working


def test_due_date__example_of_the_contract__counts_make_up_days_and_skips_pause_and_holidays():
    answer = due("2026-09-15", 10, "working", pause("2026-09-21", "2026-09-24"))

    assert answer.due == day("2026-10-09")
    assert not answer.provisional
    assert {entry.number: entry.date.day for entry in answer.days if entry.number} == {
        1: 16, 2: 17, 3: 18, 4: 20, 5: 21, 6: 28, 7: 29, 8: 30, 9: 8, 10: 9,
    }  # fmt: skip
    assert states(answer)[3:5] == ["weekend", "counted"]
    assert [entry.name for entry in answer.days][4] == "make-up day"
    assert states(answer)[6:12] == ["paused"] * 3 + ["holiday"] * 3
    assert len(answer.days) == (answer.due - day("2026-09-15")).days


@pytest.mark.parametrize(
    ("accepted", "days", "expected", "end_states"),
    [
        ("2026-09-15", 10, "2026-09-28", ["counted", "moved", "moved", "moved"]),  # 25 September is Mid-Autumn
        ("2026-09-10", 10, "2026-09-20", ["counted", "counted"]),  # a Sunday, but a make-up day
        ("2026-06-10", 3, "2026-06-15", ["counted", "moved", "moved"]),  # ends on a Saturday
        ("2026-06-08", 3, "2026-06-11", ["counted", "counted", "counted"]),
    ],
)
def test_due_date__calendar_days__count_every_day_and_move_off_days_off(accepted, days, expected, end_states):
    answer = due(accepted, days, "calendar")

    assert answer.due == day(expected)
    assert states(answer)[-len(end_states) :] == end_states


def test_due_date__calendar_days_at_a_holiday__keep_the_names_of_days_off():
    answer = due("2026-09-24", 1, "calendar")

    assert [(entry.date.day, entry.number, entry.name) for entry in answer.days] == [
        (25, 1, "中秋节"), (26, None, "中秋节"), (27, None, "中秋节"), (28, None, None),
    ]  # fmt: skip


@pytest.mark.parametrize("day_type", ["working", "calendar"])
@pytest.mark.parametrize(
    ("accepted", "expected", "moved"),
    [("2026-09-15", "2026-09-15", 0), ("2026-09-19", "2026-09-20", 1), ("2026-10-01", "2026-10-08", 7)],
)
def test_due_date__no_days__is_the_acceptance_day_or_the_next_working_day(accepted, expected, moved, day_type):
    answer = due(accepted, 0, day_type)

    assert answer.due == day(expected)
    assert states(answer) == ["moved"] * moved


def test_due_date__no_days_but_an_extension__counts_the_extension():
    assert due("2026-06-08", 0, extensions=(1, 2)).due == day("2026-06-11")


def test_due_date__pauses_that_touch_and_overlap__count_each_day_once():
    apart = due("2026-06-08", 5, "working", pause("2026-06-08", "2026-06-12"))
    together = due(
        "2026-06-08",
        5,
        "working",
        pause("2026-06-08", "2026-06-10"),
        pause("2026-06-10", "2026-06-12"),
        pause("2026-06-09", "2026-06-11"),
    )

    assert together == apart
    assert apart.due == day("2026-06-22")  # the 19th is the Dragon Boat Festival


def test_due_date__pause_that_begins_and_ends_on_one_day__has_no_effect():
    assert due("2026-06-08", 3, "working", pause("2026-06-09", "2026-06-09")) == due("2026-06-08", 3)


def test_due_date__open_pause_before_the_due_day__has_no_due_day_and_ends_with_its_first_day():
    answer = due("2026-06-08", 3, "working", pause("2026-06-09"))

    assert answer.due is None
    assert [entry.date.day for entry in answer.days] == [9]
    assert answer.as_json()["due"] is None


@pytest.mark.parametrize("begins", ["2026-06-11", "2026-06-12"])
def test_due_date__open_pause_from_the_due_day_on__has_no_effect(begins):
    assert due("2026-06-08", 3, "working", pause(begins)) == due("2026-06-08", 3)


@pytest.mark.parametrize(("begins", "entries"), [("2026-06-08", 0), ("2026-06-01", 0), ("2026-06-10", 2)])
def test_due_date__open_pause__keeps_the_days_before_it(begins, entries):
    assert len(due("2026-06-08", 3, "working", pause(begins)).days) == entries


def test_due_date__open_pause_while_a_calendar_limit_moves_on__holds_the_clock():
    answer = due("2026-06-10", 3, "calendar", pause("2026-06-13"))

    assert answer.due is None
    assert states(answer) == ["counted"] * 3


def test_due_date__pause_while_a_calendar_limit_moves_on__ends_on_the_first_working_day_after_it():
    answer = due("2026-06-10", 3, "calendar", pause("2026-06-13", "2026-06-16"))

    assert answer.due == day("2026-06-17")
    assert states(answer)[3:] == ["paused"] * 3 + ["moved"]


@pytest.mark.parametrize(
    ("accepted", "days", "day_type", "provisional"),
    [
        ("2026-12-24", 5, "working", False),  # due on 31 December
        ("2026-12-24", 6, "working", True),
        ("2026-12-25", 6, "calendar", False),
        ("2026-12-25", 7, "calendar", True),
        ("2026-12-26", 0, "working", False),
        ("2027-03-01", 0, "working", True),
        ("2023-12-31", 1, "working", False),  # nothing outside the calendar is asked
        ("2023-12-29", 1, "working", True),  # passes a weekend of 2023
    ],
)
def test_due_date__outside_the_published_years__is_provisional(accepted, days, day_type, provisional):
    assert due(accepted, days, day_type).provisional is provisional


def test_due_date__year_without_a_notice__goes_by_weekday():
    answer = due("2027-09-30", 2)

    assert answer.due == day("2027-10-04")
    assert states(answer) == ["counted", "weekend", "weekend", "counted"]


def test_due_date__notice_of_another_year__is_a_value():
    rows = [
        {"date": "2027-10-01", "kind": "off", "name": "国庆节"},
        {"date": "2027-10-09", "kind": "work", "name": "x"},
    ]
    calendar = Calendar.from_rows(rows)

    answer = due_date(accepted=day("2027-09-30"), days=1, calendar=calendar)

    assert answer.due == day("2027-10-04")
    assert not answer.provisional


@given(
    st.dates(date(2023, 12, 1), date(2027, 1, 31)),
    st.integers(0, 60),
    st.sampled_from(["working", "calendar"]),
    st.lists(st.tuples(st.dates(date(2023, 12, 1), date(2027, 1, 31)), st.integers(0, 20)), max_size=3),
)
def test_due_date__any_limit__is_a_working_day_reached_after_exactly_its_days(accepted, days, day_type, spells):
    pauses = [Pause(begins, begins + timedelta(days=length)) for begins, length in spells]

    answer = due_date(accepted=accepted, days=days, day_type=day_type, pauses=pauses, calendar=CALENDAR)

    assert CALENDAR.is_working(answer.due)
    assert answer.counted == days
    assert [entry.number for entry in answer.days if entry.number] == list(range(1, days + 1))
    assert [entry.date for entry in answer.days] == [
        accepted + timedelta(days=ahead) for ahead in range(1, (answer.due - accepted).days + 1)
    ]
    assert all((entry.state == DayState.PAUSED) == any(p.covers(entry.date) for p in pauses) for entry in answer.days)


@pytest.mark.parametrize(
    ("today", "left"),
    [("2026-10-09", 0), ("2026-10-08", 1), ("2026-09-30", 2), ("2026-10-10", -1), ("2026-10-12", -2)],
)
def test_working_days_left__around_national_day__counts_working_days(today, left):
    assert working_days_left(day("2026-10-09"), today=day(today), calendar=CALENDAR).working_days == left


def test_working_days_left__into_a_year_without_a_notice__is_provisional():
    assert working_days_left(day("2027-01-05"), today=day("2026-12-31"), calendar=CALENDAR).provisional


def test_calendar_file__every_row__is_a_weekend_when_it_is_a_make_up_day():
    rows = CALENDAR_FILE.read_text(encoding="utf-8").splitlines()

    assert len(rows) == 1 + len(CALENDAR.days_off) + len(CALENDAR.make_up_days)
    assert all(made_up.weekday() >= 5 for made_up in CALENDAR.make_up_days)


@pytest.fixture
def in_english():
    with translation.override("en"):
        yield


def test_explain__example__says_when_and_what_was_left_out(in_english):
    sentence = explain(due("2026-09-15", 10, "working", pause("2026-09-21", "2026-09-24")))

    assert sentence == (
        "Due on 9 October 2026 at midnight, Shanghai time: 10 working days after 15 September 2026. "
        "Paused for 3 days: 22 September 2026 to 24 September 2026. "
        "Not counted: Mid-Autumn Festival 25 September 2026 to 27 September 2026; "
        "National Day 1 October 2026 to 7 October 2026; 1 weekend day. "
        "Counted as working days though at a weekend: 20 September 2026."
    )


@pytest.mark.parametrize(
    ("answer", "part"),
    [
        (due("2026-09-15", 0), "the day of acceptance"),
        (due("2026-09-19", 0), "the first working day after acceptance"),
        (due("2026-06-08", 3, "working", pause("2026-06-09")), "No due date while the clock is paused: 1 of 3 days"),
        (due("2026-06-10", 3, "calendar"), "The last day, 13 June 2026, is no working day"),
        (due("2026-12-24", 6), "Provisional:"),
    ],
)
def test_explain__other_answers__say_so(in_english, answer, part):
    assert part in explain(answer)


def test_due_date_command__example__prints_the_answer_in_order(capsys):
    call_command("due_date", *EXAMPLE)

    printed = capsys.readouterr().out
    answer = json.loads(printed)
    assert list(answer) == ["due", "provisional", "days"]
    assert list(answer["days"][0]) == ["date", "state", "number", "name"]
    assert answer["due"] == "2026-10-09"
    assert answer["days"][9] == {"date": "2026-09-25", "state": "holiday", "number": None, "name": "中秋节"}
    assert printed.startswith('{\n  "due": "2026-10-09",\n  "provisional": false,\n  "days": [\n    {\n')
    assert "中秋节" in printed


def test_due_date_command__needs_no_system_check():
    assert Command.requires_system_checks == []


@pytest.mark.parametrize(
    ("words", "faults"),
    [
        ([], ["--accepted: is missing", "--days: is missing"]),
        (["--accepted", "2026-02-30", "--days", "x"], ['--accepted: "2026-02-30" is not a date', '--days: "x" is not']),
        (["--accepted", "20260915", "--days", "1"], ['--accepted: "20260915" is not a date']),
        (["--accepted", "1850-01-01", "--days", "1"], ['--accepted: "1850-01-01" is out of range']),
        (["--accepted", "2026-09-15", "--days", "-1"], ['--days: "-1" is negative']),
        (["--accepted", "2026-09-15", "--days", "3651"], ['--days: "3651" is too many days']),
        (["--accepted", "2026-09-15", "--days", "9" * 5000], ["--days: "]),
        (
            ["--accepted", "2026-09-15", "--days", "3000", "--extend", "651"],
            ["--extend: days and extensions make 3651"],
        ),
        (["--accepted", "2026-09-15", "--days", "1", "--days", "2"], ["--days: is given 2 times"]),
        (["--accepted", "2026-09-15", "--days"], ['--days: "" is not a whole number']),
        (["--accepted", "2026-09-15", "--days", "1", "--type", "lunar"], ['--type: "lunar" is not a type of day']),
        (
            ["--accepted", "2026-09-15", "--days", "1", "--pause", "2026-09-16"],
            ['--pause: "2026-09-16" is not a pause'],
        ),
        (
            ["--accepted", "2026-09-15", "--days", "1", "--pause", "a/b", "--pause", "2026-09-17/2026-09-16"],
            ['--pause 1: "a" is not a date', '--pause 1: "b" is not a date', "--pause 2: "],
        ),
        (["--accepted", "2026-09-15", "--days", "1", "--dayz", "3"], ["--dayz: is not a known", "3: is not a known"]),
    ],
)
def test_due_date_command__bad_input__names_every_fault_and_prints_nothing(capsys, words, faults):
    with pytest.raises(SystemExit) as stop:
        call_command("due_date", *words)

    printed = capsys.readouterr()
    assert stop.value.code == 2
    assert printed.out == ""
    lines = printed.err.splitlines()
    assert len(lines) == len(faults)
    assert all(line.startswith(fault) for line, fault in zip(lines, faults, strict=True))
