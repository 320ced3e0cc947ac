"""The process that a clone's database and broker belong to: `python -m dev.supervisor HOME`, run by dev/servers.py.

It starts both, writes where they are, starts again what dies, and stops both when nobody has used them for a moment.
Killed, it takes them along (dev/unprivileged.py), and the next supervisor picks up the same data.
"""

import contextlib
import hashlib
import json
import os
import signal
import sys
import tempfile
import time
from pathlib import Path

from dev import locks
from dev.broker import Broker
from dev.postgres import Postgres

GRACE_SECONDS = 2.0  # successive commands find the servers up
LOOK_EVERY_SECONDS = 0.1
WAIT_FOR_PREDECESSOR_SECONDS = 60
SOCKET_PATH_BYTES = 100  # the system's limit, less some room
SOCKET_FILE = "/.s.PGSQL.5432"


class Supervisor:
    """Keeps the servers of one home folder."""

    def __init__(self, home: Path) -> None:
        self.home = home
        for_tests = home.name == "test"
        self.postgres = Postgres(home=home, address=_short_name(home / "socket"), for_tests=for_tests)
        self.broker = Broker(home=home, for_tests=for_tests)
        self.servers = (self.postgres, self.broker)
        self.users = locks.open_lock(home / "users")
        self.addresses = home / "addresses.json"
        self.leaving = home / "leaving"
        self.told_to_stop = False

    def run(self) -> None:
        signal.signal(signal.SIGTERM, self._stop_now)
        signal.signal(signal.SIGINT, self._stop_now)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        self.leaving.unlink(missing_ok=True)
        try:
            for server in self.servers:
                server.start()
            for server in self.servers:
                server.wait_ready()
            self._publish()
            self._watch()
        finally:
            self.addresses.unlink(missing_ok=True)
            for server in reversed(self.servers):
                server.stop()

    def _watch(self) -> None:
        """Until told to stop, or nobody has been there for the grace.

        It ends holding the users' lock, so that whoever comes now waits for the end and starts anew.
        """
        used_at = time.monotonic()
        while not self.told_to_stop:
            if locks.take(self.users):
                if self.leaving.exists() or time.monotonic() - used_at >= GRACE_SECONDS:
                    return
                locks.let_go(self.users)
            else:
                used_at = time.monotonic()
                self.leaving.unlink(missing_ok=True)
            self._revive()
            time.sleep(LOOK_EVERY_SECONDS)

    def _revive(self) -> None:
        for server in self.servers:
            if not server.is_running():
                print(f"{server.name} ended by itself; starting it again", flush=True)
                server.start()
                server.wait_ready()
                self._publish()

    def _publish(self) -> None:
        """Whole or not at all: readers come at any moment."""
        found = {
            "supervisor": os.getpid(),
            "database_url": self.postgres.url("zhangjiang_app"),
            "database_owner_url": self.postgres.url("zhangjiang_owner"),
            "redis_url": self.broker.url,
        }
        new = self.home / "addresses.json.new"
        new.touch(mode=0o600)
        new.write_text(json.dumps(found, indent=2))
        new.replace(self.addresses)

    def _stop_now(self, *_: object) -> None:
        self.told_to_stop = True


def _short_name(folder: Path) -> Path:
    """The folder, or a link to it where its path is too long for a socket."""
    if len(os.fsencode(folder)) + len(SOCKET_FILE) < SOCKET_PATH_BYTES:
        return folder
    name = f"zhangjiang-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]}"
    for base in (tempfile.gettempdir(), "/tmp"):  # noqa: S108 - a link is trusted only if it is ours
        link = Path(base) / name
        if len(os.fsencode(link)) + len(SOCKET_FILE) < SOCKET_PATH_BYTES and _make_link(link, folder):
            return link
    link = Path(tempfile.mkdtemp(prefix="zhangjiang-", dir="/tmp")) / "socket"
    link.symlink_to(folder)
    return link


def _make_link(link: Path, folder: Path) -> bool:
    """Whether the link is there, ours, and leads to the folder."""
    with contextlib.suppress(FileExistsError):
        link.symlink_to(folder)
    return link.is_symlink() and link.lstat().st_uid == os.geteuid() and link.readlink() == folder


def main() -> int:
    os.umask(0o077)  # logs and addresses are for the clone's user alone
    home = Path(sys.argv[1])
    mine = locks.open_lock(home / "supervisor")
    deadline = time.monotonic() + WAIT_FOR_PREDECESSOR_SECONDS
    while not locks.take(mine):
        if time.monotonic() > deadline:
            print("An earlier supervisor does not end.", flush=True)
            return 1
        time.sleep(0.02)
    try:
        Supervisor(home).run()
    except (OSError, RuntimeError) as error:
        print(str(error).replace("\n", " "), flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
