"""The ranking as shown in its other forms: a workbook, JSON, a printed page; run, date and filter stand in each."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessment import letters
from assessment.models import Cycle, Run
from assessment.selectors.ranking.files import head_lines, heads, values_of
from assessment.selectors.ranking.rows import Ranking
from core.exports.extract import Column, Extract
from core.pdf import render
from core.templatetags.number_text import number_text

TEMPLATE = Path(letters.__file__).with_name("ranking.typ")


def facts_of(cycle: Cycle, run: Run | None, kind: str, moment: Any) -> list[tuple[str, str]]:
    """What stands above the rows: each line's first word, and the rest of it."""
    return [(line[0], " ".join(line[1:])) for line in head_lines(cycle, run, kind, moment)]


def as_extract(ranking: Ranking, cycle: Cycle, run: Run | None, *, kind: str, moment: Any) -> Extract:
    """For a workbook."""
    labels = heads(ranking, with_detail=run is not None)
    columns = [Column(label, cell_at(at)) for at, label in enumerate(labels)]
    rows = [values_of(row, with_detail=run is not None) for row in ranking.rows]
    title = _("Ranking of the parks, %(year)s") % {"year": cycle.year}
    return Extract(title, columns, rows, facts_of(cycle, run, kind, moment))


def cell_at(at: int) -> Any:
    def cell(values: Sequence[Any]) -> Any:
        return values[at]

    return cell


def as_json(ranking: Ranking, cycle: Cycle, run: Run | None, *, kind: str, moment: Any) -> str:
    """Keys that machines read, values as shown; the facts above the rows in words."""
    content = {
        "year": cycle.year,
        "run": None if run is None else run.number,
        "inputs_sha256": None if run is None else run.inputs_sha256,
        "kind": kind or None,
        "written_at": moment.isoformat(),
        "facts": facts_of(cycle, run, kind, moment),
        "columns": heads(ranking, with_detail=run is not None),
        "rows": [values_of(row, with_detail=run is not None) for row in ranking.rows],
    }
    return json.dumps(content, ensure_ascii=False, indent=2, default=str) + "\n"


def as_pdf(ranking: Ranking, cycle: Cycle, run: Run | None, *, kind: str, moment: Any) -> bytes:
    """A landscape page."""
    with_detail = run is not None
    data = {
        "title": _("Ranking of the parks, %(year)s") % {"year": cycle.year},
        "facts": [f"{name} {rest}".strip() for name, rest in facts_of(cycle, run, kind, moment)],
        "heads": heads(ranking, with_detail=with_detail),
        "rows": [[printed(value) for value in values_of(row, with_detail=with_detail)] for row in ranking.rows],
        "lang": "zh" if (get_language() or "").startswith("zh") else "en",
    }
    return render(TEMPLATE, data)


def printed(value: Any) -> str:
    if isinstance(value, float):
        return number_text(value, 2)
    return "–" if value is None else str(value)
