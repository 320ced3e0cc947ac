"""The pages of standing: who sees which proposal when, and each decision through its form."""

from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client

from assessment.models import Cycle, Proposal, StandingEvent
from parks.models import Park
from tests.factories.assessed_year import at, make_plan, make_year, run_year

LIST = "/assessment/2024/standing/"
NUMBER = "沪科创办〔2025〕12号"


def make(in_zone: Any, *, release: bool) -> Cycle:
    with in_zone():
        cycle = make_year(2024, {"HPU": 40.0, "EXP": 59.9, "JNQ": 30.0})
        run_year(cycle, release=release)
    return cycle


@pytest.fixture
def year(in_zone: Any) -> Cycle:
    return make(in_zone, release=True)


@pytest.fixture
def unreleased(in_zone: Any) -> Cycle:
    return make(in_zone, release=False)


def words(answer: Any) -> str:
    return unescape(answer.content.decode())


def parks_listed(answer: Any) -> list[str]:
    return [row.proposal.park.code for row in answer.context["rows"]]


@pytest.mark.parametrize(
    ("username", "parks"),
    [
        ("coordinator", ["EXP", "HPU", "JNQ"]),
        ("auditor", ["EXP", "HPU", "JNQ"]),
        ("head-jnq", ["JNQ"]),
        ("head-mhg", []),
        ("district-pudong", ["EXP", "JNQ"]),
        ("district-minhang", []),
    ],
)
def test_list__after_the_release__shows_each_their_own(
    year: Cycle, browse: Callable[[str | None], Client], username: str, parks: list[str]
) -> None:
    assert parks_listed(browse(username).get(LIST)) == parks


@pytest.mark.parametrize("username", ["head-jnq", "district-pudong"])
@pytest.mark.parametrize("address", [LIST, f"{LIST}JNQ/"])
def test_proposals__before_the_release__are_the_zones_alone(
    unreleased: Cycle, browse: Callable[[str | None], Client], username: str, address: str
) -> None:
    answer = browse(username).get(address)

    assert answer.status_code == 200
    assert "Proposals are shown after the release." in words(answer)
    assert "below the pass line" not in words(answer)
    assert parks_listed(browse("coordinator").get(LIST)) == ["EXP", "HPU", "JNQ"]


@pytest.mark.parametrize(
    ("username", "code", "status"),
    [
        (None, "JNQ", 302),
        ("clerk-jnq", "JNQ", 403),
        ("clerk-jnq", "MHG", 404),
        ("service-jnq", "JNQ", 403),
        ("owner-a", "JNQ", 404),
        ("head-jnq", "JNQ", 200),
        ("head-jnq", "HPU", 404),
        ("head-jnq", "NOPE", 404),
        ("district-pudong", "EXP", 200),
        ("sysadmin", "JNQ", 404),
        ("auditor", "HPU", 200),
        ("coordinator", "NOPE", 404),
    ],
)
def test_park__asked_for_by(
    year: Cycle, browse: Callable[[str | None], Client], username: str | None, code: str, status: int
) -> None:
    assert browse(username).get(f"{LIST}{code}/").status_code == status


@pytest.mark.parametrize(
    ("username", "status"),
    [("district-pudong", 403), ("head-jnq", 403), ("clerk-jnq", 403), ("auditor", 403), ("head-mhg", 404)],
)
def test_decision__tried_by_anybody_but_a_coordinator__is_refused_with_the_reason(
    year: Cycle, browse: Callable[[str | None], Client], in_zone: Any, username: str, status: int
) -> None:
    client = browse(username)

    for act in ("confirm", "support", "reject", "defer", "reopen", "reinstate"):
        address = f"{LIST}JNQ/{act}/"
        answers = [client.get(address), client.post(address, {"document_number": NUMBER, "reason": "r"})]
        assert [answer.status_code for answer in answers] == [status, status]
        told = "A municipal coordinator decides about a park's standing." in words(answers[1])
        assert told is (status == 403)
    with in_zone():
        assert Proposal.objects.get(park__code="JNQ").status == "proposed"


def test_park__shows_why_how_sure_and_what_each_decision_would_do(
    year: Cycle, browse: Callable[[str | None], Client]
) -> None:
    text = words(browse("coordinator").get(f"{LIST}HPU/"))

    assert "The total of 2024 is below the pass line." in text
    assert "It is the first year that counts." in text
    assert ">99% of 200 draws put the park below the line." in text
    assert "The park is notified under the document's number." in text
    assert "The draws agree; one coordinator confirms this proposal." in text


def test_confirm__through_the_form__notifies_and_leads_back(
    year: Cycle, browse: Callable[[str | None], Client]
) -> None:
    answer = browse("coordinator").post(f"{LIST}HPU/confirm/", {"document_number": "沪科创办[2025]12号"}, follow=True)

    assert answer.redirect_chain == [(f"{LIST}HPU/", 302)]
    assert "The proposal is confirmed." in words(answer)
    assert "Notified, 沪科创办〔2025〕12号" in words(answer)


@pytest.mark.parametrize("number", ["", "garbage", "沪科创办〔2025〕号", "'; DROP TABLE", "号" * 61])
def test_confirm__bad_document_number__keeps_the_typing_and_changes_nothing(
    year: Cycle, browse: Callable[[str | None], Client], in_zone: Any, number: str
) -> None:
    answer = browse("coordinator").post(f"{LIST}HPU/confirm/", {"document_number": number, "reason": "because"})

    assert answer.status_code == 422
    assert "document_number" in answer.context["form"].errors
    assert "because" in words(answer)
    with in_zone():
        assert not StandingEvent.objects.exists()


def test_confirm__decided_meanwhile__tells_who_and_when_instead_of_the_form(
    year: Cycle, browse: Callable[[str | None], Client]
) -> None:
    browse("coordinator").post(f"{LIST}HPU/confirm/", {"document_number": NUMBER})

    answer = browse("coordinator2").post(f"{LIST}HPU/confirm/", {"document_number": "沪科创办〔2025〕13号"})

    assert answer.status_code == 422
    assert "演示协调员甲 confirmed it under 沪科创办〔2025〕12号" in words(answer)
    assert 'name="document_number"' not in words(answer)


def test_two_coordinators__where_the_draws_do_not_agree__decide_through_the_pages(
    year: Cycle, browse: Callable[[str | None], Client]
) -> None:
    first, second = browse("coordinator"), browse("coordinator2")
    assert "One coordinator is not enough here" in words(first.get(f"{LIST}EXP/confirm/"))
    first.post(f"{LIST}EXP/support/", {"reason": "the trend is down"})
    assert "You took the first decision" in words(first.get(f"{LIST}EXP/confirm/"))

    answer = second.post(f"{LIST}EXP/confirm/", {"document_number": NUMBER, "reason": "seen the figures"}, follow=True)

    text = words(answer)
    assert "Notified, 沪科创办〔2025〕12号" in text
    assert "First coordinator agrees" in text
    assert "the trend is down" in text


@pytest.mark.parametrize("act", ["nonsense", "confirm"])
def test_decision__where_there_is_nothing_to_decide__is_404_with_the_way_back(
    year: Cycle, browse: Callable[[str | None], Client], act: str
) -> None:
    answer = browse("coordinator").get(f"{LIST}MHG/{act}/")

    assert answer.status_code == 404
    assert f'href="{LIST}MHG/"' in words(answer)


@pytest.mark.parametrize("page", ["1000000000", "0", "-1", "abc", "2"])
def test_list__page_that_is_not_there__says_which_is_the_last(
    year: Cycle, browse: Callable[[str | None], Client], page: str
) -> None:
    answer = browse("coordinator").get(f"{LIST}?page={page}")

    assert answer.status_code == 404
    assert "the last is 1" in words(answer)


def test_reinstate__delisted_park__through_the_form(
    year: Cycle, browse: Callable[[str | None], Client], in_zone: Any, person: Any
) -> None:
    with in_zone():
        plan = make_plan(2023, person("coordinator"))
        earlier = Cycle.objects.create(year=2023, plan=plan, opens_on=date(2023, 11, 1), cutoff_on=date(2024, 3, 31))
        StandingEvent.objects.create(
            park=Park.objects.get(code="MHG"), cycle=earlier, event="delisted", document_number="沪科创办〔2024〕9号",
            decided_by=person("coordinator"), decided_at=at(2023),
        )  # fmt: skip
    client = browse("coordinator")
    assert "Reinstate the park" in words(client.get(f"{LIST}MHG/"))

    answer = client.post(f"{LIST}MHG/reinstate/", {"document_number": NUMBER, "reason": "qualified"}, follow=True)

    assert "The park is reinstated." in words(answer)
    assert "Reinstated, resting on 2024" in words(answer)


def test_park__in_chinese__tells_reasons_in_chinese(year: Cycle, browse: Callable[[str | None], Client]) -> None:
    client = browse("coordinator")

    text = words(client.get(f"{LIST}HPU/", headers={"accept-language": "zh-hans"}))

    assert 'lang="zh-Hans"' in text
