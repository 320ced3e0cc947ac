"""Twenty people at once declare a leading industry for one park: three at most stand, whoever comes first.

Each writes on a connection of their own and commits; what they committed is taken away again afterwards.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connections, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import User
from core.errors import NotAllowed
from core.models import AuditEvent
from core.rowsecurity import scope
from parks.access import read_access
from parks.actions import declare_industry
from parks.models import IndustryClass, Park, ParkIndustry

AT = datetime(2026, 11, 24, 4, tzinfo=UTC)
SINCE = date(2026, 12, 1)
CONNECTIONS = 20
PARKS = ("CHJ", "CORE", "EXP")  # with two, three and one leading industry


@pytest.fixture(autouse=True)
def nothing_stays() -> Iterator[None]:
    """Remove what the threads committed, with its audit events, as the owner."""
    parks = list(Park.objects.filter(code__in=PARKS).values_list("pk", flat=True))
    yield

    def remove() -> None:
        with scope(using="owner", park=parks):
            rows = ParkIndustry.objects.using("owner").filter(name_en__startswith="Industry ")
            keys = [str(key) for key in rows.values_list("pk", flat=True)]
            AuditEvent.objects.using("owner").filter(object_type="parks.parkindustry", object_key__in=keys).delete()
            rows.delete()
        connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(remove).result()


def leading_now(code: str) -> list[str]:
    rows = ParkIndustry.objects.filter(park__code=code, industry_class="leading", period__contains=SINCE)
    return sorted(rows.values_list("name_en", flat=True))


def at_once(write: Any) -> list[str]:
    """Call ``write(number)`` on as many connections at the same moment; what became of each."""
    start = Barrier(CONNECTIONS)

    def one(number: int) -> str:
        try:
            start.wait(timeout=30)
            write(number)
        except NotAllowed as refusal:
            return str(refusal.reason)
        except IntegrityError:
            return "refused by the database"
        finally:
            connections.close_all()
        return "declared"

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        return list(pool.map(one, range(CONNECTIONS)))


def declare_for(code: str) -> Any:
    def write(number: int) -> None:
        user = User.objects.get(username="coordinator")
        with scope(user=user.pk, **read_access(user).everything()):
            declare_industry(
                park=Park.objects.get(code=code),
                industry_class=IndustryClass.LEADING,
                name_en=f"Industry {number}",
                name_zh_hans=f"产业{number}",
                since=SINCE,
                by=user,
                at=AT,
            )

    return write


def test_leading_industries__twenty_at_once_and_one_place_left__one_wins() -> None:
    before = leading_now("CHJ")

    outcomes = at_once(declare_for("CHJ"))

    after = leading_now("CHJ")
    refusals = [outcome for outcome in outcomes if outcome != "declared"]
    assert (len(before), outcomes.count("declared"), len(after)) == (2, 1, 3)
    assert len(refusals) == CONNECTIONS - 1
    assert all(refusal.startswith("A park has at most three leading industries.") for refusal in refusals)
    assert all(name in refusal for name in after for refusal in refusals)


def test_leading_industries__twenty_at_once_and_no_place_left__none_wins() -> None:
    before = leading_now("CORE")

    outcomes = at_once(declare_for("CORE"))

    assert len(before) == 3
    assert "declared" not in outcomes
    assert leading_now("CORE") == before


def test_leading_industries__written_past_the_action__the_database_alone_holds_three() -> None:
    ids = {code: Park.objects.get(code=code).pk for code in ("EXP",)}

    def write(number: int) -> None:
        with scope(park=[ids["EXP"]]), transaction.atomic():
            ParkIndustry.objects.create(
                park_id=ids["EXP"],
                industry_class=IndustryClass.LEADING,
                slot=number % 3 + 1,
                period=DateRange(SINCE, None),
                name_en=f"Industry {number}",
                name_zh_hans=f"产业{number}",
                mark="demo",
            )

    outcomes = at_once(write)

    assert len(leading_now("EXP")) == 3
    assert outcomes.count("declared") == 2  # the park had one
    assert outcomes.count("refused by the database") == CONNECTIONS - 2
