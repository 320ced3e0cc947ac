"""An act on many rows of a list: first what would be done and what skipped, with the reason of each; then the doing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import NotAllowed, Refused
from core.lists.columns import BulkAct

MOST_ROWS = 500  # at once, within one request


@dataclass(frozen=True)
class Skipped:
    """A row that the act leaves out, and why."""

    row: Any
    reason: str


def sort_out(act: BulkAct, rows: list[Any], user: Any) -> tuple[list[Any], list[Skipped]]:
    """The rows on which the act may be taken now, and the others with their reasons."""
    if len(rows) > MOST_ROWS:
        raise NotAllowed(
            _("These are more than %(limit)d rows; narrow the filter and take the act in several steps.")
            % {"limit": MOST_ROWS}
        )
    reasons = [(row, act.why_not(row, user)) for row in rows]
    return [row for row, reason in reasons if not reason], [Skipped(row, reason) for row, reason in reasons if reason]


def take(act: BulkAct, rows: list[Any], *, by: Any, at: datetime) -> tuple[int, list[Skipped]]:
    """Take the act on each row by itself; one that is refused meanwhile is named and holds up no other."""
    done, skipped = 0, []
    for row in rows:
        try:
            with transaction.atomic():
                act.take(row, by=by, at=at)
            done += 1
        except Refused as refusal:
            skipped.append(Skipped(row, str(refusal.reason)))
    return done, skipped
