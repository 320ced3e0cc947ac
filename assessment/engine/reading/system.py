"""Reads a system: every field of the format once, every fault noted, placeholders where something is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from assessment.engine.faults import FaultLog, quote
from assessment.engine.model import (
    KINDS,
    NOT_APPLICABLE,
    NOT_COLLECTED,
    NOT_REPORTED,
    POLICIES,
    STEPS,
    WITHHELD,
    Impute,
    Indicator,
    Normalise,
    System,
    Treat,
)
from assessment.engine.reading.decisions import read_adjust, read_bottom, read_lines, read_ranking
from assessment.engine.reading.fields import MISSING, Fields
from assessment.engine.reading.fit import check_fit
from assessment.engine.reading.methods import read_impute, read_normalise, read_treat
from assessment.engine.reading.tree import check_tree, read_aggregates, read_aggregation_levels
from assessment.engine.reading.variants import read_uncertainty
from assessment.engine.reading.weight import read_weight

FORMAT = "composite-index/1"
Pairs = tuple[tuple[str, str], ...]
CODES: Pairs = (
    ("", NOT_REPORTED),
    ("NA", NOT_REPORTED),
    ("N/A", NOT_APPLICABLE),
    ("NC", NOT_COLLECTED),
    ("WH", WITHHELD),
)
REQUIRED_STEPS = ("normalise", "aggregate")


@dataclass(frozen=True, slots=True)
class Defaults:
    """What indicators without their own method use."""

    impute: Impute
    treat: Treat
    normalise: Normalise | None
    has_normalise: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """A system as far as it could be read, and the columns it leaves aside."""

    system: System
    ignore: tuple[str, ...]
    columns_are_known: bool


def read_system(document: object, log: FaultLog) -> Draft:
    """Read the whole document; the draft may be computed only if the log is empty."""
    fields = Fields(document, "", log)
    fields.choice("format", [FORMAT], f"write {quote(FORMAT)}")
    unit = fields.text("unit", "name the key column")
    groups, ignore = fields.texts("groups"), fields.texts("ignore")
    codes, policy = _read_missing(fields)
    steps = _read_steps(fields)
    levels = read_aggregation_levels(fields)
    aggregates = read_aggregates(fields, levels)
    root = next((aggregate.code for aggregate in aggregates if aggregate.parent is None), "")
    indicators = _read_indicators(fields, groups)
    lines, bottom = read_lines(fields), read_bottom(fields)
    tie_tolerance, ranking_groups = read_ranking(fields, groups)
    system = System(
        unit=unit,
        groups=groups,
        codes=codes,
        policy=policy,
        steps=steps,
        indicators=indicators,
        aggregates=aggregates,
        screen=_read_screen(fields),
        adjust=read_adjust(fields, root, {aggregate.code for aggregate in aggregates}),
        tie_tolerance=tie_tolerance,
        ranking_groups=ranking_groups,
        lines=lines,
        bottom=bottom,
        uncertainty=read_uncertainty(fields, groups, aggregates, levels),
    )
    fields.close()
    check_tree(system, levels, log)
    check_fit(system, log)
    _check_columns(system, ignore, log)
    listed = fields.fields.get("indicators")
    complete = isinstance(listed, list) and len(indicators) == len(listed)
    return Draft(system, ignore, columns_are_known=complete and bool(unit) and not _has_broken_columns(fields))


def _has_broken_columns(fields: Fields) -> bool:
    """Tell whether lists that name columns are of a wrong type, so that a column's use is unknown."""
    lists = [fields.fields.get(name, []) for name in ("groups", "ignore")]
    adjust = fields.fields.get("adjust", {})
    if not isinstance(adjust, dict):
        return True
    lists += [adjust.get(name, []) for name in ("deductions", "bonuses", "vetoes")]
    return not all(isinstance(value, list) for value in lists)


def _read_missing(fields: Fields) -> tuple[Pairs, Pairs]:
    policy = dict.fromkeys(KINDS, "missing") | {NOT_APPLICABLE: "exclude"}
    inner = fields.inner("missing")
    if inner is None:
        return CODES, tuple(policy.items())
    codes: Pairs = CODES
    given = inner.inner("codes")
    if given is not None:
        codes = tuple((code, given.choice(code, KINDS)) for code in given.fields)
    policies = inner.inner("policy")
    if policies is not None:
        policy |= {kind: policies.choice(kind, POLICIES) for kind in KINDS if policies.has(kind)}
        for kind in KINDS:
            policies.take(kind)
        policies.close()
    inner.close()
    return tuple((code, kind) for code, kind in codes if kind), tuple(policy.items())


def _read_steps(fields: Fields) -> tuple[str, ...]:
    if fields.take("steps") is MISSING:
        return STEPS
    steps = fields.texts("steps")
    for at, step in enumerate(steps):
        if step not in STEPS:
            fields.log.system(f"/steps/{at}", f"{quote(step)} is not known", "use " + ", ".join(STEPS))
    for step in REQUIRED_STEPS:
        if step not in steps:
            fields.fault("steps", f"{quote(step)} is missing", "add it")
    if "aggregate" in steps and steps[-1] != "aggregate":
        fields.fault("steps", '"aggregate" is not the last step', "move it to the end")
    return steps


def _read_screen(fields: Fields) -> Fraction | None:
    inner = fields.inner("screen")
    if inner is None:
        return None
    thresh = inner.share("dat_thresh")
    if inner.is_object and not inner.has("dat_thresh"):
        inner.fault("dat_thresh", "is missing", "write a share such as 0.66")
    inner.close()
    return thresh


def _read_defaults(fields: Fields, groups: tuple[str, ...]) -> Defaults:
    inner = fields.inner("defaults")
    if inner is None:
        return Defaults(Impute(), Treat(), None, has_normalise=False)
    impute, treat, normalise = (inner.inner(name) for name in ("impute", "treat", "normalise"))
    inner.close()
    return Defaults(
        impute=read_impute(impute, groups) if impute else Impute(),
        treat=read_treat(treat) if treat else Treat(),
        normalise=read_normalise(normalise) if normalise else None,
        has_normalise=normalise is not None,
    )


def _read_indicators(fields: Fields, groups: tuple[str, ...]) -> tuple[Indicator, ...]:
    defaults = _read_defaults(fields, groups)
    readers = fields.objects("indicators", "list the indicators")
    if isinstance(fields.fields.get("indicators"), list) and not readers:
        fields.fault("indicators", "holds no indicator", "list at least one")
    indicators = [_read_indicator(reader, groups, defaults) for reader in readers]
    return tuple(indicator for indicator in indicators if indicator.code)


def _read_indicator(fields: Fields, groups: tuple[str, ...], defaults: Defaults) -> Indicator:
    own = {name: fields.inner(name) for name in ("impute", "treat", "normalise")}
    normalise = read_normalise(own["normalise"]) if own["normalise"] else defaults.normalise
    if own["normalise"] is None and not defaults.has_normalise and fields.is_object:
        fields.fault("normalise", "is missing", "write {method: …} here or in /defaults/normalise")
    scale = fields.number("denominator_scale", Fraction(1))
    if scale <= 0:
        shown = quote(fields.fields["denominator_scale"])
        fields.fault("denominator_scale", f"{shown} is not above 0", "write a number above 0")
        scale = Fraction(1)
    indicator = Indicator(
        code=fields.text("code", "name the column"),
        parent=fields.text("parent", "name an aggregate of level 2"),
        weight=read_weight(fields),
        direction=_read_direction(fields),
        denominator=fields.text("denominator") or None if fields.take("denominator") is not None else None,
        denominator_scale=scale,
        impute=read_impute(own["impute"], groups) if own["impute"] else defaults.impute,
        treat=read_treat(own["treat"]) if own["treat"] else defaults.treat,
        normalise=normalise or Normalise(method="none"),
        pointer=fields.pointer,
        normalise_pointer=fields.at("normalise") if own["normalise"] else "/defaults/normalise",
    )
    fields.close()
    return indicator


def _read_direction(fields: Fields) -> int:
    direction = fields.number("direction", Fraction(1))
    if direction not in (1, -1):
        shown = quote(fields.fields["direction"])
        fields.fault("direction", f"{shown} is no direction", "write 1 if more is better, -1 if less is")
        return 1
    return int(direction)


def _check_columns(system: System, ignore: tuple[str, ...], log: FaultLog) -> None:
    """Note columns that are asked to be two things at once."""
    indicators = {indicator.code: indicator.pointer for indicator in system.indicators}
    used = set(indicators) | set(system.groups) | {system.unit}
    used |= {indicator.denominator for indicator in system.indicators if indicator.denominator}
    adjust = system.adjust
    used |= {line.column for line in (*adjust.deductions, *adjust.bonuses)} | {veto.column for veto in adjust.vetoes}
    for at, name in enumerate(ignore):
        if name in used:
            log.system(f"/ignore/{at}", f"{quote(name)} is used elsewhere in the system", "do not ignore it")
    for name, pointer in indicators.items():
        if name in {system.unit, "name"}:
            what = "the key column" if name == system.unit else "the column of the units' names"
            log.system(f"{pointer}/code", f"{quote(name)} is {what}", "give the indicator a column of its own")
