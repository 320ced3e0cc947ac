"""What the state of things allows now; each check raises NotAllowed with the sentence that a person reads."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from core.errors import NotAllowed
from core.templatetags.date_text import day_text
from enterprises.models import Enterprise
from incubators.models import Incubatee, Incubator, Milestone, Relay, TransformationPlan
from incubators.rules import GROUNDS_NEEDED, SOURCE
from incubators.workflow import IncubateeStatus, MilestoneStatus, PlanStatus, RelayStatus
from parks.models import Organisation, OrganisationKind, Park
from parks.policies.industries import check_day

FIRST_YEAR = 2000
LONGEST_OFFER_DAYS = 366


def check_past(day: date, *, today: date, place: str) -> None:
    """A day that has come."""
    check_day(day, today=today, place=place)
    if day > today:
        raise NotAllowed(
            _("%(day)s is still to come; enter today or a day before.") % {"day": day_text(day)}, place=place
        )


def check_not_before(day: date, first: date, *, place: str) -> None:
    if day < first:
        raise NotAllowed(
            _("%(day)s is before %(first)s; enter that day or a later one.")
            % {"day": day_text(day), "first": day_text(first)},
            place=place,
        )


def check_is_carrier(body: Organisation) -> Park:
    """The park of an incubator's organisation.

    Raises
    ------
    NotAllowed
        The body is no incubator, or stands in no park.
    """
    if body.kind != OrganisationKind.INCUBATOR or body.park is None:
        raise NotAllowed(_("%(name)s is no incubator of a park.") % {"name": body.name})
    return body.park


def enterprise_of_code(code: str) -> Enterprise | None:
    """The enterprise of the register under that code; nothing for an empty one."""
    if not code:
        return None
    found: Enterprise | None = Enterprise.objects.filter(credit_code=code).first()
    if found is None:
        raise NotAllowed(
            _("The register of enterprises holds nothing under %(code)s; ask the municipal coordinator to enter it.")
            % {"code": code},
            place="credit_code",
        )
    return found


def check_class_period(first: date, last: date | None, *, today: date) -> None:
    check_day(first, today=today, place="first_day")
    if last is not None and last < first:
        raise NotAllowed(
            _("The certificate would end before it starts: enter a last day from %(first)s on.")
            % {"first": day_text(first)},
            place="last_day",
        )


def check_year(year: int, *, today: date) -> None:
    if not FIRST_YEAR <= year <= today.year:
        raise NotAllowed(
            _("Enter a year between %(first)s and %(last)s.") % {"first": FIRST_YEAR, "last": today.year}, place="year"
        )


def check_waits_for_selection(incubatee: Incubatee) -> None:
    if incubatee.status != IncubateeStatus.APPLIED:
        raise NotAllowed(
            _("The application is decided already: %(state)s.") % {"state": incubatee.get_status_display()}
        )


def check_is_inside(incubatee: Incubatee) -> None:
    if incubatee.status != IncubateeStatus.ADMITTED:
        raise NotAllowed(_("Not incubated now: %(state)s.") % {"state": incubatee.get_status_display()})


def check_is_graduate(incubatee: Incubatee) -> None:
    if incubatee.status != IncubateeStatus.GRADUATED:
        raise NotAllowed(_("Only a graduate: %(state)s.") % {"state": incubatee.get_status_display()})


def check_may_be_handed_over(incubatee: Incubatee) -> None:
    check_is_graduate(incubatee)
    if incubatee.went_to is not None:
        raise NotAllowed(_("The graduate goes on in %(park)s already.") % {"park": incubatee.went_to.name})


def check_grounds(grounds: Sequence[str]) -> None:
    if len(set(grounds)) < GROUNDS_NEEDED:
        raise NotAllowed(
            _("A graduate meets at least two of the four conditions (%(source)s).") % {"source": SOURCE},
            place="grounds",
        )


def check_may_be_answered(relay: Relay) -> None:
    if relay.status != RelayStatus.PROPOSED:
        raise NotAllowed(_("This relay waits for no offer: %(state)s.") % {"state": relay.get_status_display()})


def check_may_be_settled(relay: Relay, *, today: date | None = None) -> None:
    if relay.status != RelayStatus.OFFERED:
        raise NotAllowed(_("There is no open offer: %(state)s.") % {"state": relay.get_status_display()})
    if today is not None and relay.offered_until is not None and relay.offered_until < today:
        raise NotAllowed(
            _("The offer stood until %(day)s; ask the park to make it anew.") % {"day": day_text(relay.offered_until)}
        )


def check_offer_day(day: date, *, today: date) -> None:
    if not 0 <= (day - today).days <= LONGEST_OFFER_DAYS:
        raise NotAllowed(_("The offer stands until a day between today and one year on."), place="offered_until")


def check_is_existing(line: Incubator | None) -> None:
    if line is None:
        raise NotAllowed(_("The register holds no class of this incubator today; it is entered there first."))


def check_is_running(plan: TransformationPlan) -> None:
    if plan.status != PlanStatus.RUNNING:
        raise NotAllowed(_("This plan is closed: %(state)s.") % {"state": plan.get_status_display()})


def check_may_be_achieved(plan: TransformationPlan) -> None:
    check_is_running(plan)
    left = plan.milestones.exclude(status=MilestoneStatus.CONFIRMED).count()
    if left:
        raise NotAllowed(_("Milestones that the park has not confirmed yet: %(count)s.") % {"count": left})


def check_is_open(milestone: Milestone) -> None:
    if milestone.status != MilestoneStatus.OPEN:
        raise NotAllowed(_("Reported already: %(state)s.") % {"state": milestone.get_status_display()})
    check_is_running(milestone.plan)


def check_is_reported(milestone: Milestone) -> None:
    if milestone.status != MilestoneStatus.REPORTED:
        raise NotAllowed(_("Nothing to confirm: %(state)s.") % {"state": milestone.get_status_display()})
