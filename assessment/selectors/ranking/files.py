"""A year as files: the two that ``rank_table`` recomputes it from, and the ranking as it is shown."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from assessment.models import Cycle, Run, RunResult
from assessment.plan_content import CODE_OF_MISSING
from assessment.selectors.ranking.rows import VIEW, Ranking, Row, kind_label
from core.templatetags.date_text import moment_text

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def system_json(run: Run) -> str:
    """The plan of the run in the engine's format."""
    return json.dumps(run.system, ensure_ascii=False, indent=2) + "\n"


def values_csv(run: Run, user: Any) -> str:
    """Every park's indicator values and findings as the run took them, in the engine's format."""
    adjust = run.system["adjust"]
    columns = [line["column"] for kind in ("deductions", "bonuses", "vetoes") for line in adjust.get(kind, [])]
    codes = [row["code"] for row in run.system["indicators"]]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([run.system["unit"], *columns, *codes])
    results = RunResult.objects.visible_to(user, VIEW).filter(run=run).order_by("park__code")
    for code, steps in results.values_list("park__code", "steps"):
        counts = counts_of(steps)
        writer.writerow([code, *(counts.get(column, 0) for column in columns), *(cell(steps, key) for key in codes)])
    return out.getvalue()


def counts_of(steps: Mapping[str, Any]) -> dict[str, int]:
    found = {line["column"]: int(line["count"]) for kind in ("deductions", "bonuses") for line in steps[kind]}
    return found | {line["column"]: 1 for line in steps["vetoes"]}


def cell(steps: Mapping[str, Any], code: str) -> str:
    """The value in its shortest form, or the code of a kind of nothing."""
    value = steps["raw"].get(code)
    return CODE_OF_MISSING[steps["missing"][code]] if value is None else repr(value)


def ranking_csv(ranking: Ranking, cycle: Cycle, run: Run | None, *, kind: str, moment: Any) -> str:
    """The ranking as shown, with year, run, time, the demonstration's mark and the filter printed inside."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for line in (*head_lines(cycle, run, kind, moment), []):
        writer.writerow([safe(text) for text in line])
    with_detail = run is not None
    writer.writerow([safe(text) for text in heads(ranking, with_detail=with_detail)])
    for row in ranking.rows:
        writer.writerow([safe(value) for value in values_of(row, with_detail=with_detail)])
    return "\ufeff" + out.getvalue()


def head_lines(cycle: Cycle, run: Run | None, kind: str, moment: Any) -> Iterable[list[str]]:
    if settings.DEMO:
        yield [_("Demonstration: all figures and results are invented; they say nothing about the real parks.")]
    yield [_("Ranking of the parks"), str(cycle.year)]
    if run is not None:
        yield [_("Run"), str(run.number), run.inputs_sha256]
    if cycle.released_at is not None:
        yield [_("Released"), moment_text(cycle.released_at)]
    yield [_("Written"), moment_text(moment)]
    yield [_("Filter"), kind_label(kind) if kind else _("all parks")]


def heads(ranking: Ranking, *, with_detail: bool) -> list[str]:
    names = [_("Rank"), _("Code"), _("Park"), _("District"), _("Peer group"), _("Total"), _("Verdict")]
    if not with_detail:
        return names
    points = [_("Points: %(area)s") % {"area": area.name} for area in ranking.areas]
    return [*names, *points, _("Rank from"), _("Rank to"), _("Chance below line"), _("Standing"), _("Why not rated")]


def values_of(row: Row, *, with_detail: bool) -> list[Any]:
    values = [
        row.rank,
        row.park.code,
        row.park.name,
        row.park.district,
        kind_label(row.park.kind),
        row.total,
        row.verdict_sign.text,
    ]
    if not with_detail:
        return values
    points = [round(value, 4) if row.is_rated else None for _name, value in row.areas]
    return [*values, *points, row.low, row.high, row.share_below, row.sign.text if row.sign else "", row.reason]


def safe(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula gets an apostrophe; numbers stay numbers."""
    if isinstance(value, str) and value.startswith(FORMULA_SIGNS):
        return f"'{value}"
    return value
