"""The parks over the API: public, 22 of today, filters, pages, a fixed number of queries."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.rowsecurity import keeping
from parks.models import District, Park
from tests.integration.query_budgets import BUDGETS

Browse = Callable[[str | None], Client]
LIST = "/api/v1/parks/"


def codes(answer: Any) -> set[str]:
    return {row["code"] for row in answer.json()["results"]}


def test_list__visitor__22_parks_each_with_its_address(browse: Browse) -> None:
    client = browse(None)

    found = client.get(LIST).json()

    assert (found["count"], found["next"], len(found["results"])) == (22, None, 22)
    assert set(found) == {"count", "next", "results"}
    assert client.get(found["results"][0]["url"]).json() == found["results"][0]


def test_detail__jinqiao__its_facts_and_three_leading_industries(browse: Browse) -> None:
    park = browse(None).get(f"{LIST}JNQ/").json()

    leading = [row["name_zh_hans"] for row in park["industries"] if row["industry_class"] == "leading"]
    assert leading == ["未来车", "智能造", "新通信"]
    assert (park["kind"], park["lead_district"]["code"], park["mark"]) == ("development_zone", "310115", "sourced")


def test_detail__an_ended_park__its_end_and_successor(browse: Browse) -> None:
    park = browse(None).get(f"{LIST}ZHB/").json()

    assert park["valid_to"] == "2020-07-31"
    assert park["successor"].endswith("/api/v1/parks/JAN/")


def test_detail__caohejing__all_its_districts_the_leading_one_first(browse: Browse) -> None:
    assert browse(None).get(f"{LIST}CHJ/").json()["districts"] == ["310104", "310112", "310117"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=core", {"CORE"}),
        ("district=310112", {"MHG", "ZIZ", "CHJ"}),
        ("industry=未来车", {"JNQ"}),
        ("kind=urban&industry=vehicles", set()),
    ],
)
def test_list__filtered__exactly_those(browse: Browse, query: str, expected: set[str]) -> None:
    assert codes(browse(None).get(f"{LIST}?{query}")) == expected


@pytest.mark.parametrize("query", ["kind=palace", "district=1", "district=%00", "industry=%00"])
def test_list__a_filter_that_is_none__400_names_the_field(browse: Browse, query: str) -> None:
    answer = browse(None).get(f"{LIST}?{query}")

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert list(answer.json()["errors"]) == [query.partition("=")[0]]


@pytest.mark.parametrize("page", ["1000000000", "0", "-1", "x", "9" * 40])
def test_list__a_page_that_is_none__404_says_so(browse: Browse, page: str) -> None:
    answer = browse(None).get(f"{LIST}?page={page}")

    assert answer.status_code == 404
    assert "no such page" in answer.json()["detail"]


@pytest.mark.parametrize(("size", "rows"), [("5", 5), ("200", 22), ("100000", 22), ("0", 22), ("x", 22)])
def test_list__page_size__at_most_200(browse: Browse, size: str, rows: int) -> None:
    assert len(browse(None).get(f"{LIST}?page_size={size}").json()["results"]) == rows


def test_list__queries__do_not_grow_with_parks(browse: Browse) -> None:
    client = browse(None)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    with keeping():
        Park.objects.bulk_create(
            Park(
                code=f"X{chr(65 + number)}A", name_en=f"Park {number}", name_zh_hans=f"园{number}", kind="urban",
                lead_district=District.objects.get(code="310115"), mark="demo", source="",
            )
            for number in range(20)
        )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        assert client.get(LIST).json()["count"] == 42

    assert len(few) == len(many) <= BUDGETS[LIST]
