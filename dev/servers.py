"""Database and broker of a clone for which none are configured.

They belong to one supervisor (dev/supervisor.py) and live in var/ inside the clone. Whoever uses them holds a shared
lock on one file; the supervisor stops them when the last holder is gone, so `manage.py` beside `make run` never pulls
the database from under it. Nothing but locks decides who is there: they end with their process, after kill -9 too.

    servers = ensure()
    servers.database_url  # postgres://zhangjiang_app@/zhangjiang?host=/…/var/servers/socket

Files of a home folder: `users` (shared lock of each user), `supervisor` (exclusive lock of the supervisor while it
lives), `start` (whoever starts one), `addresses.json` (there while the servers are ready), `leaving` (a user who has
left waits for the end), the servers' data, sockets and logs.
"""

import json
import os
import pwd
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from dev import locks

ROOT = Path(__file__).resolve().parent.parent
START_WITHIN_SECONDS = 150
STOP_WITHIN_SECONDS = 60


class ServersDidNotStart(Exception):
    """The clone's own database or broker cannot run; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class Servers:
    """Where the servers are: the application's role, the owner's role, the broker."""

    database_url: str
    database_owner_url: str
    redis_url: str


@dataclass(frozen=True, kw_only=True)
class _Use:
    """A use of the servers by this process and the children it forks."""

    lock: int
    servers: Servers


_uses: dict[Path, _Use] = {}


def ensure(root: Path = ROOT, *, for_tests: bool | None = None) -> Servers:
    """Start what is not up, wait until it is ready, and keep it up until this process ends or calls `release`.

    Tests use servers of their own, without durability: `for_tests`, or PORTAL_TEST_SERVERS=1 in the environment.
    """
    home = home_folder(root, for_tests=for_tests)
    if home not in _uses:
        _make_home(home)
        lock = locks.open_lock(home / "users")
        try:
            locks.share(lock)
            os.utime(home / "users")
            _uses[home] = _Use(lock=lock, servers=_read(home) or _start(home))
        except BaseException:
            os.close(lock)
            raise
    return _uses[home].servers


def release(root: Path = ROOT, *, for_tests: bool | None = None) -> None:
    """Stop using the servers, and wait until they have stopped unless somebody else uses them."""
    home = home_folder(root, for_tests=for_tests)
    use = _uses.pop(home, None)
    if use is None:
        return
    os.close(use.lock)  # closing, not unlocking: a forked child that still has it goes on using the servers
    question = home / "leaving"
    question.touch()  # the supervisor answers: it removes the file where others go on, and ends where nobody does
    deadline = time.monotonic() + STOP_WITHIN_SECONDS
    while question.exists() and locks.is_held_alone(home / "supervisor") and time.monotonic() < deadline:
        time.sleep(0.02)
    question.unlink(missing_ok=True)


def are_up(root: Path = ROOT, *, for_tests: bool | None = None) -> bool:
    """Whether a supervisor lives; killed, it is not started again before the next `ensure` of another process."""
    return locks.is_held_alone(home_folder(root, for_tests=for_tests) / "supervisor")


def home_folder(root: Path = ROOT, *, for_tests: bool | None = None) -> Path:
    if for_tests is None:
        for_tests = os.environ.get("PORTAL_TEST_SERVERS") == "1"
    return root / "var" / ("test" if for_tests else "servers")


def _make_home(home: Path) -> None:
    home.mkdir(parents=True, exist_ok=True)
    owner = home.stat().st_uid
    if owner != os.geteuid():
        try:
            name = pwd.getpwuid(owner).pw_name
        except KeyError:
            name = str(owner)
        raise ServersDidNotStart(
            f"{home} belongs to the user {name}: run this as that user, or remove it with its data."
        )
    home.chmod(0o711 if owner == 0 else 0o700)  # servers of root run as nobody and pass through


def _read(home: Path) -> Servers | None:
    """The addresses, if a supervisor lives and its servers are ready."""
    if not locks.is_held_alone(home / "supervisor"):
        return None
    try:
        found = _addresses(home)
    except (OSError, ValueError):
        return None
    return Servers(
        database_url=found["database_url"],
        database_owner_url=found["database_owner_url"],
        redis_url=found["redis_url"],
    )


def _addresses(home: Path) -> dict:
    return json.loads((home / "addresses.json").read_text())


def _start(home: Path) -> Servers:
    """Start a supervisor, unless another process just did."""
    with locks.alone(home / "start"):
        servers = _read(home)
        if servers is not None:
            return servers
        (home / "addresses.json").unlink(missing_ok=True)
        (home / "supervisor.log").touch(mode=0o600)
        with (home / "supervisor.log").open("wb") as log:
            supervisor = subprocess.Popen(
                [sys.executable, "-m", "dev.supervisor", str(home)],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        return _wait_ready(home, supervisor)


def _wait_ready(home: Path, supervisor: "subprocess.Popen[bytes]") -> Servers:
    deadline = time.monotonic() + START_WITHIN_SECONDS
    while time.monotonic() < deadline:
        servers = _read(home)
        if servers is not None:
            supervisor.returncode = 0  # it outlives this process on purpose: no warning about a child not waited for
            return servers
        if supervisor.poll() is not None:
            break
        time.sleep(0.01)
    reason = (home / "supervisor.log").read_text(errors="replace").strip().splitlines()[-1:] or ["it left no message"]
    raise ServersDidNotStart(
        f"The clone's own servers did not start: {reason[0]} (logs: {home}). Or set DATABASE_URL and REDIS_URL."
    )
