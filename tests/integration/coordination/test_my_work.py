"""My work: a golden list for each role, by working days left, and a next step where it is empty."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from assessment.actions.standing import defer_proposal, support_proposal
from assessment.models import Cycle, Proposal
from assessment.workflow import ReturnStatus
from coordination.demo_people import ACCOUNTS
from coordination.selectors.work import Work, work_of
from tests.factories import services
from tests.factories.annual_returns import complete_return, empty_return, open_cycle
from tests.factories.assessed_year import LEFT_OUT, make_year, run_year
from tests.integration.coordination.reading import links_in, words_of
from tests.integration.query_budgets import BUDGETS

Browse = Callable[[str | None], Client]
Zone = Callable[[], AbstractContextManager[Any]]
Acting = Callable[[str], AbstractContextManager[Any]]
TOTALS = {"HPU": 50.0, "EXP": 59.5, "ZIZ": LEFT_OUT}


@pytest.fixture
def work(acting_as: Acting) -> Callable[[str], Work]:
    def gather(username: str) -> Work:
        with acting_as(username):
            return work_of(User.objects.get(username=username), at=timezone.now())

    return gather


def titles(lines: Any) -> list[str]:
    return [line.task.title for line in lines]


def test_work__a_draft__waits_for_clerk_and_head_and_nobody_else(in_zone: Zone, work: Callable[[str], Work]) -> None:
    with in_zone():
        cycle = open_cycle(days_left=10)
        complete_return(cycle, "JNQ")
        empty_return(cycle, "MHG")

    expected = ["Enter and submit the figures of 2031, Jinqiao Park"]
    assert titles(work("clerk-jnq").mine) == titles(work("head-jnq").mine) == expected
    (line,) = work("clerk-jnq").mine
    assert line.task.due == cycle.cutoff_on
    assert line.left is not None
    assert 0 < line.left.working_days <= 10
    for username in ("service-jnq", "district-pudong", "coordinator", "auditor", "owner-a", "sysadmin"):
        assert work(username) == Work()


def test_work__a_submitted_return__waits_for_the_lead_district_and_the_park_waits_for_it(
    in_zone: Zone, work: Callable[[str], Work]
) -> None:
    with in_zone():
        cycle = open_cycle()
        empty_return(cycle, "JNQ", ReturnStatus.SUBMITTED)
        empty_return(cycle, "CHJ", ReturnStatus.SUBMITTED)  # plots in Minhang, led by Xuhui

    assert titles(work("district-pudong").mine) == ["Verify the return of 2031, Jinqiao Park"]
    assert work("district-minhang") == Work()
    (line,) = work("clerk-jnq").others
    assert line.task.waits_for == "Pudong New Area"
    assert work("clerk-jnq").mine == []


def test_work__a_verified_return__waits_for_the_coordinator(in_zone: Zone, work: Callable[[str], Work]) -> None:
    with in_zone():
        empty_return(open_cycle(), "JNQ", ReturnStatus.VERIFIED)

    assert titles(work("coordinator").mine) == ["Accept the return of 2031, Jinqiao Park"]
    assert work("auditor") == Work()


def test_work__a_draft_after_the_cut_off__asks_nothing_any_more(in_zone: Zone, work: Callable[[str], Work]) -> None:
    with in_zone():
        empty_return(open_cycle(days_left=-3), "JNQ")

    assert work("clerk-jnq") == Work()
    assert titles(work("coordinator").mine) == ["Run the assessment of 2031"]


def test_work__a_submitted_return_after_the_cut_off__is_late(in_zone: Zone, work: Callable[[str], Work]) -> None:
    with in_zone():
        empty_return(open_cycle(days_left=-7), "JNQ", ReturnStatus.SUBMITTED)

    (line,) = work("district-pudong").mine
    assert line.is_late
    assert "late" in line.left_text


def test_work__a_finished_run__release_and_each_proposal(in_zone: Zone, work: Callable[[str], Work]) -> None:
    with in_zone():
        run_year(make_year(2024, TOTALS))

    assert titles(work("coordinator").mine) == [
        "Decide: Notification, Expo Park, 2024",
        "Decide: Notification, Huangpu Park, 2024",
        "Decide: Notification, Zizhu Park, 2024",
        "Release the results of 2024",
    ]
    assert work("head-jnq") == work("auditor") == Work()


def test_work__released__nothing_to_run_or_release(in_zone: Zone, work: Callable[[str], Work]) -> None:
    with in_zone():
        run_year(make_year(2024, {}), release=True)
        make_year(2022, {})  # a base year, never run, older than what is released

    assert work("coordinator") == Work()


def test_work__a_newer_run_beside_the_released_one__asks_for_its_release(
    in_zone: Zone, work: Callable[[str], Work]
) -> None:
    with in_zone():
        cycle: Cycle = make_year(2024, {})
        run_year(cycle, release=True)
        run_year(cycle)

    (line,) = work("coordinator").mine
    assert line.task.title == "Release the results of 2024"
    assert "released one" in line.task.why


def test_work__a_first_decision_is_taken__the_second_coordinator_has_it_and_the_first_waits(
    in_zone: Zone, acting_as: Acting, work: Callable[[str], Work]
) -> None:
    with in_zone():
        run_year(make_year(2024, {"ZIZ": LEFT_OUT}), release=True)
    with acting_as("coordinator"):
        proposal = Proposal.objects.get(park__code="ZIZ")
        support_proposal(
            proposal=proposal, reason="seen", by=User.objects.get(username="coordinator"), at=timezone.now()
        )

    assert titles(work("coordinator2").mine) == ["Decide: Notification, Zizhu Park, 2024"]
    assert work("coordinator").mine == []
    assert work("coordinator").others[0].task.waits_for == "a second coordinator"


def test_work__deferred__stays_with_its_reason(in_zone: Zone, acting_as: Acting, work: Callable[[str], Work]) -> None:
    with in_zone():
        run_year(make_year(2024, {"EXP": 59.5}), release=True)
    with acting_as("coordinator"):
        proposal = Proposal.objects.get(park__code="EXP")
        defer_proposal(
            proposal=proposal, reason="等复核", by=User.objects.get(username="coordinator"), at=timezone.now()
        )

    (line,) = work("coordinator").mine
    assert (line.task.quoted, line.task.quoted_lang) == ("等复核", "zh-Hans")


def test_work__cases__officer_has_them_by_due_day_and_the_enterprise_only_its_own(work: Callable[[str], Work]) -> None:
    today = timezone.now()
    services.submitted("owner-a", sent=today)
    services.submitted("owner-b", sent=today - timedelta(days=20))
    services.submitted("owner-c", sent=today)

    officer = work("service-jnq").mine
    assert len(officer) == 2
    assert officer[0].is_late
    assert not officer[1].is_late
    assert work("service-mhg").mine[0].task.waits_for == ""
    (own,) = work("owner-a").others
    assert own.task.waits_for == "Jinqiao Park"
    assert work("owner-a").mine == []
    assert work("coordinator") == Work()


def test_work__an_answered_case__its_enterprise_may_rate_it_once(work: Callable[[str], Work]) -> None:
    services.decided("owner-a")
    services.rated("owner-b")

    (line,) = work("owner-a").mine
    assert line.task.title.startswith("Rate case ")
    assert titles(work("member-a").mine) == [line.task.title]
    assert work("owner-b") == Work()


def test_page__more_cases_than_are_listed__says_how_many_more(browse: Browse) -> None:
    for number in range(27):
        services.submitted("owner-a", subject=f"Request {number}", sent=timezone.now())

    text = words_of(browse("service-jnq").get("/work/"))

    assert "25 things wait for you" in text
    assert "2 more open cases" in text


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.username)
def test_page__nothing_waits__says_so_and_what_the_role_can_do(browse: Browse, account: Any) -> None:
    answer = browse(account.username).get("/work/")

    text = words_of(answer)
    assert "Nothing waits for you." in text
    assert "What you can do" in text
    client = browse(account.username)
    steps = [address for address in links_in(answer) if address.startswith("/")]
    assert steps
    for address in steps:
        assert client.get(address).status_code == 200, address


def test_page__signed_out__asked_to_sign_in(browse: Browse) -> None:
    assert browse(None).get("/work/")["Location"] == "/accounts/login/?next=/work/"


@pytest.mark.parametrize("username", ["coordinator", "head-jnq", "owner-a"])
def test_page__queries__do_not_grow_with_rows(browse: Browse, in_zone: Zone, username: str) -> None:
    client = browse(username)

    def arrange(year: int, codes: tuple[str, ...]) -> None:
        with in_zone():
            cycle = open_cycle(year)
            for code in codes:
                empty_return(cycle, code, ReturnStatus.VERIFIED)
            run_year(make_year(year - 8, TOTALS))
        services.submitted("owner-a", sent=timezone.now())
        services.decided("owner-a")

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/work/").status_code == 200
        return len(captured)

    arrange(2031, ("JNQ",))
    few = count()
    arrange(2032, ("JNQ", "MHG", "CORE", "EXP", "LJZ"))
    assert count() == few <= BUDGETS["/work/"]
