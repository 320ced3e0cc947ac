"""Two people at once: one wins, the other reads what happened; each thread is a request of its own."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections

from core.errors import NotAllowed
from services.actions import accept_case, decide_case, rate_case, refuse_acceptance
from services.models import Case, Rating
from tests.factories import services as make

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def race(*acts: tuple[str, Callable[..., Any]]) -> list[str]:
    """Let each person act at the same moment, in their own scope and connection; what each heard."""
    barrier, heard = Barrier(len(acts)), []

    def run(username: str, act: Callable[..., Any]) -> None:
        try:
            user = make.person(username)
            with make.acting(user):
                barrier.wait(timeout=10)
                act(user)
            heard.append("done")
        except NotAllowed as refusal:
            heard.append(str(refusal))
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=pair) for pair in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(heard)


def test_accept__two_officers_at_once__one_wins(committed_zone):
    case = make.submitted()

    def accept(user):
        accept_case(case=Case.objects.get(pk=case.pk), by=user, at=make.ACCEPTED)

    def refuse(user):
        refuse_acceptance(case=Case.objects.get(pk=case.pk), reason="Elsewhere", by=user, at=make.ACCEPTED)

    heard = race(("service-jnq", accept), ("head-jnq", refuse))

    assert heard.count("done") == 1
    assert heard[0].startswith(("This has moved on meanwhile", "The park has accepted", "This case is closed"))


def test_decide__two_officers_at_once__one_decision_stands(committed_zone):
    case = make.accepted()

    def decide(decision):
        return lambda user: decide_case(
            case=Case.objects.get(pk=case.pk), decision=decision, reason="x", by=user, at=make.DECIDED
        )

    heard = race(("service-jnq", decide("granted")), ("head-jnq", decide("refused")))

    assert heard.count("done") == 1


def test_request__same_form_sent_at_once__is_one_case(committed_zone, acting_as):
    key, item = uuid4(), make.item()

    def ask(user):
        make.request_case(
            item=item, enterprise=make.enterprise_of(user), subject="x", description="", contact="x",
            submission_key=key, by=user, at=make.SENT,
        )  # fmt: skip

    heard = race(("owner-a", ask), ("member-a", ask), ("owner-a", ask))

    with acting_as("owner-a"):
        assert Case.objects.count() == 1
    assert heard == ["done"] * 3


def test_rate__twice_at_once__is_one_rating(committed_zone, acting_as):
    case = make.decided()

    def rate(level):
        return lambda user: rate_case(case=Case.objects.get(pk=case.pk), level=level, by=user, at=make.RATED)

    heard = race(("owner-a", rate(5)), ("member-a", rate(4)))

    with acting_as("owner-a"):
        assert Rating.objects.count() == 1
    assert heard == ["This case has been rated already; a case is rated once.", "done"]
