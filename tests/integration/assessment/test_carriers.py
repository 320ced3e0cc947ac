"""The evaluation of incubators: by kind, from the registers, by the engine; for the zone alone."""

import pytest

from assessment.selectors.carriers import cells_of, computed, evaluation_of, plan_book
from incubators.demo import load_incubators
from incubators.models import CarrierKind
from parks.models import Park


def row(key: str, **cells: str) -> dict[str, str]:
    full = {"occupied": "1", "fund_a_head": "10000000", "graduates": "5", "survival": "1"}
    return {"incubator": key} | full | cells


def test_plans__one_a_kind__weights_are_a_hundred():
    assert set(plan_book()["plans"]) == set(CarrierKind.values)
    for heads in plan_book()["plans"].values():
        assert sum(leaf[1] for rows in heads.values() for leaf in rows) == 100


def test_evaluation__by_hand__points_and_verdicts():
    result = computed(
        "incubator", [row("1"), row("2", occupied="0.5", graduates="2.5"), row("3", survival="NA", graduates="NA")]
    )
    found = {unit.unit: (unit.rank, unit.total, unit.verdict) for unit in result.units}

    assert found["1"] == (1, 100.0, "excellent")
    assert found["2"] == (2, 70.0, "qualified")  # 15 + 20 + 15 + 20 of 30 + 20 + 30 + 20
    assert found["3"][0] is None


def test_cells__nothing_said_is_not_reported_nobody_inside_is_not_applicable():
    cells = cells_of(None, [], [], 2025)

    assert (cells["occupied"], cells["survival"], cells["graduates"]) == ("NA", "N/A", "0")


@pytest.mark.parametrize(
    ("username", "status"),
    [("coordinator", 200), ("auditor", 200), ("incubator", 403), ("head-jnq", 403), ("owner-a", 403)],
)
def test_page__for_the_zone_alone(browse, in_zone, username, status):
    with in_zone():
        load_incubators(Park.objects.order_by("code"))
    answer = browse(username).get("/assessment/incubators/2025/incubator/")

    assert answer.status_code == status
    assert ("Demonstration incubator 1" in answer.content.decode()) is (status == 200)


def test_page__unknown_kind_or_year__not_found(browse):
    client = browse("coordinator")

    assert client.get("/assessment/incubators/2025/palace/").status_code == 404
    assert client.get("/assessment/incubators/1900/incubator/").status_code == 404


def test_evaluation__demonstration__ranked_by_the_same_engine(in_zone):
    with in_zone():
        load_incubators(Park.objects.order_by("code"))
        lines = evaluation_of("incubator", 2025)

    assert len(lines) == 3
    assert [line.result.rank for line in lines] == [1, 1, 1]  # invented alike
