"""The command: exit codes, streams, and the same bytes for the same content."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from assessment.engine import as_json, evaluate, parse, uncertainty
from assessment.engine.cli import main

from .cases import EXAMPLE_1, EXAMPLE_2, VALUES_1, VALUES_2, rows

ROOT = Path(__file__).parents[3]


@pytest.fixture
def files(tmp_path):
    """Write example 2 and return the paths of its two files."""
    (tmp_path / "system.json").write_text(json.dumps(EXAMPLE_2))
    (tmp_path / "values.csv").write_text(VALUES_2)
    return [str(tmp_path / "system.json"), str(tmp_path / "values.csv")]


def run(*argv):
    stdout, stderr = io.StringIO(), io.StringIO()
    return main(argv, stdout, stderr), stdout.getvalue(), stderr.getvalue()


def test_main__json__is_what_the_library_returns(files):
    code, out, err = run(*files, "--json")

    assert (code, err) == (0, "")
    assert out == as_json(evaluate(parse(EXAMPLE_2, rows(VALUES_2))))


def test_main__uncertainty__is_what_the_library_returns(files):
    code, out, _ = run(*files, "--json", "--uncertainty", "200", "--seed", "3")

    index = parse(EXAMPLE_2, rows(VALUES_2))
    assert code == 0
    assert out == as_json(evaluate(index), uncertainty(index, draws=200, seed=3))


def test_main__table__shows_ranks_verdicts_and_intervals(files):
    code, out, _ = run(*files, "--uncertainty", "50", "--seed", "3")

    lines = out.splitlines()
    assert code == 0
    assert lines[0].split()[:3] == ["rank", "unit", "name"]
    assert lines[1].split()[:4] == ["1", "A", "50.0", "50.0"]
    assert any(line.startswith("unit  nominal") for line in lines)


def test_main__faults__carry_the_base_names_and_leave_stdout_empty(files):
    Path(files[1]).write_text(VALUES_2.replace("A,10", "A,1o"))

    code, out, err = run(*files)

    assert (code, out) == (2, "")
    assert err.startswith('values.csv:2:x: "1o" is not a number; ')
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "argv",
    [
        [],
        ["one.json"],
        ["--json"],
        ["--nonsense"],
        ["a", "b", "c"],
        ["a", "b", "--seed", "1"],
        ["a", "b", "--uncertainty", "10"],
        ["a", "b", "--uncertainty", "0", "--seed", "1"],
        ["a", "b", "--uncertainty", "ten", "--seed", "1"],
        ["a", "b", "--uncertainty", "10", "--seed", "-1"],
        ["a", "b", "--uncertainty", "10", "--seed", "1.5"],
        ["a", "b", "--uncertainty", "10", "--seed"],
        ["a", "b", "--uncertainty", "9" * 5000, "--seed", "1"],
        ["missing.json", "missing.csv"],
        ["\0", "x"],
    ],
)
def test_main__bad_arguments__end_with_2_and_a_line_each(argv):
    code, out, err = run(*argv)

    assert (code, out) == (2, "")
    assert err.endswith("\n")
    assert "Traceback" not in err
    assert "usage" not in err


@pytest.mark.parametrize("name", ["system.json", "values.csv"])
def test_main__a_file_too_large__is_refused(files, name, monkeypatch):
    monkeypatch.setattr("assessment.engine.reading.LARGEST_BYTES", 10)

    code, out, err = run(*files)

    assert (code, out) == (2, "")
    assert f"{name}:1: the file is larger than" in err


def test_main__unreadable_json_and_values__are_told_together(files):
    Path(files[0]).write_text('{"format": }')
    Path(files[1]).write_text("u,x,y\nA,1\n")

    _, _, err = run(*files)

    assert [line.split(": ")[0] for line in err.splitlines()] == ["system.json:1", "values.csv:2"]


def bytes_of(folder, system, text):
    (folder / "s.json").write_text(json.dumps(system))
    (folder / "v.csv").write_bytes(text.encode())
    code, out, err = run(str(folder / "s.json"), str(folder / "v.csv"), "--json", "--uncertainty", "300", "--seed", "9")
    assert (code, err) == (0, "")
    return out


def test_output__order_of_rows_columns_and_keys_and_line_ends_never_change_a_byte(tmp_path):
    lines = [line.split(",") for line in VALUES_1.split()]
    turned = [lines[0], *reversed(lines[1:])]
    columns = [3, 0, 6, 2, 5, 1, 4]
    text = "\ufeff" + "\r\n".join(",".join(f'"{line[at]}"' for at in columns) for line in turned) + "\r\n"
    system = dict(reversed(EXAMPLE_1.items()))

    assert bytes_of(tmp_path, system, text) == bytes_of(tmp_path, EXAMPLE_1, VALUES_1)


@pytest.mark.parametrize("environment", [{"LC_ALL": "C"}, {"PYTHONUTF8": "1", "PYTHONHASHSEED": "7"}])
def test_module__other_locale_and_hash_seed__print_the_same_bytes(files, environment):
    Path(files[1]).write_text(VALUES_2.replace("A,", "园,"))
    argv = [sys.executable, "-m", "assessment.engine", *files, "--json", "--uncertainty", "50", "--seed", "1"]

    found = subprocess.run(argv, cwd=ROOT, env=os.environ | environment, capture_output=True, check=True)

    _, expected, _ = run(*files, "--json", "--uncertainty", "50", "--seed", "1")
    assert found.stdout.decode() == expected
    assert "园" in expected


def test_command__unknown_option__is_refused_in_one_line():
    argv = [sys.executable, "manage.py", "rank_table", "--jsn", "a", "b"]

    found = subprocess.run(argv, cwd=ROOT, capture_output=True, check=False)

    assert (found.returncode, found.stdout) == (2, b"")
    assert found.stderr.count(b"\n") == 1


def test_command__needs_no_database_and_ends_with_the_code(files, capfd):
    call_command("rank_table", *files, json=True)
    assert capfd.readouterr().out == run(*files, "--json")[1]

    Path(files[1]).write_text("")
    with pytest.raises(SystemExit) as ended:
        call_command("rank_table", *files)
    assert ended.value.code == 2
    assert capfd.readouterr() == ("", "values.csv:1: the file is empty; write a header line and a row per unit\n")
