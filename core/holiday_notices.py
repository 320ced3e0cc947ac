"""The calendar in force: what ships with the product, and the notices that were loaded since.

Every process keeps the calendar for a few seconds, so that a list of due dates costs one query at most; a notice loaded
now is in force everywhere a moment later, and due dates that it moves are counted again by a job.
"""

import csv
import io
import time
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, jobs
from core.constraints import refusing_violations
from core.errors import NotAllowed, NotPermitted
from core.models import HolidayNotice
from core.workdays import FIRST_YEAR, LAST_YEAR, SATURDAY, Calendar, published_calendar

LOAD = "core.load_holiday_notice"
HEAD = ["date", "kind", "name"]
KINDS = ("off", "work")
MOST_LINES = 200  # a year has some 40 days off and make-up days
LONGEST_NAME = 40
KNOWN_FOR_SECONDS = 20.0

recounts: list[str] = []  # the tasks that count open due dates again, named by the apps that hold some
_known: list[tuple[float, Calendar]] = []


def calendar_in_force() -> Calendar:
    """The calendar by which every due date is counted; read anew when it is older than a few seconds."""
    if not _known or time.monotonic() >= _known[0][0]:
        _known[:] = [(time.monotonic() + KNOWN_FOR_SECONDS, read_calendar())]
    return _known[0][1]


def read_calendar() -> Calendar:
    calendar = published_calendar()
    for days in HolidayNotice.objects.order_by("published_on", "pk").values_list("days", flat=True):
        calendar = calendar.overlaid(days)
    return calendar


def forget_calendar() -> None:
    """Read the calendar anew at the next question."""
    _known.clear()


@transaction.atomic
def load_notice(
    *, number: str, published_on: date, text: str, organisation_id: int, by: Any, at: datetime
) -> HolidayNotice:
    """Put a notice in force and have every open due date counted again.

    Raises
    ------
    NotAllowed
        Naming the line of ``text`` and its mend, or that the notice is loaded already.
    """
    if not by.has_perm(LOAD):
        raise NotPermitted(_("A municipal coordinator loads the notices on days off."))
    days = read_days(text, published_on=published_on, today=timezone.localtime(at).date())
    with refusing_violations(HolidayNotice):
        notice = HolidayNotice.objects.create(
            number=number, published_on=published_on, days=days, organisation_id=organisation_id, loaded_at=at
        )
    audit.record("holiday_notice_loaded", notice, by=by, at=at, after={"number": number, "days": days})
    for task in recounts:
        jobs.enqueue(task, run_key=f"{task}:{notice.pk}", by=by, organisation_id=organisation_id, notice_id=notice.pk)
    transaction.on_commit(forget_calendar)
    return notice


def read_days(text: str, *, published_on: date, today: date) -> list[list[str]]:
    """The days of a notice from lines ``date,kind,name``, in their order; refused by line."""
    if published_on > today:
        raise NotAllowed(_("A notice published in the future is none yet."), place="published_on")
    lines = [line for line in csv.reader(io.StringIO(text.strip().removeprefix("\ufeff"))) if line]
    if not lines or [cell.strip().lower() for cell in lines[0]] != HEAD:
        raise NotAllowed(_("The first line names the columns: date,kind,name."), place="text")
    if len(lines) > MOST_LINES:
        raise NotAllowed(_("A notice has at most %(most)s days.") % {"most": MOST_LINES}, place="text")
    days = [[cell.strip() for cell in line] for line in lines[1:]]
    faults = list(faults_in(days, published_on))
    if faults:
        raise NotAllowed(" ".join(faults), place="text")
    return days


def faults_in(days: list[list[str]], published_on: date) -> Iterator[str]:
    if not any(line[1:2] == ["off"] for line in days):
        yield _("The notice names no day off.")
    seen: set[str] = set()
    for number, line in enumerate(days, start=2):
        fault = fault_of(line, published_on) or (_("the day stands there twice") if line[0] in seen else "")
        if fault:
            yield _("Line %(number)s: %(fault)s.") % {"number": number, "fault": fault}
        seen.add(line[0] if line else "")


def fault_of(line: list[str], published_on: date) -> str:
    """What is wrong with a line, or nothing."""
    if len(line) != len(HEAD):
        return _("it has three parts, date, kind and name")
    day, kind, name = day_of(line[0]), line[1], line[2]
    if day is None:
        return _("“%(text)s” is no date such as 2027-01-01") % {"text": line[0][:20]}
    faults = {
        _("the day lies before the notice was published"): day < published_on,
        _("the kind is “off” for a day off or “work” for a make-up day"): kind not in KINDS,
        _("a make-up day lies on a weekend"): kind == "work" and day.weekday() < SATURDAY,
        _("the name has 1 to %(most)s characters") % {"most": LONGEST_NAME}: not is_name(name),
    }
    return next((words for words, holds in faults.items() if holds), "")


def is_name(text: str) -> bool:
    return 0 < len(text) <= LONGEST_NAME and text.isprintable()


def day_of(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if len(text) == len("2027-01-01") and FIRST_YEAR <= day.year <= LAST_YEAR else None
