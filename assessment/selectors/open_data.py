"""A year's results for anybody's own use: one table with its licence and its note, in CSV and in JSON."""

import csv
import io
import json
from typing import Any

from django.conf import settings

from assessment.models import Cycle, PublishedRank, Seal
from assessment.selectors.ranking.rows import BY_RANK

LICENCE = "CC-BY-4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
NOTE = (
    "Assessment of the parks of the Zhangjiang High-Tech Zone, as released. A park without rank is not rated, which is"
    " not zero. Objections may change a result until the public notice has ended."
)
DEMONSTRATION = "Demonstration: all figures and results are invented; they say nothing about the real parks."
COLUMNS = ("year", "park", "name_en", "name_zh_hans", "rank", "total", "verdict")


def rows_of(cycle: Cycle) -> list[dict[str, Any]]:
    """The rows that the reader may see: what is let out is the row's own matter."""
    ranks = PublishedRank.objects.filter(cycle=cycle).order_by(*BY_RANK)
    columns = ("cycle__year", "park__code", "park__name_en", "park__name_zh_hans", "rank", "total", "verdict")
    return [dict(zip(COLUMNS, values, strict=True)) for values in ranks.values_list(*columns)]


def note() -> str:
    return f"{DEMONSTRATION} {NOTE}" if settings.DEMO else NOTE


def facts_of(cycle: Cycle) -> dict[str, Any]:
    """What stands beside the rows: licence, note, and the hashes by which anybody checks them."""
    run = cycle.released_run
    assert run is not None and cycle.opens_at is not None  # noqa: S101  asked for released years alone
    seal = Seal.objects.filter(run=run).values_list("sha256", flat=True).first()
    return {
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
        "note": note(),
        "published_at": cycle.opens_at.isoformat(),
        "run": run.number,
        "inputs_sha256": run.inputs_sha256,
        "seal_sha256": seal,
    }


def open_csv(cycle: Cycle) -> str:
    """Pure rows under one head, so that a machine reads it as it is; licence and note stand in each row."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*COLUMNS, "licence", "note"])
    for row in rows_of(cycle):
        total = "" if row["total"] is None else repr(row["total"])
        writer.writerow([*(row | {"total": total}).values(), LICENCE, note()])
    return out.getvalue()


def open_json(cycle: Cycle) -> str:
    content = {"year": cycle.year, **facts_of(cycle), "columns": COLUMNS, "rows": rows_of(cycle)}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
