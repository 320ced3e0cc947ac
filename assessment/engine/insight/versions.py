"""Two versions of an index side by side, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessment.engine.result import Result, UnitResult

Shown = float | int | str | None
WHOLE = ("rank", "total", "score", "verdict")
BY_CODE = (
    "raw",
    "missing",
    "denominated",
    "treated",
    "treatments",
    "normalised",
    "scores",
    "availability",
    "group_ranks",
)
ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that differs: of a unit, a step (a field of `UnitResult`), and a code where the step has one.

    A unit that is in one version only has one change, step ``unit``, with ``absent`` on the other side.
    """

    unit: str
    step: str
    code: str | None
    before: Shown
    after: Shown


@dataclass(frozen=True, slots=True)
class WeightChange:
    """An indicator whose weight in the whole differs; None where it is not part of a version."""

    code: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """All cells and effective weights that differ; empty where the two versions say the same."""

    cells: tuple[Change, ...]
    weights: tuple[WeightChange, ...]


def compare(before: Result, after: Result) -> Comparison:
    """Compare two versions: another year, corrected figures, other weights or methods.

    Parameters
    ----------
    before, after : Result
        From `evaluate`.

    Returns
    -------
    Comparison
        Units by key; per unit rank, total, score and verdict first, then the steps from the raw figure to the scores.
    """
    old, new = ({unit.unit: unit for unit in result.units} for result in (before, after))
    cells = [change for unit in sorted(old | new) for change in _unit(unit, old.get(unit), new.get(unit))]
    weights = _weights(before, after)
    return Comparison(tuple(cells), weights)


def _unit(name: str, old: UnitResult | None, new: UnitResult | None) -> Iterator[Change]:
    if old is None or new is None:
        ends = (ABSENT if unit is None else name for unit in (old, new))
        yield Change(name, "unit", None, *ends)
        return
    for step in WHOLE:
        if getattr(old, step) != getattr(new, step):
            yield Change(name, step, None, getattr(old, step), getattr(new, step))
    for step in BY_CODE:
        mine, yours = getattr(old, step), getattr(new, step)
        for code in dict.fromkeys([*mine, *yours]):
            if mine.get(code) != yours.get(code):
                yield Change(name, step, code, mine.get(code), yours.get(code))


def _weights(before: Result, after: Result) -> tuple[WeightChange, ...]:
    old, new = ({node.code: node.effective_weight for node in result.indicators} for result in (before, after))
    return tuple(
        WeightChange(code, old.get(code), new.get(code))
        for code in dict.fromkeys([*old, *new])
        if old.get(code) != new.get(code)
    )
