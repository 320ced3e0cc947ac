"""PgBouncer for the tests that share few connections among many clients: a plugin around the marker `pool`.

Without it these tests are left out and named, and where CI=true leaving out is a failure.
"""

import shutil
from pathlib import Path

import pytest

from dev.pytest_browser import LeftOut

HOW_TO_INSTALL = "apt-get install pgbouncer"
REASON = "no PgBouncer on this machine"
BESIDE_PATH = Path("/usr/sbin/pgbouncer")  # where Debian puts it, off an ordinary user's PATH


def find_pool() -> str | None:
    return shutil.which("pgbouncer") or (str(BESIDE_PATH) if BESIDE_PATH.exists() else None)


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(LeftOut("tests of the connection pool", REASON, HOW_TO_INSTALL), "pool-left-out")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    marked = [item for item in items if item.get_closest_marker("pool")]
    if marked and find_pool() is None:
        for item in marked:
            item.add_marker(pytest.mark.skip(reason=REASON))
