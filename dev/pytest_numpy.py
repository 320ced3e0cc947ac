"""A second numpy for the tests that ask whether another version gives the same bytes: a plugin around `other_numpy`.

It is a folder made by `pip install --target` from requirements-previous-numpy.txt; `.ci/run` makes it. Without it these
tests are left out and named, and where CI=true leaving out is a failure.
"""

import os
from pathlib import Path

import pytest

from dev.pytest_browser import LeftOut

FOLDER = "var/previous-numpy"
REASON = "no second numpy in this clone"
HOW_TO_INSTALL = (
    f".venv/bin/python -m pip install --require-hashes --no-deps --target {FOLDER} -r requirements-previous-numpy.txt"
)


def find_numpy(root: Path) -> Path | None:
    """Return the folder of the second numpy: the one in PREVIOUS_NUMPY, or the clone's own."""
    folder = Path(os.environ.get("PREVIOUS_NUMPY") or root / FOLDER)
    return folder if (folder / "numpy").is_dir() else None


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(LeftOut("tests with a second numpy", REASON, HOW_TO_INSTALL), "numpy-left-out")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    marked = [item for item in items if item.get_closest_marker("other_numpy")]
    if marked and find_numpy(config.rootpath) is None:
        for item in marked:
            item.add_marker(pytest.mark.skip(reason=REASON))
