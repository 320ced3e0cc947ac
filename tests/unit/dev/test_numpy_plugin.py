"""Tests with a second numpy in a clone without one: left out and said so; in CI a failure."""

import os
import subprocess
import sys
from pathlib import Path

from dev.servers import ROOT

TESTS = """
import pytest

@pytest.mark.other_numpy
def test_bytes__of_another_numpy():
    assert True

def test_sum__of_two():
    assert 1 + 1 == 2
"""


def run_pytest(folder: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    (folder / "test_bytes.py").write_text(TESTS)
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = other_numpy: with another numpy\n")
    keep = {name: os.environ[name] for name in ("HOME", "LANG", "PATH") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "dev.pytest_numpy", "-p", "no:django", "-p", "no:cacheprovider"],
        cwd=folder,
        env={**keep, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_other_numpy__not_there__is_left_out_and_named(tmp_path: Path) -> None:
    done = run_pytest(tmp_path)

    assert done.returncode == 0, done.stdout
    assert "1 passed, 1 skipped" in done.stdout
    assert "1 tests with a second numpy were left out" in done.stdout
    assert "-r requirements-previous-numpy.txt" in done.stdout


def test_other_numpy__not_there_in_ci__fails(tmp_path: Path) -> None:
    done = run_pytest(tmp_path, CI="true")

    assert done.returncode == 1, done.stdout
    assert "leaving them out is a failure" in done.stdout


def test_other_numpy__folder_named_or_in_the_clone__runs(tmp_path: Path) -> None:
    (tmp_path / "elsewhere" / "numpy").mkdir(parents=True)
    assert "2 passed" in run_pytest(tmp_path, CI="true", PREVIOUS_NUMPY=str(tmp_path / "elsewhere")).stdout

    (tmp_path / "var" / "previous-numpy" / "numpy").mkdir(parents=True)
    assert "2 passed" in run_pytest(tmp_path, CI="true").stdout
