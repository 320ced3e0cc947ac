"""Next year’s plan: drafted from this year’s, changed part by part, its dates set; past years are never touched."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from assessment.actions.plans import is_followed
from assessment.expressions import ExpressionFault, parse, parse_rule
from assessment.models import Area, Cycle, Indicator, Plan, PlanStatus, Rule
from assessment.models.plan import PlanPart
from core import audit
from core.constraints import refusing_violations
from core.errors import NotAllowed, NotPermitted

PREPARE = "assessment.approve_plan"
PARTS = ("areas", "figures", "indicators", "rules", "adjustments")
WEIGHTS = {"areas": Area, "indicators": Indicator}


def check_may_prepare(plan: Plan, by: Any) -> None:
    if not by.has_perm(PREPARE, plan):
        raise NotPermitted(_("A municipal coordinator prepares and approves plans."))


@transaction.atomic
def draft_next_plan(*, source: Plan, by: Any, at: datetime) -> Plan:
    """A draft for the year after, equal to the source in everything but its year and name."""
    check_may_prepare(source, by)
    if not source.is_frozen:
        raise NotAllowed(_("Only an approved plan is carried on into the next year."))
    year = source.year + 1
    if Plan.objects.filter(year=year).exists():
        raise NotAllowed(_("The plan of %(year)s is there already.") % {"year": year})
    names = {name: getattr(source, name).replace(str(source.year), str(year)) for name in ("name_en", "name_zh_hans")}
    kept = ("pass_line", "area_dat_thresh", "root_dat_thresh", "draws", "mark")
    facts = {name: getattr(source, name) for name in kept}
    draft = Plan.objects.create(year=year, seed=year, prepared_by_id=by.pk, **names, **facts)
    copy_parts(source, draft)
    audit.record("plan_drafted", draft, by=by, at=at, after={"year": year, "from": source.year})
    return draft


def copy_parts(source: Plan, draft: Plan) -> None:
    """Areas first, since indicators hang on them."""
    areas: dict[int, Area] = {}
    for part in PARTS:
        for row in getattr(source, part).order_by("position"):
            key, row.pk, row.plan = row.pk, None, draft
            row._state.adding = True  # noqa: SLF001  a new row with the old one’s content
            if isinstance(row, Indicator):
                row.area = areas[row.area_id]
            row.save()
            if isinstance(row, Area):
                areas[key] = row


def draft_for_change(plan: Plan, by: Any) -> Plan:
    """The plan, locked, as long as it is a draft."""
    check_may_prepare(plan, by)
    locked = Plan.objects.select_for_update().get(pk=plan.pk)
    if is_followed(locked):
        raise NotAllowed(_("This plan is approved and frozen; a change is made in the next year’s."))
    return locked


@transaction.atomic
def set_weights(*, plan: Plan, weights: dict[str, dict[str, Decimal]], by: Any, at: datetime) -> int:
    """Weights of areas and indicators by their codes; how many changed. The sums are asked at the approval."""
    draft = draft_for_change(plan, by)
    changed = 0
    for part, wanted in weights.items():
        for row in WEIGHTS[part].objects.filter(plan=draft, code__in=wanted):  # type: ignore[attr-defined]
            changed += change(draft, row, {"weight": wanted[row.code]}, by=by, at=at)
    return changed


@transaction.atomic
def change_indicator(*, indicator: Indicator, values: dict[str, Any], by: Any, at: datetime) -> bool:
    """Expression, goalposts, direction; an expression that cannot be read is refused with the place."""
    draft = draft_for_change(indicator.plan, by)
    check_expression(draft, values.get("expression", indicator.expression), parse)
    return change(draft, indicator, values, by=by, at=at)


@transaction.atomic
def change_rule(*, rule: Rule, values: dict[str, Any], by: Any, at: datetime) -> bool:
    """A rule’s comparison, severity and sentence."""
    draft = draft_for_change(rule.plan, by)
    check_expression(draft, values.get("expression", rule.expression), parse_rule)
    return change(draft, rule, values, by=by, at=at)


def check_expression(plan: Plan, text: str, reader: Any) -> None:
    known = set(plan.figures.values_list("code", flat=True))
    try:
        unknown = sorted(reader(text).codes() - known)
    except ExpressionFault as fault:
        raise NotAllowed(str(fault), place="expression") from fault
    if unknown:
        sentence = _("The plan has no figure %(codes)s; correct the code.")
        raise NotAllowed(sentence % {"codes": ", ".join(unknown)}, place="expression")


def change(plan: Plan, row: PlanPart, values: dict[str, Any], *, by: Any, at: datetime) -> bool:
    """Write what differs, with before and after; False where nothing does."""
    before = {name: getattr(row, name) for name, value in values.items() if getattr(row, name) != value}
    if not before:
        return False
    for name in before:
        setattr(row, name, values[name])
    with refusing_violations(type(row)):
        row.save(update_fields=list(before))
    place = f"{row._meta.model_name} {row.code}"
    after = {name: values[name] for name in before}
    audit.record("plan_changed", plan, by=by, at=at, before={place: plain(before)}, after={place: plain(after)})
    return True


def plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.pk if isinstance(value, models.Model) else value for name, value in values.items()}


@transaction.atomic
def open_year(*, plan: Plan, opens_on: date, cutoff_on: date, by: Any, at: datetime) -> Cycle:
    """The dates of an approved plan’s year: its returns open on the first and are cut off after the second."""
    check_may_prepare(plan, by)
    if plan.status != PlanStatus.APPROVED:
        raise NotAllowed(_("Approve the plan first."))
    with refusing_violations(Cycle):
        cycle = Cycle.objects.create(year=plan.year, plan=plan, opens_on=opens_on, cutoff_on=cutoff_on)
    audit.record("year_opened", cycle, by=by, at=at, after={"opens_on": opens_on, "cutoff_on": cutoff_on})
    return cycle
