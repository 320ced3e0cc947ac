"""What checking a seal costs beside computing the year, and what stored years cost the assessment of one."""

import sys
from collections.abc import Iterator
from typing import Any

from django.db import connection, models, transaction

from assessment.management.commands.assess import recomputed
from assessment.models import Cycle, FigureEntry, Plan, Return, Run, RunResult, Seal
from assessment.selectors.seals import newest_seal
from coordination.zone_scope import whole_zone
from dev.bench.assess import run
from dev.bench.timing import Figure, compare, seconds

VERIFY_GOAL, TEN_YEARS_GOAL = 1.5, 1.1
TEN, TURNS = 10, 5


def figures(year: int) -> Iterator[Figure]:
    yield verify_seal(year)
    yield assess_ten_years(year)


def verify_seal(year: int) -> Figure:
    """The command that recomputes and compares everything, against the command that only recomputes."""

    def ours() -> None:
        run([sys.executable, "manage.py", "verify_seal", str(year)])

    def peer() -> None:
        run([sys.executable, "manage.py", "assess", str(year), "--json"])

    return compare("verify_seal", ours=ours, peer=peer, goal=VERIFY_GOAL, times=3)


def assess_ten_years(year: int) -> Figure:
    """One year computed with ten stored, against the same with the demonstration's own; nothing of it stays."""
    with whole_zone():
        seal = newest_seal(Cycle.objects.select_related("plan").get(year=year))
        assert seal is not None  # noqa: S101  the demonstration's closed years are sealed
        few = best_of(seal.run)
        for back in range(TEN - Seal.objects.values("cycle").distinct().count()):
            copy_year(year, year - 100 - back)
        many = best_of(seal.run)
        transaction.set_rollback(True)
    return Figure("assess_ten_years", many, few, TEN_YEARS_GOAL)


def best_of(run_of_year: Run) -> float:
    recomputed(run_of_year)
    return min(seconds(lambda: recomputed(run_of_year)) for _ in range(TURNS))


def copy_year(year: int, to: int) -> None:
    """A year's rows once more under another year: plan, cycle, run, results, returns, entries."""
    source = Cycle.objects.get(year=year)
    plan = copy(Plan, f"id = {source.plan_id}", year=to)
    cycle = copy(Cycle, f"id = {source.pk}", year=to, plan_id=plan, released_run_id="NULL", released_at="NULL")
    computed = copy(Run, f"id = {source.released_run_id}", cycle_id=cycle, job_id="NULL")
    copy(RunResult, f"run_id = {source.released_run_id}", run_id=computed)
    for filed in Return.objects.filter(cycle=source):
        copied = copy(Return, f"id = {filed.pk}", cycle_id=cycle)
        copy(FigureEntry, f"annual_return_id = {filed.pk}", annual_return_id=copied)
    Cycle.objects.filter(pk=cycle).update(released_run=computed, released_at=source.released_at)


def copy(model: type[models.Model], where: str, **changed: Any) -> int:
    """Copy the rows; the key of the last one."""
    columns = [str(field.column) for field in model._meta.local_fields if field.column != "id"]
    values = [str(changed.get(column, f'"{column}"')) for column in columns]
    names = ", ".join(f'"{column}"' for column in columns)
    table = model._meta.db_table
    sql = f'INSERT INTO "{table}" ({names}) SELECT {", ".join(values)} FROM "{table}" WHERE {where} RETURNING id'  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchall()[-1][0])
