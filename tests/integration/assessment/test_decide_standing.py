"""Decisions about a park's standing: who, when, under which document, and what is refused."""

from collections.abc import Callable
from typing import Any

import pytest

from assessment.actions import standing as actions
from assessment.models import Cycle, Proposal, StandingEvent
from core.errors import NotAllowed, NotPermitted
from parks.models import Park
from tests.factories.assessed_year import LEFT_OUT, at, make_year, run_year

NUMBER = "沪科创办〔2025〕12号"
OTHER = "沪科创办〔2025〕13号"


@pytest.fixture
def year(in_zone: Any) -> Cycle:
    """HPU far below the line, EXP by a hair, ZIZ not rated by its own default, QPU by a veto."""
    with in_zone():
        cycle = make_year(2024, {"HPU": 40.0, "EXP": 59.9, "ZIZ": LEFT_OUT}, vetoes=("QPU",))
        run_year(cycle, release=True)
    return cycle


@pytest.fixture
def decide(acting_as: Any, person: Any) -> Callable[..., Any]:
    """``decide("coordinator", confirm_proposal, "HPU", …)``: the act in that person's own scope."""

    def act(username: str, action: Callable[..., Any], code: str, **words: str) -> Any:
        with acting_as(username):
            proposal = Proposal.objects.get(park__code=code, cycle__year=2024)
            return action(proposal=proposal, by=person(username), at=at(2024, 7, 6), **words)

    return act


def events_of(in_zone: Any, code: str) -> list[tuple[str, str]]:
    with in_zone():
        found = StandingEvent.objects.filter(park__code=code).order_by("pk")
        return list(found.values_list("event", "document_number"))


def test_confirm__the_draws_agree__one_coordinator_notifies_the_park(year: Cycle, decide: Any, in_zone: Any) -> None:
    confirmed = decide("coordinator", actions.confirm_proposal, "HPU", document_number="沪科创办[2025]12号")

    assert confirmed.document_number == NUMBER
    assert confirmed.decided_by.username == "coordinator"
    assert events_of(in_zone, "HPU") == [("notified", NUMBER)]


def test_confirm__a_veto__needs_no_second_coordinator(year: Cycle, decide: Any, in_zone: Any) -> None:
    decide("coordinator", actions.confirm_proposal, "QPU", document_number=NUMBER)

    assert events_of(in_zone, "QPU") == [("notified", NUMBER)]


@pytest.mark.parametrize("code", ["EXP", "ZIZ"])
def test_confirm__the_brake_holds__one_coordinator_is_not_enough(
    year: Cycle, decide: Any, in_zone: Any, code: str
) -> None:
    with pytest.raises(NotAllowed, match="One coordinator is not enough"):
        decide("coordinator", actions.confirm_proposal, code, document_number=NUMBER, reason="clear enough")

    assert events_of(in_zone, code) == []


def test_confirm__by_the_first_of_two_himself__is_refused(year: Cycle, decide: Any, in_zone: Any) -> None:
    decide("coordinator", actions.support_proposal, "EXP", reason="the trend is down")

    with pytest.raises(NotAllowed, match="another coordinator confirms"):
        decide("coordinator", actions.confirm_proposal, "EXP", document_number=NUMBER, reason="again")

    assert events_of(in_zone, "EXP") == []


def test_confirm__by_a_second_coordinator_with_a_reason__notifies(year: Cycle, decide: Any, in_zone: Any) -> None:
    decide("coordinator", actions.support_proposal, "EXP", reason="the trend is down")

    decide("coordinator2", actions.confirm_proposal, "EXP", document_number=NUMBER, reason="I agree")

    assert events_of(in_zone, "EXP") == [("notified", NUMBER)]


def test_confirm__by_a_second_coordinator_without_a_reason__is_refused(year: Cycle, decide: Any) -> None:
    decide("coordinator", actions.support_proposal, "EXP", reason="the trend is down")

    with pytest.raises(NotAllowed, match="Enter a reason") as refusal:
        decide("coordinator2", actions.confirm_proposal, "EXP", document_number=NUMBER, reason="  ")

    assert refusal.value.place == "reason"


@pytest.mark.parametrize(
    "number", ["", "12", "沪科创办2025-12", "沪科创办〔1925〕12号", "沪科创办〔2025〕0号", "x" * 60]
)
def test_confirm__no_document_number__is_refused_at_the_field(
    year: Cycle, decide: Any, in_zone: Any, number: str
) -> None:
    with pytest.raises(NotAllowed, match="沪科创办〔2026〕12号") as refusal:
        decide("coordinator", actions.confirm_proposal, "HPU", document_number=number)

    assert refusal.value.place == "document_number"
    assert events_of(in_zone, "HPU") == []


def test_confirm__number_of_another_parks_decision__is_refused(year: Cycle, decide: Any) -> None:
    decide("coordinator", actions.confirm_proposal, "HPU", document_number=NUMBER)

    with pytest.raises(NotAllowed, match="another park's decision"):
        decide("coordinator", actions.confirm_proposal, "QPU", document_number=NUMBER)


def test_confirm__decided_already__says_who_and_when(year: Cycle, decide: Any, in_zone: Any) -> None:
    decide("coordinator", actions.confirm_proposal, "HPU", document_number=NUMBER)

    with pytest.raises(NotAllowed, match="演示协调员甲 confirmed it under 沪科创办〔2025〕12号 on 6 July 2025"):
        decide("coordinator2", actions.confirm_proposal, "HPU", document_number="沪科创办〔2025〕13号")

    assert events_of(in_zone, "HPU") == [("notified", NUMBER)]


@pytest.mark.parametrize("username", ["auditor", "district-pudong", "head-jnq", "clerk-jnq"])
def test_decide__anybody_but_a_coordinator__may_not(
    year: Cycle, acting_as: Any, person: Any, in_zone: Any, username: str
) -> None:
    with in_zone():
        proposal = Proposal.objects.get(park__code="EXP", cycle=year)
    acts = [(actions.confirm_proposal, {"document_number": NUMBER}), (actions.support_proposal, {"reason": "r"})]
    acts += [
        (each, {"reason": "r"}) for each in (actions.reject_proposal, actions.defer_proposal, actions.reopen_proposal)
    ]

    for action, words in acts:
        with in_zone(), pytest.raises(NotPermitted):
            action(proposal=proposal, by=person(username), at=at(2024), **words)


def test_support__where_the_draws_agree__is_refused(year: Cycle, decide: Any) -> None:
    with pytest.raises(NotAllowed, match="one coordinator confirms"):
        decide("coordinator", actions.support_proposal, "HPU", reason="to be safe")


def test_reject__with_a_reason__is_kept_and_the_year_does_not_add_up(year: Cycle, decide: Any, in_zone: Any) -> None:
    decide("coordinator", actions.reject_proposal, "HPU", reason="the boundary changed")

    with in_zone():
        later = make_year(2025, {"HPU": 40.0})
        run_year(later)
        proposal = Proposal.objects.get(park__code="HPU", cycle=later)
    assert events_of(in_zone, "HPU") == [("rejected", "")]
    assert (proposal.kind, proposal.count) == ("notification", 1)


def test_reject__without_a_reason__is_refused(year: Cycle, decide: Any) -> None:
    with pytest.raises(NotAllowed, match="Enter a reason"):
        decide("coordinator", actions.reject_proposal, "HPU", reason=" ")


def test_reject__the_end_of_a_notification__lets_it_go_on(year: Cycle, decide: Any, in_zone: Any, person: Any) -> None:
    decide("coordinator", actions.confirm_proposal, "HPU", document_number=NUMBER)
    with in_zone():
        later = make_year(2025, {"HPU": 80.0})
        run_year(later)
        proposal = Proposal.objects.get(park__code="HPU", cycle=later)
        assert proposal.kind == "end_notification"

        actions.reject_proposal(proposal=proposal, reason="an appeal is open", by=person("coordinator"), at=at(2025))

    assert events_of(in_zone, "HPU") == [("notified", NUMBER)]


def test_defer_and_reopen__leave_the_standing_and_the_proposal_open(year: Cycle, decide: Any, in_zone: Any) -> None:
    decide("coordinator", actions.defer_proposal, "EXP", reason="a survey is repeated")
    with pytest.raises(NotAllowed, match="deferred"):
        decide("coordinator", actions.confirm_proposal, "EXP", document_number=NUMBER, reason="r")

    reopened = decide("coordinator", actions.reopen_proposal, "EXP", reason="the survey is in")

    assert reopened.status == "proposed"
    assert events_of(in_zone, "EXP") == []


def test_second_year__notified_before__is_a_delisting_proposal(year: Cycle, decide: Any, in_zone: Any) -> None:
    decide("coordinator", actions.confirm_proposal, "HPU", document_number=NUMBER)

    with in_zone():
        later = make_year(2025, {"HPU": 40.0})
        run_year(later)
        proposal = Proposal.objects.get(park__code="HPU", cycle=later)

    assert (proposal.kind, proposal.count, proposal.standing_years) == ("delisting", 2, [2024])


def reinstate(
    person: Any, cycle: Cycle, number: str = "沪科创办〔2027〕3号", reason: str = "qualified again"
) -> StandingEvent:
    return actions.reinstate_park(
        park=Park.objects.get(code="HPU"),
        cycle=cycle,
        document_number=number,
        reason=reason,
        by=person("coordinator"),
        at=at(cycle.year, 9),
    )


@pytest.fixture
def delisted(year: Cycle, in_zone: Any, person: Any) -> Cycle:
    """HPU delisted for 2025; the year 2026, in which it may come back."""
    with in_zone():
        StandingEvent.objects.create(
            park=Park.objects.get(code="HPU"),
            cycle=make_year(2025, {}),
            event="delisted",
            document_number=NUMBER,
            decided_by=person("coordinator"),
            decided_at=at(2025),
        )
        return make_year(2026, {})


def test_reinstate__delisted_park__comes_back_under_a_document(delisted: Cycle, in_zone: Any, person: Any) -> None:
    with in_zone():
        event = reinstate(person, delisted)

    assert (event.event, event.document_number) == ("reinstated", "沪科创办〔2027〕3号")


def test_reinstate__resting_on_the_year_of_the_delisting__is_refused(
    delisted: Cycle, in_zone: Any, person: Any
) -> None:
    with in_zone(), pytest.raises(NotAllowed, match="reinstatement rests on 2026 at the earliest"):
        reinstate(person, Cycle.objects.get(year=2025))


def test_reinstate__park_that_is_not_delisted__is_refused(year: Cycle, in_zone: Any, person: Any) -> None:
    with in_zone(), pytest.raises(NotAllowed, match="not delisted"):
        reinstate(person, year)


def test_confirm__an_earlier_year_was_decided_since__is_refused_until_the_year_is_run_again(
    in_zone: Any, person: Any
) -> None:
    with in_zone():
        run_year(make_year(2023, {"HPU": 40.0}), release=True)
        run_year(make_year(2024, {"HPU": 40.0}), release=True)
        first, second = (Proposal.objects.get(park__code="HPU", cycle__year=year) for year in (2023, 2024))
        coordinator = person("coordinator")
        actions.confirm_proposal(proposal=first, document_number=NUMBER, by=coordinator, at=at(2024, 7, 4))
        with pytest.raises(NotAllowed, match="An earlier year has changed"):
            actions.confirm_proposal(proposal=second, document_number=OTHER, by=coordinator, at=at(2024, 7, 6))

    assert events_of(in_zone, "HPU") == [("notified", NUMBER)]
