"""Letting out a finished run's ranks: rank, total and verdict, nothing else."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessment.actions.publication import begin_notice, publish_ranks
from assessment.actions.reports import keep_reports
from assessment.actions.seals import seal_run
from assessment.appeal_policies import check_preview_is_over
from assessment.models import Cycle, Run, Seal
from assessment.policies import check_may_release
from core import audit
from core.errors import NotPermitted


@transaction.atomic
def release_results(*, cycle: Cycle, run: Run, by: Any, at: datetime) -> Cycle:
    """Let out the run's ranks as far as the year's level says, sealing the year under it where that has not been done.

    The public notice begins with it. A later release of the year replaces the ranks and begins the notice anew; both
    stay in the audit.
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
    begin_notice(locked, at=at)
    locked.save()
    publish_ranks(locked)
    after = {"run": run.pk, "publication": locked.publication, "notice_until": locked.notice_until}
    audit.record("results_released", locked, by=by, at=at, before=before, after=after)
    return locked
