"""A park's own report: distances and worth by arithmetic, seen by whom the sheet is, on the screen and as PDF."""

from typing import Any

import pytest

from assessment.actions.reports import keep_reports
from assessment.models import Cycle, ParkReport
from tests.factories.assessed_year import make_year, run_year

ADDRESS = "/assessment/2024/sheets/JNQ/report"


@pytest.fixture
def year(in_zone: Any) -> Cycle:
    with in_zone():
        cycle = make_year(2024, {"JNQ": 66.0, "MHG": 52.0, "CHJ": 80.0})
        run_year(cycle, release=True)
    return cycle


def test_report__distances_are_those_of_the_totals(year: Cycle, in_zone: Any) -> None:
    with in_zone():
        profile = ParkReport.objects.get(park__code="JNQ").content["profile"]
        behind = ParkReport.objects.get(park__code="MHG").content["profile"]

    assert profile["above_line"] == pytest.approx(6, abs=0.001)
    assert profile["to_next_rank"] == pytest.approx(4, abs=0.001)
    assert behind["to_line"] == pytest.approx(8, abs=0.001)


def test_report__one_unit_more_is_worth_its_weight(year: Cycle, in_zone: Any) -> None:
    with in_zone():
        worth = {row["code"]: row for row in ParkReport.objects.get(park__code="JNQ").content["worth"]}

    assert worth["A01"]["change"] == pytest.approx(0.5)  # weight 50 of 100, goalposts 0 to 100
    assert worth["D01"]["change"] == pytest.approx(0.4)


def test_report__made_once_a_run(year: Cycle, in_zone: Any) -> None:
    with in_zone():
        assert keep_reports(run=year.released_run) == 0
        assert ParkReport.objects.filter(park__code="JNQ").count() == 1


@pytest.mark.parametrize(
    ("username", "status"), [("head-jnq", 200), ("district-pudong", 200), ("auditor", 200), ("head-mhg", 404)]
)
def test_report__read_by_whom_the_sheet_is(year: Cycle, browse: Any, username: str, status: int) -> None:
    page, file = browse(username).get(f"{ADDRESS}/"), browse(username).get(f"{ADDRESS}.pdf")

    assert (page.status_code, file.status_code) == (status, status)
    assert file.content.startswith(b"%PDF") is (status == 200)
    if status == 200:
        assert "4.00 points are missing to rank" in page.content.decode()
