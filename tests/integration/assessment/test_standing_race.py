"""Two coordinators confirm one proposal at the same moment: one wins, the other reads what happened.

Each writes on a connection of their own and commits; what was committed is taken away again afterwards.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from accounts.models import User
from assessment.actions.standing import confirm_proposal
from assessment.demo.load import LADDER
from assessment.models import Cycle, Ladder, Letter, Plan, Proposal, Run, RunResult, StandingEvent
from coordination.zone_scope import whole_zone
from core.errors import NotAllowed
from core.models import AuditEvent
from core.rowsecurity import KEEPER, scope
from parks.access import read_access
from parks.models import Park

YEAR = 2031
VERSION = 31
AT = datetime(2032, 7, 6, 8, tzinfo=UTC)


def elsewhere(write: Callable[[], Any]) -> Any:
    """Call it on a connection of its own, which commits."""

    def call() -> Any:
        try:
            return write()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(call).result()


def propose() -> None:
    with whole_zone():
        plan = Plan.objects.create(year=YEAR, name_en="Plan", name_zh_hans="方案")
        cycle = Cycle.objects.create(year=YEAR, plan=plan, opens_on=date(YEAR, 11, 1), cutoff_on=date(YEAR + 1, 3, 31))
        ladder = Ladder.objects.create(version=VERSION, rules=LADDER, valid_from_year=YEAR)
        run = Run.objects.create(
            cycle=cycle, number=1, requested_at=AT, finished_at=AT, seed=1, draws=10, inputs_sha256="0" * 64
        )
        Cycle.objects.filter(pk=cycle.pk).update(released_run=run, released_at=AT - timedelta(days=30))
        park = Park.objects.get(code="HPU")
        RunResult.objects.create(
            park=park, run=run, rank=1, total=40.0, verdict="unqualified", cause="line", rank_low=1, rank_high=1,
            share_below=0.99, steps={}, arithmetic={}, inputs={},
        )  # fmt: skip
        Proposal.objects.create(
            park=park, cycle=cycle, ladder=ladder, run=run, kind="notification",
            verdict="unqualified", count=1, needs_human=False, reasons=["unqualified_by_line"], share_below=0.99,
        )  # fmt: skip


def take_away() -> None:
    park = Park.objects.get(code="HPU").pk
    with scope(using="owner", park=[park], organisation=[KEEPER]):
        Cycle.objects.using("owner").filter(year=YEAR).update(released_run=None, released_at=None)
        RunResult._base_manager.using("owner").filter(run__cycle__year=YEAR).delete()
        for model in (Letter, StandingEvent, Proposal, Run):
            model._base_manager.using("owner").filter(cycle__year=YEAR).delete()
        AuditEvent.objects.using("owner").filter(at=AT).delete()
        Cycle.objects.using("owner").filter(year=YEAR).delete()
        Plan.objects.using("owner").filter(year=YEAR).delete()
        Ladder.objects.using("owner").filter(version=VERSION).delete()


@pytest.fixture
def proposed() -> Iterator[None]:
    elsewhere(propose)
    yield
    elsewhere(take_away)


def test_confirm__two_coordinators_at_once__one_wins_and_the_other_reads_it(proposed: None, in_zone: Any) -> None:
    start = Barrier(2)

    def confirm(username: str, number: str) -> str:
        user = User.objects.get(username=username)
        try:
            with scope(user=user.pk, **read_access(user).everything()):
                proposal = Proposal.objects.get(cycle__year=YEAR)
                start.wait(timeout=30)
                confirm_proposal(proposal=proposal, document_number=number, by=user, at=AT)
        except NotAllowed as refusal:
            return str(refusal.reason)
        finally:
            connections.close_all()
        return "confirmed"

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(
            pool.map(confirm, ("coordinator", "coordinator2"), ("沪科创办〔2032〕12号", "沪科创办〔2032〕13号"))
        )

    with in_zone():
        assert StandingEvent.objects.filter(cycle__year=YEAR).count() == 1
    (told,) = [outcome for outcome in outcomes if outcome != "confirmed"]
    assert told.startswith("This is decided: 演示协调员")
