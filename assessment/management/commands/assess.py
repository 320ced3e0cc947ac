"""``manage.py assess YEAR [--json] [--queue]``: run the year's assessment and print ranking and proposals."""

import json
import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone

from assessment.actions.runs import compute, hash_of, request_run, results_of, store_run
from assessment.engine import as_json
from assessment.models import Cycle, Run, RunResult
from assessment.selectors.seals import newest_seal
from assessment.selectors.standing_case import evaluate_ladder, ladder_for
from core.errors import Refused
from core.models import Job, JobStatus
from core.rowsecurity import KEEPER, scope
from parks.models import Organisation, OrganisationKind, Park

PATIENCE_SECONDS = 300


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--queue", action="store_true", help="let a Celery worker do it and wait for it")

    def handle(self, *args: Any, **options: Any) -> None:
        zone = Organisation.objects.filter(kind=OrganisationKind.ZONE).values_list("pk", flat=True)
        ids: dict[str, Any] = {"park": list(Park.objects.values_list("pk", flat=True)), "organisation": [KEEPER, *zone]}
        try:
            found = self.found(options["year"], ids, queue=options["queue"])
        except Refused as refusal:
            self.stderr.write(f"{options['year']}: {refusal}")
            sys.exit(2)
        self.show(found, as_json=options["json"])

    def found(self, year: int, ids: dict[str, Any], *, queue: bool) -> dict[str, Any]:
        """A sealed year is only computed again; any other gets a run."""
        with scope(**ids):
            if seal := newest_seal(cycle_of(year)):
                return recomputed(seal.run)
        run_id = self.queued(year, ids) if queue else self.inline(year, ids)
        with scope(**ids):
            return answer(Run.objects.select_related("cycle").get(pk=run_id))

    def inline(self, year: int, ids: dict[str, Any]) -> int:
        """Everything in one transaction: killed anywhere, nothing has happened."""
        with scope(**ids):
            run = request_run(cycle=cycle_of(year), by=None, at=timezone.now(), queue=False)
            store_run(run=run, computed=compute(run), at=timezone.now())
            return run.pk

    def queued(self, year: int, ids: dict[str, Any]) -> int:
        with scope(**ids):
            run = request_run(cycle=cycle_of(year), by=None, at=timezone.now())
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            with scope(**ids), transaction.atomic():
                job = Job.objects.get(pk=run.job_id)
            if job.status == JobStatus.DONE:
                return run.pk
            if job.is_over:
                raise Refused(f"The run ended as {job.get_status_display()}. {job.message}")
            time.sleep(0.2)
        raise Refused("No worker has finished the run; start one (make run) or leave out --queue.")

    def show(self, found: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
            return
        for row in found["ranking"]:
            total = "" if row["total"] is None else f"{row['total']:.2f}"
            self.stdout.write(f"{row['rank'] or '-':>4} {row['park']:5} {total:>7} {row['verdict']}")
        for row in found["proposals"]:
            if row["proposal"] != "none":
                human = " (needs a human decision)" if row["needs_human"] else ""
                self.stdout.write(f"     {row['park']:5} {row['proposal']}{human}: {', '.join(row['reasons'])}")


def cycle_of(year: int) -> Cycle:
    cycle = Cycle.objects.select_related("plan").filter(year=year).first()
    if cycle is None:
        raise Refused(f"There is no assessment of {year}; the years are {', '.join(map(str, years()))}.")
    return cycle


def years() -> list[int]:
    return list(Cycle.objects.order_by("year").values_list("year", flat=True))


def recomputed(run: Run) -> dict[str, Any]:
    """The run computed anew, from the figures and decisions as it found them; nothing is written."""
    computed = compute(run)
    output = json.loads(as_json(computed.result, computed.uncertainty))
    return answer_of(run, results_of(run, computed, output), hash_of(computed.result))


def answer(run: Run) -> dict[str, Any]:
    results = RunResult.objects.filter(run=run).select_related("park").defer("steps", "arithmetic", "inputs")
    return answer_of(run, list(results), run.inputs_sha256)


def answer_of(run: Run, results: list[RunResult], inputs_sha256: str) -> dict[str, Any]:
    """The run as values without any clock."""
    ranking = [{"park": row.park.code, "rank": row.rank, "total": row.total, "verdict": row.verdict} for row in results]
    ranking.sort(key=lambda row: (row["rank"] is None, row["rank"] or 0, row["park"]))
    proposals = evaluate_ladder(run, ladder_for(run.cycle.year), results).as_json()["proposals"]
    return {"year": run.cycle.year, "ranking": ranking, "proposals": proposals, "inputs_sha256": inputs_sha256}
