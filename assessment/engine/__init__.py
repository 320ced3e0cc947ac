"""A composite-index engine: numbers in, numbers out, every step kept.

    from assessment.engine import Faults, as_json, evaluate, parse, read, uncertainty

    index = parse(system, rows)                        # SYSTEM.json as a dict, VALUES.csv as a list of dicts of text
    index = read(Path("SYSTEM.json"), Path("VALUES.csv"))  # the same from two files
    result = evaluate(index)                           # exact, or rounded correctly once per step
    places = ranks(index)                              # the ranks alone, as exact, some twenty times faster
    variants = uncertainty(index, draws=10_000, seed=7)
    text = as_json(result, variants)                   # what `rank_table --json` prints, byte for byte

`parse` and `read` raise `Faults` with one line per fault in `.lines`; so does `evaluate` where the values do not suit
the methods, and `uncertainty` where a combination of its alternatives cannot run. See README.md here for the fields of
`Result` and `Uncertainty` and for what is exact. Importing this package does not import numpy; `uncertainty` does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessment.engine.evaluation import evaluate
from assessment.engine.faults import Faults
from assessment.engine.model import Index
from assessment.engine.output import as_json, as_table
from assessment.engine.quick import ranks
from assessment.engine.reading import parse, read
from assessment.engine.result import IndicatorResult, Result, UnitResult

if TYPE_CHECKING:
    from assessment.engine.draws import Uncertainty

__all__ = [
    "Faults",
    "Index",
    "IndicatorResult",
    "Result",
    "UnitResult",
    "as_json",
    "as_table",
    "evaluate",
    "parse",
    "ranks",
    "read",
    "uncertainty",
]


def uncertainty(index: Index, *, draws: int, seed: int) -> Uncertainty:
    """Draw variants of the system and count how far the ranks move; see `assessment.engine.draws`."""
    from assessment.engine.draws import uncertainty as run  # noqa: PLC0415 - a ranking without draws starts faster without numpy

    return run(index, draws=draws, seed=seed)
