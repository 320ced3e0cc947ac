"""Reads the methods of a system: impute, treat, normalise and aggregation, each with its own parameters."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from assessment.engine.aggregate import METHODS as AGGREGATION_METHODS
from assessment.engine.faults import FaultLog, quote
from assessment.engine.impute import METHODS as IMPUTE_METHODS
from assessment.engine.model import Aggregation, Impute, Normalise, Treat
from assessment.engine.normalise import METHODS as NORMALISE_METHODS
from assessment.engine.reading.fields import MISSING, Fields, read_number
from assessment.engine.treat import METHODS as TREAT_METHODS

if TYPE_CHECKING:
    from collections.abc import Callable

STEP_LENGTH = 2  # from, score
SMALLEST_POWER, LARGEST_POWER = Fraction(1, 1000), Fraction(1000)


def read_impute(fields: Fields, groups: tuple[str, ...]) -> Impute:
    method = fields.choice("method", IMPUTE_METHODS, "write one of " + ", ".join(IMPUTE_METHODS)) or "none"
    by_group = method.endswith("_grp")
    group = fields.text("group", "name the column of the groups" if by_group else None)
    if group and group not in groups:
        fields.fault("group", f"{quote(group)} is not in /groups", "add it there or name another column")
    value = fields.number("value", Fraction(0), mend="write the number to fill in" if method == "constant" else None)
    fields.close()
    return Impute(method=method, group=group or None, value=value)


def read_treat(fields: Fields) -> Treat:
    methods = fields.texts("methods")
    for at, method in enumerate(methods):
        if method not in TREAT_METHODS:
            place = f"{fields.at('methods')}/{at}"
            fields.log.system(place, f"{quote(method)} is not known", 'use "winsorise", then "log_CT"')
    if methods == tuple(reversed(TREAT_METHODS)):
        fields.fault("methods", "log_CT stands before winsorise", 'write ["winsorise", "log_CT"]')
    winmax = None if fields.take("winmax") is None else fields.whole("winmax", 5, least=0)
    treat = Treat(
        methods=methods,
        winmax=winmax,
        skew_thresh=fields.not_negative("skew_thresh", Fraction(2)),
        kurt_thresh=fields.number("kurt_thresh", Fraction(7, 2)),
        combine=fields.flag("combine", default=False),
    )
    fields.close()
    return treat


def read_normalise(fields: Fields) -> Normalise | None:
    """Return the method with its parameters, or None where the method is not known."""
    method = fields.choice("method", NORMALISE_METHODS, "write one of " + ", ".join(NORMALISE_METHODS))
    if not method:
        return None
    spec = Normalise(method=method)
    for name in NORMALISE_METHODS[method].parameters:
        spec = replace(spec, **PARAMETERS[name](fields, spec))
    if spec.log and spec.posts[0] <= 0:
        fields.fault("posts", f"{quote(fields.fields['posts'][0])} has no logarithm", "write posts above 0, or no log")
    fields.close()
    return spec


def _posts(fields: Fields, spec: Normalise) -> dict[str, Any]:
    return {"posts": fields.pair("posts", spec.posts, mend="write [low, high]")}


def _bounds(fields: Fields, spec: Normalise) -> dict[str, Any]:
    return {"bounds": fields.pair("bounds", spec.bounds, mend="write [low, high]")}


def _sd(fields: Fields, spec: Normalise) -> dict[str, Any]:
    value = fields.number("sd", spec.sd)
    if value <= 0:
        fields.fault("sd", f"{quote(fields.fields['sd'])} is not above 0", "write a number above 0")
    return {"sd": value}


def _scale(fields: Fields, spec: Normalise) -> dict[str, Any]:
    value = fields.number("scale", spec.scale)
    if value <= 0:
        fields.fault("scale", f"{quote(fields.fields['scale'])} is not above 0", "write a number above 0")
    return {"scale": value}


def _no_spread(fields: Fields, _spec: Normalise) -> dict[str, Any]:
    return {"no_spread": fields.number_or_none("no_spread")}


def _words(fields: Fields, _spec: Normalise) -> dict[str, Any]:
    inner = fields.inner("table", "write {word: score}")
    if inner is None:
        return {}
    if inner.is_object and not inner.fields:
        fields.fault("table", "holds no word", "write {word: score}")
    scores = {word: inner.number_or_none(word) for word in inner.fields}
    return {"words": tuple((word, score) for word, score in scores.items() if score is not None)}


def _steps(fields: Fields, _spec: Normalise) -> dict[str, Any]:
    interpolate = fields.flag("interpolate", default=False)
    rows = fields.items("table", "write [[from, score], …]")
    if not rows and isinstance(fields.take("table"), list):
        fields.fault("table", "holds no step", "write [[from, score], …]")
    before = len(fields.log)
    table = [
        _step(row, f"{fields.at('table')}/{at}", fields.log, at == 0 and not interpolate) for at, row in enumerate(rows)
    ]
    if len(fields.log) == before:
        _check_ascending(table, rows, fields)
    return {"table": tuple(table), "interpolate": interpolate}


def _step(row: object, pointer: str, log: FaultLog, may_be_null: bool) -> tuple[Fraction | None, Fraction]:
    if not isinstance(row, list) or len(row) != STEP_LENGTH:
        log.system(pointer, f"{quote(row)} is no step", "write [from, score]")
        return Fraction(0), Fraction(0)
    start = None if row[0] is None and may_be_null else read_number(row[0], f"{pointer}/0", log)
    return start, read_number(row[1], f"{pointer}/1", log) or Fraction(0)


def _check_ascending(table: list[tuple[Fraction | None, Fraction]], rows: list[Any], fields: Fields) -> None:
    for at in range(1, len(table)):
        before, start = table[at - 1][0], table[at][0]
        if before is not None and start is not None and start <= before:
            place = f"{fields.at('table')}/{at}/0"
            fields.log.system(
                place, f"{quote(rows[at][0])} is not above {quote(rows[at - 1][0])}", "sort the steps upwards"
            )


PARAMETERS: dict[str, Callable[[Fields, Normalise], dict[str, Any]]] = {
    "range": lambda fields, spec: {"range": fields.pair("range", spec.range)},
    "mean": lambda fields, spec: {"mean": fields.number("mean", spec.mean)},
    "sd": _sd,
    "reference": lambda fields, _: {"reference": fields.text("reference", "name a unit")},
    "target": lambda fields, spec: {"target": fields.number("target", spec.target, mend="write a value in raw units")},
    "cap": lambda fields, _: {"cap": fields.flag("cap", default=False)},
    "bounds": _bounds,
    "scale": _scale,
    "posts": _posts,
    "truncate": lambda fields, _: {"truncate": fields.flag("truncate", default=True)},
    "log": lambda fields, _: {"log": fields.flag("log", default=False)},
    "steps": _steps,
    "words": _words,
    "no_spread": _no_spread,
}


def read_aggregation(fields: Fields, level: Aggregation | None = None) -> Aggregation:
    """Read a method, its power and its data threshold; what is not given is as on the level, if there is one."""
    mend = None if level else "write one of " + ", ".join(AGGREGATION_METHODS)
    method = fields.choice("method", AGGREGATION_METHODS, mend) or (level.method if level else "amean")
    thresh = fields.share("dat_thresh")
    if thresh is None and level:
        thresh = level.dat_thresh
    inherited = level is not None and level.method == method == "genmean"
    power = fields.number(
        "p",
        level.p if inherited and level else Fraction(1),
        mend="write the power" if method == "genmean" and not inherited else None,
    )
    _check_power(fields, method, power)
    fields.close()
    return Aggregation(method=method, p=power, dat_thresh=thresh)


def _check_power(fields: Fields, method: str, power: Fraction) -> None:
    if fields.take("p") is MISSING:
        return
    shown = quote(fields.fields["p"])
    if method != "genmean":
        fields.fault("p", f"{method} has no power", 'remove it or use the method "genmean"')
    elif power == 0:
        fields.fault("p", "0 is no power", 'use the method "gmean"')
    elif not SMALLEST_POWER <= abs(power) <= LARGEST_POWER:
        fields.fault("p", f"{shown} is out of range", "write a power from 0.001 to 1000 or from -1000 to -0.001")
