"""Declaring and ending an industry: who may, what is refused with which words, what is kept."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import User
from core.audit import history_of
from core.errors import NotAllowed, NotPermitted
from parks.actions import declare_industry, end_industry
from parks.models import Park, ParkIndustry

AT = datetime(2026, 11, 24, 4, tzinfo=UTC)
SINCE = date(2026, 12, 1)
Acting = Callable[[str], AbstractContextManager[Any]]


def declare(username: str, code: str = "JNQ", **options: Any) -> ParkIndustry:
    given = {"industry_class": "characteristic", "name_en": "Robots", "name_zh_hans": "机器人", "since": SINCE}
    return declare_industry(
        park=Park.objects.get(code=code), by=User.objects.get(username=username), at=AT, **(given | options)
    )


@pytest.mark.parametrize(
    ("username", "code", "may"),
    [
        ("head-jnq", "JNQ", True),
        ("head-jnq", "MHG", False),
        ("coordinator", "JNQ", True),
        ("coordinator", "MHG", True),
        ("clerk-jnq", "JNQ", False),
        ("service-jnq", "JNQ", False),
        ("district-pudong", "JNQ", False),
        ("auditor", "JNQ", False),
        ("owner-a", "JNQ", False),
        ("sysadmin", "JNQ", False),
    ],
)
def test_declare_industry__role_and_park(acting_as: Acting, username: str, code: str, may: bool) -> None:
    with acting_as(username):
        if may:
            assert declare(username, code).slot is None
        else:
            with pytest.raises(NotPermitted):
                declare(username, code)


def test_declare_industry__with_layout__kept_with_its_audit_event(acting_as: Acting, person: Any) -> None:
    with acting_as("head-jnq"):
        industry = declare("head-jnq", name_en="  Robots ", layout=["high_end_equipment", "artificial_intelligence"])

        (event,) = history_of(industry)

    assert (industry.name_en, industry.mark, industry.period.lower, industry.period.upper) == (
        "Robots",
        "declared",
        SINCE,
        None,
    )
    assert sorted(industry.layout_entries.values_list("code", flat=True)) == [
        "artificial_intelligence",
        "high_end_equipment",
    ]
    assert (event.event, event.park_id) == ("industry_declared", industry.park_id)
    assert (event.actor_id, event.actor_name) == (person("head-jnq").pk, "")
    assert event.after["name_zh_hans"] == "机器人"


def test_declare_industry__a_fourth_leading_one__names_the_three_and_the_mend(acting_as: Acting) -> None:
    with acting_as("head-jnq"), pytest.raises(NotAllowed) as refusal:
        declare("head-jnq", industry_class="leading")

    words = str(refusal.value.reason)
    assert words.startswith("A park has at most three leading industries.")
    assert all(name in words for name in ("future vehicles", "intelligent manufacturing", "new communication"))
    assert "End one of them before 2026-12-01 first" in words
    assert refusal.value.place == "industry_class"


def test_declare_industry__after_one_has_ended__takes_its_slot(acting_as: Acting) -> None:
    with acting_as("head-jnq"):
        head = User.objects.get(username="head-jnq")
        ended = ParkIndustry.objects.get(park__code="JNQ", slot=2)
        end_industry(industry=ended, last_day=date(2026, 11, 30), by=head, at=AT)

        industry = declare("head-jnq", industry_class="leading")

    assert industry.slot == 2


def test_declare_industry__from_a_day_on_which_the_ended_one_still_counts__refused(acting_as: Acting) -> None:
    with acting_as("head-jnq"):
        head = User.objects.get(username="head-jnq")
        ended = ParkIndustry.objects.get(park__code="JNQ", slot=2)
        end_industry(industry=ended, last_day=SINCE, by=head, at=AT)

        with pytest.raises(NotAllowed, match="at most three"):
            declare("head-jnq", industry_class="leading")


@pytest.mark.parametrize(
    ("names", "place"),
    [
        ({"name_en": "future  VEHICLES"}, "name_en"),
        ({"name_zh_hans": "未来车"}, "name_zh_hans"),
        ({"name_en": "Future vehicles"}, "name_en"),  # full width
    ],
)
def test_declare_industry__a_name_that_stands_already__refused_at_its_field(
    acting_as: Acting, names: dict[str, str], place: str
) -> None:
    with acting_as("head-jnq"), pytest.raises(NotAllowed, match="is declared already") as refusal:
        declare("head-jnq", **names)

    assert refusal.value.place == place


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        ({"since": date(1999, 12, 31)}, "JNQ", "between 2000-01-01 and 2027-11-25"),
        ({"since": date(2062, 12, 1)}, "JNQ", "between 2000-01-01 and 2027-11-25"),
        ({}, "ZHB", "its successor declares"),
        ({"layout": ["metaverse", "alchemy"]}, "JNQ", "alchemy: no entry of the city's present layout"),
    ],
)
def test_declare_industry__what_cannot_be__refused_with_the_mend(
    acting_as: Acting, options: dict[str, Any], code: str, words: str
) -> None:
    with acting_as("coordinator"), pytest.raises(NotAllowed, match=words):
        declare("coordinator", code, **options)

    assert not ParkIndustry.objects.filter(name_zh_hans="机器人").exists()


def test_end_industry__keeps_it_until_its_last_day(acting_as: Acting) -> None:
    with acting_as("head-jnq"):
        industry = ParkIndustry.objects.get(park__code="JNQ", slot=1)
        ended = end_industry(
            industry=industry, last_day=date(2026, 12, 31), by=User.objects.get(username="head-jnq"), at=AT
        )

        events = [event.event for event in history_of(ended)]

    assert ended.period.upper == date(2027, 1, 1)
    assert events == ["industry_ended"]


def test_end_industry__twice__refused(acting_as: Acting) -> None:
    with acting_as("head-jnq"):
        head = User.objects.get(username="head-jnq")
        industry = ParkIndustry.objects.get(park__code="JNQ", slot=1)
        end_industry(industry=industry, last_day=date(2026, 12, 31), by=head, at=AT)

        with pytest.raises(NotAllowed, match="2027-01-01 is the first day without it"):
            end_industry(industry=industry, last_day=date(2027, 1, 31), by=head, at=AT)


def test_end_industry__before_it_began__refused_at_the_day(acting_as: Acting) -> None:
    with acting_as("head-jnq"), pytest.raises(NotAllowed) as refusal:
        end_industry(
            industry=ParkIndustry.objects.get(park__code="JNQ", slot=1),
            last_day=date(2020, 1, 1),
            by=User.objects.get(username="head-jnq"),
            at=AT,
        )

    assert refusal.value.place == "last_day"


def test_end_industry__another_parks_head__not_permitted(acting_as: Acting) -> None:
    with acting_as("head-mhg"), pytest.raises(NotPermitted):
        end_industry(
            industry=ParkIndustry.objects.get(park__code="JNQ", slot=1),
            last_day=SINCE,
            by=User.objects.get(username="head-mhg"),
            at=AT,
        )


@pytest.mark.parametrize(("industry_class", "slot"), [("leading", 4), ("leading", None), ("future", 1)])
def test_park_industry__a_slot_outside_the_three__refused_by_the_database(
    acting_as: Acting, industry_class: str, slot: int | None
) -> None:
    with (
        acting_as("coordinator"),
        pytest.raises(IntegrityError, match="parks_only_leading_industries_hold_a_slot_of_three"),
        transaction.atomic(),
    ):
        ParkIndustry.objects.create(
            park=Park.objects.get(code="EXP"), industry_class=industry_class, slot=slot, period=DateRange(SINCE, None),
            name_en="Robots", name_zh_hans="机器人", mark="demo",
        )  # fmt: skip
