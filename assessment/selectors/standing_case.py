"""What the ladder is applied to for a run: the years' verdicts and the decisions as they stood when it was asked for.

So a run gives the same proposals whenever it is computed again, whatever was decided or sealed since.
"""

from collections.abc import Iterable
from datetime import datetime

from assessment import ladder as rules
from assessment.ladder_file import ladder_of
from assessment.models import Cycle, Ladder, Run, RunResult, Seal, StandingEvent


def ladder_for(year: int) -> Ladder:
    """The latest version that is in force for the year."""
    return Ladder.objects.filter(valid_from_year__lte=year).latest("version")


def case_of(
    run: Run, results: Iterable[RunResult] | None = None, at: datetime | None = None
) -> tuple[list[rules.ParkYear], list[rules.Event]]:
    """Verdicts and decisions; ``results`` in place of what is stored of the run, ``at`` in place of its request."""
    own, moment = results_of_run(run) if results is None else results, at or run.requested_at
    years = [year_of(result, result.run.cycle.year) for result in results_before(run, moment)]
    return [*years, *(year_of(result, run.cycle.year) for result in own)], events_before(run, moment)


def evaluate_ladder(
    run: Run, ladder: Ladder, results: Iterable[RunResult] | None = None, at: datetime | None = None
) -> rules.Proposals:
    """The pure function on this run, the runs that stood for earlier years, and the decisions resting on those."""
    return rules.propose(ladder_of(ladder.rules), *case_of(run, results, at))


def results_of_run(run: Run) -> Iterable[RunResult]:
    """By park code, without what only an opened row shows."""
    rows = RunResult.objects.filter(run=run).select_related("park", "run__cycle").order_by("park__code")
    return rows.defer("steps", "arithmetic", "inputs")


def results_before(run: Run, moment: datetime) -> Iterable[RunResult]:
    """The results of earlier years that stood at the moment."""
    return (
        RunResult.objects.filter(run__in=runs_before(run, moment))
        .select_related("park", "run__cycle")
        .only("park__code", "run__cycle__year", "verdict", "cause", "share_below", "own_default")
        .order_by("run__cycle__year", "park__code")
    )


def runs_before(run: Run, moment: datetime) -> list[int]:
    """Of each earlier year the run under its newest seal of that moment; a release without any seal counts as it is."""
    earlier = Cycle.objects.filter(year__lt=run.cycle.year)
    seals = Seal.objects.filter(cycle__in=earlier, sealed_at__lte=moment)
    sealed = seals.order_by("cycle_id", "-number").distinct("cycle_id").values_list("run_id", flat=True)
    bare = earlier.filter(seals__isnull=True, released_run__isnull=False)
    return [*sealed, *bare.values_list("released_run_id", flat=True)]


def events_before(run: Run, moment: datetime) -> list[rules.Event]:
    events = StandingEvent.objects.filter(cycle__year__lt=run.cycle.year, decided_at__lte=moment)
    return [
        rules.Event(park=code, year=year, event=rules.EventKind(event))
        for code, year, event in events.order_by("decided_at", "pk").values_list("park__code", "cycle__year", "event")
    ]


def year_of(result: RunResult, year: int) -> rules.ParkYear:
    return rules.ParkYear(
        park=result.park.code,
        year=year,
        verdict=rules.Verdict(result.verdict),
        cause=rules.Cause(result.cause) if result.cause else None,
        share_below=result.share_below,
        own_default=result.own_default,
    )
