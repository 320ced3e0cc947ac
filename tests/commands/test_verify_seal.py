"""``verify_seal`` and ``assess`` on sealed years: the same hash everywhere, and no byte that could change unnoticed."""

import json
import random
from datetime import UTC, datetime

import pytest


@pytest.fixture(scope="module")
def year():
    """The newest closed year of a demonstration that is loaded today."""
    return datetime.now(UTC).year - 1


def test_verify__closed_years__each_has_a_seal_that_holds(manage, year):
    answers = [manage("verify_seal", each) for each in (year, year - 1, year - 2)]

    assert [answer.returncode for answer in answers] == [0, 0, 0]
    assert all(len(answer.stdout.strip()) == 64 for answer in answers)
    assert len({answer.stdout for answer in answers}) == 3


def test_verify__another_process_locale_zone_and_hash_seed__the_same_hash(manage, year):
    here = manage("verify_seal", year)
    there = manage(
        "verify_seal", year, LC_ALL="zh_CN.UTF-8", LANG="de_DE.UTF-8", TZ="America/New_York", PYTHONHASHSEED="7",
        OPENBLAS_NUM_THREADS="1", NPY_DISABLE_CPU_FEATURES="AVX2 FMA3",
    )  # fmt: skip

    assert (here.stdout, there.returncode) == (there.stdout, 0)


def test_verify__rows_in_another_order__the_same_hash(manage, year, as_superuser):
    before = manage("verify_seal", year).stdout
    as_superuser(
        "UPDATE assessment_figureentry SET reason = reason WHERE id % 3 = 0;"
        " UPDATE assessment_runresult SET verdict = verdict WHERE id % 2 = 0;"
        " UPDATE parks_park SET code = code WHERE id % 2 = 1;"
        " UPDATE assessment_finding SET count = count WHERE id % 2 = 1; ANALYZE"
    )

    assert manage("verify_seal", year).stdout == before


@pytest.mark.parametrize("apart", [-3, 1])
def test_verify__year_without_a_seal__says_so(manage, year, apart):
    answer = manage("verify_seal", year + apart)

    assert answer.returncode == 1
    assert "not sealed" in answer.stdout


SEAL = "id = (SELECT max(id) FROM assessment_seal)"
RUN = "run_id = (SELECT run_id FROM assessment_seal ORDER BY id DESC LIMIT 1)"
RETURN = (
    "annual_return_id = (SELECT r.id FROM assessment_return r JOIN assessment_cycle c ON c.id = r.cycle_id"
    " JOIN parks_park p ON p.id = r.park_id WHERE p.code = 'HPU' AND c.year = {year})"
)
LAST_YEAR = RETURN.replace("{year}", "{year} - 1")
SEALED_RUN = "id = (SELECT run_id FROM assessment_seal ORDER BY id DESC LIMIT 1)"
CYCLE = "cycle_id = (SELECT id FROM assessment_cycle WHERE year = {year})"
DEDUCTION = f"{CYCLE} AND adjustment_id IN (SELECT id FROM assessment_adjustment WHERE kind = 'deduction')"
FIRST_SEAL = "seal_id = (SELECT min(id) FROM assessment_seal)"
OTHER_RANK = "replace(content, '\"rank\":1,', '\"rank\":2,')"
PLAN = "plan_id = (SELECT id FROM assessment_plan WHERE year = {year})"
TAMPERINGS = [
    ("assessment_figureentry", "value", f"value IS NOT NULL AND {RETURN}", "value + 1", "/data/HPU/figures/"),
    ("assessment_figureentry", "reason", RETURN, "'because'", "/data/HPU/figures/"),
    ("assessment_figureentry", "entered_at", RETURN, "entered_at + interval '1 second'", "/data/HPU/figures/"),
    ("assessment_figureentry", "value", f"value IS NOT NULL AND {LAST_YEAR}", "value * 2", "/data/HPU/last/"),
    ("assessment_figurecorrection", "value", "true", "value + 1", "/data/JNQ/figures/F001/value"),
    ("assessment_finding", "count", DEDUCTION, "count + 1", "/data/"),
    ("assessment_finding", "document_number", CYCLE, "'x'", "/findings/"),
    ("assessment_indicator", "weight", PLAN, "weight + 0.001", "/plan/indicators/"),
    ("assessment_indicator", "expression", PLAN, "'F001'", "/plan/indicators/"),
    ("assessment_plan", "pass_line", "year = {year}", "59.9", "/plan/pass_line"),
    ("assessment_plan", "seed", "year = {year}", "seed + 1", "/plan/seed"),
    ("assessment_cycle", "cutoff_on", "year = {year}", "cutoff_on + 1", "/cycle/cutoff_on"),
    ("assessment_run", "seed", SEALED_RUN, "seed + 1", "/run/seed"),
    ("assessment_runresult", "rank", f"rank IS NOT NULL AND {RUN}", "rank + 1", "/results/"),
    ("assessment_runresult", "total", f"total IS NOT NULL AND {RUN}", "total + 0.0001", "/results/"),
    ("assessment_runresult", "arithmetic", RUN, "'{{}}'::jsonb", "/arithmetic"),
    ("assessment_runresult", "steps", RUN, "jsonb_set(steps, '{{total}}', '99')", "/steps/total"),
    ("assessment_runresult", "inputs", RUN, "jsonb_set(inputs, '{{F001,value}}', '\"1\"')", "/inputs/F001/value"),
    ("assessment_publishedrank", "rank", f"rank = 1 AND {CYCLE}", "2", "/published/"),
    ("assessment_standingevent", "event", "event = 'notified'", "'rejected'", "/standing/"),
    ("assessment_seal", "sha256", SEAL, "repeat('0', 64)", "the register's hash"),
    ("assessment_seal", "signature", SEAL, "repeat('0', 128)", "signature"),
    ("assessment_seal", "public_key", SEAL, "repeat('0', 64)", "key"),
    ("assessment_seal", "sealed_at", SEAL, "sealed_at - interval '1 day'", "/head/sealed_at"),
    ("assessment_sealedfile", "content", FIRST_SEAL, OTHER_RANK, "its file was changed at"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "column", "where", "value", "place"), TAMPERINGS)
def test_verify__a_row_changed_behind_its_back__is_named(manage, changed, year, table, column, where, value, place):
    with changed(table, column, where.format(year=year), value.format()):
        answer = manage("verify_seal", year)

    assert answer.returncode == 1
    assert place in answer.stdout


@pytest.mark.parametrize("at", random.Random(7).sample(range(10_000, 200_000), 6))
def test_verify__any_one_byte_of_the_file__is_named(manage, changed, year, at):
    newest = "seal_id = (SELECT max(id) FROM assessment_seal)"
    flipped = f"overlay(content placing CASE substr(content, {at}, 1) WHEN '7' THEN '8' ELSE '7' END from {at} for 1)"

    with changed("assessment_sealedfile", "content", newest, flipped):
        answer = manage("verify_seal", year)

    assert answer.returncode == 1
    assert "its file was changed at" in answer.stdout


def test_verify__put_back__holds_again(manage, changed, year):
    with changed("assessment_seal", "signature", SEAL, "repeat('0', 128)"):
        broken = manage("verify_seal", year)

    assert (broken.returncode, manage("verify_seal", year).returncode) == (1, 0)


def test_assess__sealed_year__prints_the_same_and_writes_nothing(manage, year, as_superuser):
    count = "SELECT (SELECT count(*) FROM assessment_run), (SELECT count(*) FROM core_auditevent)"
    before = as_superuser(count)

    answers = [manage("assess", year, "--json") for _ in range(2)]

    assert answers[0].stdout == answers[1].stdout
    found = json.loads(answers[0].stdout)
    assert {row["park"]: row["proposal"] for row in found["proposals"]}["HPU"] == "delisting"
    assert as_superuser(count) == before


def test_story__an_appeal_moves_three_ranks_and_both_versions_stay(as_superuser, year):
    moved = as_superuser(
        "SELECT p.code, one.rank, two.rank FROM assessment_runresult one"
        " JOIN assessment_runresult two ON two.park_id = one.park_id AND one.rank <> two.rank"
        " JOIN assessment_run first ON first.id = one.run_id AND first.number = 1"
        " JOIN assessment_run second ON second.id = two.run_id AND second.number = 2"
        " AND second.cycle_id = first.cycle_id"
        f" JOIN assessment_cycle c ON c.id = first.cycle_id AND c.year = {year}"
        " JOIN parks_park p ON p.id = one.park_id ORDER BY p.code"
    )
    seals = as_superuser(
        f"SELECT number, supersedes_id IS NOT NULL FROM assessment_seal WHERE cycle_id ="
        f" (SELECT id FROM assessment_cycle WHERE year = {year}) ORDER BY number"
    )

    assert moved == [("JNQ", 6, 4), ("MHG", 5, 6), ("YPU", 4, 5)]
    assert seals == [(1, False), (2, True)]
