"""The public pages of the method: the years, a plan, how the ranking is computed."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client

from assessment.models import Cycle
from tests.factories.assessed_year import make_year, run_year


@pytest.fixture
def year(in_zone: Any) -> Cycle:
    with in_zone():
        cycle = make_year(2024, {"HPU": 40.0})
        run_year(cycle, release=True)
    return cycle


def words(answer: Any) -> str:
    assert answer.status_code == 200
    return unescape(answer.content.decode())


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        ("2024-10-31T12:00:00+08:00", "Not open yet"),
        ("2024-11-01T00:00:00+08:00", "Open for returns"),
        ("2025-03-31T23:59:59+08:00", "Open for returns"),
        ("2025-04-01T00:00:00+08:00", "Closed, being assessed"),
    ],
)
def test_years__by_the_clock__say_their_state(
    browse: Callable[[str | None], Client], in_zone: Any, moment: str, state: str
) -> None:
    with in_zone():
        make_year(2024, {})

    with time_machine.travel(moment, tick=False):
        assert state in words(browse(None).get("/assessment/"))


@pytest.mark.parametrize(
    ("username", "links"),
    [
        (None, {"plan", "ranking"}),
        ("owner-a", {"plan", "ranking"}),
        ("clerk-jnq", {"plan", "ranking", "returns"}),
        ("head-jnq", {"plan", "ranking", "returns", "standing"}),
        ("coordinator", {"plan", "ranking", "returns", "standing", "runs"}),
    ],
)
def test_years__link_to_what_the_reader_may_open(
    year: Cycle, browse: Callable[[str | None], Client], username: str | None, links: set[str]
) -> None:
    text = words(browse(username).get("/assessment/"))

    every = ("plan", "ranking", "returns", "standing", "runs")
    assert {name for name in every if f'href="/assessment/2024/{name}/"' in text} == links


def test_years__none_yet__says_what_would_begin_one(browse: Callable[[str | None], Client]) -> None:
    assert "No year of the assessment yet." in words(browse(None).get("/assessment/"))


def test_plan__public__shows_tree_sums_expressions_rules_ladder_and_hash(
    year: Cycle, browse: Callable[[str | None], Client]
) -> None:
    text = words(browse(None).get("/assessment/2024/plan/"))

    assert "F001 / F002 * 100" in text
    assert 'href="#F001"' in text
    assert "its indicators add up to 60" in text
    assert "the areas add up to 100" in text
    assert "goalposts 0 to 100, higher is better" in text
    assert "steps: below that 0, from 1 70, from 2 100" in text
    assert "F001 <= F002" in text
    assert "veto: unqualified, whatever the score" in text
    assert "A notified year counts until the next qualified year." in text
    assert year.plan.content_hash in text


@pytest.mark.parametrize(("username", "named"), [(None, False), ("head-jnq", False), ("coordinator", True)])
def test_plan__names_who_approved_it__to_the_zone_alone(
    year: Cycle, browse: Callable[[str | None], Client], username: str | None, named: bool
) -> None:
    text = words(browse(username).get("/assessment/2024/plan/"))

    assert ("演示协调员甲" in text.split("<main")[1]) is named
    assert "1 October 2024" in text


def test_plan__queries__do_not_grow_with_the_plan(
    year: Cycle, browse: Callable[[str | None], Client], django_assert_max_num_queries: Any
) -> None:
    client = browse(None)
    client.get("/assessment/2024/plan/")

    with django_assert_max_num_queries(14):
        client.get("/assessment/2024/plan/")
