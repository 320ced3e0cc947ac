"""Writes a result: JSON of a fixed shape, the same bytes everywhere, or a table for people."""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING, Any

from assessment.engine.exact import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessment.engine.adjust import AppliedAdjustment
    from assessment.engine.result import Result, UnitResult

FORMAT = "composite-index-result/1"
ENGINE = "assessment.engine 1.0"
WIDE = {"W", "F"}


def as_json(result: Result, uncertainty: Any = None) -> str:
    """Write a result as JSON: keys in the order of the format, shortest floats, a final newline."""
    content = {
        "format": FORMAT,
        "engine": ENGINE,
        "system_sha256": result.index.system_sha256,
        "values_sha256": result.index.values_sha256,
        "indicators": [
            {
                "code": indicator.code,
                "weight": indicator.weight,
                "effective_weight": indicator.effective_weight,
                "direction": indicator.direction,
                "treatment": indicator.treatment,
            }
            for indicator in result.indicators
        ],
        "units": [_unit(unit) for unit in result.units],
        "warnings": [*result.warnings, *(uncertainty.warnings if uncertainty else ())],
        "uncertainty": None if uncertainty is None else uncertainty.as_dict(),
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _unit(unit: UnitResult) -> dict[str, Any]:
    return {
        "unit": unit.unit,
        "name": unit.name,
        "rank": unit.rank,
        "total": unit.total,
        "score": unit.score,
        "verdict": unit.verdict,
        "reasons": list(unit.reasons),
        "group_ranks": unit.group_ranks,
        "deductions": [_adjustment(line) for line in unit.deductions],
        "bonuses": [_adjustment(line) for line in unit.bonuses],
        "vetoes": [{"column": column, "verdict": verdict} for column, verdict in unit.vetoes],
        "availability": unit.availability,
        "raw": unit.raw,
        "missing": unit.missing,
        "denominated": unit.denominated,
        "imputed": list(unit.imputed),
        "treated": unit.treated,
        "treatments": unit.treatments,
        "normalised": unit.normalised,
        "scores": unit.scores,
    }


def _adjustment(line: AppliedAdjustment) -> dict[str, Any]:
    return {"column": line.column, "count": nearest(line.count), "points": nearest(line.points)}


def as_table(result: Result, uncertainty: Any = None) -> str:
    """Write the ranking as a table: rank, unit, total, score, deductions, bonuses, verdict, scores below the root."""
    system = result.index.system
    codes = [node.code for node in system.aggregates if node.parent is not None]
    header = ["rank", "unit", "name", "total", "score", "deductions", "bonuses", "verdict", *codes]
    groups = [f"rank in {name}" for name in system.ranking_groups]
    rows = [[*header, *groups, "reasons"]] + [_table_row(unit, codes) for unit in result.units]
    blocks = [_aligned(rows)]
    if uncertainty is not None:
        blocks.append(_aligned(uncertainty.as_rows()))
    warnings = [*result.warnings, *(uncertainty.warnings if uncertainty else ())]
    if warnings:
        blocks.append("".join(f"warning: {warning}\n" for warning in warnings))
    return "\n".join(blocks)


def _table_row(unit: UnitResult, codes: Sequence[str]) -> list[str]:
    taken, given = (sum(nearest(line.points) for line in lines) for lines in (unit.deductions, unit.bonuses))
    numbers = [_shown(unit.scores[code]) for code in codes]
    places = [_shown(place) for place in unit.group_ranks.values()]
    return [
        _shown(unit.rank),
        unit.unit,
        unit.name or "",
        _shown(unit.total),
        _shown(unit.score),
        _shown(taken),
        _shown(given),
        unit.verdict or "-",
        *numbers,
        *places,
        "; ".join(unit.reasons),
    ]


def _shown(value: float | None) -> str:
    return "-" if value is None else repr(value)


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    tidy = [[_printable(cell) for cell in row] for row in rows]
    widths = [max(_width(cell) for cell in column) for column in zip(*tidy, strict=True)]
    lines = [
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)) for row in tidy
    ]
    return "".join(line.rstrip() + "\n" for line in lines)


def _printable(cell: str) -> str:
    return "".join(character if character.isprintable() else " " for character in cell)


def _width(cell: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in WIDE else 1 for character in cell)
