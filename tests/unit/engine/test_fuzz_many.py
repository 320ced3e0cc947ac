"""Ten thousand mutated inputs: an answer that the oracle gives as well, or named faults; never a traceback."""

import csv
import io
import json
import random
import re

import pytest

from .oracle.report import report
from .oracle.systems import Maker
from .test_fuzz import CASES, ODD_VALUES, broken_text, main, places

BATCHES, SIZE = 20, 500
LINE = re.compile(r"(system\.json:(\d+|/.*?)|values\.csv:\d+(:.+?)?): .+", re.DOTALL)
METHODS = ("minmax", "zscore", "rank", "borda", "prank", "dist2max", "none", "fracmax")
JOINS = ("amean", "gmean", "hmean", "copeland")
CELLS = ("0", "-1", "1e300", "1e-300", "0.1", "NA", "N/A", "WH", "", "7", "7.0", "007", "-0", "9007199254740993")


def start(dice):
    """Return a sound system and its values as text."""
    if dice.random() < 0.4:
        return dice.choice(CASES)
    system, table = Maker(dice.randrange(20_000, 20_400)).make()
    text = io.StringIO()
    writer = csv.DictWriter(text, list(table[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(table)
    return system, text.getvalue()


def change_field(system, text, dice):
    """Put an odd value in the place of any value of the system, take one out, or add one."""
    copy = json.loads(json.dumps(system))
    steps = dice.choice(list(places(copy))[1:])
    inner = copy
    for step in steps[:-1]:
        inner = inner[step]
    action = dice.random()
    if action < 0.2:
        del inner[steps[-1]]
    elif action < 0.3 and isinstance(inner, dict):
        inner[dice.choice(["extra", "p", "method", "parent", "weight"])] = dice.choice(ODD_VALUES)
    else:
        inner[steps[-1]] = dice.choice(ODD_VALUES)
    return json.dumps(copy), text


def change_method(system, text, dice):
    """Choose other methods, weights and directions: most of these can be computed."""
    copy = json.loads(json.dumps(system))
    node = dice.choice(copy["indicators"])
    node["weight"] = dice.choice((0, 0.1, 3, 1e9, 1e-9))
    if dice.random() < 0.5:
        node["direction"] = dice.choice((1, -1))
    if node.get("normalise", {}).get("method") not in {"points", "steps"}:
        node["normalise"] = {"method": dice.choice(METHODS)}
    dice.choice(copy["aggregation"])["method"] = dice.choice(JOINS)
    copy["ranking"] = {"tie_tolerance": dice.choice((0, 0.5, 10))}
    return json.dumps(copy), text


def change_cell(system, text, dice):
    """Put another content into one cell."""
    lines = [line.split(",") for line in text.splitlines()]
    row = dice.choice(lines[1:] or lines)
    row[dice.randrange(len(row))] = dice.choice(CELLS)
    return json.dumps(system), "\n".join(map(",".join, lines)) + "\n"


def change_text(system, text, dice):
    return json.dumps(system), broken_text(text, dice)


def change_json(system, text, dice):
    return broken_text(json.dumps(system), dice), text


def change_lines(system, text, dice):
    """Double, drop or swap lines of the values, or end them otherwise."""
    lines = text.splitlines()
    at, other = (dice.randrange(len(lines)) for _ in range(2))
    if dice.random() < 0.3:
        lines.insert(at, lines[other])
    elif dice.random() < 0.5:
        del lines[at]
    else:
        lines[at], lines[other] = lines[other], lines[at]
    return json.dumps(system), dice.choice(("\n", "\r\n", "\r")).join(lines) + dice.choice(("\n", ""))


CHANGES = (change_field, change_method, change_method, change_cell, change_cell, change_text, change_json, change_lines)
TEXT_CHANGES = (change_cell, change_text, change_lines)


def answer(folder, system, values):
    (folder / "system.json").write_bytes(system.encode("utf-8", "surrogatepass"))
    (folder / "values.csv").write_bytes(values.encode("utf-8", "surrogatepass"))
    stdout, stderr = io.StringIO(), io.StringIO()
    code = main([str(folder / "system.json"), str(folder / "values.csv"), "--json"], stdout, stderr)
    return code, stdout.getvalue(), stderr.getvalue()


def check_refusal(code, out, err):
    assert (code, out) == (2, "")
    assert err.endswith("\n")
    assert all(LINE.fullmatch(line) for line in err.splitlines()), err


def check_answer(system, values, out):
    """The oracle, which checks nothing, finds the same numbers."""
    found = json.loads(out, parse_constant=pytest.fail)
    table = list(csv.DictReader(io.StringIO(values.removeprefix("\ufeff"), newline="")))
    expected = report(json.loads(system), table)
    for unit, other in zip(found["units"], expected["units"], strict=True):
        assert {key: unit[key] for key in other} == other


def mutate(dice):
    system, values = start(dice)
    broken, values = dice.choice(CHANGES)(system, values, dice)
    if dice.random() < 0.2:
        _, values = dice.choice(TEXT_CHANGES)(system, values, dice)
    return broken, values


@pytest.mark.parametrize("batch", range(BATCHES))
def test_mutated_input__is_answered_rightly_or_refused(batch, tmp_path):
    dice, answered = random.Random(f"many {batch}"), 0
    for _ in range(SIZE):
        system, values = mutate(dice)
        code, out, err = answer(tmp_path, system, values)
        if code:
            check_refusal(code, out, err)
            continue
        check_answer(system, values, out)
        answered += 1

    assert SIZE // 10 < answered < SIZE * 9 // 10
