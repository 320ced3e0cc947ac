"""Two runs of a year beside each other: every park before and after, and every cell that differs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from assessment.models import Cycle, FigureDefinition, Indicator, Run, RunResult
from assessment.selectors.ranking.detail import missing_label
from assessment.selectors.ranking.rows import VIEW, verdict_sign
from assessment.selectors.standing import Sign
from core.templatetags.number_text import DASH, number_text
from parks.models import Park


@dataclass(frozen=True)
class Side:
    """A park's place in one of the two runs."""

    rank: int | None
    total: float | None
    sign: Sign


@dataclass(frozen=True)
class ParkChange:
    """A park before and after; ``moved`` is positive where it rose."""

    park: Park
    before: Side | None
    after: Side | None

    @property
    def moved(self) -> int:
        if self.before is None or self.after is None or None in (self.before.rank, self.after.rank):
            return 0
        return (self.before.rank or 0) - (self.after.rank or 0)

    @property
    def fell(self) -> int:
        return -self.moved

    @property
    def differs(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class CellChange:
    """One value that is not the same: a figure, an indicator's value, its score, an area's."""

    park: Park
    kind: str
    code: str
    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Comparison:
    """What the second run changed."""

    parks: list[ParkChange]
    cells: list[CellChange]

    @property
    def moved(self) -> list[ParkChange]:
        return [row for row in self.parks if row.moved]


def compare_runs(before: Run, after: Run, cycle: Cycle, user: Any) -> Comparison:
    """Both runs as far as the reader may see them; four queries."""
    rows = RunResult.objects.visible_to(user, VIEW).select_related("park").order_by("park__code")
    sides = {run.pk: {row.park_id: row for row in rows.filter(run=run)} for run in (before, after)}
    one, other = sides[before.pk], sides[after.pk]
    parks = {row.park_id: row.park for side in (one, other) for row in side.values()}
    changes = [ParkChange(park, side_of(one.get(key)), side_of(other.get(key))) for key, park in parks.items()]
    changes.sort(key=lambda row: (row.after is None or row.after.rank is None, (row.after and row.after.rank) or 0))
    names = names_of(cycle)
    cells = [cell for key in parks for cell in cells_of(one.get(key), other.get(key), names)]
    return Comparison(changes, cells)


def side_of(row: RunResult | None) -> Side | None:
    return None if row is None else Side(row.rank, row.total, verdict_sign(row.verdict))


def names_of(cycle: Cycle) -> dict[str, str]:
    found: list[FigureDefinition | Indicator] = [*cycle.plan.figures.all(), *cycle.plan.indicators.all()]
    return {row.code: row.name for row in found} | {area.code: area.name for area in cycle.plan.areas.all()}


def cells_of(before: RunResult | None, after: RunResult | None, names: Mapping[str, str]) -> Iterator[CellChange]:
    """Figures first, then what they led to."""
    if before is None or after is None:
        return
    for kind, one, other in (
        (_("figure"), figures_of(before), figures_of(after)),
        (_("value"), values_of(before), values_of(after)),
        (_("score"), before.steps["normalised"], after.steps["normalised"]),
        (_("area"), before.steps["scores"], after.steps["scores"]),
    ):
        for code in sorted({*one, *other}):
            if one.get(code) != other.get(code):
                name = names.get(code, _("Total") if kind == _("area") else code)
                yield CellChange(after.park, kind, code, name, shown(one.get(code)), shown(other.get(code)))


def figures_of(row: RunResult) -> dict[str, Any]:
    return {code: kept.get("value") or missing_label(kept.get("missing", "")) for code, kept in row.inputs.items()}


def values_of(row: RunResult) -> dict[str, Any]:
    return row.steps["raw"] | {code: missing_label(kind) for code, kind in row.steps["missing"].items()}


def shown(value: Any) -> str:
    """A number with four places at most, a kind of nothing in words."""
    if isinstance(value, str):
        try:
            return number_text(Decimal(value), 4)
        except InvalidOperation:
            return value
    return DASH if value is None else number_text(value, 4)
