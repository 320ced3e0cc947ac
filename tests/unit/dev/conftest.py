"""A folder that stands for a clone: servers start in it and are gone after the test."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import redis

from dev import locks
from dev.servers import ROOT, Servers, ensure, home_folder, release

USE_UNTIL_TOLD = (
    "import sys; from pathlib import Path; from dev.servers import ensure; ensure(Path(sys.argv[1]), for_tests=False)"
)
USE_UNTIL_TOLD += "; print('up', flush=True); sys.stdin.read()"


class Clone:
    """The servers of one folder, seen from this process and from other ones."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.home = home_folder(root, for_tests=False)
        self.users: list[subprocess.Popen[str]] = []

    def ensure(self) -> Servers:
        return ensure(self.root, for_tests=False)

    def release(self) -> None:
        release(self.root, for_tests=False)

    def start_user(self, script: str = USE_UNTIL_TOLD) -> "subprocess.Popen[str]":
        """Another process that uses the servers until its standard input ends."""
        command = [sys.executable, "-c", script, str(self.root)]
        user = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.users.append(user)
        return user

    def wait_up(self, user: "subprocess.Popen[str]") -> None:
        assert user.stdout is not None
        assert user.stdout.readline() == "up\n"

    @property
    def supervisor(self) -> int:
        return json.loads((self.home / "addresses.json").read_text())["supervisor"]

    @property
    def postmaster(self) -> int:
        return int((self.home / "postgres" / "postmaster.pid").read_text().split()[0])

    def is_up(self) -> bool:
        return locks.is_held_alone(self.home / "supervisor")

    def wait_down(self, seconds: float = 10) -> None:
        deadline = time.monotonic() + seconds
        while self.is_up():
            assert time.monotonic() < deadline, "the servers did not stop"
            time.sleep(0.05)

    def kill_everything(self) -> None:
        """What a power cut or an impatient person does."""
        broker = ask(self.ensure().redis_url, "INFO")["process_id"]
        for pid in (self.supervisor, broker, self.postmaster):
            os.kill(pid, signal.SIGKILL)
        for user in self.users:
            user.kill()
        self.release()
        self.wait_down()


def ask(url: str, *command: str) -> Any:
    """One command to the broker."""
    with redis.Redis.from_url(url) as client:
        return client.execute_command(*command)


def execute(url: str, statement: str) -> list[tuple]:
    """Run one statement in a transaction of its own; the answer's rows."""
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


@pytest.fixture
def clone(tmp_path: Path) -> Iterator[Clone]:
    clone = Clone(tmp_path)
    yield clone
    for user in clone.users:
        user.communicate()
    if clone.home.exists() and clone.is_up():
        clone.ensure()
    clone.release()
