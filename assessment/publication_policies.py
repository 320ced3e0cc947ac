"""What the state of things allows between the release of a year's results and the end of their public notice."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from assessment.models import Appeal, Cycle, Objection, PublicationLevel
from assessment.models.cycle import SHANGHAI
from assessment.selectors.previews import due_after
from assessment.selectors.publication import REACHES_PARKS
from assessment.workflow import AppealStatus, ObjectionStatus
from core.errors import NotAllowed
from core.templatetags.date_text import day_text, moment_text

LONGEST_EMBARGO = timedelta(days=366)
LONGEST_NOTICE = 60


def notice_until(cycle: Cycle) -> date | None:
    """The last day of the public notice: as announced, else counted from the release; None before it."""
    if cycle.notice_until is not None or cycle.opens_at is None:
        return cycle.notice_until
    return due_after(cycle.opens_at.astimezone(SHANGHAI).date(), cycle.notice_days)


def is_in_notice(cycle: Cycle, at: datetime) -> bool:
    until = notice_until(cycle)
    return until is not None and cycle.is_out_at(at) and at.astimezone(SHANGHAI).date() <= until


def check_may_set_publication(*, level: str, embargo_until: datetime | None, notice_days: int, at: datetime) -> None:
    """Shape of a publication: an embargo ends in the next year, a notice lasts a day to a quarter."""
    if level not in PublicationLevel.values:
        raise NotAllowed(_("Choose who reads the results."), place="level")
    if embargo_until is not None and not at < embargo_until <= at + LONGEST_EMBARGO:
        raise NotAllowed(
            _("An embargo ends after now and within a year; leave it empty for none."), place="embargo_until"
        )
    if not 1 <= notice_days <= LONGEST_NOTICE:
        raise NotAllowed(
            _("A public notice lasts 1 to %(most)s working days.") % {"most": LONGEST_NOTICE}, place="notice_days"
        )


def check_may_object(cycle: Cycle, at: datetime) -> None:
    """While the notice runs, and not before anybody could read what it is about."""
    if not cycle.is_released or not cycle.is_out_at(at):
        raise NotAllowed(_("The results of %(year)s are not published yet.") % {"year": cycle.year})
    if cycle.publication not in (PublicationLevel.ZONE, PublicationLevel.PUBLIC):
        raise NotAllowed(_("These results are told to each park alone; the park appeals against its own."))
    until = notice_until(cycle)
    if until is not None and not is_in_notice(cycle, at):
        raise NotAllowed(_("Objections were taken until %(day)s.") % {"day": day_text(until)})


# -- Before anything takes effect ------------------------------------------------------------------------------------
def check_notice_is_over(cycle: Cycle, at: datetime) -> None:
    """Nothing is confirmed before the results are out, their notice has ended and every objection is answered."""
    check_park_may_know(cycle, at)
    until = notice_until(cycle)
    if until is not None and at.astimezone(SHANGHAI).date() <= until:
        raise NotAllowed(
            _("The public notice runs until %(day)s; nothing is confirmed before it has ended.")
            % {"day": day_text(until)}
        )
    if count := Objection.objects.filter(cycle=cycle, status=ObjectionStatus.RECEIVED).count():
        raise NotAllowed(_("Objections that wait for their answer: %(count)s. Answer them first.") % {"count": count})


def check_park_may_know(cycle: Cycle, at: datetime) -> None:
    """A sanction rests on a result that the park at least may read."""
    if cycle.publication not in REACHES_PARKS:
        raise NotAllowed(_("The results of %(year)s are not let out to the parks yet.") % {"year": cycle.year})
    if cycle.embargo_until is not None and at < cycle.embargo_until:
        raise NotAllowed(
            _("The results are under embargo until %(when)s.") % {"when": moment_text(cycle.embargo_until)}
        )


def check_no_correction_waits(cycle: Cycle) -> None:
    """What an appeal or an objection has put right since the released run was asked for is run and released first."""
    released = cycle.released_run
    if released is None:
        return
    since = {"cycle": cycle, "status": AppealStatus.UPHELD, "decided_at__gt": released.requested_at}
    if Appeal.objects.filter(**since).exists():
        raise NotAllowed(
            _("An appeal was upheld after run %(number)s; the year runs again, and that result is released first.")
            % {"number": released.number}
        )
    upheld = Objection.objects.filter(cycle=cycle, status=ObjectionStatus.UPHELD)
    if upheld.filter(answered_at__gt=released.requested_at).exists():
        raise NotAllowed(
            _("An objection was upheld after run %(number)s; run the year again and release that result first.")
            % {"number": released.number}
        )
