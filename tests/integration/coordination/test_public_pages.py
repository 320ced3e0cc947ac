"""The start page, a park's page, the accessibility statement: what a visitor sees, what only the park's people see."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessment.models import Cycle
from tests.factories.annual_returns import open_cycle
from tests.factories.assessed_year import LEFT_OUT, make_year, run_year
from tests.integration.coordination.reading import links_in, words_of
from tests.integration.query_budgets import BUDGETS

Browse = Callable[[str | None], Client]
Zone = Callable[[], AbstractContextManager[Any]]
YEAR = 2024
TOTALS = {"CORE": 90.0, "JNQ": 80.0, "EXP": 50.0, "ZIZ": LEFT_OUT}


@pytest.fixture
def released(in_zone: Zone) -> Cycle:
    with in_zone():
        cycle = make_year(YEAR, TOTALS)
        run_year(cycle, release=True)
    return cycle


def test_home__nothing_assessed_yet__says_so_and_still_opens_its_doors(browse: Browse) -> None:
    answer = browse(None).get("/")

    text = words_of(answer)
    assert "No results are released yet." in text
    assert "No assessment takes figures at present." in text
    assert {"/services/", "/parks/", "/assessment/", "/method/"} <= set(links_in(answer))


def test_home__a_released_year__its_head_and_finding(browse: Browse, released: Cycle) -> None:
    text = words_of(browse(None).get("/"))

    assert "2024: 20 of 22 parks qualified, Zhangjiang Core Park first" in text
    assert "Invented figures, not official." in text
    assert "90.00" in text


def test_home__a_finished_run_that_is_not_released__shows_nothing_of_it(browse: Browse, in_zone: Zone) -> None:
    with in_zone():
        run_year(make_year(YEAR, TOTALS))

    text = words_of(browse(None).get("/"))

    assert "No results are released yet." in text
    assert "90.00" not in text


def test_home__an_open_year__its_cut_off_and_the_working_days_left(browse: Browse, in_zone: Zone) -> None:
    with in_zone():
        open_cycle(days_left=40)

    text = words_of(browse(None).get("/"))

    assert "Assessment 2031: parks enter their figures" in text
    assert "working days left" in text


@pytest.mark.parametrize("address", ["/", "/accessibility/", "/parks/JNQ/", "/parks/ZHB/", "/parks/"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_public_pages__both_languages__200_in_that_language(browse: Browse, address: str, language: str) -> None:
    client = browse(None)
    client.cookies["django_language"] = language

    content = client.get(address).content.decode()

    assert f'<html lang="{"en" if language == "en" else "zh-Hans"}">' in content


@pytest.mark.parametrize("code", ["QQQ", "jnq", "J", "JNQJNQ", "%00", "JNQ%27--"])
def test_park_page__no_such_code__404(browse: Browse, code: str) -> None:
    assert browse(None).get(f"/parks/{code}/").status_code == 404


def test_park_page__an_ended_park__its_end_and_the_way_to_the_successor(browse: Browse) -> None:
    answer = browse(None).get("/parks/ZHB/")

    assert "31 July 2020" in words_of(answer)
    assert "/parks/JAN/" in links_in(answer)


def test_park_page__the_successor__names_its_predecessor(browse: Browse) -> None:
    answer = browse(None).get("/parks/JAN/")

    assert "Predecessors Zhabei Park until 31 July 2020" in words_of(answer)


def test_park_page__released_years__rank_and_how_it_moved(browse: Browse, in_zone: Zone) -> None:
    with in_zone():
        run_year(make_year(2023, {"JNQ": 90.0}), release=True)
        run_year(make_year(2024, {"CORE": 90.0, "JNQ": 80.0}), release=True)

    answer = browse(None).get("/parks/JNQ/")

    text = words_of(answer)
    assert "2024 2 down 1 place 80.00 qualified 2023 1 – 90.00 qualified" in text
    assert "/assessment/2024/ranking/?open=JNQ#JNQ" in links_in(answer)


@pytest.mark.parametrize(
    ("username", "sees"),
    [
        (None, False),
        ("head-jnq", True),
        ("clerk-jnq", True),
        ("district-pudong", True),
        ("coordinator", True),
        ("auditor", True),
        ("head-mhg", False),
        ("district-minhang", False),
        ("service-jnq", False),
        ("owner-a", False),
        ("sysadmin", False),
    ],
)
def test_park_page__its_returns__only_for_those_who_reach_them(
    browse: Browse, released: Cycle, username: str | None, sees: bool
) -> None:
    answer = browse(username).get("/parks/JNQ/")

    assert ("/assessment/2024/returns/JNQ/" in links_in(answer)) is sees


@pytest.mark.parametrize(
    ("username", "may"),
    [(None, False), ("head-jnq", True), ("coordinator", True), ("clerk-jnq", False), ("head-mhg", False)],
)
def test_park_page__the_act_of_declaring__only_for_those_who_may(
    browse: Browse, username: str | None, may: bool
) -> None:
    assert ("/parks/JNQ/industries/new/" in links_in(browse(username).get("/parks/JNQ/"))) is may


@pytest.mark.parametrize("address", ["/", "/parks/JNQ/"])
def test_public_pages__queries__do_not_grow_with_years(browse: Browse, in_zone: Zone, address: str) -> None:
    client = browse("head-jnq")
    counts = []
    for year in (2022, 2023, 2024):
        with in_zone():
            run_year(make_year(year, TOTALS), release=True)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        counts.append(len(captured))

    assert len(set(counts)) == 1
    assert counts[0] <= BUDGETS[address]
