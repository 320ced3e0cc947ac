"""Browser tests on a machine without a browser: left out and said so; in CI a failure."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dev.servers import ROOT

TESTS = """
import pytest

@pytest.mark.journey
def test_page__in_a_browser():
    assert True

def test_sum__of_two():
    assert 1 + 1 == 2
"""


def run_pytest(folder: Path, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """The two tests above in a pytest of their own, on a machine whose PATH holds no browser."""
    (folder / "test_pages.py").write_text(TESTS)
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = journey: in a browser\n")
    keep = {name: os.environ[name] for name in ("HOME", "LANG") if name in os.environ}
    command = [sys.executable, "-m", "pytest", "-p", "dev.pytest_browser", "-p", "no:django", "-p", "no:cacheprovider"]
    return subprocess.run(
        [*command, *arguments],
        cwd=folder,
        env={**keep, "PATH": str(folder), "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("workers", ["0", "1"])
def test_journey__no_browser__is_left_out_and_named(tmp_path: Path, workers: str) -> None:
    done = run_pytest(tmp_path, "-n", workers)

    assert done.returncode == 0, done.stdout
    assert "1 passed, 1 skipped" in done.stdout
    assert "1 browser tests were left out" in done.stdout
    assert "apt-get install chromium fonts-noto-cjk" in done.stdout


def test_journey__no_browser_in_ci__fails(tmp_path: Path) -> None:
    done = run_pytest(tmp_path, "-n", "1", CI="true")

    assert done.returncode == 1, done.stdout
    assert "leaving them out is a failure" in done.stdout


def test_journey__browser_there__runs(tmp_path: Path) -> None:
    browser = tmp_path / "chromium"
    browser.touch(mode=0o755)

    done = run_pytest(tmp_path, CI="true")

    assert done.returncode == 0, done.stdout
    assert "2 passed" in done.stdout
