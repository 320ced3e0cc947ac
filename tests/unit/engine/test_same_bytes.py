"""The same two files and seed give the same bytes: other rows, locales, hash seeds, threads, processors and numpy."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__

from dev.pytest_numpy import find_numpy

ROOT = Path(__file__).parents[3]
ARGUMENTS = ("--json", "--uncertainty", "400", "--seed", "11")
METHODS = (
    {"method": "minmax", "range": [1, 100]},
    {"method": "zscore", "mean": 50, "sd": 10},
    {"method": "goalposts", "posts": [0.5, 120], "log": True, "range": [1, 100]},
    {"method": "prank"},
    {"method": "dist2max"},
    {"method": "scaled", "bounds": [0, 130]},
)
NOISES = ({"noise": "uniform", "factor": 0.3}, {"noise": "dirichlet", "concentration": 20})
TREE = (("A", "gmean", 3), ("B", "amean", 2), ("C", "genmean", 2.5), ("D", "copeland", 1))
ONE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
TWO = {"OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "2", "MKL_NUM_THREADS": "2"}
ENVIRONMENTS = (
    {"LC_ALL": "C", "PYTHONHASHSEED": "0", **ONE},
    {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONHASHSEED": "4294967295", **TWO},
    {"LC_ALL": "de_DE.UTF-8", "LANGUAGE": "de", "PYTHONHASHSEED": "77"},
    {"LC_ALL": "zh_CN.GBK", "LANG": "zh_CN.GBK", "TZ": "Asia/Shanghai"},
    {"LC_ALL": "tr_TR.UTF-8", "PYTHONOPTIMIZE": "2"},
)


def node(at):
    method = METHODS[at % 3 if TREE[at % 4][0] in "AC" else at % len(METHODS)]
    plan = {"code": f"x{at:02}", "parent": TREE[at % 4][0], "weight": 1 + at % 3, "normalise": method}
    if method["method"] == "zscore":
        plan["treat"] = {"methods": ["winsorise", "log_CT"], "skew_thresh": 0.3, "kurt_thresh": 0.1}
    return plan | ({"impute": {"method": "median"}} if at % 2 else {})


def system_with(noise):
    """Return a system that uses every function with rounding, in the official result and in the draws."""
    aggregates = [{"code": "T", "level": 3}]
    for code, method, weight in TREE:
        aggregation = {"method": method} | ({"p": 2.5} if method == "genmean" else {})
        aggregates.append({"code": code, "level": 2, "parent": "T", "weight": weight, "aggregation": aggregation})
    return {
        "format": "composite-index/1",
        "unit": "park",
        "aggregates": aggregates,
        "aggregation": [{"level": 3, "method": "amean"}],
        "indicators": [node(at) for at in range(12)],
        "verdict": {
            "lines": [{"verdict": "通过", "min": 30}, {"verdict": "未通过"}],
            "bottom": {"n": 3, "verdict": "末位"},
        },
        "uncertainty": {
            "weights": noise,
            "normalise": [{"method": "minmax", "range": [1, 100]}],
            "aggregation": [{"3": {"method": "genmean", "p": 1}}],
            "impute": [{"method": "mean"}],
            "drivers": 40,
        },
    }


def values():
    dice = random.Random(22)
    rows = [["park", *(f"x{at:02}" for at in range(12))]]
    for at in range(22):
        cells = [f"{dice.lognormvariate(3, 0.6):.6f}" for _ in range(12)]
        rows.append([f"园区{at}", *(dice.choice(("NA", cell)) if dice.random() < 0.1 else cell for cell in cells)])
    return rows


def write(folder, plan, rows):
    (folder / "system.json").write_text(json.dumps(plan, ensure_ascii=False), encoding="utf-8")
    (folder / "values.csv").write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8")
    return folder


def printed(folder, **environment):
    command = [sys.executable, "-m", "assessment.engine", "system.json", "values.csv", *ARGUMENTS]
    keep = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    path = os.pathsep.join(filter(None, (environment.pop("FIRST", ""), str(ROOT))))
    done = subprocess.run(
        command, cwd=folder, env={**keep, "PYTHONPATH": path, **environment}, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b""), done.stderr.decode()
    return done.stdout


@pytest.fixture(scope="module", params=NOISES, ids=lambda noise: noise["noise"])
def original(request, tmp_path_factory):
    """A folder with the two files, and what the command prints for them."""
    folder = write(tmp_path_factory.mktemp("same"), system_with(request.param), values())
    return folder, printed(folder)


@pytest.mark.parametrize("environment", ENVIRONMENTS, ids=lambda each: each["LC_ALL"])
def test_environment__changes_no_byte(original, environment):
    folder, expected = original

    assert printed(folder, **environment) == expected


def test_order_of_rows__changes_no_byte(original, tmp_path):
    folder, expected = original
    header, *rows = values()
    random.Random(3).shuffle(rows)

    write(tmp_path, json.loads((folder / "system.json").read_text(encoding="utf-8")), [header, *rows])

    assert printed(tmp_path) == expected


def test_order_of_columns_and_keys__changes_no_byte(original, tmp_path):
    folder, expected = original
    plan = json.loads((folder / "system.json").read_text(encoding="utf-8"))
    turned = json.loads(json.dumps(plan), object_pairs_hook=lambda pairs: dict(reversed(pairs)))

    write(tmp_path, turned, [list(reversed(row)) for row in values()])

    assert printed(tmp_path) == expected


def test_processor_without_vector_units__changes_no_byte(original):
    """numpy picks faster functions by what the processor offers; none of them may show in the result."""
    folder, expected = original

    assert printed(folder, NPY_DISABLE_CPU_FEATURES=" ".join(vector_units())) == expected


def vector_units():
    """Return the processor features that numpy would use beyond those it is built for."""
    return [name for name in __cpu_dispatch__ if __cpu_features__[name]]


@pytest.mark.other_numpy
def test_previous_numpy__changes_no_byte(original):
    folder, expected = original
    other = str(find_numpy(ROOT))

    assert version(other).startswith("2.3.")
    assert not version("").startswith("2.3.")
    assert printed(folder, FIRST=other) == expected


def version(first):
    done = subprocess.run(
        [sys.executable, "-c", "import numpy; print(numpy.__version__)"],
        env=os.environ | {"PYTHONPATH": first},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout
