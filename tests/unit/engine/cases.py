"""Systems and values that several tests of the engine use, and short ways to compute them."""

import copy
import csv
import io
import json
from pathlib import Path
from typing import Any

from assessment.engine import Faults, Result, evaluate, parse, uncertainty
from assessment.engine.draws import Uncertainty, UnitSpread

DATA = Path(__file__).parent / "data"

EXAMPLE_1 = json.loads("""
{"format":"composite-index/1","unit":"park","aggregation":[{"level":2,"method":"amean"},{"level":3,"method":"amean"}],
"aggregates":[{"code":"T","level":3},{"code":"IND","level":2,"parent":"T","weight":60},{"code":"ENV","level":2,"parent":"T","weight":40}],
"indicators":[{"code":"rev","parent":"IND","weight":2,"denominator":"land"},{"code":"rd","parent":"IND"},
{"code":"sat","parent":"ENV","normalise":{"method":"goalposts","posts":[60,100]}},{"code":"acc","parent":"ENV","direction":-1}],
"defaults":{"normalise":{"method":"minmax"}},"adjust":{"deductions":[{"column":"D1","points":5}]}}
""")

VALUES_1 = """\
park,land,rev,rd,sat,acc,D1
P1,10,120,6,90,1,0
P2,20,300,4,80,0,0
P3,10,80,2,NC,3,1
P4,20,140,5,70,1,0
"""

EXAMPLE_2 = json.loads("""
{"format":"composite-index/1","unit":"u","aggregation":[{"level":2,"method":"gmean","dat_thresh":1}],
"aggregates":[{"code":"T","level":2}],
"indicators":[{"code":"x","parent":"T","normalise":{"method":"goalposts","posts":[0,10]}},
{"code":"y","parent":"T","normalise":{"method":"steps","table":[[null,10],[5,25],[10,50]]}}],
"verdict":{"lines":[{"verdict":"pass","min":50},{"verdict":"fail"}]}}
""")

VALUES_2 = "u,x,y\nA,10,7\nB,5,12\nC,20,3\nD,9,WH\n"


def rows(text: str) -> list[dict[str, str]]:
    """Read a small CSV text as the portal would hand it over."""
    return list(csv.DictReader(io.StringIO(text)))


def one_level(method: str = "amean", **indicators: dict[str, Any]) -> dict[str, Any]:
    """Return a system with a root over the given indicators; an indicator without a method keeps its value."""
    return {
        "format": "composite-index/1",
        "unit": "u",
        "aggregates": [{"code": "T", "level": 2}],
        "aggregation": [{"level": 2, "method": method}],
        "defaults": {"normalise": {"method": "none"}},
        "indicators": [{"code": code, "parent": "T", **fields} for code, fields in indicators.items()],
    }


def changed(system: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return a copy of a system with some of its fields replaced."""
    return copy.deepcopy(system) | changes


def compute(system: dict[str, Any], text: str) -> Result:
    return evaluate(parse(system, rows(text)))


def units(result: Result) -> dict[str, Any]:
    return {unit.unit: unit for unit in result.units}


def totals(system: dict[str, Any], text: str) -> dict[str, float | None]:
    return {name: unit.total for name, unit in units(compute(system, text)).items()}


def normalised(system: dict[str, Any], text: str, code: str) -> dict[str, Any]:
    return {name: unit.normalised[code] for name, unit in units(compute(system, text)).items()}


def faults(system: Any, text: str) -> list[str]:
    """Return the lines of the faults, from parsing or from computing."""
    try:
        compute(system, text)
    except Faults as found:
        return found.lines
    return []


NEAR = "u,x,y\nA,51,50\nB,50,51\nC,20,90\nD,10,5\n"


def draw(system: dict[str, Any], text: str, draws: int = 500, seed: int = 1) -> Uncertainty:
    return uncertainty(parse(system, rows(text)), draws=draws, seed=seed)


def by_unit(found: Uncertainty) -> dict[str, UnitSpread]:
    return {unit.unit: unit for unit in found.units}


def varied(system: dict[str, Any], **plan: Any) -> dict[str, Any]:
    return changed(system, uncertainty=plan)
