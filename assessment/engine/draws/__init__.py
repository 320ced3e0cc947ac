"""The uncertainty run: the same index under many variants of its contested choices.

Every variant draws the weights, and picks the normalisation, the aggregation and the imputation out of the official
choice and its alternatives with equal chance. Scores of the leaves are the official ones (exact or correctly rounded);
from there on the variants are computed in binary64 with a fixed order of additions and without libraries whose bits
differ between machines, so that the same values, draws and seed give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from assessment.engine.draws.combinations import prepare
from assessment.engine.draws.draw import Drawing
from assessment.engine.draws.left_out import LeftOut, leave_one_out
from assessment.engine.draws.sensitivity import Driver, drivers
from assessment.engine.draws.summary import Counter, UnitSpread
from assessment.engine.evaluation import compute
from assessment.engine.exact import nearest
from assessment.engine.faults import FaultLog

if TYPE_CHECKING:
    from assessment.engine.model import Index, System

__all__ = ["Driver", "LeftOut", "Preparation", "Uncertainty", "UnitSpread", "uncertainty"]


Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """What the draws say: a row per unit in the order of the ranking, then what moves the ranks."""

    n: int
    seed: int
    factors: tuple[str, ...]
    units: tuple[UnitSpread, ...]
    leave_one_out: tuple[LeftOut, ...]
    drivers: tuple[Driver, ...]
    warnings: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the part of the JSON answer, keys in the order of the format."""
        return {
            "n": self.n,
            "seed": self.seed,
            "factors": list(self.factors),
            "units": [asdict(unit) for unit in self.units],
            "leave_one_out": [asdict(left_out) for left_out in self.leave_one_out],
            "drivers": [asdict(driver) for driver in self.drivers],
        }

    def as_rows(self) -> list[list[str]]:
        """Return the units as rows of a table with a header."""
        header = ["unit", "nominal", "mean", "median", "q5", "q95", "p_bottom", "p_below_line"]
        rows = [
            [unit.unit, unit.nominal, unit.mean, unit.median, unit.q5, unit.q95, unit.p_bottom, unit.p_below_line]
            for unit in self.units
        ]
        return [header, *([cell if isinstance(cell, str) else _shown(cell) for cell in row] for row in rows)]


def _shown(value: object) -> str:
    return "-" if value is None else repr(value)


def no_progress(_done: int, _whole: int) -> None:
    """Show nothing."""


def uncertainty(index: Index, *, draws: int, seed: int, progress: Progress = no_progress) -> Uncertainty:
    """Draw variants of an index and count how far the ranks move.

    Parameters
    ----------
    index : Index
        From `parse` or `read`; its system's `uncertainty` says what to vary.
    draws : int
        The number of variants, N.
    seed : int
        The seed of the streams, S.
    progress : callable
        Told after every piece how many draws are done, and of how many.

    Returns
    -------
    Uncertainty
        Rank statistics per unit, leave-one-out, drivers.

    Raises
    ------
    Faults
        If the index cannot be computed, or a combination of alternatives cannot run.
    """
    with guarded(index):
        return _run(Preparation(index), draws, seed, progress)


@contextmanager
def guarded(index: Index) -> Iterator[None]:
    """Turn numbers too large for the draws into a fault."""
    try:
        with np.errstate(over="raise", divide="raise", invalid="raise"):
            yield
    except FloatingPointError:
        log = FaultLog(index.system_name, index.values_name)
        log.system(
            "/uncertainty", "the numbers grow beyond 1.8e308 in the draws", "use smaller units, ranges or powers"
        )
        log.check()
        raise


class Preparation:
    """All that is computed once before the first draw: the official outcome and a tree per combination of choices.

    Raises
    ------
    Faults
        If the index cannot be computed, or a combination of alternatives cannot run.
    """

    def __init__(self, index: Index) -> None:
        self.index = index
        self.levels = _levels(index.system)
        self.bottom, self.threshold = _bottom(index.system), _threshold(index.system)
        self.outcome = compute(index)
        self.combinations = prepare(index, self.outcome.work, self.levels)

    def drawing(self, seed: int) -> Drawing:
        """Begin the streams of a seed."""
        return Drawing(self.index.system, self.combinations, self.levels, seed)

    def order(self) -> list[int]:
        """Return the positions of the units by rank, then key, the unrated last."""
        units, ranks = self.index.table.units, self.outcome.ranks
        return sorted(range(len(units)), key=lambda at: (ranks[at] is None, ranks[at] or 0, units[at]))

    def order_of_rated(self) -> list[int]:
        return [at for at in self.order() if self.outcome.ranks[at] is not None]


def _run(prepared: Preparation, draws: int, seed: int, progress: Progress) -> Uncertainty:
    system, units, ranks = prepared.index.system, prepared.index.table.units, prepared.outcome.ranks
    drawing = prepared.drawing(seed)
    counter = Counter(len(units), prepared.bottom, prepared.threshold)
    done = 0
    for block in drawing.draw(draws):
        for piece in drawing.rank(block):
            counter.add(piece)
            done += len(piece.draws)
            progress(done, draws)
    left_out, warnings = leave_one_out(prepared.index, prepared.combinations, ranks)
    moved_by = drivers(drawing, ranks, system.uncertainty.drivers) if system.uncertainty.drivers else ()
    return Uncertainty(
        n=draws,
        seed=seed,
        factors=drawing.factors,
        units=tuple(counter.spread(at, units[at], ranks[at], draws) for at in prepared.order()),
        leave_one_out=tuple(left_out),
        drivers=moved_by,
        warnings=tuple(warnings),
    )


def _levels(system: System) -> tuple[int, ...]:
    if system.uncertainty.levels is not None:
        return system.uncertainty.levels
    return tuple(sorted({1, *(node.level for node in system.aggregates)}))


def _bottom(system: System) -> int | None:
    if system.uncertainty.bottom is not None:
        return system.uncertainty.bottom
    return system.bottom.n if system.bottom else None


def _threshold(system: System) -> float | None:
    """Return what a total must reach not to be below the line: the least total of the last line that has one."""
    line = system.uncertainty.line
    if line is None:
        least = [line.least for line in system.lines if line.least is not None]
        line = least[-1] if least else None
    return None if line is None else nearest(line - system.tie_tolerance)
