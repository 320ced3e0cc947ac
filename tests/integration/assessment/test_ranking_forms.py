"""The ranking as workbook, JSON and printed page: what each audience sees, with run, date and filter inside."""

import json
from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from assessment.models import Cycle
from tests.factories.assessed_year import make_year, run_year

ADDRESS = "/assessment/2024/ranking/ranking"


def content_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.fixture
def year(in_zone: Any) -> Cycle:
    with in_zone():
        cycle = make_year(2024, {"HPU": 40.0, "CHJ": 80.0})
        run_year(cycle, release=True)
    return cycle


def test_json__public__has_ranks_and_no_detail(year: Cycle, browse: Any) -> None:
    found = json.loads(content_of(browse(None).get(f"{ADDRESS}.json")))

    assert (found["year"], found["run"], found["rows"][0][1]) == (2024, None, "CHJ")
    assert "Standing" not in found["columns"]


def test_json__zone__names_run_hash_and_filter(year: Cycle, browse: Any) -> None:
    found = json.loads(content_of(browse("auditor").get(f"{ADDRESS}.json?kind=core")))

    assert (found["run"], found["inputs_sha256"], found["kind"]) == (1, year.released_run.inputs_sha256, "core")
    assert [row[1] for row in found["rows"]] == ["CORE"]


def test_workbook__holds_every_park_and_the_run(year: Cycle, browse: Any) -> None:
    content = content_of(browse("auditor").get(f"{ADDRESS}.xlsx"))
    cells = [
        str(cell)
        for row in CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
        for cell in row
    ]

    assert {"CHJ", "HPU", "JNQ"} <= set(cells)
    assert any(year.released_run.inputs_sha256 in cell for cell in cells)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("username", [None, "coordinator"])
def test_pdf__in_both_languages(year: Cycle, browse: Any, username: str | None, language: str) -> None:
    client = browse(username)
    client.cookies["django_language"] = language

    assert content_of(client.get(f"{ADDRESS}.pdf")).startswith(b"%PDF")


@pytest.mark.parametrize("form", ["xlsx", "json", "pdf"])
def test_form__before_the_release__is_not_there_for_others(in_zone: Any, browse: Any, form: str) -> None:
    with in_zone():
        run_year(make_year(2024, {}))

    assert browse(None).get(f"{ADDRESS}.{form}").status_code == 404
    answer = browse("coordinator").get(f"{ADDRESS}.{form}")
    assert (answer.status_code, len(content_of(answer)) > 100) == (200, True)
