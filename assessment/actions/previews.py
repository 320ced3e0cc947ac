"""The preview: parks look at their own result before the release, ask about a cell, get a reasoned answer."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from assessment.actions.reports import keep_reports
from assessment.appeal_policies import check_may_ask, check_may_open_preview, day_of
from assessment.models import Cycle, Preview, ResultQuery, Run
from assessment.selectors.previews import due_after
from assessment.topics import PREVIEW_OPENED
from assessment.workflow import QUERY, QueryStatus
from core import audit
from core.constraints import refusing_violations
from core.errors import NotAllowed, NotPermitted
from core.notifications.actions import notify
from core.notifications.topics import in_both
from parks.models import Organisation, OrganisationKind, Park
from parks.selectors import holders_of


@transaction.atomic
def open_preview(*, run: Run, by: Any, at: datetime) -> Preview:
    """Let each park see its own sheet of the run for the working days that the cycle names."""
    if not by.has_perm("assessment.open_preview", run):
        raise NotPermitted(_("A municipal coordinator opens the preview."))
    cycle = Cycle.objects.select_for_update(of=("self",)).get(pk=run.cycle_id)
    check_may_open_preview(cycle, run)
    day = day_of(at)
    with refusing_violations(Preview):
        preview = Preview.objects.create(
            organisation=Organisation.objects.get(kind=OrganisationKind.ZONE),
            cycle=cycle,
            run=run,
            opened_by=by,
            opened_at=at,
            queries_until=due_after(day, cycle.preview_days),
            appeals_until=due_after(day, max(cycle.preview_days, cycle.appeal_days)),
        )
    until = {"queries_until": preview.queries_until, "appeals_until": preview.appeals_until}
    audit.record("preview_opened", preview, by=by, at=at, after={"run": run.number} | until)
    keep_reports(run=run)
    tell_parks(preview, at=at)
    return preview


def tell_parks(preview: Preview, *, at: datetime) -> None:
    """Each park's people hear that its sheet is open, and until when they may ask."""
    cycle = preview.cycle
    for park in Park.objects.filter(results__run=preview.run_id):
        notify(
            PREVIEW_OPENED,
            recipients=holders_of("assessment.ask_query", park=park, at=at),
            key=f"{preview.pk}:{park.pk}",
            url=reverse("assessment:sheet", args=[cycle.year, park.code]),
            at=at,
            params={"park": in_both(park), "year": str(cycle.year), "day": preview.queries_until.isoformat()},
        )


@transaction.atomic
def ask_query(*, cycle: Cycle, run: Run, park: Park, cell: str, question: str, by: Any, at: datetime) -> ResultQuery:
    """A park asks the zone about one figure or indicator of its sheet."""
    if not by.has_perm("assessment.ask_query", park):
        raise NotPermitted(_("The park's head and clerk ask about its result."))
    check_may_ask(cycle, at)
    plan = cycle.plan
    if not (plan.figures.filter(code=cell).exists() or plan.indicators.filter(code=cell).exists()):
        raise NotAllowed(_("%(cell)s is no figure or indicator of the plan.") % {"cell": cell[:20]}, place="cell")
    query = ResultQuery.objects.create(park=park, run=run, cell=cell, question=question, asked_by=by, asked_at=at)
    audit.record("query_asked", query, by=by, at=at, after={"cell": cell, "run": run.number}, reason=question)
    return query


@transaction.atomic
def answer_query(*, query: ResultQuery, answer: str, by: Any, at: datetime) -> ResultQuery:
    """The zone answers with its reasons; the park reads it beside the cell."""
    if not by.has_perm("assessment.answer_query", query):
        raise NotPermitted(_("A municipal coordinator answers a park's query."))
    if not answer.strip():
        raise NotAllowed(_("Enter the answer with its reasons: the park will read it."), place="answer")
    changes = {"answer": answer, "answered_by": by, "answered_at": at}
    return QUERY.move(query, QueryStatus.ANSWERED, by=by, at=at, **changes)
