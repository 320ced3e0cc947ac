"""The public list of parks, and the pages on which an industry is declared or ended."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from core.rowsecurity import keeping
from parks.models import District, Park, ParkIndustry
from tests.integration.query_budgets import BUDGETS

Browse = Callable[[str | None], Client]
NEW = "/parks/JNQ/industries/new/"


def read(answer: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def codes_in(answer: Any) -> set[str]:
    return set(re.findall(r'<th [^>]*scope="row"[^>]*><a href="/parks/([A-Z]+)/"', answer.content.decode()))


def test_park_list__visitor__22_parks_and_the_ended_one_apart(browse: Browse) -> None:
    answer = browse(None).get("/parks/")

    text = read(answer)
    assert answer.status_code == 200
    assert len(codes_in(answer)) == 23
    assert "22 rows" in text
    assert "Zhabei Park" in text.partition("Parks that have ended")[2]
    assert "金桥园" in text
    assert "future vehicles · intelligent manufacturing · new communication" in text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=core", {"CORE"}),
        ("district=310112", {"MHG", "ZIZ", "CHJ"}),  # 漕河泾园 has a plot in Minhang, led by Xuhui
        ("industry=vehicles", {"JNQ"}),
        ("industry=未来车", {"JNQ"}),
        ("kind=development_zone&district=310115", {"JNQ", "LGA"}),
        ("industry=no such thing", set()),
    ],
)
def test_park_list__filtered__exactly_those(browse: Browse, query: str, expected: set[str]) -> None:
    answer = browse(None).get(f"/parks/?{query}")

    assert codes_in(answer) - {"ZHB"} == expected
    assert "Clear the filter" in read(answer)


@pytest.mark.parametrize(
    "query", ["kind=palace", "district=999999", "district=%00", "industry=%00", "industry=" + "x" * 200]
)
def test_park_list__a_filter_that_is_none__400_and_says_which(browse: Browse, query: str) -> None:
    answer = browse(None).get(f"/parks/?{query}")

    assert answer.status_code == 400
    assert b"error-summary" in answer.content


@pytest.mark.parametrize("page", ["1000000000", "0", "-1", "first"])
def test_park_list__a_page_that_is_none__404_with_the_way_back(browse: Browse, page: str) -> None:
    answer = browse(None).get(f"/parks/?page={page}")

    assert answer.status_code == 404
    assert "There is no such page" in read(answer)


def test_park_list__queries__do_not_grow_with_parks(browse: Browse, in_zone: Any) -> None:
    client = browse(None)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/parks/")
    district = District.objects.get(code="310115")
    for number in range(20):
        with keeping():
            new = Park.objects.create(
                code=f"X{chr(65 + number)}A", name_en=f"Park {number}", name_zh_hans=f"园{number}", kind="urban",
                lead_district=district, mark="demo", source="",
            )  # fmt: skip
        with in_zone():
            ParkIndustry.objects.create(
                park=new, industry_class="leading", slot=1, period=DateRange(localdate() - timedelta(days=9), None),
                name_en="Robots", name_zh_hans="机器人", mark="demo",
            )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        client.get("/parks/")

    assert len(few) == len(many) <= BUDGETS["/parks/"]


def test_declare__signed_out__asked_to_sign_in_before_anything_is_looked_up(browse: Browse) -> None:
    for address in (NEW, "/parks/QQQ/industries/new/"):
        answer = browse(None).get(address)

        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(
    ("username", "address", "status"),
    [
        ("head-jnq", NEW, 200),
        ("coordinator", NEW, 200),
        ("clerk-jnq", NEW, 403),
        ("head-mhg", NEW, 403),
        ("owner-a", NEW, 403),
        ("head-jnq", "/parks/QQQ/industries/new/", 404),
        ("head-jnq", "/parks/JNQ/industries/999999999999999999/end/", 404),
    ],
)
def test_declare__who_may_open_it(browse: Browse, username: str, address: str, status: int) -> None:
    answer = browse(username).get(address)

    assert answer.status_code == status
    if status == 403:
        assert "head or a municipal coordinator" in read(answer)


def test_declare__sent__stands_on_the_park_page(browse: Browse) -> None:
    client = browse("head-jnq")
    sent = {
        "industry_class": "characteristic",
        "name_en": "Robots",
        "name_zh_hans": "机器人",
        "since": localdate().isoformat(),
        "layout": ["high_end_equipment"],
    }

    answer = client.post(NEW, sent, follow=True)

    text = read(answer)
    assert answer.redirect_chain == [("/parks/JNQ/", 302)]
    assert "Declared: Robots." in text
    assert "declared by the park in this portal" in text


def test_declare__a_fourth_leading_one__422_at_the_class_and_the_typing_kept(browse: Browse) -> None:
    sent = {
        "industry_class": "leading",
        "name_en": "Robots",
        "name_zh_hans": "机器人",
        "since": localdate().isoformat(),
    }

    answer = browse("head-jnq").post(NEW, sent)

    text = read(answer)
    assert answer.status_code == 422
    assert (
        text.count("A park has at most three leading industries. It has these: future vehicles") == 2
    )  # summary, field
    assert b'value="Robots"' in answer.content


def test_declare__in_chinese__refused_in_chinese(browse: Browse) -> None:
    client = browse("head-jnq")
    client.cookies["django_language"] = "zh-hans"

    answer = client.post(
        NEW, {"industry_class": "leading", "name_en": "Robots", "name_zh_hans": "机器人", "since": "2026-12-01"}
    )

    assert answer.status_code == 422
    assert "主导产业" in read(answer)


@pytest.mark.parametrize(
    "changed",
    [
        {"since": "31.12.2026"},
        {"since": ""},
        {"name_en": " "},
        {"name_zh_hans": "机\x00器"},
        {"industry_class": "main"},
        {"layout": ["x"]},
    ],
)
def test_declare__a_shape_that_is_none__422_and_nothing_written(browse: Browse, changed: dict[str, Any]) -> None:
    sent = {"industry_class": "future", "name_en": "Robots", "name_zh_hans": "机器人", "since": "2026-12-01"}

    answer = browse("head-jnq").post(NEW, sent | changed)

    assert answer.status_code == 422
    assert not ParkIndustry.objects.filter(name_en="Robots").exists()


def test_end__asked_and_confirmed__the_last_day_is_shown(browse: Browse) -> None:
    industry = ParkIndustry.objects.get(park__code="JNQ", slot=1)
    address = f"/parks/JNQ/industries/{industry.pk}/end/"
    client = browse("head-jnq")

    asked = client.get(address)
    answer = client.post(address, {"last_day": localdate().isoformat()}, follow=True)

    assert "End “future vehicles”?" in read(asked)
    assert "Its place among the three leading industries is free" in read(asked)
    assert "Ended: future vehicles." in read(answer)
    assert "last day" in read(answer)


def test_end__an_industry_of_another_park_under_this_address__404(browse: Browse) -> None:
    foreign = ParkIndustry.objects.get(park__code="CORE", slot=1)

    assert browse("coordinator").get(f"/parks/JNQ/industries/{foreign.pk}/end/").status_code == 404


def test_park_page__name_with_markup__is_text(browse: Browse, in_zone: Any) -> None:
    with in_zone():
        ParkIndustry.objects.create(
            park=Park.objects.get(code="EXP"), industry_class="future", period=DateRange(localdate(), None),
            name_en="<script>alert(1)</script>", name_zh_hans="x", mark="demo", source='"><img src=x onerror=alert(1)>',
        )  # fmt: skip

    content = browse(None).get("/parks/EXP/").content

    assert b"<script>alert" not in content
    assert b"&lt;script&gt;alert(1)" in content
    assert b"<img src=x" not in content
