"""Reads what follows the scores: adjustments, ranking and verdict."""

from __future__ import annotations

from fractions import Fraction

from assessment.engine.faults import quote, suggest
from assessment.engine.model import Adjust, Adjustment, Bottom, Line, Veto
from assessment.engine.reading.fields import MISSING, Fields

TIE_TOLERANCE = Fraction(1, 10**9)


def read_adjust(fields: Fields, root: str, aggregates: set[str]) -> Adjust:
    inner = fields.inner("adjust")
    if inner is None:
        return Adjust()
    floor, ceiling = inner.number_or_none("floor"), inner.number_or_none("ceiling")
    if floor is not None and ceiling is not None and floor > ceiling:
        inner.fault("floor", "the floor is above the ceiling", "write the lower number as the floor")
    adjust = Adjust(
        deductions=_read_adjustments(inner, "deductions", root, aggregates),
        bonuses=_read_adjustments(inner, "bonuses", root, aggregates),
        vetoes=_read_vetoes(inner),
        floor=floor,
        ceiling=ceiling,
    )
    inner.close()
    return adjust


def _read_adjustments(fields: Fields, name: str, root: str, aggregates: set[str]) -> tuple[Adjustment, ...]:
    found = []
    for inner in fields.objects(name):
        target = inner.text("target") or root
        if inner.has("target") and target not in aggregates:
            inner.fault("target", f"{quote(target)} is no aggregate", suggest(target, sorted(aggregates)))
        cap = inner.not_negative("cap", Fraction(0)) if inner.has("cap") else None
        inner.take("cap")
        adjustment = Adjustment(
            column=inner.text("column", "name the column of the counts"),
            points=inner.not_negative("points", Fraction(0), mend="write the points per count"),
            cap=cap,
            target=target,
        )
        inner.close()
        found.append(adjustment)
    return tuple(adjustment for adjustment in found if adjustment.column)


def _read_vetoes(fields: Fields) -> tuple[Veto, ...]:
    vetoes = []
    for inner in fields.objects("vetoes"):
        vetoes.append(Veto(inner.text("column", "name the column"), inner.text("verdict", "write the verdict")))
        inner.close()
    return tuple(veto for veto in vetoes if veto.column)


def read_ranking(fields: Fields, groups: tuple[str, ...]) -> tuple[Fraction, tuple[str, ...]]:
    """Return the tolerance for ties and the groups to rank in."""
    inner = fields.inner("ranking")
    if inner is None:
        return TIE_TOLERANCE, ()
    tolerance, ranked = inner.not_negative("tie_tolerance", TIE_TOLERANCE), inner.texts("groups")
    for at, group in enumerate(ranked):
        if group not in groups:
            mend = f"add it to /groups; {suggest(group, groups)}" if groups else "add it to /groups"
            fields.log.system(f"/ranking/groups/{at}", f"{quote(group)} is not in /groups", mend)
    inner.close()
    return tolerance, ranked


def read_lines(fields: Fields) -> tuple[Line, ...]:
    """Return the lines of the verdict, the last one without a minimum."""
    inner = fields.inner("verdict")
    if inner is None:
        return ()
    inner.take("bottom")
    readers = inner.objects("lines")
    lines = [_read_line(reader, is_last=at == len(readers) - 1) for at, reader in enumerate(readers)]
    for at in range(1, len(lines)):
        above, least = lines[at - 1].least, lines[at].least
        if above is not None and least is not None and least >= above:
            readers[at].fault(
                "min", f"{quote(readers[at].fields['min'])} is not below the line before", "sort downwards"
            )
    inner.close()
    return tuple(lines)


def _read_line(fields: Fields, *, is_last: bool) -> Line:
    verdict = fields.text("verdict", "write the verdict")
    least = fields.number_or_none("min")
    if is_last and fields.has("min"):
        fields.fault("min", "the last line has a minimum", "end with a line that takes all others, {verdict}")
    elif not is_last and fields.take("min") is MISSING and fields.is_object:
        fields.fault("min", "is missing", "write the least total; only the last line has none")
    fields.close()
    return Line(verdict, None if is_last else least)


def read_bottom(fields: Fields) -> Bottom | None:
    verdict = fields.fields.get("verdict")
    if not isinstance(verdict, dict) or "bottom" not in verdict:
        return None
    inner = Fields(verdict["bottom"], "/verdict/bottom", fields.log)
    bottom = Bottom(
        n=inner.whole("n", 0, least=0, mend="write how many units"),
        verdict=inner.text("verdict", "write the verdict"),
    )
    inner.close()
    return bottom
