"""Cohorts of an incubator: how many applied, were admitted, graduated, left, and how many graduates still live."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from incubators.models import Incubatee, Survival, SurvivalState
from incubators.workflow import IncubateeStatus
from parks.models import Organisation


@dataclass
class Cohort:
    """The applications of one cohort, counted by what became of them."""

    name: str
    applied: int = 0
    admitted: int = 0  # ever, whatever came after
    inside: int = 0
    graduated: int = 0
    left: int = 0
    looked_up: int = 0  # graduates whose later years are known
    alive: int = 0

    @property
    def survival_text(self) -> str:
        """``3 of 4``, as far as graduates were looked up."""
        if not self.looked_up:
            return _("not looked up")
        return _("%(alive)s of %(known)s") % {"alive": self.alive, "known": self.looked_up}


def cohorts_of(body: Organisation) -> list[Cohort]:
    """Each cohort, the newest first by its latest application; two queries."""
    incubatees = list(Incubatee.objects.filter(incubator=body).order_by("-applied_on", "pk"))
    return count_cohorts(incubatees, last_states(body))


def last_states(body: Organisation) -> dict[object, str]:
    """The newest known state of each graduate."""
    rows = Survival.objects.filter(incubator=body).order_by("year").values_list("incubatee", "state")
    return dict(rows)


def count_cohorts(incubatees: Iterable[Incubatee], states: dict[object, str]) -> list[Cohort]:
    found: dict[str, Cohort] = {}
    for row in incubatees:
        cohort = found.setdefault(row.cohort, Cohort(row.cohort))
        cohort.applied += 1
        cohort.admitted += row.admitted_on is not None
        cohort.inside += row.status == IncubateeStatus.ADMITTED
        cohort.left += row.status == IncubateeStatus.LEFT
        if row.status == IncubateeStatus.GRADUATED:
            cohort.graduated += 1
            cohort.looked_up += row.pk in states
            cohort.alive += states.get(row.pk) in (SurvivalState.ALIVE, SurvivalState.MERGED)
    return list(found.values())
