"""Reads what the uncertainty run varies."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from assessment.engine.aggregate import METHODS as AGGREGATION_METHODS
from assessment.engine.faults import quote
from assessment.engine.model import Aggregate, Aggregation, Impute, Normalise, UncertaintyPlan, Weights
from assessment.engine.reading.fields import MISSING, Fields, as_method
from assessment.engine.reading.methods import read_aggregation, read_impute, read_normalise

if TYPE_CHECKING:
    from collections.abc import Iterable

NOISES = ("uniform", "dirichlet")


def read_uncertainty(
    fields: Fields, groups: tuple[str, ...], aggregates: tuple[Aggregate, ...], levels: dict[int, Aggregation]
) -> UncertaintyPlan:
    inner = fields.inner("uncertainty")
    if inner is None:
        return UncertaintyPlan()
    plan = UncertaintyPlan(
        weights=_read_weights(inner),
        levels=_read_levels(inner, {1, *(aggregate.level for aggregate in aggregates if aggregate.parent)}),
        normalise=_read_normalise(inner),
        aggregation=_read_aggregation(inner, {aggregate.level for aggregate in aggregates}, levels),
        impute=_read_impute(inner, groups),
        bottom=inner.whole("bottom", 0, least=0) if inner.has("bottom") else None,
        line=inner.number_or_none("line"),
        drivers=inner.whole("drivers", 0, least=0),
    )
    inner.take("bottom")
    inner.close()
    return plan


def _read_weights(fields: Fields) -> Weights:
    inner = fields.inner("weights")
    if inner is None:
        return Weights()
    noise = inner.choice("noise", NOISES, "write uniform or dirichlet")
    if noise == "dirichlet":
        amount = inner.number("concentration", Fraction(50), mend="write the concentration, such as 50")
        if amount <= 0:
            shown = quote(inner.fields["concentration"])
            inner.fault("concentration", f"{shown} is not above 0", "write a number above 0")
    else:
        amount = inner.number("factor", Fraction(1, 4), mend="write the factor, such as 0.25" if noise else None)
        if not 0 <= amount <= 1:
            inner.fault("factor", f"{quote(inner.fields['factor'])} is not from 0 to 1", "write a share such as 0.25")
    if not noise:
        inner.take("concentration")
    inner.close()
    return Weights(noise=noise or "uniform", amount=amount)


def _read_levels(fields: Fields, known: Iterable[int]) -> tuple[int, ...] | None:
    if fields.take("levels") is MISSING:
        return None
    found: dict[int, None] = {}
    for at, value in enumerate(fields.items("levels")):
        if isinstance(value, bool) or not isinstance(value, int) or value not in known:
            mend = "use " + ", ".join(str(level) for level in sorted(known))
            fields.log.system(f"{fields.at('levels')}/{at}", f"{quote(value)} is no level with a parent", mend)
        elif value in found:
            fields.log.system(f"{fields.at('levels')}/{at}", f"{value} is there twice", "keep one of them")
        else:
            found[value] = None
    return tuple(sorted(found))


def _alternatives(fields: Fields, name: str) -> list[Fields]:
    """Read a list of methods; a bare name is short for a method without parameters."""
    values = enumerate(fields.items(name))
    return [Fields(as_method(value), f"{fields.at(name)}/{at}", fields.log) for at, value in values]


def _read_normalise(fields: Fields) -> tuple[Normalise, ...]:
    specs = [read_normalise(inner) for inner in _alternatives(fields, "normalise")]
    return tuple(spec or Normalise(method="none") for spec in specs)


def _read_impute(fields: Fields, groups: tuple[str, ...]) -> tuple[Impute, ...]:
    return tuple(read_impute(inner, groups) for inner in _alternatives(fields, "impute"))


def _read_aggregation(
    fields: Fields, known: set[int], levels: dict[int, Aggregation]
) -> tuple[tuple[tuple[int, Aggregation], ...], ...]:
    return tuple(_read_by_level(inner, known, levels) for inner in fields.objects("aggregation"))


def _read_by_level(
    fields: Fields, known: set[int], levels: dict[int, Aggregation]
) -> tuple[tuple[int, Aggregation], ...]:
    found = []
    if fields.is_object and not fields.fields:
        fields.log.system(fields.pointer, "changes no level", "write {level: method}")
    for name, value in fields.fields.items():
        fields.take(name)
        if name not in {str(level) for level in known}:
            mend = "use " + ", ".join(quote(str(level)) for level in sorted(known))
            fields.fault(name, f"no aggregate is on level {quote(name)}", mend)
            continue
        if isinstance(value, str):
            found.append((int(name), _read_bare(fields, name, value, levels)))
        else:
            found.append((int(name), read_aggregation(Fields(value, fields.at(name), fields.log))))
    return tuple(found)


def _read_bare(fields: Fields, name: str, method: str, levels: dict[int, Aggregation]) -> Aggregation:
    level = levels.get(int(name))
    if method == "genmean":
        fields.fault(name, "genmean needs a power", 'write {"method": "genmean", "p": …}')
    elif method not in AGGREGATION_METHODS:
        fields.choice(name, AGGREGATION_METHODS)
        return Aggregation("amean")
    return Aggregation(method, Fraction(1), level.dat_thresh if level else None)
