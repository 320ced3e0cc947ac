"""Random sequences of acts by all roles: no figure changes while its return is closed; each change has its trail."""

import random
from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.models import User
from assessment.actions.returns import (
    Typed,
    accept_return,
    enter_figures,
    send_back_return,
    submit_return,
    verify_return,
)
from assessment.actions.unlocks import ask_unlock, decline_unlock, grant_unlock
from assessment.models import FigureEntry, Return, Unlock
from core.errors import Refused
from core.models import AuditEvent
from tests.factories.annual_returns import complete_return, open_cycle

PEOPLE = ("clerk-jnq", "head-jnq", "clerk-mhg", "district-pudong", "coordinator", "coordinator2", "auditor")
CODES = ("F001", "F002", "F003", "F004")
ACTS = 60


def enter(row, by, at, dice):
    code, value = dice.choice(CODES), Decimal(dice.randint(1, 60))
    return enter_figures(annual_return=row, typed={code: Typed(value=value)}, by=by, at=at)


def ask(row, by, at, _dice):
    return ask_unlock(annual_return=row, reason="wrong", by=by, at=at)


def decide(row, by, at, dice):
    request = Unlock.objects.filter(annual_return=row).latest("asked_at")
    if dice.random() < 0.3:
        return decline_unlock(request=request, answer="no", by=by, at=at)
    return grant_unlock(request=request, until=at + timedelta(days=dice.randint(1, 9)), answer="yes", by=by, at=at)


DEEDS = [  # with whoever may do it, so that many are taken
    (enter, ("clerk-jnq", "head-jnq")),
    (enter, ("clerk-jnq", "head-jnq")),
    (lambda row, by, at, _dice: submit_return(annual_return=row, by=by, at=at), ("clerk-jnq",)),
    (lambda row, by, at, _dice: verify_return(annual_return=row, by=by, at=at), ("district-pudong",)),
    (lambda row, by, at, _dice: accept_return(annual_return=row, by=by, at=at), ("coordinator",)),
    (
        lambda row, by, at, _dice: send_back_return(annual_return=row, reason="mend it", by=by, at=at),
        ("district-pudong", "coordinator"),
    ),
    (ask, ("head-jnq",)),
    (decide, ("coordinator", "coordinator2")),
]


def is_open(row, at):
    """Said anew, apart from the policy: a draft within its time, or within its unlocking."""
    if row.status != "draft":
        return False
    if row.unlocked_until is not None:
        return at < row.unlocked_until
    return at < row.cycle.cutoff_at


def figures(row):
    return dict(FigureEntry.objects.filter(annual_return=row).values_list("figure__code", "value"))


@pytest.mark.parametrize("seed", range(6))
def test_random_acts__closed_figures_never_change_and_open_ones_leave_a_trail(seed, in_zone, acting_as, person):
    dice = random.Random(seed)
    with in_zone():
        row = complete_return(open_cycle(days_left=30), "JNQ")
        at = row.cycle.cutoff_at - timedelta(days=25)
    taken = 0
    for _act in range(ACTS):
        at += timedelta(hours=dice.randint(1, 16))
        deed, entitled = dice.choice(DEEDS)
        username = dice.choice(entitled if dice.random() < 0.8 else PEOPLE)
        with in_zone():
            fresh = Return.objects.select_related("cycle__plan").get(pk=row.pk)
            before, open_now = figures(row), is_open(fresh, at)
            known = set(AuditEvent.objects.values_list("pk", flat=True))
        with acting_as(username):
            try:
                deed(fresh, person(username), at, dice)
                taken += 1
            except (Refused, Unlock.DoesNotExist, Return.DoesNotExist):  # out of scope does not exist
                pass
        with in_zone():
            after = figures(row)
            new = list(AuditEvent.objects.exclude(pk__in=known))
        changed = {code for code in before.keys() | after.keys() if before.get(code) != after.get(code)}
        assert not changed or open_now, (seed, username, deed, changed)
        told = [event for event in new if event.event.startswith("figure_")]
        assert {code for event in told for code in event.after} >= changed
        assert all(event.actor_id == User.objects.get(username=username).pk and event.before for event in told)
    assert taken > 4
