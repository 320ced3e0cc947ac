"""The statuses of an incubatee, of a relay, of a transformation plan and its milestones, and the steps between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.workflow import SYSTEM, Step, Workflow

KEEP = "incubators.keep_incubatees"
HAND_OVER = "incubators.hand_over"
ANSWER = "incubators.answer_relay"
SETTLE = "incubators.settle_relay"
PLAN_CHANGE = "incubators.keep_transformation"
CONFIRM = "incubators.confirm_milestone"


class IncubateeStatus(models.TextChoices):
    APPLIED = "applied", _("Application waits for its selection")
    ADMITTED = "admitted", _("Incubated")
    DECLINED = "declined", _("Application declined")
    GRADUATED = "graduated", _("Graduated")
    LEFT = "left", _("Left without graduating")


INCUBATEE = Workflow(
    Step(IncubateeStatus.APPLIED, IncubateeStatus.ADMITTED, KEEP, "incubatee_admitted"),
    Step(IncubateeStatus.APPLIED, IncubateeStatus.DECLINED, KEEP, "incubatee_declined", needs_reason=True),
    Step(IncubateeStatus.ADMITTED, IncubateeStatus.GRADUATED, KEEP, "incubatee_graduated"),
    Step(IncubateeStatus.ADMITTED, IncubateeStatus.LEFT, KEEP, "incubatee_left", needs_reason=True),
)


class RelayStatus(models.TextChoices):
    PROPOSED = "proposed", _("Waits for the park's offer")
    OFFERED = "offered", _("Offer waits for the graduate")
    ACCEPTED = "accepted", _("Offer accepted")
    REFUSED = "refused", _("Offer refused by the graduate")
    DECLINED = "declined", _("No offer from the park")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    OVERTAKEN = "overtaken", _("Another park's offer was accepted")


OPEN_RELAY = (RelayStatus.PROPOSED, RelayStatus.OFFERED)

RELAY = Workflow(
    Step(RelayStatus.PROPOSED, RelayStatus.OFFERED, ANSWER, "relay_offered"),
    Step(RelayStatus.PROPOSED, RelayStatus.DECLINED, ANSWER, "relay_declined", needs_reason=True),
    Step(RelayStatus.PROPOSED, RelayStatus.WITHDRAWN, HAND_OVER, "relay_withdrawn", needs_reason=True),
    Step(RelayStatus.OFFERED, RelayStatus.ACCEPTED, SETTLE, "relay_accepted"),
    Step(RelayStatus.OFFERED, RelayStatus.REFUSED, SETTLE, "relay_refused", needs_reason=True),
    Step(RelayStatus.OFFERED, RelayStatus.WITHDRAWN, ANSWER, "relay_withdrawn", needs_reason=True),
    Step(RelayStatus.PROPOSED, RelayStatus.OVERTAKEN, SYSTEM, "relay_overtaken"),
    Step(RelayStatus.OFFERED, RelayStatus.OVERTAKEN, SYSTEM, "relay_overtaken"),
)


class PlanStatus(models.TextChoices):
    RUNNING = "running", _("Under way")
    ACHIEVED = "achieved", _("Achieved")
    ABANDONED = "abandoned", _("Ended without its goal")


TRANSFORMATION = Workflow(
    Step(PlanStatus.RUNNING, PlanStatus.ACHIEVED, CONFIRM, "transformation_achieved"),
    Step(PlanStatus.RUNNING, PlanStatus.ABANDONED, CONFIRM, "transformation_abandoned", needs_reason=True),
)


class MilestoneStatus(models.TextChoices):
    OPEN = "open", _("To come")
    REPORTED = "reported", _("Reported, waits for the park")
    CONFIRMED = "confirmed", _("Confirmed by the park")


MILESTONE = Workflow(
    Step(MilestoneStatus.OPEN, MilestoneStatus.REPORTED, PLAN_CHANGE, "milestone_reported"),
    Step(MilestoneStatus.REPORTED, MilestoneStatus.CONFIRMED, CONFIRM, "milestone_confirmed"),
    Step(MilestoneStatus.REPORTED, MilestoneStatus.OPEN, CONFIRM, "milestone_sent_back", needs_reason=True),
)
