"""Programs that run side by side in one terminal, end in order, and never outlive the one who started them."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from dev.unprivileged import die_with_parent

KILL_AFTER_SECONDS = 8


@dataclass(kw_only=True)
class Program:
    """One program; its lines appear in the terminal behind its name."""

    name: str
    command: Sequence[str]
    stop_signal: signal.Signals = signal.SIGTERM
    process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)
    _printer: threading.Thread | None = field(default=None, init=False)

    def start(self, folder: Path) -> None:
        """In a group of its own: Ctrl-C reaches only the one who started it, who then stops all in order.

        When the starter is killed the program is too, at once: asked nicely, a worker without a broker would stay.
        """
        self.process = subprocess.Popen(
            self.command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            preexec_fn=die_with_parent(os.getpid(), by=signal.SIGKILL),  # noqa: PLW1509 - no other thread forks or locks
        )
        self._printer = threading.Thread(target=self._print_lines, args=[self.process.stdout], daemon=True)
        self._printer.start()

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def stop(self) -> None:
        """Ask it to end, then end it; what it started goes with it."""
        if self.process is None:
            return
        for how in (self.stop_signal, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, how)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(KILL_AFTER_SECONDS)
                break
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        if self._printer is not None:
            self._printer.join(1)

    def _print_lines(self, lines: IO[bytes]) -> None:
        """Keeps reading when the terminal is gone: a full pipe would hold the program up."""
        with lines:
            for line in lines:
                with contextlib.suppress(OSError, ValueError):
                    sys.stdout.write(f"{self.name:<7}| {line.decode(errors='replace').rstrip()}\n")
                    sys.stdout.flush()


class Interrupted(Exception):
    """Ctrl-C or SIGTERM."""


def interrupt_on_signals() -> None:
    """Ctrl-C and SIGTERM raise Interrupted, once: a signal to a group arrives from make a second time."""

    def interrupt(*_: object) -> None:
        ignore_signals()
        raise Interrupted

    signal.signal(signal.SIGINT, interrupt)
    signal.signal(signal.SIGTERM, interrupt)
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # nohup means it
        signal.signal(signal.SIGHUP, interrupt)


def ignore_signals() -> None:
    """From here on the end is on its way; an impatient second Ctrl-C would leave programs behind."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)


def make_was_interrupted() -> bool:
    """Whether the `make` above got SIGINT alone: it does not pass it on as it does SIGTERM, but blocks it and waits."""
    above = Path(f"/proc/{os.getppid()}")
    try:
        if (above / "comm").read_text().strip() not in {"make", "gmake"}:
            return False
        status = dict(line.split(":", 1) for line in (above / "status").read_text().splitlines())
        return bool(int(status["SigBlk"], 16) & 1 << (signal.SIGINT - 1))
    except (OSError, ValueError, KeyError):
        return False


def first_ended(programs: Sequence[Program], *, within_seconds: float) -> Program | None:
    """The first program that ends within the time, or None."""
    deadline = time.monotonic() + within_seconds
    while True:
        ended = next((program for program in programs if program.has_ended()), None)
        if ended is not None or time.monotonic() >= deadline:
            return ended
        time.sleep(0.05)
