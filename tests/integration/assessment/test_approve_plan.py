"""A plan is approved whole or not at all; each fault is named with its place and the mend."""

from datetime import UTC, datetime

import pytest

from assessment.actions.plans import approve_plan, check_frozen_plan
from assessment.demo.plan import load_plan
from assessment.models import Plan, PlanStatus
from core.errors import NotAllowed, NotPermitted
from core.rowsecurity import keeping
from tests.factories.world import YEAR, make_cycle

AT = datetime(2024, 10, 1, tzinfo=UTC)


@pytest.fixture
def plan(in_zone):
    """A small plan in draft: one area of weight 100 with one indicator."""
    with in_zone():
        return make_cycle().plan


def refusal(plan, by, in_zone):
    with in_zone(), pytest.raises(NotAllowed) as caught:
        approve_plan(plan=plan, by=by, at=AT)
    assert Plan.objects.get(year=YEAR).status == PlanStatus.DRAFT
    return str(caught.value)


def test_approve__whole__frozen_under_its_hash(plan, person, in_zone):
    with in_zone():
        approved = approve_plan(plan=plan, by=person("coordinator"), at=AT)

    assert approved.is_frozen
    assert len(approved.content_hash) == 64
    check_frozen_plan(approved)


def test_approve__weights_do_not_add_up__named_with_both_numbers(plan, person, in_zone):
    with keeping():
        plan.areas.update(weight=90)

    text = refusal(plan, person("coordinator"), in_zone)

    assert "add up to 90; make them 100" in text
    assert "Area industry" in text


def test_approve__expression_names_no_figure__named(plan, person, in_zone):
    with keeping():
        plan.indicators.update(expression="F001 / F999")

    assert "A01: its expression names F999" in refusal(plan, person("coordinator"), in_zone)


def test_approve__expression_does_not_parse__the_place_is_named(plan, person, in_zone):
    with keeping():
        plan.indicators.update(expression="F001 / (")

    assert refusal(plan, person("coordinator"), in_zone).startswith("A01:")


@pytest.mark.parametrize("username", ["auditor", "head-jnq", "district-pudong", "owner-a"])
def test_approve__without_the_right__refused(plan, person, in_zone, username):
    with in_zone(), pytest.raises(NotPermitted):
        approve_plan(plan=plan, by=person(username), at=AT)


def test_frozen__changed_behind_its_back__nothing_runs_by_it(person, in_zone):
    with in_zone():
        plan = load_plan(year=YEAR, by=person("coordinator"), at=AT)
        plan.indicators.filter(code="A01").update(weight=4)

        with pytest.raises(NotAllowed, match="hash does not match"):
            check_frozen_plan(plan)
