"""What a computed index consists of: every step of every unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

    from assessment.engine.adjust import AppliedAdjustment
    from assessment.engine.model import Index


@dataclass(frozen=True, slots=True)
class IndicatorResult:
    """An indicator's weight in the whole and what its outlier treatment was (None: untouched)."""

    code: str
    weight: float
    effective_weight: float
    direction: int
    treatment: str | None


@dataclass(frozen=True, slots=True)
class UnitResult:
    """All steps of one unit; code maps are in the order of the system.

    `exact_total` is the unrounded total that ranks and verdicts were read from; `cause` is what brought the verdict
    about: ``veto``, ``bottom``, ``line`` or None.
    """

    unit: str
    name: str | None
    rank: int | None
    total: float | None
    score: float | None
    verdict: str | None
    cause: str | None
    reasons: tuple[str, ...]
    group_ranks: dict[str, int | None]
    deductions: tuple[AppliedAdjustment, ...]
    bonuses: tuple[AppliedAdjustment, ...]
    vetoes: tuple[tuple[str, str], ...]
    availability: dict[str, float | None]
    raw: dict[str, float | str | None]
    missing: dict[str, str]
    denominated: dict[str, float | str | None]
    imputed: tuple[str, ...]
    treated: dict[str, float | str | None]
    treatments: dict[str, str]
    normalised: dict[str, float | str | None]
    scores: dict[str, float | None]
    exact_total: Fraction | None


@dataclass(frozen=True, slots=True)
class Result:
    """A computed index: units by rank, then key, the unrated last."""

    index: Index
    indicators: tuple[IndicatorResult, ...]
    units: tuple[UnitResult, ...]
    warnings: tuple[str, ...]
