"""How long a newcomer waits: from a fresh clone to `ready`, and from a second `make run` to `ready`."""

import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from dev.bench.timing import Figure
from dev.servers import ROOT

SERVERS = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "PORTAL_TEST_SERVERS", "PORTAL_MODE")
NOT_THE_CLONES = (*SERVERS, "MAKEFLAGS", "MAKELEVEL")


def figures(_year: int) -> Iterator[Figure]:
    """Both figures in seconds, with a warm package cache: the packages of this clone came through it."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        clone = Path(folder) / "clone"
        began = time.monotonic()
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        yield Figure("run_fresh", ours=_seconds_to_ready(clone, since=began), peer=1, goal=90)
        yield Figure("run_again", ours=_seconds_to_ready(clone, since=time.monotonic()), peer=1, goal=15)


def _seconds_to_ready(clone: Path, *, since: float) -> float:
    environment = {name: value for name, value in os.environ.items() if name not in NOT_THE_CLONES}
    portal = subprocess.Popen(
        ["make", "run"],
        cwd=clone,
        env={**environment, "PORT": str(_free_port())},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        said = []
        for line in portal.stdout or ():
            said.append(line)
            if line.startswith("ready: "):
                return time.monotonic() - since
        raise RuntimeError(f"`make run` did not get ready:\n{''.join(said[-20:])}")
    finally:
        os.killpg(portal.pid, signal.SIGTERM)
        portal.communicate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
