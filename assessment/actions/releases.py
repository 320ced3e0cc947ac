"""Making a finished run's ranks public: rank, total and verdict, nothing else."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessment.actions.reports import keep_reports
from assessment.actions.seals import seal_run
from assessment.appeal_policies import check_preview_is_over
from assessment.models import Cycle, PublishedRank, Run, RunResult, Seal
from assessment.policies import check_may_release
from core import audit
from core.errors import NotPermitted


@transaction.atomic
def release_results(*, cycle: Cycle, run: Run, by: Any, at: datetime) -> Cycle:
    """Publish the run's ranks, sealing the year under it where that has not been done.

    A later release of the year replaces the ranks; both stay in the audit.
    """
    if not by.has_perm("assessment.release_results", cycle):
        raise NotPermitted(_("A municipal coordinator releases results."))
    locked = Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)
    check_may_release(locked, run)
    check_preview_is_over(locked, at)
    if not Seal.objects.filter(run=run).exists():
        seal_run(run=run, by=by, at=at)
    keep_reports(run=run)
    before = {"run": locked.released_run_id}
    locked.released_run, locked.released_by, locked.released_at = run, by, at
    locked.save()
    for result in RunResult.objects.filter(run=run).defer("steps", "arithmetic", "inputs"):
        PublishedRank.objects.update_or_create(
            park_id=result.park_id,
            cycle=locked,
            defaults={"rank": result.rank, "total": result.total, "verdict": result.verdict},
        )
    audit.record("results_released", locked, by=by, at=at, before=before, after={"run": run.pk})
    return locked
