"""The years of the assessment with their state in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from assessment.models import Cycle, PublicationLevel
from assessment.selectors.publication import sees_ranking
from assessment.selectors.standing import Sign
from core.templatetags.date_text import day_text, moment_text
from parks.access import access_of


@dataclass(frozen=True)
class YearRow:
    """A year and what this reader may open of it."""

    cycle: Cycle
    sign: Sign
    about: str
    sees_ranking: bool
    sees_notice: bool
    sees_returns: bool
    sees_standing: bool
    sees_runs: bool


def years_for(user: Any, at: datetime) -> list[YearRow]:
    """All years, newest first, in one query."""
    access = access_of(user)
    is_zone = access.holds_for_zone("assessment.view_runresult")
    cycles = Cycle.objects.select_related("plan").order_by("-year")
    return [
        YearRow(
            cycle=cycle,
            sign=state_of(cycle, at),
            about=when_results_come(cycle, at),
            sees_ranking=is_zone or sees_ranking(cycle, user, at),
            sees_notice=is_zone or cycle.is_out_at(at),
            sees_returns=access.holds("assessment.view_return"),
            sees_standing=access.holds("assessment.view_proposal"),
            sees_runs=is_zone,
        )
        for cycle in cycles
    ]


def state_of(cycle: Cycle, at: datetime) -> Sign:
    """Open, closed or released, as a shape and a word."""
    if cycle.is_released and not cycle.is_out_at(at):
        return Sign("wait", _("Released, under embargo"))
    if cycle.is_released:
        return Sign("done", _("Released"))
    if not cycle.is_assessed:
        return Sign("off", _("Base figures, not assessed"))
    if cycle.is_open_at(at):
        return Sign("wait", _("Open for returns"))
    if at >= cycle.cutoff_at:
        return Sign("wait", _("Closed, being assessed"))
    return Sign("plain", _("Not open yet"))


def how_far_out(cycle: Cycle, at: datetime) -> str:
    """Since when, or from when on, and to whom the results are let out."""
    if not cycle.is_out_at(at):
        return _("The results are published on %(when)s.") % {"when": moment_text(cycle.opens_at)}
    words = {"day": day_text(cycle.opens_at)}
    if cycle.publication == PublicationLevel.PUBLIC:
        return _("Released on %(day)s.") % words
    if cycle.publication == PublicationLevel.ZONE:
        return _("Released on %(day)s inside the zone; parks and districts read them after signing in.") % words
    if cycle.publication == PublicationLevel.INTERNAL:
        return _("Decided on %(day)s; the results are not published yet.") % words
    return _("Released on %(day)s to each park alone; its people read its sheet after signing in.") % words


def when_results_come(cycle: Cycle, at: datetime) -> str:
    """When figures close and results become public, as a sentence."""
    if cycle.opens_at is not None:
        return how_far_out(cycle, at)
    if not cycle.is_assessed:
        return _("Its figures serve the comparison in the year after; it is not ranked.")
    words = {"opens": day_text(cycle.opens_on), "closes": day_text(cycle.cutoff_on)}
    if at >= cycle.cutoff_at:
        return (
            _("Figures were frozen at the end of %(closes)s; results follow when the coordinator releases them.")
            % words
        )
    if cycle.is_open_at(at):
        return _("Parks report until the end of %(closes)s; results follow when the coordinator releases them.") % words
    return _("Parks report from %(opens)s to %(closes)s; results follow after that.") % words
