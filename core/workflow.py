"""A status moves by a literal table of steps, and by nothing else.

``move`` asks the step's permission, locks the row, refuses what is not in the table, writes status and audit event
in one transaction.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext as _

from core import audit
from core.errors import NotAllowed, NotPermitted

Row = TypeVar("Row", bound=models.Model)
SYSTEM = "system"  # the permission of a step that only a job of the portal itself takes


@dataclass(frozen=True)
class Step:
    source: str
    target: str
    permission: str
    event: str
    needs_reason: bool = False


class Workflow:
    """The steps of one kind of row.

    Parameters
    ----------
    steps : Step
        At most one for each pair of source and target.
    """

    def __init__(self, *steps: Step) -> None:
        self.steps = {(step.source, step.target): step for step in steps}
        if len(self.steps) != len(steps):
            raise ValueError("Two steps lead from the same status to the same status.")

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps.values())

    def steps_from(self, row: models.Model) -> list[Step]:
        """The steps that leave the row's present status, in the order of the table."""
        return [step for step in self if step.source == row.status]  # type: ignore[attr-defined]

    def move(
        self, row: Row, target: str, *, by: Any, at: datetime, reason: str = "", door: str = "", **changes: Any
    ) -> Row:
        """Take the step to ``target``; ``changes`` are further fields written with the status.

        A row with a field ``reason`` keeps the step's reason there.

        Raises
        ------
        NotPermitted, NotAllowed
            With a sentence for the person; nothing is written then.
        """
        with transaction.atomic():
            locked = type(row)._base_manager.select_for_update(of=("self",)).get(pk=row.pk)
            step = self.steps.get((locked.status, target))  # type: ignore[attr-defined]
            if step is None:
                raise NotAllowed(
                    _("This has moved on meanwhile: it is “%(status)s” now.") % {"status": status_of(locked)}
                )
            check_step(step, locked, by=by, reason=reason)
            if reason and hasattr(locked, "reason"):
                changes["reason"] = reason
            before = {"status": step.source} | {name: getattr(locked, name) for name in changes}
            for name, value in (changes | {"status": target}).items():
                setattr(locked, name, value)
                setattr(row, name, value)
            locked.save(update_fields=["status", *changes])
            after = {"status": target} | changes
            audit.record(step.event, locked, by=by, at=at, before=before, after=after, reason=reason, door=door)
        return row


def check_step(step: Step, row: models.Model, *, by: Any, reason: str) -> None:
    if step.permission == SYSTEM:
        if by is not None:
            raise NotPermitted(_("Only the portal itself takes this step."))
    elif by is None or not by.has_perm(step.permission, row):
        raise NotPermitted(_("Your role does not include this step here."))
    if step.needs_reason and not reason.strip():
        raise NotAllowed(_("Enter a reason: whoever is affected will read it."), place="reason")


def status_of(row: models.Model) -> str:
    return str(row.get_status_display())  # type: ignore[attr-defined]
