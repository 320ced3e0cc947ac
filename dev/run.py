"""The portal with all its processes in one terminal: `make run`.

Database and broker first (the clone's own where none are configured), then the data, then web, worker and beat; at the
end the other way round. Ctrl-C or SIGTERM ends it with 0; a process that ends by itself ends the rest and makes it 1.
"""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import NoReturn

from dev.processes import Interrupted, Program, first_ended, ignore_signals, interrupt_on_signals, make_was_interrupted
from dev.servers import ROOT, ServersDidNotStart, are_up, ensure, release
from dev.unprivileged import PR_SET_PDEATHSIG, die_with_parent

HOST = "127.0.0.1"
DEFAULT_PORT = 8000
HIGHEST_PORT = 65535
READY_WITHIN_SECONDS = 90
PORT_FREE_WITHIN_SECONDS = 4
VAR = ROOT / "var"


class CannotRun(Exception):
    """Why the portal does not run; the message says what to do."""


def main() -> int:
    if sys.platform == "linux":  # where make is killed, nobody is left to stop this
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    interrupt_on_signals()
    try:
        _run(_free_port())
    except (CannotRun, ServersDidNotStart) as error:
        print(error, file=sys.stderr, flush=True)
        return 1
    except Interrupted:
        return 0


def _run(port: int) -> NoReturn:
    programs = _programs(port)
    try:
        own_servers = not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"))
        if own_servers:
            ensure()
        accounts = _prepare()
        for program in programs:
            program.start(ROOT)
        _wait_ready(port, programs)
        print(f"ready: http://{HOST}:{port}", flush=True)
        print(accounts, flush=True)
        _watch(programs, own_servers=own_servers)
    finally:
        ignore_signals()
        for program in programs:
            program.stop()
        release()


def _programs(port: int) -> list[Program]:
    """In the order in which they stop: first nobody comes in, then nothing new is sent, then the work ends."""
    python = sys.executable
    os.environ.setdefault("WEB_CONCURRENCY", "2")  # gunicorn reads it
    os.environ["PYTHONUNBUFFERED"] = "1"  # lines appear as they are written
    addresses = [f"--bind={HOST}:{port}", *([f"--bind=[::1]:{port}"] if _has_ipv6() else [])]
    web = ["gunicorn", "zhangjiang.wsgi", *addresses, "--worker-class=gthread", "--threads=4"]
    web += ["--graceful-timeout=3", "--no-control-socket", "--log-level=warning"]
    schedule = VAR / "beat"
    schedule.mkdir(parents=True, exist_ok=True)
    root_is_meant = "ignore:You're running the worker with superuser privileges"
    celery = [python, "-W", root_is_meant, "-m", "celery", "--quiet", "--app=zhangjiang"]
    work = ["worker", "--loglevel=warning", "--concurrency=2", "--without-mingle", "--without-gossip"]
    return [
        Program(name="web", command=[python, "-m", *web]),
        Program(name="beat", command=[*celery, "beat", "--loglevel=warning", f"--schedule={schedule / 'schedule'}"]),
        Program(name="worker", command=[*celery, *work]),
    ]


def _prepare() -> str:
    """Migrate and load; the answer is the table of demonstration accounts."""
    print("preparing the database and the demonstration data", flush=True)
    program = subprocess.run(
        [sys.executable, "-m", "dev.prepare"],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
        preexec_fn=die_with_parent(os.getpid(), by=signal.SIGTERM),
    )
    if program.returncode != 0:
        raise CannotRun("The database or the demonstration data could not be prepared; the reason stands above.")
    return program.stdout


def _wait_ready(port: int, programs: list[Program]) -> None:
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    answer = "no answer"
    while time.monotonic() < deadline:
        ended = first_ended(programs, within_seconds=0.2)
        if ended is not None:
            raise CannotRun(f"{ended.name} ended before the portal was ready; the reason stands above.")
        answer = _ask_ready(port)
        if answer == "":
            return
    raise CannotRun(f"The portal is not ready after {READY_WITHIN_SECONDS} s: {answer}")


def _ask_ready(port: int) -> str:
    """Empty when ready, else what is missing."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://{HOST}:{port}/readyz", timeout=10):
            return ""
    except urllib.error.HTTPError as error:
        return error.read(500).decode(errors="replace")
    except OSError as error:
        return str(error)


def _watch(programs: list[Program], *, own_servers: bool) -> NoReturn:
    """Until told to stop, or something ends by itself."""
    while True:
        ended = first_ended(programs, within_seconds=1)
        if ended is not None:
            raise CannotRun(f"{ended.name} ended by itself; the rest is stopped.")
        if own_servers and not are_up():
            raise CannotRun("The database and the broker ended by themselves; the rest is stopped.")
        if make_was_interrupted():
            raise Interrupted


def _free_port() -> int:
    """The wanted port, if nobody has it. A portal that was killed a moment ago still lets go of it."""
    wanted = os.environ.get("PORT") or str(DEFAULT_PORT)
    if not wanted.isdecimal() or not 0 < int(wanted) <= HIGHEST_PORT:
        raise CannotRun(f"PORT is {wanted!r}; it must be a number from 1 to {HIGHEST_PORT}.")
    port = int(wanted)
    deadline = time.monotonic() + PORT_FREE_WITHIN_SECONDS
    while _is_taken(socket.AF_INET, HOST, port) or (_has_ipv6() and _is_taken(socket.AF_INET6, "::1", port)):
        if time.monotonic() > deadline:
            raise CannotRun(
                f"Port {port} is in use: stop what uses it, or choose another with `make run PORT={port + 1}`."
            )
        time.sleep(0.1)
    return port


def _is_taken(family: socket.AddressFamily, host: str, port: int) -> bool:
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise CannotRun(f"Port {port} needs rights that you do not have; choose one above 1023.") from error
        except OSError:
            return True
    return False


def _has_ipv6() -> bool:
    """Whether `localhost` may mean ::1 here."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET6) as probe:
        probe.bind(("::1", 0))
        return True
    return False


if __name__ == "__main__":
    sys.exit(main())
