"""A composite-index engine: numbers in, numbers out, every step kept.

    from assessment.engine import Faults, as_json, evaluate, parse, read, uncertainty

    index = parse(system, rows)                        # SYSTEM.json as a dict, VALUES.csv as a list of dicts of text
    index = read(Path("SYSTEM.json"), Path("VALUES.csv"))  # the same from two files
    result = evaluate(index)                           # exact, or rounded correctly once per step
    places = ranks(index)                              # the ranks alone, as exact, some twenty times faster
    variants = uncertainty(index, draws=10_000, seed=7)
    text = as_json(result, variants)                   # what `rank_table --json` prints, byte for byte
    page = as_html(result, variants)                   # what `rank_table --html` writes

`parse` and `read` raise `Faults` with one line per fault in `.lines`; so does `evaluate` where the values do not suit
the methods, and `uncertainty` where a combination of its alternatives cannot run. What else can be asked of an index is
in `INSIGHTS`, by name and module; README.md here says what each is for, and what is exact. Importing this package does
not import numpy; what draws variants does.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from assessment.engine.evaluation import evaluate
from assessment.engine.faults import Faults
from assessment.engine.model import Index
from assessment.engine.output import as_json, as_table
from assessment.engine.quick import ranks
from assessment.engine.reading import parse, read
from assessment.engine.result import IndicatorResult, Result, UnitResult

if TYPE_CHECKING:
    from assessment.engine.draws import Progress, Uncertainty
    from assessment.engine.html import as_html
    from assessment.engine.insight.contests import borda, copeland, groups_by_size, peers
    from assessment.engine.insight.data import availability, imputed_cells, node_weights, treatment_log
    from assessment.engine.insight.data_error import StatedError, data_error
    from assessment.engine.insight.parameters import parameters, rank_matrix
    from assessment.engine.insight.profiles import profiles, worth
    from assessment.engine.insight.reversals import rank_reversals
    from assessment.engine.insight.reviewers import panel
    from assessment.engine.insight.separation import bands, separation
    from assessment.engine.insight.versions import compare

INSIGHTS = {
    "StatedError": "insight.data_error",
    "as_html": "html",
    "availability": "insight.data",
    "bands": "insight.separation",
    "borda": "insight.contests",
    "compare": "insight.versions",
    "copeland": "insight.contests",
    "data_error": "insight.data_error",
    "groups_by_size": "insight.contests",
    "imputed_cells": "insight.data",
    "node_weights": "insight.data",
    "panel": "insight.reviewers",
    "parameters": "insight.parameters",
    "peers": "insight.contests",
    "profiles": "insight.profiles",
    "rank_matrix": "insight.parameters",
    "rank_reversals": "insight.reversals",
    "separation": "insight.separation",
    "treatment_log": "insight.data",
    "worth": "insight.profiles",
}

__all__ = [
    "INSIGHTS",
    "Faults",
    "Index",
    "IndicatorResult",
    "Result",
    "StatedError",
    "UnitResult",
    "as_html",
    "as_json",
    "as_table",
    "availability",
    "bands",
    "borda",
    "compare",
    "copeland",
    "data_error",
    "evaluate",
    "groups_by_size",
    "imputed_cells",
    "node_weights",
    "panel",
    "parameters",
    "parse",
    "peers",
    "profiles",
    "rank_matrix",
    "rank_reversals",
    "ranks",
    "read",
    "separation",
    "treatment_log",
    "uncertainty",
    "worth",
]


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for: a ranking alone starts without the rest."""
    if name not in INSIGHTS:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{INSIGHTS[name]}"), name)


def uncertainty(index: Index, *, draws: int, seed: int, progress: Progress | None = None) -> Uncertainty:
    """Draw variants of the system and count how far the ranks move; see `assessment.engine.draws`."""
    from assessment.engine.draws import no_progress  # noqa: PLC0415 - a ranking without draws starts without numpy
    from assessment.engine.draws import uncertainty as run  # noqa: PLC0415

    return run(index, draws=draws, seed=seed, progress=progress or no_progress)
