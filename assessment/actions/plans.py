"""Approving a plan: checked whole, frozen under its hash."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessment.expressions import ExpressionFault, parse, parse_rule
from assessment.models import Plan, PlanStatus, Seal
from assessment.plan_content import content_hash
from core import audit
from core.errors import NotAllowed, NotPermitted

WHOLE = 100  # the areas' weights together


@transaction.atomic
def approve_plan(*, plan: Plan, by: Any, at: datetime) -> Plan:
    """Freeze the plan; from here on it is followed, never edited."""
    if not by.has_perm("assessment.approve_plan", plan):
        raise NotPermitted(_("A municipal coordinator approves plans."))
    locked = Plan.objects.select_for_update().get(pk=plan.pk)
    if is_followed(locked):
        raise NotAllowed(_("This plan is approved already."))
    if locked.prepared_by_id == by.pk:
        raise NotAllowed(_("You prepared this plan; another coordinator approves it."))
    if faults := faults_of_plan(locked):
        raise NotAllowed(" ".join(faults))
    locked.status, locked.approved_by, locked.approved_at = PlanStatus.APPROVED, by, at
    locked.content_hash = content_hash(locked)
    locked.save()
    audit.record("plan_approved", locked, by=by, at=at, after={"content_hash": locked.content_hash})
    return locked


def is_followed(plan: Plan) -> bool:
    """Whether the plan changes no more: approved, or under a sealed year."""
    return plan.is_frozen or Seal.objects.filter(cycle__plan=plan).exists()


def check_frozen_plan(plan: Plan) -> None:
    """A plan counts only as it was approved."""
    if not plan.is_frozen:
        raise NotAllowed(_("The plan of %(year)s is not approved yet; approve it first.") % {"year": plan.year})
    if content_hash(plan) != plan.content_hash:
        raise NotAllowed(
            _("The plan of %(year)s differs from what was approved: its hash does not match. Nothing can be run by it.")
            % {"year": plan.year}
        )


def faults_of_plan(plan: Plan) -> list[str]:
    """Everything that keeps the plan from being approved, each with its place and the mend."""
    return [*faults_of_weights(plan), *faults_of_expressions(plan)]


def faults_of_weights(plan: Plan) -> list[str]:
    areas = list(plan.areas.order_by("position").prefetch_related("indicators"))
    faults = []
    if not areas:
        faults.append(_("The plan has no area; add one with its indicators."))
    elif (total := sum((area.weight for area in areas), Decimal(0))) != WHOLE:
        faults.append(_("The areas' weights add up to %(total)s; make them 100.") % {"total": f"{total.normalize():f}"})
    for area in areas:
        below = sum(indicator.weight for indicator in area.indicators.all())
        if below != area.weight:
            faults.append(
                _("Area %(area)s: its indicators' weights add up to %(total)s, its own is %(weight)s; make them equal.")
                % {"area": area.code, "total": f"{below:f}", "weight": f"{area.weight:f}"}
            )
    return faults


def faults_of_expressions(plan: Plan) -> list[str]:
    known = set(plan.figures.values_list("code", flat=True))
    faults = []
    for kind, reader in (("indicators", parse), ("rules", parse_rule)):
        for row in getattr(plan, kind).order_by("position"):
            try:
                unknown = reader(row.expression).codes() - known
            except ExpressionFault as error:
                faults.append(_("%(code)s: %(error)s") % {"code": row.code, "error": error})
                continue
            for code in sorted(unknown):
                faults.append(
                    _("%(code)s: its expression names %(figure)s, no figure of the plan; correct the code or add it.")
                    % {"code": row.code, "figure": code}
                )
    return faults
