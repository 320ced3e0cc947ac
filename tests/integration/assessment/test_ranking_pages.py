"""The ranking's three audiences, the opened row, the files, and bad addresses."""

import csv
import io
import json
import re
from collections.abc import Callable
from decimal import Decimal
from hashlib import sha256
from html import unescape
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessment.models import Cycle, RunResult
from assessment.selectors.ranking.files import safe
from tests.factories.assessed_year import LEFT_OUT, make_year, run_year

YEAR = 2024
TOTALS = {"CORE": 90.0, "CHJ": 85.0, "JNQ": 80.0, "LGA": 75.0, "JDG": 75.0, "HPU": 50.0, "EXP": 59.5, "ZIZ": LEFT_OUT}
ADDRESS = f"/assessment/{YEAR}/ranking/"


@pytest.fixture
def year(in_zone: Any) -> Cycle:
    """A computed year that is not released."""
    with in_zone():
        cycle = make_year(YEAR, TOTALS, vetoes=("QPU",), deducted=("BSH",))
        run_year(cycle)
    return cycle


@pytest.fixture
def released(in_zone: Any) -> Cycle:
    with in_zone():
        cycle = make_year(YEAR, TOTALS, vetoes=("QPU",), deducted=("BSH",))
        run_year(cycle, release=True)
    return cycle


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content[:2000]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


@pytest.mark.parametrize("username", [None, "head-jnq", "clerk-jnq", "district-pudong", "owner-a", "sysadmin"])
def test_ranking__before_the_release__nobody_outside_the_zone_sees_a_result(
    year: Cycle, browse: Callable[[str | None], Client], username: str | None
) -> None:
    text = read(browse(username), f"{ADDRESS}?open=JNQ&run=1")

    assert "not released yet" in text
    assert "31 March 2025" in text
    assert "80.00" not in text


def test_ranking__released__the_public_sees_rank_total_verdict_and_no_detail(
    released: Cycle, browse: Callable[[str | None], Client]
) -> None:
    text = read(browse(None), f"{ADDRESS}?open=JNQ")

    assert "First tier" in text
    assert "80.00" in text
    assert "Nothing opens under “JNQ”" in text
    assert "annual report" not in text
    assert "演示" not in text.replace("Demonstration", "")


def test_ranking__equal_totals__share_a_rank_and_say_so(
    released: Cycle, browse: Callable[[str | None], Client]
) -> None:
    text = read(browse(None), ADDRESS)

    assert text.count("4 tie") == 2


def test_ranking__park_not_rated__is_listed_apart_without_figures(
    released: Cycle, browse: Callable[[str | None], Client]
) -> None:
    text = read(browse(None), ADDRESS)

    assert "Not rated listed apart" in text
    assert "Returned" not in text


@pytest.mark.parametrize(
    ("username", "opens"),
    [("head-jnq", True), ("clerk-jnq", True), ("district-pudong", True), ("head-mhg", False), ("service-jnq", False)],
)
def test_ranking__released__a_parks_detail_opens_to_its_own(
    released: Cycle, browse: Callable[[str | None], Client], username: str, opens: bool
) -> None:
    text = read(browse(username), f"{ADDRESS}?open=JNQ")

    assert ("annual report, table 3" in text) is opens
    assert ("Nothing opens under “JNQ”" in text) is not opens


def test_ranking__opened_by_the_zone__goes_down_to_the_figure_and_its_people(
    year: Cycle, browse: Callable[[str | None], Client]
) -> None:
    text = read(browse("coordinator"), f"{ADDRESS}?open=JNQ")

    assert "÷ 100 × 100 ≈ 81.11" in text  # the expression with its numbers put in
    assert "entered by 演示金桥填报员 · 2 March 2025" in text
    assert "Verified by the district" in text
    assert "Accepted by the city" in text
    assert "goalposts 0 to 100" in text


def test_ranking__opened__points_add_up_to_the_total(year: Cycle, browse: Callable[[str | None], Client]) -> None:
    answer = browse("coordinator").get(f"{ADDRESS}?open=BSH")

    detail = answer.context["detail"]
    for area in detail.areas:
        assert sum(line.points for line in area.lines) == area.points
    assert sum(area.points for area in detail.areas) + sum(line.points for line in detail.adjustments) == detail.total
    assert detail.total == Decimal("68.00")


def test_ranking__opened__names_findings_with_their_documents(
    year: Cycle, browse: Callable[[str | None], Client]
) -> None:
    client = browse("auditor")

    assert "沪应急〔2025〕7号" in read(client, f"{ADDRESS}?open=BSH")
    assert "by a veto, whatever the total" in read(client, f"{ADDRESS}?open=QPU")


def test_ranking__opened_unrated__says_what_is_missing(year: Cycle, browse: Callable[[str | None], Client]) -> None:
    text = read(browse("coordinator"), f"{ADDRESS}?open=ZIZ")

    assert "0 of 1 indicators of Services" in text
    assert "the survey was late" in text


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("?run=abc", 404, "“abc” is no finished run of 2024."),
        ("?run=7", 404, "“7” is no finished run of 2024."),
        ("?run=99999999999999999999", 404, "is no finished run"),
        ("?open=NOPE", 200, "Nothing opens under “NOPE”"),
        ("?open=%00%27", 200, "Nothing opens under"),
        ("?kind=moon", 200, "“moon” is no peer group"),
    ],
)
def test_ranking__bad_query__gets_a_clear_answer(
    year: Cycle, browse: Callable[[str | None], Client], query: str, status: int, words: str
) -> None:
    answer = browse("coordinator").get(f"{ADDRESS}{query}")

    assert answer.status_code == status
    assert words in unescape(answer.content.decode())


@pytest.mark.parametrize("number", ["99999", "1999", "0", "1" + "0" * 30])
@pytest.mark.parametrize("page", ["ranking", "plan"])
def test_year__not_there__is_404_with_the_way_back(
    browse: Callable[[str | None], Client], number: str, page: str
) -> None:
    answer = browse(None).get(f"/assessment/{number}/{page}/")

    assert answer.status_code == 404
    assert 'href="/assessment/"' in answer.content.decode()


def test_ranking__of_one_peer_group__keeps_the_ranks_of_all(
    released: Cycle, browse: Callable[[str | None], Client]
) -> None:
    answer = browse(None).get(f"{ADDRESS}?kind=core")

    assert [row.rank for row in answer.context["ranking"].rows] == [1]
    assert answer.context["count_of_parks"] == 22


def test_files__recomputed_by_rank_table__give_the_same_ranking(
    year: Cycle, browse: Callable[[str | None], Client], tmp_path: Any, capsys: Any, in_zone: Any
) -> None:
    client = browse("auditor")
    for name in ("system.json", "values.csv"):
        (tmp_path / name).write_bytes(client.get(f"{ADDRESS}{name}").content)

    call_command("rank_table", str(tmp_path / "system.json"), str(tmp_path / "values.csv"), json=True)

    found = json.loads(capsys.readouterr().out)
    with in_zone():
        kept = RunResult.objects.filter(run__cycle=year).values_list("park__code", "rank", "total", "verdict")
        ours = sorted(kept)
        run = year.runs.get()
    assert sorted((unit["unit"], unit["rank"], unit["total"], unit["verdict"]) for unit in found["units"]) == ours
    assert hash_of(found) == run.inputs_sha256


def hash_of(found: dict[str, Any]) -> str:
    return sha256(f"{found['system_sha256']}\n{found['values_sha256']}\n".encode()).hexdigest()


@pytest.mark.parametrize(
    ("username", "status"),
    [(None, 302), ("head-jnq", 403), ("district-pudong", 403), ("owner-a", 403), ("auditor", 200)],
)
@pytest.mark.parametrize("name", ["system.json", "values.csv"])
def test_files__taken_by__the_zone_alone(
    released: Cycle, browse: Callable[[str | None], Client], username: str | None, status: int, name: str
) -> None:
    assert browse(username).get(f"{ADDRESS}{name}").status_code == status


def test_files__taken__leave_an_audit_event(
    year: Cycle, browse: Callable[[str | None], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(
        "assessment.views.ranking.audit.record", lambda event, *_row, after, **_: written.append((event, after))
    )

    browse("coordinator").get(f"{ADDRESS}values.csv")

    assert written == [("ranking_exported", {"file": "values.csv", "run": 1})]


def test_ranking_file__of_the_public__has_year_filter_mark_and_no_detail(
    released: Cycle, browse: Callable[[str | None], Client]
) -> None:
    content = browse(None).get(f"{ADDRESS}ranking.csv?kind=urban").content.decode("utf-8-sig")

    rows = list(csv.reader(io.StringIO(content)))
    assert rows[0][0].startswith("Demonstration")
    assert ["Ranking of the parks", "2024"] in rows
    assert ["Filter", "urban"] in rows
    assert rows[rows.index([]) + 1] == ["Rank", "Code", "Park", "District", "Peer group", "Total", "Verdict"]


def test_ranking_file__before_the_release__is_not_there_for_the_public(
    year: Cycle, browse: Callable[[str | None], Client]
) -> None:
    assert browse(None).get(f"{ADDRESS}ranking.csv").status_code == 404
    assert "Run,1," in browse("coordinator").get(f"{ADDRESS}ranking.csv").content.decode()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_file_cell__that_a_spreadsheet_would_run__gets_an_apostrophe(text: str) -> None:
    assert safe(text) == f"'{text}"


def test_file_cell__number__stays_a_number() -> None:
    assert safe(-1.5) == -1.5


def test_ranking__queries__grow_with_neither_years_nor_parks(
    year: Cycle, browse: Callable[[str | None], Client], in_zone: Any
) -> None:
    client = browse("coordinator")
    before = count_queries(client, f"{ADDRESS}?open=JNQ")
    with in_zone():
        for earlier in (2021, 2022, 2023):
            run_year(make_year(earlier, {"HPU": 40.0, "EXP": 41.0}), release=True)

    after = count_queries(client, f"{ADDRESS}?open=JNQ")

    assert after == before
    assert 10 <= before <= 30


def count_queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
