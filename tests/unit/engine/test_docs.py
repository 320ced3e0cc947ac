"""The documents of the engine: the tutorial runs, every method has a page, every picture is what the engine draws."""

import contextlib
import io
import json
import re
import shlex
from pathlib import Path

import pytest

from assessment.engine.cli import main
from dev.pictures.__main__ import FOLDER, PICTURES

ROOT = Path(__file__).parents[3]
TUTORIAL = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
METHODS = ROOT / "docs" / "methods"
FILE = re.compile(r"^`([\w.]+)`\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CONSOLE = re.compile(r"^```console\n\$ (.+?)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PYTHON = re.compile(r"^```python\n(.*?)^```\n\n```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = ".venv/bin/python manage.py rank_table "
NAMES = (
    *("minmax", "zscore", "rank", "borda", "prank", "dist2max", "dist2ref", "dist2targ", "fracmax", "scaled"),
    *(
        "goalposts",
        "steps",
        "points",
        "none",
        "amean",
        "gmean",
        "hmean",
        "genmean",
        "copeland",
        "denominate",
        "missing",
    ),
    *("screen", "impute", "winsorise", "log_CT", "adjust", "ranking", "verdict", "uncertainty", "noise"),
    *("leave_one_out", "drivers"),
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with the tutorial's files, entered."""
    for name, text in FILE.findall(TUTORIAL):
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(line):
    """Return what a command of the tutorial prints, with the end alone where it asks for that."""
    command, _, tail = line.removeprefix(COMMAND).partition(" | tail -")
    stdout, stderr = io.StringIO(), io.StringIO()
    main(shlex.split(command), stdout, stderr)
    lines = [each.rstrip() for each in (stdout.getvalue() + stderr.getvalue()).splitlines()]
    return lines[-int(tail) :] if tail else lines


@pytest.mark.parametrize("at", range(4))
def test_tutorial__every_command_prints_what_the_page_shows(at, folder):
    commands = CONSOLE.findall(TUTORIAL)
    line, shown = commands[at]

    assert len(commands) == 4
    assert line.startswith(COMMAND)
    assert said(line) == shown.splitlines()


def test_tutorial__the_program_prints_what_the_page_shows(folder):
    ((program, shown),) = PYTHON.findall(TUTORIAL)
    stdout = io.StringIO()

    with contextlib.redirect_stdout(stdout):
        exec(program, {})

    assert stdout.getvalue() == shown


def test_tutorial__its_systems_differ_by_the_uncertainty_alone(folder):
    plain, varied = (json.loads((folder / name).read_text()) for name in ("system.json", "varied.json"))

    assert plain == {key: value for key, value in varied.items() if key != "uncertainty"}


@pytest.mark.parametrize("name", PICTURES)
def test_picture__is_what_the_engine_draws(name):
    assert (FOLDER / f"{name}.svg").read_text(encoding="utf-8") == PICTURES[name]().svg()


@pytest.mark.parametrize("name", NAMES)
def test_method__has_a_page_with_source_and_picture(name):
    page = (METHODS / f"{name}.md").read_text(encoding="utf-8")

    assert f"({name}.md)" in (METHODS / "README.md").read_text(encoding="utf-8")
    assert "**Source.**" in page
    assert "```" in page or name == "missing"
    assert "(images/" in page or name == "missing"


@pytest.mark.parametrize("page", [*METHODS.glob("*.md"), ROOT / "docs" / "tutorial.md"], ids=lambda path: path.stem)
def test_links__lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target
