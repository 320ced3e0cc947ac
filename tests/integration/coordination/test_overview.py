"""The zone's overview: who may open it, what it counts, that it says nothing more slowly with more parks."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from assessment.workflow import ReturnStatus
from coordination.demo_people import ACCOUNTS
from coordination.selectors.case_figures import cases_by_park
from coordination.selectors.overview import overview
from tests.factories import services
from tests.factories.annual_returns import empty_return, open_cycle
from tests.factories.assessed_year import LEFT_OUT, make_year, run_year
from tests.integration.coordination.reading import links_in, words_of
from tests.integration.query_budgets import BUDGETS

Browse = Callable[[str | None], Client]
Zone = Callable[[], AbstractContextManager[Any]]
Acting = Callable[[str], AbstractContextManager[Any]]
MAY = {"coordinator", "coordinator2", "auditor"}
TOTALS = {"HPU": 50.0, "EXP": 59.5, "ZIZ": LEFT_OUT}


@pytest.mark.parametrize("username", [account.username for account in ACCOUNTS])
def test_page__who_may_open_it(browse: Browse, username: str) -> None:
    answer = browse(username).get("/overview/")

    assert answer.status_code == (200 if username in MAY else 403)
    if username not in MAY:
        assert b"for the municipal coordinator and the auditor" in answer.content


def test_page__signed_out__asked_to_sign_in(browse: Browse) -> None:
    assert browse(None).get("/overview/")["Location"] == "/accounts/login/?next=/overview/"


def test_page__nothing_there_yet__each_part_says_what_it_waits_for(browse: Browse) -> None:
    text = words_of(browse("auditor").get("/overview/"))

    for sentence in (
        "Nothing waits for you.",
        "No assessment has been opened yet.",
        "Nothing has been run yet.",
        "No proposal is open.",
        "No case yet.",
    ):
        assert sentence in text


@pytest.fixture
def two_years(in_zone: Zone) -> None:
    """A released year, the next one run but not released, and an open one."""
    with in_zone():
        run_year(make_year(2023, {"HPU": 50.0}), release=True)
        run_year(make_year(2024, TOTALS, vetoes=("QPU",)))
        cycle = open_cycle()
        for code, status in (("JNQ", "draft"), ("MHG", "submitted"), ("CORE", "verified"), ("EXP", "accepted")):
            empty_return(cycle, code, ReturnStatus(status))


def test_overview__two_years__counts_beside_the_year_before(two_years: None, acting_as: Acting) -> None:
    with acting_as("coordinator"):
        found = overview(User.objects.get(username="coordinator"), at=timezone.now())

    assert found.progress is not None
    assert found.progress.finding == "2031: 3 of 22 parks have submitted"
    assert [row.now for row in found.progress.rows] == [1, 1, 1, 1, 0]
    assert found.results is not None
    assert [(row.label, row.now, row.before, row.change) for row in found.results.verdicts] == [
        ("qualified", 18, 21, -3),
        ("unqualified", 3, 1, 2),
        ("not rated", 1, 0, 1),
    ]
    assert [line.park.code for line in found.results.near][:2] == ["HPU", "EXP"]
    assert {line.park.code for line in found.results.near} >= {"HPU", "EXP", "ZIZ", "QPU"}
    by_code = {line.park.code: line for line in found.results.near}
    assert by_code["QPU"].by_veto
    assert by_code["HPU"].before == "unqualified"
    assert by_code["EXP"].distance == pytest.approx(-0.5, abs=0.001)
    assert {row.park.code for row in found.proposals} >= {"HPU", "EXP", "ZIZ", "QPU"}
    assert found.proposals_before == 1


def test_page__two_years__every_number_leads_to_its_list(two_years: None, browse: Browse) -> None:
    client = browse("coordinator")
    answer = client.get("/overview/")

    links = links_in(answer)
    assert "/assessment/2031/returns/?status=submitted" in links
    assert "/assessment/2024/ranking/?open=EXP#EXP" in links
    assert "/assessment/2024/standing/EXP/" in links
    for address in set(links):
        assert client.get(address).status_code == 200, address


def test_cases_by_park__decided_in_time_open_and_late(acting_as: Acting) -> None:
    services.decided("owner-a")
    services.accepted("owner-b")
    services.submitted("owner-c")

    with acting_as("coordinator"):
        found = cases_by_park(User.objects.get(username="coordinator"), today=services.DECIDED.date())

    rows = {row.name: row for row in found.rows}
    assert (rows["Jinqiao Park"].decided, rows["Jinqiao Park"].in_time, rows["Jinqiao Park"].open) == (1, 1, 1)
    assert (found.total.decided, found.total.open) == (1, 2)
    assert found.total.rate is None  # fewer than thirty


def test_cases_by_park__a_year_later__the_same_days_of_the_year_before(acting_as: Acting) -> None:
    services.decided("owner-a")

    with acting_as("coordinator"):
        by = User.objects.get(username="coordinator")
        before = cases_by_park(by, today=services.DECIDED.date().replace(year=2027))
        too_early = cases_by_park(by, today=services.DECIDED.date().replace(year=2027, month=3))

    assert (before.total.decided, before.total.decided_before) == (0, 1)
    assert too_early.total.decided_before == 0


def test_page__queries__do_not_grow_with_parks_and_years(browse: Browse, in_zone: Zone) -> None:
    client, counts = browse("coordinator"), []
    for year in (2023, 2024):
        with in_zone():
            run_year(make_year(year, TOTALS), release=True)
            empty_return(open_cycle(year + 10), "JNQ", ReturnStatus.VERIFIED)
        services.submitted("owner-a", sent=timezone.now())
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/overview/").status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1] <= BUDGETS["/overview/"]
