"""Faults of SYSTEM.json: each is named by its JSON pointer, all are named at once."""

import json

import pytest

from assessment.engine import Faults, parse
from assessment.engine.faults import FaultLog
from assessment.engine.reading.json_text import read_json

from .cases import EXAMPLE_1, EXAMPLE_2, VALUES_1, VALUES_2, changed, faults, one_level


def at(system, pointer, value):
    """Return a copy of a system with the value at a JSON pointer replaced."""
    copy = json.loads(json.dumps(system))
    *steps, last = pointer.split("/")[1:]
    inner = copy
    for step in steps:
        inner = inner[int(step)] if isinstance(inner, list) else inner.setdefault(step, {})
    if isinstance(inner, list):
        inner[int(last)] = value
    else:
        inner[last] = value
    return copy


def test_weight__negative__reads_as_in_the_format():
    lines = faults(at(EXAMPLE_1, "/indicators/3/weight", -1), VALUES_1)

    assert lines == ["SYSTEM.json:/indicators/3/weight: -1 is negative; weights are ≥ 0 and sum above 0 under a parent"]


@pytest.mark.parametrize(
    ("pointer", "value", "place"),
    [
        ("/format", "composite-index/2", "/format"),
        ("/format", 1, "/format"),
        ("/unit", "", "/unit"),
        ("/unit", 7, "/unit"),
        ("/colour", "red", "/colour"),
        ("/groups", "region", "/groups"),
        ("/ignore", [1], "/ignore/0"),
        ("/ignore", ["rev"], "/ignore/0"),
        ("/missing", [], "/missing"),
        ("/missing/codes", {"X": "lost"}, "/missing/codes/X"),
        ("/missing/policy", {"withheld": "zero"}, "/missing/policy/withheld"),
        ("/missing/policy", {"witheld": "floor"}, "/missing/policy/witheld"),
        ("/missing/kinds", {}, "/missing/kinds"),
        ("/steps", ["normalise"], "/steps"),
        ("/steps", ["aggregate", "normalise"], "/steps"),
        ("/steps", ["normalise", "polish", "aggregate"], "/steps/1"),
        ("/steps", ["normalise", "normalise", "aggregate"], "/steps/1"),
        ("/indicators", {}, "/indicators"),
        ("/indicators", [], "/indicators"),
        ("/indicators/0", "rev", "/indicators/0"),
        ("/indicators/0/code", "", "/indicators/0/code"),
        ("/indicators/0/code", "rd", "/indicators/1/code"),
        ("/indicators/0/code", "T", "/indicators/0/code"),
        ("/indicators/0/code", "park", "/indicators/0/code"),
        ("/indicators/0/parent", "T", "/indicators/0/parent"),
        ("/indicators/0/parent", "INDD", "/indicators/0/parent"),
        ("/indicators/0/parent", "rd", "/indicators/0/parent"),
        ("/indicators/0/weight", "2", "/indicators/0/weight"),
        ("/indicators/0/weight", True, "/indicators/0/weight"),
        ("/indicators/0/weight", None, "/indicators/0/weight"),
        ("/indicators/0/weight", float("nan"), "/indicators/0/weight"),
        ("/indicators/0/weight", 10**400, "/indicators/0/weight"),
        ("/indicators/0/direction", 0, "/indicators/0/direction"),
        ("/indicators/0/direction", "1", "/indicators/0/direction"),
        ("/indicators/0/denominator", 3, "/indicators/0/denominator"),
        ("/indicators/0/denominator_scale", 0, "/indicators/0/denominator_scale"),
        ("/indicators/0/wieght", 1, "/indicators/0/wieght"),
        ("/indicators/0/impute", {"method": "mode"}, "/indicators/0/impute/method"),
        ("/indicators/0/impute", {"method": "mean_grp"}, "/indicators/0/impute/group"),
        ("/indicators/0/impute", {"method": "mean_grp", "group": "area"}, "/indicators/0/impute/group"),
        ("/indicators/0/impute", {"method": "constant"}, "/indicators/0/impute/value"),
        ("/indicators/0/treat", {"methods": ["trim"]}, "/indicators/0/treat/methods/0"),
        ("/indicators/0/treat", {"methods": ["log_CT", "winsorise"]}, "/indicators/0/treat/methods"),
        ("/indicators/0/treat", {"winmax": -1}, "/indicators/0/treat/winmax"),
        ("/indicators/0/treat", {"winmax": 1.5}, "/indicators/0/treat/winmax"),
        ("/indicators/0/treat", {"skew_thresh": -2}, "/indicators/0/treat/skew_thresh"),
        ("/indicators/0/treat", {"combine": 1}, "/indicators/0/treat/combine"),
        ("/indicators/0/normalise", "minmax", "/indicators/0/normalise"),
        ("/indicators/0/normalise", {"method": "minmaxx"}, "/indicators/0/normalise/method"),
        ("/indicators/0/normalise", {}, "/indicators/0/normalise/method"),
        ("/indicators/0/normalise", {"method": "minmax", "range": [1]}, "/indicators/0/normalise/range"),
        ("/indicators/0/normalise", {"method": "minmax", "range": [5, 5]}, "/indicators/0/normalise/range"),
        ("/indicators/0/normalise", {"method": "minmax", "posts": [0, 1]}, "/indicators/0/normalise/posts"),
        ("/indicators/0/normalise", {"method": "zscore", "sd": 0}, "/indicators/0/normalise/sd"),
        ("/indicators/0/normalise", {"method": "goalposts"}, "/indicators/0/normalise/posts"),
        ("/indicators/0/normalise", {"method": "goalposts", "posts": [9, 1]}, "/indicators/0/normalise/posts"),
        ("/indicators/0/normalise", {"method": "goalposts", "posts": [1, "9"]}, "/indicators/0/normalise/posts/1"),
        (
            "/indicators/0/normalise",
            {"method": "goalposts", "posts": [0, 9], "log": True},
            "/indicators/0/normalise/posts",
        ),
        ("/indicators/0/normalise", {"method": "scaled"}, "/indicators/0/normalise/bounds"),
        (
            "/indicators/0/normalise",
            {"method": "scaled", "bounds": [0, 1], "scale": -1},
            "/indicators/0/normalise/scale",
        ),
        ("/indicators/0/normalise", {"method": "dist2targ"}, "/indicators/0/normalise/target"),
        ("/indicators/0/normalise", {"method": "dist2ref"}, "/indicators/0/normalise/reference"),
        ("/indicators/0/normalise", {"method": "dist2ref", "reference": "P9"}, "/indicators/0/normalise/reference"),
        ("/indicators/3/normalise", {"method": "fracmax"}, "/indicators/3/normalise/method"),
        ("/indicators/0/normalise", {"method": "steps"}, "/indicators/0/normalise/table"),
        ("/indicators/0/normalise", {"method": "steps", "table": []}, "/indicators/0/normalise/table"),
        ("/indicators/0/normalise", {"method": "steps", "table": [1]}, "/indicators/0/normalise/table/0"),
        (
            "/indicators/0/normalise",
            {"method": "steps", "table": [[1, 2], [1, 3]]},
            "/indicators/0/normalise/table/1/0",
        ),
        (
            "/indicators/0/normalise",
            {"method": "steps", "table": [[1, 2], [None, 3]]},
            "/indicators/0/normalise/table/1/0",
        ),
        ("/indicators/0/normalise", {"method": "steps", "table": [[1, 3], [2, 2]]}, "/indicators/0/normalise/table"),
        (
            "/indicators/0/normalise",
            {"method": "steps", "table": [[None, 0], [2, 2]], "interpolate": True},
            "/indicators/0/normalise/table/0/0",
        ),
        ("/indicators/1/normalise", {"method": "points", "table": {}}, "/indicators/1/normalise/table"),
        ("/indicators/1/normalise", {"method": "points", "table": {"a": "b"}}, "/indicators/1/normalise/table/a"),
        ("/indicators/1/normalise", {"method": "points", "table": {"NA": 1}}, "/indicators/1/normalise/table"),
        ("/indicators/0/normalise", {"method": "points", "table": {"a": 1}}, "/indicators/0/denominator"),
        ("/defaults/normalise", {"method": "fracmax"}, "/defaults/normalise/method"),
        ("/defaults/colour", {}, "/defaults/colour"),
        ("/defaults", {}, "/indicators/0/normalise"),
        ("/aggregates", [], "/aggregates"),
        ("/aggregates/0/parent", "IND", "/aggregates"),
        ("/aggregates/1/parent", "ENV", "/aggregates/1/parent"),
        ("/aggregates/1/parent", "IND", "/aggregates/1/parent"),
        ("/aggregates/1/level", 1, "/aggregates/1/level"),
        ("/aggregates/1/level", 2.5, "/aggregates/1/level"),
        ("/aggregates/1/level", 3, "/aggregates/1/parent"),
        ("/aggregates/1", {"code": "IND", "level": 2}, "/aggregates/1/parent"),
        ("/aggregates/1/weight", -60, "/aggregates/1/weight"),
        ("/aggregates/1/aggregation", {"method": "mean"}, "/aggregates/1/aggregation/method"),
        ("/aggregation", [{"level": 2, "method": "amean"}], "/aggregation"),
        ("/aggregation/1/level", 2, "/aggregation/1/level"),
        ("/aggregation/1/level", 4, "/aggregation/1/level"),
        ("/aggregation/1", {"level": 3}, "/aggregation/1/method"),
        ("/aggregation/1/method", "genmean", "/aggregation/1/p"),
        ("/aggregation/1", {"level": 3, "method": "genmean", "p": 0}, "/aggregation/1/p"),
        ("/aggregation/1", {"level": 3, "method": "genmean", "p": 1e6}, "/aggregation/1/p"),
        ("/aggregation/1/p", 2, "/aggregation/1/p"),
        ("/aggregation/1/dat_thresh", 1.5, "/aggregation/1/dat_thresh"),
        ("/aggregation/1/dat_thresh", "0.5", "/aggregation/1/dat_thresh"),
        ("/screen", {}, "/screen/dat_thresh"),
        ("/screen", {"dat_thresh": -0.1}, "/screen/dat_thresh"),
        ("/adjust/deductions/0/points", -5, "/adjust/deductions/0/points"),
        ("/adjust/deductions/0/cap", "4", "/adjust/deductions/0/cap"),
        ("/adjust/deductions/0/target", "TT", "/adjust/deductions/0/target"),
        ("/adjust/deductions", [{"points": 5}], "/adjust/deductions/0/column"),
        ("/adjust/vetoes", [{"column": "D1"}], "/adjust/vetoes/0/verdict"),
        ("/adjust/floor", "0", "/adjust/floor"),
        ("/adjust", {"floor": 5, "ceiling": 1}, "/adjust/floor"),
        ("/ranking", {"tie_tolerance": -1}, "/ranking/tie_tolerance"),
        ("/ranking", {"groups": ["area"]}, "/ranking/groups/0"),
        ("/verdict", {"lines": [{"verdict": "pass"}, {"verdict": "fail"}]}, "/verdict/lines/0/min"),
        ("/verdict", {"lines": [{"verdict": "pass", "min": 5}]}, "/verdict/lines/0/min"),
        (
            "/verdict",
            {"lines": [{"verdict": "a", "min": 5}, {"verdict": "b", "min": 6}, {"verdict": "c"}]},
            "/verdict/lines/1/min",
        ),
        ("/verdict", {"bottom": {"n": -1, "verdict": "last"}}, "/verdict/bottom/n"),
        ("/verdict", {"bottom": {"n": 1}}, "/verdict/bottom/verdict"),
        ("/verdict", {"top": 1}, "/verdict/top"),
        ("/uncertainty", {"weights": {"noise": "normal"}}, "/uncertainty/weights/noise"),
        ("/uncertainty", {"weights": {"noise": "uniform", "factor": 2}}, "/uncertainty/weights/factor"),
        ("/uncertainty", {"weights": {"noise": "dirichlet", "concentration": 0}}, "/uncertainty/weights/concentration"),
        ("/uncertainty", {"levels": [3]}, "/uncertainty/levels/0"),
        ("/uncertainty", {"normalise": [{"method": "rankk"}]}, "/uncertainty/normalise/0/method"),
        ("/uncertainty", {"aggregation": [{"4": "amean"}]}, "/uncertainty/aggregation/0/4"),
        ("/uncertainty", {"aggregation": [{"3": "mean"}]}, "/uncertainty/aggregation/0/3"),
        ("/uncertainty", {"aggregation": [{"3": "genmean"}]}, "/uncertainty/aggregation/0/3"),
        ("/uncertainty", {"impute": [{"method": "guess"}]}, "/uncertainty/impute/0/method"),
        ("/uncertainty", {"drivers": -1}, "/uncertainty/drivers"),
        ("/uncertainty", {"bottom": 1.5}, "/uncertainty/bottom"),
        ("/uncertainty", {"line": "60"}, "/uncertainty/line"),
    ],
)
def test_system__fault__is_named_by_its_pointer(pointer, value, place):
    lines = faults(at(EXAMPLE_1, pointer, value), VALUES_1)

    assert any(line.startswith(f"SYSTEM.json:{place}: ") for line in lines), lines


@pytest.mark.parametrize("name", ["format", "unit", "indicators", "aggregates", "aggregation"])
def test_system__required_field_missing__is_named(name):
    system = {key: value for key, value in EXAMPLE_1.items() if key != name}

    assert any(line.startswith(f"SYSTEM.json:/{name}: is missing") for line in faults(system, VALUES_1))


def test_system__misspelt_method__is_mended():
    lines = faults(at(EXAMPLE_1, "/defaults/normalise/method", "min-max"), VALUES_1)

    assert lines == ['SYSTEM.json:/defaults/normalise/method: "min-max" is not known; did you mean "minmax"?']


def test_system__weights_of_zero__do_not_sum():
    system = at(at(EXAMPLE_1, "/indicators/0/weight", 0), "/indicators/1/weight", 0)

    assert faults(system, VALUES_1) == [
        (
            'SYSTEM.json:/indicators/0/weight: the weights under "IND" sum to 0; '
            "weights are ≥ 0 and sum above 0 under a parent"
        )
    ]


def test_system__aggregate_without_children__is_named():
    system = changed(EXAMPLE_1, aggregates=[*EXAMPLE_1["aggregates"], {"code": "X", "level": 2, "parent": "T"}])

    assert faults(system, VALUES_1) == ['SYSTEM.json:/aggregates/3: "X" has no children; give it children or remove it']


def test_system__own_aggregation_of_every_aggregate__needs_no_entry_for_the_level():
    system = changed(
        EXAMPLE_2, aggregation=[], aggregates=[{"code": "T", "level": 2, "aggregation": {"method": "gmean"}}]
    )

    assert faults(system, VALUES_2) == []


@pytest.mark.parametrize("document", [None, 7, "x", [], True])
def test_system__no_object__is_named_at_the_root(document):
    assert faults(document, VALUES_1)[0].startswith("SYSTEM.json:/: ")


def test_system__all_faults_are_named_at_once():
    system = at(at(at(EXAMPLE_1, "/unit", 7), "/indicators/1/weight", "x"), "/adjust/deductions/0/points", None)

    assert [line.split(": ")[0] for line in faults(system, VALUES_1) if line.startswith("SYSTEM")] == [
        "SYSTEM.json:/unit",
        "SYSTEM.json:/indicators/1/weight",
        "SYSTEM.json:/adjust/deductions/0/points",
    ]


def test_system__faults_of_both_files_are_named_at_once():
    lines = faults(at(EXAMPLE_1, "/indicators/3/weight", -1), VALUES_1.replace("300", "3o0"))

    assert [line.split(": ")[0] for line in lines] == ["SYSTEM.json:/indicators/3/weight", "VALUES.csv:3:rev"]


def test_system__control_characters_stay_on_one_line():
    lines = faults(at(EXAMPLE_1, "/a\nb", 1), VALUES_1)

    assert len(lines) == 1
    assert "\n" not in lines[0]
    assert lines[0].startswith("SYSTEM.json:/a\\nb: ")


def test_system__slash_and_tilde_are_escaped_in_pointers():
    system = changed(EXAMPLE_1)
    system["a/b~c"] = 1

    assert faults(system, VALUES_1)[0].startswith("SYSTEM.json:/a~1b~0c: ")


def test_system__half_a_character__is_refused():
    system = one_level(x={}) | {"verdict": {"lines": [{"verdict": "\ud800"}]}}

    with pytest.raises(Faults) as raised:
        parse(system, [{"u": "A", "x": "1"}])

    assert raised.value.lines[0].startswith("SYSTEM.json:/verdict/lines/0/verdict: ")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "SYSTEM.json:1:"),
        ("{", "SYSTEM.json:1:"),
        ('{"a": 1,\n "b": }', "SYSTEM.json:2:"),
        ("[" * 100_000, "SYSTEM.json:1:"),
        ("[" * 100 + "]" * 100, "SYSTEM.json:" + "/0" * 33 + ":"),
        ('{"a": {"b": 1, "b": 2}}', "SYSTEM.json:/a/b:"),
        ('{"a": [NaN]}', "SYSTEM.json:/a/0:"),
        ('{"a": 1e999}', "SYSTEM.json:/a:"),
        ('{"a": 1e-999}', "SYSTEM.json:/a:"),
        ('{"a": ' + "9" * 5000 + "}", "SYSTEM.json:/a:"),
        ('{"a": "\\ud800"}', "SYSTEM.json:/a:"),
    ],
)
def test_read_json__what_is_no_json_is_named_by_its_line(text, place):
    log = FaultLog()

    read_json(text, log)

    with pytest.raises(Faults) as raised:
        log.check()
    assert raised.value.lines[0].startswith(place)


def test_read_json__byte_order_mark__is_allowed():
    log = FaultLog()

    assert read_json('\ufeff{"a": 1}', log) == {"a": 1}
    assert len(log) == 0
