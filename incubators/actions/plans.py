"""A transformation plan: set up, reported on, confirmed, closed."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.constraints import refusing_violations
from core.errors import NotAllowed, NotPermitted
from incubators.actions.incubatees import day_of
from incubators.models import Milestone, TransformationPlan
from incubators.policies import (
    check_is_carrier,
    check_is_existing,
    check_is_open,
    check_is_reported,
    check_is_running,
    check_may_be_achieved,
    check_not_before,
    check_past,
)
from incubators.workflow import MILESTONE, PLAN_CHANGE, TRANSFORMATION, MilestoneStatus, PlanStatus
from parks.models import Organisation
from parks.policies.industries import EARLIEST

Step = tuple[str, date]  # title, due on
LATEST = date(2100, 1, 1)


@transaction.atomic
def start_transformation(
    *,
    body: Organisation,
    goal: str,
    target_class: str,
    begins_on: date,
    ends_on: date,
    milestones: Sequence[Step],
    by: Any,
    at: datetime,
) -> TransformationPlan:
    """Set up an incubator's plan with its milestones, each due within the plan's time."""
    if not by.has_perm(PLAN_CHANGE, body):
        raise NotPermitted(_("The incubator's own people set up its transformation plan."))
    park = check_is_carrier(body)
    check_is_existing(body.incubator_lines.filter(period__contains=day_of(at)).first())
    check_steps(milestones, begins_on, ends_on)
    plan = TransformationPlan(
        park=park, incubator=body, goal=goal, target_class=target_class, begins_on=begins_on, ends_on=ends_on
    )
    with refusing_violations(TransformationPlan):
        plan.save(force_insert=True)
    Milestone.objects.bulk_create(
        Milestone(park=park, incubator=body, plan=plan, title=title, due_on=due) for title, due in milestones
    )
    after = {"goal": goal, "target_class": target_class, "ends_on": ends_on, "milestones": [t for t, _d in milestones]}
    audit.record("transformation_started", plan, by=by, at=at, after=after)
    return plan


def check_steps(milestones: Sequence[Step], begins_on: date, ends_on: date) -> None:
    if not EARLIEST <= begins_on < ends_on <= LATEST:
        raise NotAllowed(_("The plan ends after the day on which it begins."), place="ends_on")
    if not milestones:
        raise NotAllowed(_("Enter at least one milestone."), place="milestones")
    for title, due in milestones:
        if not begins_on <= due <= ends_on:
            raise NotAllowed(
                _("“%(title)s” is due outside the plan's time; enter a day within it.") % {"title": title},
                place="milestones",
            )


def report_milestone(*, milestone: Milestone, reported_on: date, evidence: str, by: Any, at: datetime) -> Milestone:
    """Say that the milestone is reached, since when, and what shows it."""
    check_is_open(milestone)
    check_past(reported_on, today=day_of(at), place="reported_on")
    check_not_before(reported_on, milestone.plan.begins_on, place="reported_on")
    changes: dict[str, Any] = {"reported_on": reported_on, "evidence": evidence}
    return MILESTONE.move(milestone, MilestoneStatus.REPORTED, by=by, at=at, **changes)


def confirm_milestone(*, milestone: Milestone, by: Any, at: datetime) -> Milestone:
    check_is_reported(milestone)
    return MILESTONE.move(milestone, MilestoneStatus.CONFIRMED, by=by, at=at)


def send_milestone_back(*, milestone: Milestone, reason: str, by: Any, at: datetime) -> Milestone:
    """Say what is missing; the incubator reports it again."""
    check_is_reported(milestone)
    return MILESTONE.move(milestone, MilestoneStatus.OPEN, by=by, at=at, reason=reason)


def achieve_plan(*, plan: TransformationPlan, by: Any, at: datetime) -> TransformationPlan:
    """Close a plan whose milestones are all confirmed."""
    check_may_be_achieved(plan)
    return TRANSFORMATION.move(plan, PlanStatus.ACHIEVED, by=by, at=at, closed_on=day_of(at))


def abandon_plan(*, plan: TransformationPlan, reason: str, by: Any, at: datetime) -> TransformationPlan:
    """End a plan that will not reach its goal, with the reason: the incubator's way out."""
    check_is_running(plan)
    return TRANSFORMATION.move(plan, PlanStatus.ABANDONED, by=by, at=at, reason=reason, closed_on=day_of(at))
