"""One trial: the engine and its fast tests in a folder of their own, run in a child of this process until one fails."""

from __future__ import annotations

import compileall
import contextlib
import os
import py_compile
import resource
import shutil
import sys
from pathlib import Path

import hypothesis
import numpy as np
import pytest

LOADED = (hypothesis, np)  # children start with these loaded
SECONDS = 40
BYTES = 4 * 2**30
TESTS = Path("tests/unit/engine")
FIRST = {
    "draws": ("test_draw_recipes", "test_draws", "test_combinations"),
    "reading": ("test_parse_system", "test_parse_values"),
    "normalise.py": ("test_normalise",),
    "aggregate.py": ("test_aggregate",),
    "treat.py": ("test_steps",),
    "impute.py": ("test_steps",),
    "steps.py": ("test_steps", "test_normalise"),
    "exact.py": ("test_exact", "test_aggregate"),
    "faults.py": ("test_parse_system", "test_bad_input"),
    "cli.py": ("test_cli",),
    "html": ("test_html", "test_insight"),
    "insight": ("test_insight", "test_insight_draws"),
}
ALL = (
    *("test_examples", "test_decisions", "test_bad_input", "test_aggregate", "test_normalise", "test_steps"),
    *("test_published", "test_parse_system", "test_parse_values", "test_cli", "test_draw_recipes", "test_quick"),
    *("test_combinations", "test_draws", "test_corners"),
)
SAMPLES = (
    *(f"test_against_oracle.py::test_result__is_that_of_the_oracle[{batch}]" for batch in range(4)),
    *(f"test_against_oracle.py::test_draws__are_those_of_the_oracle[{batch}]" for batch in range(1)),
    *(f"test_fuzz_many.py::test_mutated_input__is_answered_rightly_or_refused[{batch}]" for batch in range(1)),
)
LEFT_OUT = "not test_command and not test_module"  # they start the program of the whole clone
CONFIGURATION = "[pytest]\nmarkers =\n    journey: a browser\n    other_numpy: another numpy\npythonpath = .\n"


class Bench:
    """A copy of the engine and its tests in which one module at a time is another."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.root, self.folder = root, folder
        for part in (Path("assessment/engine"), TESTS):
            shutil.copytree(root / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        for package in ("assessment", "tests", "tests/unit"):
            (folder / package / "__init__.py").touch()
        (folder / "pytest.ini").write_text(CONFIGURATION)
        checked = py_compile.PycInvalidationMode.CHECKED_HASH  # a changed module is compiled again, the others are not
        compileall.compile_dir(folder, quiet=2, invalidation_mode=checked)
        os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"

    def passes(self, path: Path, source: str | None) -> bool:
        """Tell whether all fast tests pass with another source of a module."""
        module = self.folder / path
        module.write_text((self.root / path).read_text() if source is None else source)
        child = os.fork()
        if child == 0:
            os._exit(self.run(path))
        _, status = os.waitpid(child, 0)
        module.write_text((self.root / path).read_text())
        return os.waitstatus_to_exitcode(status) == 0

    def run(self, path: Path) -> int:
        """Run the tests in the child, those of the module's part first; endless loops and growth end it."""
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
        sys.dont_write_bytecode = True
        sys.path.insert(0, str(self.folder))
        os.chdir(self.folder)
        with Path(os.devnull).open("w") as nothing:
            os.dup2(nothing.fileno(), 1)
            os.dup2(nothing.fileno(), 2)
            with contextlib.redirect_stdout(nothing), contextlib.redirect_stderr(nothing):
                return int(any(pytest.main([*OPTIONS, *tests]) for tests in self.stages(path)))

    def stages(self, path: Path) -> list[list[str]]:
        """Return the tests of the module's part, then all others, then samples of the long ones."""
        part = next((FIRST[name] for name in path.parts if name in FIRST), ("test_examples", "test_decisions"))
        rest = [name for name in ALL if name not in part]
        stages = [[f"{name}.py" for name in part], [f"{name}.py" for name in rest], SAMPLES]
        return [[str(self.folder / TESTS / test) for test in stage] for stage in stages]


OPTIONS = ["-x", "-q", "--assert=plain", "--import-mode=importlib", "-pno:cacheprovider", "-k", LEFT_OUT]
