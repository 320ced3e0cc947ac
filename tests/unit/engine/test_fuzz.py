"""Broken input: always an answer or faults, never a traceback."""

import io
import json
import random

import pytest

from assessment.engine.cli import main

from .cases import EXAMPLE_1, EXAMPLE_2, VALUES_1, VALUES_2, one_level

ROUNDS = 60
ODD_VALUES = (
    *(None, True, False, 0, -1, 1, 0.5, 1e308, -1e308, 5e-324, 10**30, 10**400, float("nan"), float("inf"), 2, 3),
    *(
        "",
        " ",
        "x",
        "T",
        "u",
        "park",
        "NA",
        "amean",
        "gmean",
        "genmean",
        "copeland",
        "minmax",
        "zscore",
        "points",
        "\ud800",
    ),
    *([], {}, [[]], [None], [1, 2], [2, 1], {"method": "mean"}, {"method": "rank"}, {"a": {"b": {}}}, [[None, 1]]),
)
ODD_TEXTS = (
    ",",
    "\n",
    "\r",
    '"',
    '""',
    "\0",
    "-",
    "e",
    "1e308",
    "1e309",
    "NA",
    "N/A",
    "WH",
    " ",
    ";",
    "\ufeff",
    "园",
    "0",
    "-0",
    ".",
)
FULL = one_level(
    "genmean",
    x={"treat": {"methods": ["winsorise", "log_CT"]}, "normalise": {"method": "minmax", "range": [1, 100]}},
    y={
        "impute": {"method": "mean_grp", "group": "g"},
        "normalise": {"method": "goalposts", "posts": [1, 9], "log": True},
    },
    z={"normalise": {"method": "points", "table": {"good": 3, "bad": 1}}},
    w={"normalise": {"method": "steps", "table": [[None, 1], [5, 9]]}, "denominator": "d", "direction": 1},
) | {
    "groups": ["g"],
    "ignore": ["note"],
    "missing": {"codes": {"": "not_reported", "N/A": "not_applicable"}, "policy": {"withheld": "floor"}},
    "steps": ["denominate", "screen", "impute", "treat", "normalise", "aggregate"],
    "screen": {"dat_thresh": 0.5},
    "aggregation": [{"level": 2, "method": "genmean", "p": 0.5, "dat_thresh": 0.25}],
    "adjust": {
        "deductions": [{"column": "c", "points": 1, "cap": 2}],
        "vetoes": [{"column": "v", "verdict": "out"}],
        "floor": 0,
    },
    "ranking": {"tie_tolerance": 0.001, "groups": ["g"]},
    "verdict": {"lines": [{"verdict": "pass", "min": 50}, {"verdict": "fail"}], "bottom": {"n": 1, "verdict": "last"}},
    "uncertainty": {
        "weights": {"noise": "dirichlet", "concentration": 50},
        "levels": [1],
        "normalise": [],
        "aggregation": [{"2": "amean"}],
        "impute": [],
        "drivers": 5,
    },
}
FULL_VALUES = "u,g,x,y,z,w,d,c,v,note\n" + "".join(
    f"U{at},{'ab'[at % 2]},{at**3},{at + 1},{('good', 'bad')[at % 2]},{at},{at + 2},{at % 3},0,n\n" for at in range(7)
)
CASES = ((EXAMPLE_1, VALUES_1), (EXAMPLE_2, VALUES_2), (FULL, FULL_VALUES))


def places(value, steps=()):
    yield steps
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, child in inner:
        yield from places(child, (*steps, step))


def broken_system(system, generator):
    copy = json.loads(json.dumps(system))
    for _ in range(generator.randint(1, 2)):
        steps = generator.choice(list(places(copy))[1:])
        inner = copy
        for step in steps[:-1]:
            inner = inner[step]
        action = generator.random()
        if action < 0.2:
            del inner[steps[-1]]
        elif action < 0.3 and isinstance(inner, dict):
            inner[generator.choice(["extra", "p", "method", "parent"])] = generator.choice(ODD_VALUES)
        else:
            inner[steps[-1]] = generator.choice(ODD_VALUES)
    return json.dumps(copy)


def broken_text(text, generator):
    for _ in range(generator.randint(1, 3)):
        at = generator.randrange(len(text) + 1)
        text = text[:at] + generator.choice(ODD_TEXTS) + text[at + generator.randint(0, 3) :]
    return text


def answer(folder, system, values):
    (folder / "s.json").write_bytes(system.encode("utf-8", "surrogatepass"))
    (folder / "v.csv").write_bytes(values.encode("utf-8", "surrogatepass"))
    stdout, stderr = io.StringIO(), io.StringIO()
    argv = [str(folder / "s.json"), str(folder / "v.csv"), "--json", "--uncertainty", "7", "--seed", "1"]
    return main(argv, stdout, stderr), stdout.getvalue(), stderr.getvalue()


def check(code, out, err):
    if code == 0:
        assert err == ""
        assert json.loads(out, parse_constant=pytest.fail)["format"] == "composite-index-result/1"
    else:
        assert code == 2
        assert out == ""
        assert err
        assert all(line.startswith(("s.json:", "v.csv:")) for line in err.splitlines()), err


@pytest.mark.parametrize("case", range(len(CASES)))
def test_whole_files__are_computed(case, tmp_path):
    system, values = CASES[case]

    assert answer(tmp_path, json.dumps(system), values)[0] == 0


@pytest.mark.parametrize("case", range(len(CASES)))
@pytest.mark.parametrize("seed", range(3))
def test_broken_system__is_answered_or_refused(case, seed, tmp_path):
    generator = random.Random(f"{case} {seed}")
    for _ in range(ROUNDS):
        system, values = CASES[case]

        check(*answer(tmp_path, broken_system(system, generator), values))


@pytest.mark.parametrize("case", range(len(CASES)))
@pytest.mark.parametrize("seed", range(3))
def test_broken_values__are_answered_or_refused(case, seed, tmp_path):
    generator = random.Random(f"{case} {seed} values")
    for _ in range(ROUNDS):
        system, values = CASES[case]

        check(*answer(tmp_path, json.dumps(system), broken_text(values, generator)))


@pytest.mark.parametrize("seed", range(3))
def test_broken_json_text__is_answered_or_refused(seed, tmp_path):
    generator = random.Random(f"{seed} text")
    for _ in range(ROUNDS):
        system, values = CASES[seed]

        check(*answer(tmp_path, broken_text(json.dumps(system), generator), values))
