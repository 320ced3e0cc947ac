"""The years of the assessment with their state in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from assessment.models import Cycle
from assessment.selectors.standing import Sign
from core.templatetags.date_text import day_text
from parks.access import access_of


@dataclass(frozen=True)
class YearRow:
    """A year and what this reader may open of it."""

    cycle: Cycle
    sign: Sign
    about: str
    sees_ranking: bool
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
            sees_ranking=is_zone or cycle.is_released,
            sees_returns=access.holds("assessment.view_return"),
            sees_standing=access.holds("assessment.view_proposal"),
            sees_runs=is_zone,
        )
        for cycle in cycles
    ]


def state_of(cycle: Cycle, at: datetime) -> Sign:
    """Open, closed or released, as a shape and a word."""
    if cycle.is_released:
        return Sign("done", _("Released"))
    if not cycle.is_assessed:
        return Sign("off", _("Base figures, not assessed"))
    if cycle.is_open_at(at):
        return Sign("wait", _("Open for returns"))
    if at >= cycle.cutoff_at:
        return Sign("wait", _("Closed, being assessed"))
    return Sign("plain", _("Not open yet"))


def when_results_come(cycle: Cycle, at: datetime) -> str:
    """When figures close and results become public, as a sentence."""
    if cycle.released_at is not None:
        return _("Released on %(day)s.") % {"day": day_text(cycle.released_at)}
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
