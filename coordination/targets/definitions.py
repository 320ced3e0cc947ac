"""The targets as data: each version is a line that nobody edits; a later period is a new line beside the old one.

Paragraphs are those of the Several Opinions on the Zhangjiang High-Tech Zone, in force since 2023-11-30. Lines marked
``demo`` show how a next period stands beside a closed one; their values are assumed.
"""

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from core.bilingual import in_chinese
from core.templatetags.number_text import number_text, range_text

LINES = Path(__file__).parents[1] / "data" / "targets.csv"
SIGNS = {">": ">", ">=": "≥"}


@dataclass(frozen=True)
class Target:
    """A number to be reached by a day."""

    code: str
    version: int
    valid_from: date
    name_zh_hans: str
    name_en: str
    operator: str
    value: Decimal
    upper: Decimal | None
    unit: str
    scope: str
    baseline: Decimal | None
    baseline_on: date | None
    due_on: date
    source_code: str
    is_public: bool
    paragraph: str
    mark: str

    @property
    def name(self) -> str:
        return self.name_zh_hans if in_chinese() else self.name_en

    @property
    def goal_text(self) -> str:
        """``> 100``, ``≥ 800,000``, ``3–5``."""
        if self.operator == "between":
            return range_text(self.value, self.upper)
        return f"{SIGNS[self.operator]} {number_text(self.value)}"

    def is_met_by(self, value: Decimal) -> bool:
        """A range is met from its lower end on: more parks than hoped for miss nothing."""
        return value > self.value if self.operator == ">" else value >= self.value

    def due_by(self, day: date) -> Decimal | None:
        """What the straight way from the baseline to the goal asks for by that day."""
        if self.baseline is None or self.baseline_on is None:
            return None
        whole = (self.due_on - self.baseline_on).days
        gone = min(max((day - self.baseline_on).days, 0), whole)
        return self.baseline + (self.value - self.baseline) * gone / whole


@lru_cache
def all_targets() -> tuple[Target, ...]:
    """Every version, the earliest first."""
    with LINES.open(encoding="utf-8", newline="") as file:
        found = [target_of(row) for row in csv.DictReader(file)]
    return tuple(sorted(found, key=lambda each: (each.due_on, each.code, each.version)))


def targets_on(day: date) -> list[Target]:
    """The versions that were set by that day; assumed ones in demonstrations alone."""
    return [each for each in all_targets() if each.valid_from <= day and (each.mark != "demo" or settings.DEMO)]


def target_of(row: dict[str, str]) -> Target:
    return Target(
        code=row["code"],
        version=int(row["version"]),
        valid_from=date.fromisoformat(row["valid_from"]),
        name_zh_hans=row["zh"],
        name_en=row["en"],
        operator=row["operator"],
        value=Decimal(row["value"]),
        upper=number(row["upper"]),
        unit=row["unit"],
        scope=row["scope"],
        baseline=number(row["baseline"]),
        baseline_on=date.fromisoformat(row["baseline_on"]) if row["baseline_on"] else None,
        due_on=date.fromisoformat(row["due_on"]),
        source_code=row["source_code"],
        is_public=row["public"] == "yes",
        paragraph=row["paragraph"],
        mark=row["mark"],
    )


def number(text: str) -> Decimal | None:
    return Decimal(text) if text else None
