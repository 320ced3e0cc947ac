"""Put a demonstration year back before its run: results, proposals and decisions go, figures stay, returns accepted."""

from datetime import datetime

from django.db import transaction

from assessment.models import Cycle, Proposal, PublishedRank, Return, RunResult, StandingEvent
from assessment.workflow import ReturnStatus
from core import audit
from core.errors import NotAllowed


@transaction.atomic
def reset_year(*, year: int, at: datetime) -> None:
    """Delete what the year's runs made.

    Raises
    ------
    NotAllowed
        Where there is no such year, or a later year's decisions rest on it.
    """
    cycle = Cycle.objects.select_for_update().filter(year=year).first()
    if cycle is None:
        raise NotAllowed(f"There is no cycle of {year}.")
    if StandingEvent.objects.filter(cycle__year__gt=year).exists():
        raise NotAllowed(f"Decisions of a later year rest on {year}; reset that year first.")
    cycle.released_run = cycle.released_by = cycle.released_at = None
    cycle.save()
    for model in (PublishedRank, StandingEvent, Proposal):
        model.objects.filter(cycle=cycle).delete()
    RunResult.objects.filter(run__cycle=cycle).delete()
    cycle.runs.all().delete()
    Return.objects.filter(cycle=cycle, status=ReturnStatus.LOCKED).update(status=ReturnStatus.ACCEPTED)
    audit.record("demonstration_year_reset", cycle, by=None, at=at)
