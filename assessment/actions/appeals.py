"""An appeal against a figure: filed by the park, decided by somebody new to it, followed by a run of its own."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from assessment.actions.runs import Computed, open_run, store_run, zone_organisation
from assessment.actions.seals import seal_run
from assessment.appeal_policies import check_may_appeal, check_may_decide_appeal
from assessment.figure_checks import check_entry
from assessment.models import Appeal, Cycle, FigureCorrection, FigureDefinition, Return, Run, RunResult, Seal
from assessment.topics import APPEAL_DECIDED
from assessment.workflow import APPEAL, DECIDE_APPEAL, AppealStatus
from core import audit, jobs
from core.constraints import refusing_violations
from core.errors import NotAllowed, NotPermitted
from core.models import Job
from core.notifications.actions import notify
from core.notifications.topics import in_both
from parks.models import Park
from parks.selectors import holders_of


@transaction.atomic
def file_appeal(
    *,
    cycle: Cycle,
    run: Run,
    park: Park,
    figure: FigureDefinition,
    claimed: Decimal,
    ground: str,
    evidence: str,
    by: Any,
    at: datetime,
) -> Appeal:
    """The park's head says which figure is wrong, what it should be, why, and which document shows it."""
    if not by.has_perm("assessment.file_appeal", park):
        raise NotPermitted(_("The park's head appeals for the park."))
    check_may_appeal(cycle, at)
    counted = value_that_counted(run, park, figure)
    if counted == claimed:
        raise NotAllowed(_("The figure counted as %(value)s already.") % {"value": f"{claimed:f}"}, place="claimed")
    check_entry(figure, value=claimed, missing="", reason="", document=evidence)
    with refusing_violations(Appeal):
        appeal = Appeal.objects.create(
            park=park,
            cycle=cycle,
            figure=figure,
            counted=counted,
            claimed=claimed,
            ground=ground,
            evidence=evidence,
            filed_by=by,
            filed_at=at,
        )
    after = {"figure": figure.code, "counted": counted, "claimed": claimed, "evidence": evidence}
    audit.record("appeal_filed", appeal, by=by, at=at, after=after, reason=ground)
    return appeal


def value_that_counted(run: Run, park: Park, figure: FigureDefinition) -> Decimal | None:
    """The figure as the run read it; None where it counted as a kind of nothing."""
    result = RunResult.objects.filter(run=run, park=park).first()
    if result is None or figure.code not in result.inputs:
        raise NotAllowed(_("%(code)s is no figure of this result.") % {"code": figure.code}, place="figure")
    value = result.inputs[figure.code].get("value")
    return None if value is None else Decimal(value)


@transaction.atomic
def withdraw_appeal(*, appeal: Appeal, by: Any, at: datetime) -> Appeal:
    """The park takes its appeal back; the result has its effect again."""
    return APPEAL.move(appeal, AppealStatus.WITHDRAWN, by=by, at=at)


@transaction.atomic
def dismiss_appeal(*, appeal: Appeal, reason: str, by: Any, at: datetime) -> Appeal:
    """The figure stays; the park reads why."""
    appeal = lock(appeal, by)
    APPEAL.move(appeal, AppealStatus.DISMISSED, by=by, at=at, reason=reason, decided_by=by, decided_at=at)
    tell_park(appeal, at=at)
    return appeal


@transaction.atomic
def uphold_appeal(*, appeal: Appeal, reason: str, by: Any, at: datetime, queue: bool = True) -> Appeal:
    """Correct the figure beside its entry and have the year run again, through the outbox of this transaction.

    Without ``queue`` the caller runs it.
    """
    appeal = lock(appeal, by)
    APPEAL.move(appeal, AppealStatus.UPHELD, by=by, at=at, reason=reason, decided_by=by, decided_at=at)
    correct_figure(appeal, by=by, at=at)
    tell_park(appeal, at=at)
    if queue:
        request_rerun(appeal, by=by)
    return appeal


def tell_park(appeal: Appeal, *, at: datetime) -> None:
    """The park's people hear what became of its appeal."""
    notify(
        APPEAL_DECIDED,
        recipients=holders_of("assessment.file_appeal", park=appeal.park, at=at),
        key=str(appeal.pk),
        url=reverse("assessment:appeal", args=[appeal.pk]),
        at=at,
        params={
            "park": in_both(appeal.park),
            "figure": appeal.figure.code,
            "year": str(appeal.cycle.year),
            "outcome": in_both(AppealStatus(appeal.status).label),
        },
    )


def lock(appeal: Appeal, by: Any) -> Appeal:
    """The appeal as it stands now, held; the permission first, so that a stranger learns nothing of its state."""
    if by is None or not by.has_perm(DECIDE_APPEAL, appeal):
        raise NotPermitted(_("A municipal coordinator decides on appeals."))
    rows = Appeal.objects.select_for_update(of=("self",)).select_related("cycle", "figure", "park")
    locked = rows.get(pk=appeal.pk)
    check_may_decide_appeal(locked, by)
    return locked


def correct_figure(appeal: Appeal, *, by: Any, at: datetime) -> FigureCorrection:
    """What counts from now on; the entry stays as the park reported it."""
    annual_return = Return.objects.get(park=appeal.park_id, cycle=appeal.cycle_id)
    with refusing_violations(FigureCorrection):
        correction = FigureCorrection.objects.create(
            park_id=appeal.park_id,
            annual_return=annual_return,
            figure=appeal.figure,
            appeal=appeal,
            value=appeal.claimed,
            reason=appeal.reason,
            document=appeal.evidence,
            corrected_by=by,
            corrected_at=at,
        )
    change: dict[str, Any] = {
        "before": {appeal.figure.code: appeal.counted},
        "after": {appeal.figure.code: appeal.claimed},
    }
    audit.record("figure_corrected", annual_return, by=by, at=at, reason=appeal.reason, **change)
    return correction


def request_rerun(appeal: Appeal, *, by: Any) -> Job:
    """The same appeal asks for one run, however often it is asked."""
    return jobs.enqueue(
        "assessment.rerun_after_appeal",
        run_key=f"appeal-rerun:{appeal.pk}",
        by=by,
        organisation_id=zone_organisation().pk,
        queue="assessment",
        appeal_id=appeal.pk,
    )


@transaction.atomic
def open_rerun(*, appeal: Appeal, job: Job | None, by: Any, at: datetime) -> Run:
    """The run that the appeal asked for: opened once, found again by whoever takes the job over."""
    locked = Appeal.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=appeal.pk)
    if locked.rerun_id is None:
        locked.rerun = open_run(cycle=locked.cycle, by=by, at=at, job_id=job.pk if job else None)
        locked.save(update_fields=["rerun"])
    return Run.objects.select_related("cycle__plan").get(pk=locked.rerun_id)


@transaction.atomic
def finish_rerun(*, run: Run, computed: Computed, by: Any, at: datetime) -> Run:
    """Keep the run; where the year is sealed, a new seal supersedes the old one.

    A run that was asked for later and is finished already holds this appeal's correction too: then nothing is stored.
    """
    cycle = Cycle.objects.select_for_update(of=("self",)).get(pk=run.cycle_id)
    if cycle.runs.filter(finished_at__isnull=False, number__gt=run.number).exists():
        return run
    stored = store_run(run=run, computed=computed, at=at)
    if Seal.objects.filter(cycle=cycle).exists():
        seal_run(run=stored, by=by, at=at)
    return stored
