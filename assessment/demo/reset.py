"""Put a demonstration year back before its run: results, seals and decisions go, figures stay, returns accepted.

The tables' owner does it: the application itself changes no sealed row. Seals of later years rest on this one's, so
they go too.
"""

from datetime import datetime
from typing import Any

from assessment.models import (
    Appeal,
    Cycle,
    Letter,
    ParkReport,
    Preview,
    Proposal,
    PublishedRank,
    ResultQuery,
    Return,
    Run,
    RunOutput,
    RunResult,
    Seal,
    SealedFile,
    StandingEvent,
)
from assessment.workflow import ReturnStatus
from core import audit
from core.errors import NotAllowed
from core.rowsecurity import current_scope, scope

OWNER = "owner"


def reset_year(*, year: int, at: datetime) -> None:
    """Delete what the year's runs made, inside the zone's scope.

    Raises
    ------
    NotAllowed
        Where there is no such year, or a later year's decisions rest on it.
    """
    cycle = Cycle.objects.filter(year=year).first()
    if cycle is None:
        raise NotAllowed(f"There is no cycle of {year}.")
    if StandingEvent.objects.filter(cycle__year__gt=year).exists():
        raise NotAllowed(f"Decisions of a later year rest on {year}; reset that year first.")
    audit.record("demonstration_year_reset", cycle, by=None, at=at)
    opened = current_scope()
    ids: dict[str, Any] = dict(opened.ids) if opened else {}
    with scope(using=OWNER, **ids):
        take_away(cycle)


def take_away(cycle: Cycle) -> None:
    """Newest first, so that nothing points to what is gone."""
    for seal in Seal.objects.using(OWNER).filter(cycle__year__gte=cycle.year).order_by("-cycle__year", "-number"):
        SealedFile.objects.using(OWNER).filter(seal=seal).delete()
        seal.delete(using=OWNER)
    Cycle.objects.using(OWNER).filter(pk=cycle.pk).update(released_run=None, released_by=None, released_at=None)
    of_cycle: tuple[Any, ...] = (Letter, PublishedRank, StandingEvent, Proposal)
    of_runs: tuple[Any, ...] = (ParkReport, RunOutput, RunResult)
    for model in of_cycle:
        model._base_manager.using(OWNER).filter(cycle=cycle).delete()
    for model in of_runs:
        model._base_manager.using(OWNER).filter(run__cycle=cycle).delete()
    Appeal.objects.using(OWNER).filter(cycle=cycle).update(rerun=None)  # a correction is one of the figures that stay
    ResultQuery.objects.using(OWNER).filter(run__cycle=cycle).delete()
    Preview.objects.using(OWNER).filter(cycle=cycle).delete()
    Run.objects.using(OWNER).filter(cycle=cycle).delete()
    locked = Return.objects.using(OWNER).filter(cycle=cycle, status=ReturnStatus.LOCKED)
    locked.update(status=ReturnStatus.ACCEPTED)
