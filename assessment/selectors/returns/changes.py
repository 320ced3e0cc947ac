"""What changed in a return since its last approval or its last way back: figures side by side, from the audit trail."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assessment.models import FigureDefinition, Return
from assessment.plan_book import book_of
from assessment.selectors.returns.figure import words_of
from core.audit import history_of
from core.models import AuditEvent

MARKS = ("return_sent_back", "return_verified", "return_accepted", "return_unlocked")
FIGURES = ("figure_entered", "figure_cleared")


@dataclass(frozen=True)
class FigureChange:
    """A figure as it was then and as it is now, and who changed it last."""

    figure: FigureDefinition
    before: str
    after: str
    who: str
    at: datetime


@dataclass(frozen=True)
class Changes:
    """The changes since a moment; without one, since the return was begun."""

    since: datetime | None
    figures: list[FigureChange]


def changes_since_last_look(annual_return: Return) -> Changes:
    """Since the district or the city last had it in hand: two queries, whatever the number of changes."""
    events = list(history_of(annual_return).filter(event__in=[*MARKS, *FIGURES]))
    marks = [event for event in events if event.event in MARKS]
    waits = annual_return.status in {"submitted", "verified"}
    since = next((event.at for event in reversed(marks) if not waits or event.event != "return_verified"), None)
    later = [event for event in events if event.event in FIGURES and (since is None or event.at > since)]
    return Changes(since, side_by_side(annual_return, later))


def side_by_side(annual_return: Return, events: list[AuditEvent]) -> list[FigureChange]:
    """The first value before and the last value after, in the plan's order; what went and came back is left out."""
    first: dict[str, Any] = {}
    last: dict[str, AuditEvent] = {}
    for event in events:
        for code in {*event.before, *event.after}:
            first.setdefault(code, event.before.get(code))
            last[code] = event
    figures = book_of(annual_return.cycle.plan).figures
    return [
        FigureChange(
            figure,
            words_of(figure, first[figure.code]),
            words_of(figure, last[figure.code].after.get(figure.code)),
            last[figure.code].actor_name,
            last[figure.code].at,
        )
        for figure in figures
        if figure.code in last and first[figure.code] != last[figure.code].after.get(figure.code)
    ]
