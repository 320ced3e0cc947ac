"""My work: one list of what waits for a person, by working days left, and what that person waits for."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.selectors import assessment_tasks, service_tasks
from coordination.selectors.tasks import Task
from core.holiday_notices import calendar_in_force
from core.workdays import Span, working_days_left

NO_DAY = date.max


@dataclass(frozen=True)
class WorkLine:
    """A task with its working days left."""

    task: Task
    left: Span | None

    @property
    def left_text(self) -> str:
        """``4 working days``, ``today``, ``2 working days late``, ``no fixed day``."""
        if self.left is None:
            return _("no fixed day")
        days = self.left.working_days
        if self.is_today:
            return _("today")
        if self.is_late:
            return ngettext("%(days)s working day late", "%(days)s working days late", max(-days, 1)) % {
                "days": max(-days, 1)
            }
        return ngettext("%(days)s working day", "%(days)s working days", days) % {"days": days}

    @property
    def is_today(self) -> bool:
        return self.left is not None and self.left.working_days == 0 and not self.task.is_over

    @property
    def is_late(self) -> bool:
        return self.task.is_over

    @property
    def kind(self) -> str:
        """The shape: late, soon, or neither."""
        if self.is_late:
            return "bad"
        soon = self.left is not None and self.left.working_days <= SOON
        return "wait" if soon else "plain"


SOON = 3  # working days


@dataclass(frozen=True)
class Work:
    """What waits for the person, what the person waits for, and how much more there is than is listed."""

    mine: list[WorkLine] = field(default_factory=list)
    others: list[WorkLine] = field(default_factory=list)
    more_cases: int = 0

    @property
    def late(self) -> int:
        return sum(line.is_late for line in self.mine)


def work_of(user: Any, *, at: datetime) -> Work:
    """Gather from every app; the number of queries depends on the permissions held, not on the rows."""
    today = timezone.localtime(at).date()
    cases, more = service_tasks.case_tasks(user, today=today)
    tasks = [
        *assessment_tasks.return_tasks(user, today=today),
        *assessment_tasks.proposal_tasks(user),
        *assessment_tasks.objection_tasks(user),
        *assessment_tasks.run_tasks(user, at=at),
        *assessment_tasks.plan_tasks(user),
        *cases,
        *service_tasks.rating_tasks(user),
    ]
    lines = sorted((line_of(task, today) for task in tasks), key=urgency)
    return Work(
        mine=[line for line in lines if not line.task.waits_for],
        others=[line for line in lines if line.task.waits_for],
        more_cases=more,
    )


def line_of(task: Task, today: date) -> WorkLine:
    left = working_days_left(task.due, today=today, calendar=calendar_in_force()) if task.due else None
    return WorkLine(task, left)


def urgency(line: WorkLine) -> tuple[date, str]:
    return (line.task.due or NO_DAY, line.task.title)
