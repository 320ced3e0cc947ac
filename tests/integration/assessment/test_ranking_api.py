"""Rankings over the API: public rows, and the steps for whoever may see them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from assessment.models import Cycle, PublishedRank
from tests.factories.assessed_year import make_year, run_year

LIST = "/api/v1/rankings/"


@pytest.fixture
def year(in_zone: Any) -> Cycle:
    with in_zone():
        cycle = make_year(2024, {"JNQ": 80.0})
        run_year(cycle, release=True)
    return cycle


def test_list__public__has_rank_total_verdict_and_address(year: Cycle, browse: Callable[[str | None], Client]) -> None:
    answer = browse(None).get(f"{LIST}?year=2024&page_size=200").json()

    assert answer["count"] == 22
    assert answer["next"] is None
    first = answer["results"][0]
    assert list(first) == ["year", "park", "rank", "total", "verdict", "url"]
    assert (first["park"], first["rank"]) == ("JNQ", 1)


def test_list__before_the_release__is_empty(browse: Callable[[str | None], Client], in_zone: Any) -> None:
    with in_zone():
        run_year(make_year(2024, {}))

    assert browse("coordinator").get(LIST).json()["results"] == []


@pytest.mark.parametrize(
    ("query", "status"), [("year=abc", 400), ("year=99999", 200), ("page=1000000000", 404), ("year=1" + "0" * 40, 200)]
)
def test_list__bad_query__gets_a_problem_or_no_rows(
    year: Cycle, browse: Callable[[str | None], Client], query: str, status: int
) -> None:
    answer = browse(None).get(f"{LIST}?{query}")

    assert answer.status_code == status
    assert status == 200 or answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("username", "status"),
    [
        (None, 401),
        ("head-jnq", 200),
        ("clerk-jnq", 200),
        ("district-pudong", 200),
        ("auditor", 200),
        ("service-jnq", 403),
        ("head-mhg", 404),
        ("owner-a", 404),
    ],
)
def test_detail__with_its_steps__for_the_park_its_districts_and_the_zone(
    year: Cycle, browse: Callable[[str | None], Client], username: str | None, status: int
) -> None:
    row = PublishedRank.objects.get(park__code="JNQ", cycle=year)

    answer = browse(username).get(f"{LIST}{row.pk}/")

    assert answer.status_code == status
    assert ("arithmetic" in answer.json()) is (status == 200)


def test_detail__not_there__is_404(year: Cycle, browse: Callable[[str | None], Client]) -> None:
    assert browse("coordinator").get(f"{LIST}999999999/").status_code == 404
