"""What the state of things allows a park and the zone between a run and its release, and on appeal."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from assessment.models import Appeal, Cycle, Preview, ResultQuery, Return, Run
from assessment.models.cycle import SHANGHAI
from assessment.selectors.previews import appeals_until, open_appeals, preview_of
from core.audit import history_of
from core.errors import NotAllowed
from core.templatetags.date_text import day_text

FIRST_DECISIONS = ("return_verified", "return_accepted")


def day_of(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()


def check_may_open_preview(cycle: Cycle, run: Run) -> None:
    """Only the newest finished run, before its release, once."""
    if run.cycle_id != cycle.pk or run.finished_at is None:
        raise NotAllowed(_("Only a finished run of this year can be previewed."))
    if cycle.released_run_id is not None:
        raise NotAllowed(_("The results of %(year)s are released; a preview comes before that.") % {"year": cycle.year})
    if cycle.runs.filter(finished_at__isnull=False, number__gt=run.number).exists():
        raise NotAllowed(_("A later run is finished; preview that one."))
    if Preview.objects.filter(run=run).exists():
        raise NotAllowed(_("The preview of run %(number)s is open already.") % {"number": run.number})


def check_may_ask(cycle: Cycle, at: datetime) -> None:
    """While the preview takes queries."""
    preview = preview_of(cycle)
    if preview is None:
        raise NotAllowed(_("The preview of %(year)s is not open.") % {"year": cycle.year})
    if cycle.is_released:
        raise NotAllowed(_("The results are released; an appeal is the way now."))
    if day_of(at) > preview.queries_until:
        raise NotAllowed(_("Queries were taken until %(day)s.") % {"day": day_text(preview.queries_until)})


def check_may_appeal(cycle: Cycle, at: datetime) -> None:
    """Until the day that the preview named, or the release where there was none."""
    until = appeals_until(cycle)
    if until is None:
        raise NotAllowed(_("There is no result of %(year)s to appeal against yet.") % {"year": cycle.year})
    if day_of(at) > until:
        raise NotAllowed(_("Appeals were taken until %(day)s.") % {"day": day_text(until)})


def check_may_decide_appeal(appeal: Appeal, by: Any) -> None:
    """Whoever verified or accepted the figure, or answered the park about it, does not decide on it again."""
    annual_return = Return.objects.filter(park=appeal.park_id, cycle=appeal.cycle_id).first()
    if annual_return is not None:
        first = history_of(annual_return).filter(event__in=FIRST_DECISIONS, actor_id=by.pk)
        if first.exists():
            raise NotAllowed(_("You verified or accepted this return; somebody else decides on the appeal."))
    answered = ResultQuery.objects.filter(park=appeal.park_id, run__cycle=appeal.cycle_id, answered_by=by.pk)
    if answered.filter(cell=appeal.figure.code).exists():
        raise NotAllowed(_("You answered the park's query about this figure; somebody else decides on the appeal."))


def check_preview_is_over(cycle: Cycle, at: datetime) -> None:
    """The days promised to the parks are kept."""
    preview = preview_of(cycle)
    if preview is not None and day_of(at) <= preview.queries_until:
        told = _("The parks look at their results until %(day)s; release after that.")
        raise NotAllowed(told % {"day": day_text(preview.queries_until)})


def check_effect_is_not_stayed(park_id: int, cycle: Cycle) -> None:
    """While an appeal of the park is open, nothing of the year takes effect on it."""
    if open_appeals(cycle).filter(park=park_id).exists():
        raise NotAllowed(_("An appeal of this park is open: until it is decided, the result has no effect on it."))
