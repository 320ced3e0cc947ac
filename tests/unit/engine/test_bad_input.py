"""Every malformed file there is a name for: what the command says, word by word; nothing on standard output, exit 2."""

import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assessment.engine.cli import main

from .cases import EXAMPLE_1, VALUES_1, changed
from .test_parse_system import at

ROOT = Path(__file__).parents[3]
NUMBER = 'is not a number; write a number, or a missing code ("", "NA", "N/A", "NC", "WH")'
SUMS = "weights are ≥ 0 and sum above 0 under a parent"
GMEAN = "the score is at or below 0, which gmean cannot take; change the range or the method"
UTF8 = "is not UTF-8; save the file as UTF-8"
NODES = [
    {"code": "T", "level": 3},
    {"code": "IND", "level": 2, "parent": "T", "weight": 0},
    {"code": "ENV", "level": 2, "parent": "T", "weight": 0},
]

CHINESE = json.dumps(changed(EXAMPLE_1, verdict={"lines": [{"verdict": "通过"}]}), ensure_ascii=False)
CONSTANT = "max = min, so minmax has no spread to score by; set no_spread to everyone's score, or use another method"

SYSTEMS = {
    "unknown field": (
        at(EXAMPLE_1, "/indicators/0/colour", "red"),
        "/indicators/0/colour: is not a field here; use one of",
    ),
    "misspelt field": (
        at(EXAMPLE_1, "/agregation", []),
        '/agregation: is not a field here; did you mean "aggregation"?',
    ),
    "misspelt method": (
        at(EXAMPLE_1, "/defaults/normalise/method", "minmx"),
        '/defaults/normalise/method: "minmx" is not known; did you mean "minmax"?',
    ),
    "misspelt aggregation": (
        at(EXAMPLE_1, "/aggregation/0/method", "gmaen"),
        '/aggregation/0/method: "gmaen" is not known; did you mean "gmean"?',
    ),
    "negative weight": (at(EXAMPLE_1, "/indicators/3/weight", -1), f"/indicators/3/weight: -1 is negative; {SUMS}"),
    "weights that sum to nothing": (
        changed(EXAMPLE_1, aggregates=NODES),
        f'/aggregates/1/weight: the weights under "T" sum to 0; {SUMS}',
    ),
    "infinite weight": (
        at(EXAMPLE_1, "/indicators/0/weight", float("inf")),
        '/indicators/0/weight: "Infinity" is no number that can be computed with; write a finite number',
    ),
    "goalposts the wrong way round": (
        at(EXAMPLE_1, "/indicators/2/normalise/posts", [100, 60]),
        "/indicators/2/normalise/posts: 100 is not below 60; write the lower number first",
    ),
    "goalposts that are no number": (
        at(EXAMPLE_1, "/indicators/2/normalise/posts", [0, float("nan")]),
        '/indicators/2/normalise/posts/1: "NaN" is no number that can be computed with; write a finite number',
    ),
}

VALUES = {
    "unit twice": (VALUES_1 + "P1,10,1,1,1,1,1\n", ['6:park: "P1" is already on line 2; give each unit one row']),
    "indicator without column": (
        VALUES_1.replace("rd", "rdd"),
        [
            '1:rd: there is no such column (an indicator); did you mean "rdd"?',
            "1:rdd: the system does not use this column; list it in ignore, or remove it",
        ],
    ),
    "text in a number": (VALUES_1.replace("300", "many"), [f'3:rev: "many" {NUMBER}']),
    "infinities": (
        VALUES_1.replace("300", "inf").replace("140", "1e999"),
        [
            f'3:rev: "inf" {NUMBER}',
            '5:rev: "1e999" is too large; write a number that a 64-bit float holds, in another unit',
        ],
    ),
    "constant column under min-max": (
        VALUES_1.replace(",6,", ",5,").replace(",4,", ",5,").replace(",2,", ",5,"),
        [f"1:rd: {CONSTANT}"],
    ),
    "empty file": ("", ["1: the file is empty; write a header line and a row per unit"]),
    "header alone": (VALUES_1.split("\n")[0], ["1: there is no unit; write a row per unit below the header"]),
    "GBK": (VALUES_1.replace("P2", "张江").encode("gbk"), [f"3: byte 0xd5 {UTF8}"]),
    "UTF-16": (VALUES_1.encode("utf-16"), [f"1: byte 0xff {UTF8}"]),
    "thousands separator": (
        VALUES_1.replace("P2,20,300", 'P2,20,"1,300"'),
        ['3:rev: "1,300" is not a number; write 1300'],
    ),
    "decimal comma": (VALUES_1.replace("P2,20,300", 'P2,20,"12,5"'), ['3:rev: "12,5" is not a number; write 12.5']),
    "percent": (VALUES_1.replace("300", "30%"), ['3:rev: "30%" is not a number; write 30']),
    "Excel's semicolons": (
        VALUES_1.replace(",", ";"),
        ['1: "park;land;rev;rd;sat;acc;D1" is one column; separate the columns by commas'],
    ),
    "a cell too many": (
        VALUES_1.replace("P3,10", "P3,10,10"),
        ["4: 8 cells under 7 column names; write one cell per column, a cell with a comma in quotes"],
    ),
    "denominator of zero": (
        VALUES_1.replace("P1,10", "P1,0"),
        ["2:land: a denominator is 0; write the true size, or a missing code"],
    ),
    "blank deduction": (
        VALUES_1.replace("90,1,0", "90,1,"),
        ["2:D1: the cell is blank; write 0 where there is nothing to count"],
    ),
    "negative deduction": (VALUES_1.replace("90,1,0", "90,1,-1"), ["2:D1: -1 is negative; write a number ≥ 0"]),
    "blank key": (VALUES_1.replace("P3", ""), ["4:park: the key is blank; name the unit"]),
}


def run(folder, system, values):
    (folder / "SYSTEM.json").write_bytes(system if isinstance(system, bytes) else json.dumps(system).encode())
    (folder / "VALUES.csv").write_bytes(values if isinstance(values, bytes) else values.encode())
    stdout, stderr = io.StringIO(), io.StringIO()
    code = main([str(folder / "SYSTEM.json"), str(folder / "VALUES.csv"), "--json"], stdout, stderr)
    return code, stdout.getvalue(), stderr.getvalue().splitlines()


@pytest.mark.parametrize("name", SYSTEMS)
def test_system__says_field_fault_and_mend(name, tmp_path):
    system, said = SYSTEMS[name]

    code, out, lines = run(tmp_path, system, VALUES_1)

    assert (code, out, len(lines)) == (2, "", 1)
    assert lines[0] == f"SYSTEM.json:{said}" or (
        said.endswith("one of") and lines[0].startswith(f"SYSTEM.json:{said} ")
    )


@pytest.mark.parametrize("name", VALUES)
def test_values__say_line_column_fault_and_mend(name, tmp_path):
    values, said = VALUES[name]

    assert run(tmp_path, EXAMPLE_1, values) == (2, "", [f"VALUES.csv:{line}" for line in said])


def test_zero_under_a_geometric_mean__names_every_unit_and_child(tmp_path):
    system = at(EXAMPLE_1, "/aggregation/0/method", "gmean")

    code, out, lines = run(tmp_path, system, VALUES_1)

    assert (code, out) == (2, "")
    assert lines == [f"VALUES.csv:{place}: {GMEAN}" for place in ("4:rd", "4:acc", "5:rev")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "1: the file is empty; write one JSON object"),
        (json.dumps(EXAMPLE_1, indent=1).replace('"land"', "land"), "is not JSON"),
        (CHINESE.encode("gbk"), f"1: byte 0xb9 {UTF8}"),
    ],
)
def test_system_that_is_no_json__says_the_line(text, said, tmp_path):
    code, out, lines = run(tmp_path, text if isinstance(text, bytes) else text.encode(), VALUES_1)

    assert (code, out, len(lines)) == (2, "", 1)
    assert lines[0].startswith("SYSTEM.json:")
    assert said in lines[0]


def test_byte_order_mark__is_read_over_in_both_files(tmp_path):
    mark = b"\xef\xbb\xbf"

    plain = run(tmp_path, EXAMPLE_1, VALUES_1)

    assert plain[0] == 0
    assert run(tmp_path, mark + json.dumps(EXAMPLE_1).encode(), mark + VALUES_1.encode()) == plain


def test_names_in_chinese_and_windows_line_ends__are_read(tmp_path):
    values = VALUES_1.replace("P2", "张江").replace("\n", "\r\n")

    code, out, lines = run(tmp_path, EXAMPLE_1, values)

    assert (code, lines) == (0, [])
    assert json.loads(out)["units"][0]["unit"] == "张江"


@pytest.mark.parametrize("name", ["SYSTEM.json", "VALUES.csv"])
def test_file_of_500_megabytes__is_refused_before_it_is_read(name, tmp_path):
    assert run(tmp_path, EXAMPLE_1, VALUES_1)[0] == 0
    os.truncate(tmp_path / name, 500_000_000)
    started = time.process_time()

    stdout, stderr = io.StringIO(), io.StringIO()
    code = main([str(tmp_path / "SYSTEM.json"), str(tmp_path / "VALUES.csv")], stdout, stderr)

    assert (code, stdout.getvalue()) == (2, "")
    assert f"{name}:1: the file is larger than" in stderr.getvalue()
    assert time.process_time() - started < 1


def test_command__exit_code_and_streams__are_those_of_a_process(tmp_path):
    run(tmp_path, EXAMPLE_1, VALUES_1.replace("300", "many"))
    command = [sys.executable, "manage.py", "rank_table", tmp_path / "SYSTEM.json", tmp_path / "VALUES.csv", "--json"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)

    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == f'VALUES.csv:3:rev: "many" {NUMBER}\n'
