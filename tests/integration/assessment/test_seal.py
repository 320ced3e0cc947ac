"""Sealing a year: when it is sealed, what follows a later run, what no longer changes, what an outsider can check."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import Error as DatabaseError
from django.db import connection, transaction

from assessment.actions.releases import release_results
from assessment.actions.runs import compute, request_run, store_run
from assessment.actions.seals import seal_run
from assessment.engine.cli import main as rank_table
from assessment.ladder import propose
from assessment.ladder_file import read_case
from assessment.models import Cycle, FigureEntry, Indicator, Return, Run, RunResult, Seal, SealedFile
from assessment.policies import check_not_sealed
from assessment.selectors.seal_bundle import bundle_of
from assessment.selectors.seal_check import SealFault, verify_year
from assessment.workflow import ReturnStatus
from core import signing
from core.audit import history_of
from core.errors import NotAllowed, NotPermitted
from tests.factories.assessed_year import at, make_year, run_year


@pytest.fixture
def year(in_zone: Any) -> Cycle:
    with in_zone():
        cycle = make_year(2024, {"HPU": 40.0, "EXP": 59.9})
        run_year(cycle, release=True)
    return cycle


def run_again(cycle: Cycle, by: Any) -> Run:
    run = request_run(cycle=cycle, by=by, at=at(2024, 7), queue=False)
    return store_run(run=run, computed=compute(run), at=at(2024, 7))


def test_release__seals_the_year_under_its_run(year: Cycle, in_zone: Any, person: Any) -> None:
    with in_zone():
        seal = verify_year(year)
        events = [event.event for event in history_of(seal)]

    assert (seal.run, seal.number, seal.sealed_by) == (year.released_run, 1, person("coordinator"))
    assert events == ["year_sealed"]
    assert signing.is_signed(bytes.fromhex(seal.sha256), signature=seal.signature, by=signing.public_key())


def test_seal__before_the_release__then_the_release_takes_it(in_zone: Any, person: Any) -> None:
    with in_zone():
        cycle = make_year(2024, {})
        run = run_year(cycle)
        seal = seal_run(run=run, by=person("coordinator"), at=at(2024, 6, 20))
        release_results(cycle=cycle, run=run, by=person("coordinator"), at=at(2024, 6, 22))

        assert list(Seal.objects.filter(cycle=cycle)) == [seal]


def test_seal__after_another_run__supersedes_the_first_and_links_to_it(year: Cycle, in_zone: Any, person: Any) -> None:
    with in_zone():
        first = Seal.objects.get(cycle=year)
        later = seal_run(run=run_again(year, person("coordinator")), by=person("coordinator"), at=at(2024, 7, 2))
        content = json.loads(SealedFile.objects.get(seal=later).content)

    assert (later.number, later.supersedes) == (2, first)
    assert content["head"]["supersedes"] == first.sha256


def test_seal__next_year__links_to_the_year_before(year: Cycle, in_zone: Any) -> None:
    with in_zone():
        following = make_year(2025, {})
        run_year(following, release=True)
        seal = verify_year(following)

    assert seal.year_before == Seal.objects.get(cycle=year)


@pytest.mark.parametrize("username", ["auditor", "district-pudong", "head-jnq", "sysadmin"])
def test_seal__by_whoever_may_not__is_refused(in_zone: Any, person: Any, username: str) -> None:
    with in_zone():
        run = run_year(make_year(2024, {}))

        with pytest.raises(NotPermitted, match="municipal coordinator seals"):
            seal_run(run=run, by=person(username), at=at(2024))


def test_seal__twice_or_over_a_later_run__is_refused(year: Cycle, in_zone: Any, person: Any) -> None:
    with in_zone():
        with pytest.raises(NotAllowed, match="sealed already"):
            seal_run(run=year.released_run, by=person("coordinator"), at=at(2024, 7))
        cycle = make_year(2025, {})
        early = run_year(cycle)
        run_year(cycle)
        with pytest.raises(NotAllowed, match="A later run is finished"):
            seal_run(run=early, by=person("coordinator"), at=at(2025, 7))


def test_seal__figures_moved_since_the_run__is_refused(in_zone: Any, person: Any) -> None:
    with in_zone():
        cycle = make_year(2024, {})
        run = run_year(cycle)
        FigureEntry.objects.filter(annual_return__cycle=cycle, figure__code="F003").update(value=2)

        with pytest.raises(NotAllowed, match="have changed since run 1"):
            seal_run(run=run, by=person("coordinator"), at=at(2024, 7))


FROZEN = [
    "UPDATE assessment_figureentry SET value = 1 WHERE id = {entry}",
    "DELETE FROM assessment_figureentry WHERE id = {entry}",
    "UPDATE assessment_return SET status = 'draft' WHERE id = {annual_return}",
    "UPDATE assessment_finding SET count = 2",
    "UPDATE assessment_indicator SET weight = weight + 1 WHERE plan_id = {plan}",
    "DELETE FROM assessment_rule WHERE plan_id = {plan}",
    "UPDATE assessment_plan SET pass_line = 10 WHERE id = {plan}",
    "UPDATE assessment_cycle SET cutoff_on = cutoff_on + 1 WHERE id = {cycle}",
    "UPDATE assessment_run SET seed = seed + 1 WHERE id = {run}",
    "UPDATE assessment_runresult SET total = 99 WHERE run_id = {run}",
    "DELETE FROM assessment_runresult WHERE run_id = {run}",
    "UPDATE assessment_runoutput SET content = '' WHERE run_id = {run}",
    "UPDATE assessment_seal SET sha256 = repeat('0', 64) WHERE run_id = {run}",
    "DELETE FROM assessment_sealedfile",
    (
        "INSERT INTO assessment_finding (park_id, cycle_id, adjustment_id, count, document_number)"
        " SELECT park_id, cycle_id, {veto}, 1, 'x' FROM assessment_return WHERE id = {annual_return}"
    ),
    (
        "INSERT INTO assessment_rule (plan_id, code, position, name_en, name_zh_hans, severity, expression)"
        " VALUES ({plan}, 'R99', 9, 'x', 'x', 'hard', 'F001 < 1')"
    ),
]


@pytest.mark.parametrize("sql", FROZEN)
def test_sealed_rows__changed_by_the_application__are_refused_by_the_database(sql: str, in_zone: Any) -> None:
    with in_zone():
        cycle = make_year(2024, {}, deducted=("MHG",))
        run = run_year(cycle, release=True)
        annual_return = Return.objects.get(cycle=cycle, park__code="JNQ")
        entry = annual_return.entries.first()
        veto = cycle.plan.adjustments.get(code="X02").pk
        keys = {"entry": entry.pk, "annual_return": annual_return.pk, "run": run.pk, "veto": veto}

        refused = pytest.raises(DatabaseError, match="is sealed and does not change")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql.format(plan=cycle.plan_id, cycle=cycle.pk, **keys))


def test_unsealed_rows__still_change(in_zone: Any) -> None:
    with in_zone():
        cycle = make_year(2024, {})
        run = run_year(cycle)

        assert FigureEntry.objects.filter(annual_return__cycle=cycle).update(reason="checked") > 0
        assert RunResult.objects.filter(run=run).update(verdict="qualified") > 0
        assert Indicator.objects.filter(plan=cycle.plan).update(basis="x") > 0


def test_figures_of_the_year_before__are_frozen_with_it(year: Cycle, in_zone: Any, person: Any) -> None:
    with in_zone():
        check_not_sealed(Cycle(year=2025))
        for covered in (2024, 2023):
            with pytest.raises(NotAllowed, match="only an upheld appeal"):
                check_not_sealed(Cycle(year=covered))


def test_accept_return__of_a_sealed_year__is_refused_in_words(year: Cycle, browse: Any, in_zone: Any) -> None:
    with in_zone():
        cycle = make_year(2025, {})
        Return.objects.filter(cycle=cycle, park__code="JNQ").update(status=ReturnStatus.VERIFIED)
        run_year(cycle, release=True)

    answer = browse("coordinator").post("/assessment/2025/returns/JNQ/accept/", {})

    assert answer.status_code == 422
    assert "only an upheld appeal corrects them" in answer.content.decode()


def test_verify__result_changed_before_its_seal_is_looked_at__names_the_cell(year: Cycle, in_zone: Any) -> None:
    with in_zone():
        cycle = make_year(2025, {})
        run = run_year(cycle)
        RunResult.objects.filter(run=run, park__code="HPU").update(total=99)
        release_results(cycle=cycle, run=run, by=year.released_by, at=at(2025, 7))

        with pytest.raises(SealFault, match=r"/results/HPU/total: sealed 99.0, found|/results/HPU/total"):
            verify_year(cycle)


def files_of(seal: Seal, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(bundle_of(seal))) as archive:
        archive.extractall(folder)
    return folder


def test_bundle__checked_without_the_database__gives_the_same_bytes(year: Cycle, in_zone: Any, tmp_path: Path) -> None:
    with in_zone():
        seal = Seal.objects.select_related("run").get(cycle=year)
        folder = files_of(seal, tmp_path)
    out = io.StringIO()

    code = rank_table(
        [str(folder / "system.json"), str(folder / "values.csv"), "--json", "--uncertainty", str(seal.run.draws),
         "--seed", str(seal.run.seed)], stdout=out,
    )  # fmt: skip

    assert code == 0
    assert out.getvalue() == (folder / "expected.json").read_text(encoding="utf-8")
    case = read_case(folder / "standing.json")
    proposals = propose(case.ladder, case.years, case.events).as_json()
    assert json.loads((folder / "proposals.json").read_text(encoding="utf-8")) == json.loads(json.dumps(proposals))


def test_bundle__twice__is_the_same_archive(year: Cycle, in_zone: Any) -> None:
    with in_zone():
        seal = Seal.objects.get(cycle=year)

        assert bundle_of(seal) == bundle_of(seal)


@pytest.mark.parametrize(
    ("username", "status"), [("coordinator", 200), ("auditor", 200), ("head-jnq", 403), ("district-pudong", 403)]
)
def test_bundle__is_the_zones_alone(year: Cycle, browse: Any, username: str, status: int) -> None:
    assert browse(username).get("/assessment/2024/seal/bundle.zip").status_code == status


@pytest.mark.parametrize("username", [None, "head-jnq", "auditor"])
def test_page__shows_the_hash_to_everybody(year: Cycle, browse: Callable[[str | None], Any], username: str) -> None:
    page = browse(username).get("/assessment/2024/seal/").content.decode()

    assert Seal.objects.get(cycle=year).sha256 in page
    assert ("Recompute and compare" in page) is (username == "auditor")


def test_page__unreleased_seal__is_not_public(browse: Any, in_zone: Any, person: Any) -> None:
    with in_zone():
        seal = seal_run(run=run_year(make_year(2024, {})), by=person("coordinator"), at=at(2024))

    assert seal.sha256 not in browse(None).get("/assessment/2024/seal/").content.decode()
    assert seal.sha256 in browse("auditor").get("/assessment/2024/seal/").content.decode()
