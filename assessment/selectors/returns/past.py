"""A return as it was at the end of a past day: its status and its figures, undone from the audit."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from assessment.models import FigureDefinition, MissingKind, Return
from assessment.workflow import ReturnStatus
from core.as_of import end_of
from core.audit.past import as_it_was, group_as_it_was


@dataclass(frozen=True)
class PastFigure:
    """A figure of the plan with what the return held for it then."""

    definition: FigureDefinition
    value: Decimal | None
    missing: str
    reason: str
    document: str

    @property
    def is_empty(self) -> bool:
        return self.value is None and not self.missing


@dataclass(frozen=True)
class PastReturn:
    """The whole return of that day."""

    day: date
    status: str
    figures: list[PastFigure]

    @property
    def done(self) -> int:
        return sum(not figure.is_empty for figure in self.figures)


def return_as_of(annual_return: Return, day: date) -> PastReturn:
    at = end_of(day)
    held = figures_as_of(annual_return, at)
    figures = annual_return.cycle.plan.figures.order_by("position", "code")
    status = as_it_was(annual_return, at).status
    return PastReturn(day, str(ReturnStatus(status).label), [past_figure(row, held.get(row.code)) for row in figures])


def past_figure(definition: FigureDefinition, held: dict[str, Any] | None) -> PastFigure:
    held = held or {}
    value, missing = held.get("value"), held.get("missing") or ""
    return PastFigure(
        definition,
        value=None if value is None else Decimal(str(value)),
        missing=str(MissingKind(missing).label) if missing else "",
        reason=held.get("reason") or "",
        document=held.get("document") or "",
    )


def figures_as_of(annual_return: Return, at: datetime) -> dict[str, dict[str, Any]]:
    """What the return held for each figure: its entries of today without the later ones, and what those replaced."""
    rows: Any = annual_return.entries.filter(entered_at__lte=at).values_list(
        "figure__code", "value", "missing", "reason", "document"
    )
    names = ("value", "missing", "reason", "document")
    present = {code: dict(zip(names, held, strict=True)) for code, *held in rows}
    return group_as_it_was(annual_return, present, at)
