"""An open year by the demonstration's plan, with returns as they stand on their way."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.models import User
from assessment.demo.figures import figures_for
from assessment.demo.plan import load_plan
from assessment.models import Cycle, FigureEntry, Return
from assessment.workflow import ReturnStatus
from parks.models import Park

YEAR = 2031  # of no other test
BEFORE = datetime(2030, 1, 1, tzinfo=UTC)
DEMO_YEAR = 2025


def open_cycle(year: int = YEAR, *, days_left: int = 40) -> Cycle:
    """A cycle that takes figures now; with ``days_left`` below 0 its cut-off has passed."""
    plan = load_plan(year=year, by=User.objects.get(username="coordinator"), at=BEFORE)
    today = timezone.localdate()
    opens, ends = today + timedelta(days=days_left - 60), today + timedelta(days=days_left)
    return Cycle.objects.create(year=year, plan=plan, opens_on=opens, cutoff_on=ends)


def complete_return(cycle: Cycle, code: str, status: str = ReturnStatus.DRAFT) -> Return:
    """Every figure has a value or a reasoned kind of nothing, and every hard rule holds."""
    annual_return = empty_return(cycle, code, status)
    figures = {figure.code: figure for figure in cycle.plan.figures.all()}
    facts = {"park": annual_return.park, "annual_return": annual_return, "entered_by": clerk_of(annual_return)}
    FigureEntry.objects.bulk_create(
        FigureEntry(
            figure=figures[name],
            value=entry.value,
            missing=entry.missing,
            reason=entry.reason,
            entered_at=BEFORE,
            **facts,
        )
        for name, entry in figures_for(DEMO_YEAR, DEMO_YEAR + 1)[code].items()
    )
    return annual_return


def clerk_of(annual_return: Return) -> User:
    return User.objects.get(username=f"clerk-{annual_return.park.code.lower()}")


def empty_return(cycle: Cycle, code: str, status: str = ReturnStatus.DRAFT) -> Return:
    return Return.objects.create(cycle=cycle, park=Park.objects.get(code=code), status=status)


def enter(annual_return: Return, values: Mapping[str, Decimal | int | str | None], **beside: str) -> None:
    """Figures as the park's clerk entered them a while ago."""
    figures = {figure.code: figure for figure in annual_return.cycle.plan.figures.all()}
    clerk = clerk_of(annual_return)
    for code, value in values.items():
        FigureEntry.objects.update_or_create(
            park=annual_return.park,
            annual_return=annual_return,
            figure=figures[code],
            defaults={"value": value, "entered_by": clerk, "entered_at": BEFORE, **beside},
        )
