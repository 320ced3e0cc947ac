"""The lines of an opened row, as its template prints them."""

import math
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from assessment.figure_words import unit_words
from assessment.models import Adjustment, Area, FigureDefinition, Indicator, Run, RunResult
from assessment.selectors.plan import indicator_unit, plain_number


@dataclass(frozen=True)
class FigureLine:
    """A figure as it counted in the run."""

    definition: FigureDefinition
    value: str | None
    missing: str
    reason: str
    document: str
    entered_by: str
    entered_at: datetime | None
    last_year: int | None = None  # the expression reads last year's figure; its own return has it
    url: str = ""
    reported: str = ""  # what stood in the return before an upheld appeal corrected it

    @property
    def unit(self) -> str:
        return unit_words(self.definition.unit)


@dataclass(frozen=True)
class IndicatorLine:
    """An indicator's way from its figures to its points."""

    indicator: Indicator
    share: Decimal | None
    value: float | None
    missing: str
    score: float | None
    points: Decimal | None
    arithmetic: str
    scoring: str
    figures: list[FigureLine]

    @property
    def weight(self) -> str:
        return plain_number(self.indicator.weight)

    @property
    def unit(self) -> str:
        return indicator_unit(self.indicator.unit)

    @property
    def shown_value(self) -> str:
        return self.missing or ("" if self.value is None else plain_number(round(self.value, 2)))

    @property
    def shown_share(self) -> str:
        return "" if self.share is None else plain_number(round(self.share, 2))


@dataclass(frozen=True)
class AreaLine:
    """An area with its indicators."""

    area: Area
    score: float | None
    points: Decimal | None
    lines: list[IndicatorLine]

    @property
    def weight(self) -> str:
        return plain_number(self.area.weight)


@dataclass(frozen=True)
class AdjustmentLine:
    """A deduction, bonus or veto that was found, with its document."""

    adjustment: Adjustment
    count: int
    points: Decimal | None
    document_number: str


@dataclass(frozen=True)
class TrailLine:
    """Who handed the return on, and when."""

    event: str
    title: str
    who: str
    at: datetime


@dataclass(frozen=True)
class Detail:
    """The opened row."""

    result: RunResult
    run: Run
    areas: list[AreaLine]
    adjustments: list[AdjustmentLine]
    total: Decimal | None
    trail: list[TrailLine]
    return_url: str = ""
    is_rescaled: bool = False
    vetoes: list[AdjustmentLine] = field(default_factory=list)

    @property
    def unrounded(self) -> float | None:
        return self.result.total

    @property
    def low(self) -> int | None:
        return None if self.result.rank_low is None else math.floor(self.result.rank_low)

    @property
    def high(self) -> int | None:
        return None if self.result.rank_high is None else math.ceil(self.result.rank_high)
