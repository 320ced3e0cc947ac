"""The register of incubators: the demonstration's lines, and one class at a time."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client

from incubators.demo import load_incubators
from incubators.models import Incubator
from parks.models import Park


def test_load_incubators__twice__the_same_marked_lines_on_the_park_page(
    in_zone: Callable[[], AbstractContextManager[Any]], browse: Callable[[str | None], Client]
) -> None:
    with in_zone():
        first = load_incubators(Park.objects.order_by("code"))
    with in_zone():
        second = load_incubators(Park.objects.order_by("code"))

    text = browse(None).get("/parks/JNQ/").content.decode()
    assert {line.pk for line in first} == {line.pk for line in second}
    assert {line.mark for line in first} == {"demo"}
    assert "Demonstration incubator" in text
    assert "assumed, demonstration" in text


def test_incubator__two_classes_in_one_period__refused_by_the_database(
    in_zone: Callable[[], AbstractContextManager[Any]],
) -> None:
    with in_zone():
        line = load_incubators(Park.objects.filter(code="JNQ"))[0]
    with (
        in_zone(),
        pytest.raises(IntegrityError, match="incubators_an_incubator_holds_one_class_at_a_time"),
        transaction.atomic(),
    ):
        Incubator.objects.create(
            organisation=line.organisation, park=line.park, incubator_class="cultivating",
            period=DateRange(date(2026, 1, 1), None), name_en="x", name_zh_hans="x", mark="demo",
        )  # fmt: skip
