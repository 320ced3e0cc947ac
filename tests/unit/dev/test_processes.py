"""Programs side by side: they end when told, when one of them ends, and when the one who started them is killed."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from dev.processes import Program, first_ended
from dev.servers import ROOT

START_AND_WAIT = """
import os, sys, time
from pathlib import Path
from dev.processes import Program
program = Program(name="sleeper", command=[sys.executable, "-c", "import time; time.sleep(60)"])
program.start(Path.cwd())
print(program.process.pid, flush=True)
time.sleep(60)
"""
END_IN_ORDER = """
import time
from dev.processes import Interrupted, interrupt_on_signals
interrupt_on_signals()
try:
    print("up", flush=True)
    time.sleep(60)
except Interrupted:
    time.sleep(0.5)
    print("ended in order", flush=True)
"""
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"


def test_first_ended__one_of_two_ends__is_named() -> None:
    long = Program(name="long", command=["sleep", "60"])
    short = Program(name="short", command=["true"])
    for program in (long, short):
        program.start(ROOT)

    ended = first_ended([long, short], within_seconds=10)
    long.stop()
    short.stop()

    assert ended is short


def test_stop__program_deaf_to_the_signal__is_ended(monkeypatch, capsys) -> None:
    monkeypatch.setattr("dev.processes.KILL_AFTER_SECONDS", 0.3)
    program = Program(name="deaf", command=[sys.executable, "-c", DEAF])
    program.start(ROOT)
    while "deaf" not in capsys.readouterr().out:
        time.sleep(0.02)

    program.stop()

    assert program.process is not None
    assert program.process.returncode == -signal.SIGKILL


def test_start__the_starter_is_killed__program_ends_too() -> None:
    starter = subprocess.Popen([sys.executable, "-c", START_AND_WAIT], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert starter.stdout is not None
    pid = int(starter.stdout.readline())

    starter.kill()
    starter.communicate()

    assert has_gone(pid)


def test_interrupt_on_signals__a_second_signal__does_not_disturb_the_end() -> None:
    with subprocess.Popen([sys.executable, "-c", END_IN_ORDER], cwd=ROOT, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "up\n"

        for _ in range(3):
            program.send_signal(signal.SIGTERM)
            time.sleep(0.05)

        assert program.stdout.readline() == "ended in order\n"
    assert program.returncode == 0


def test_run__port_in_use__one_sentence_and_nothing_started(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = run_portal(PORT=str(port))

    assert done.returncode == 1
    assert done.stderr.startswith(f"Port {port} is in use")
    assert done.stdout == ""


def test_run__port_is_no_number__says_what_it_must_be() -> None:
    done = run_portal(PORT="eighty")

    assert done.returncode == 1
    assert done.stderr == "PORT is 'eighty'; it must be a number from 1 to 65535.\n"


def run_portal(**environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "dev.run"],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def has_gone(pid: int) -> bool:
    """Gone, or waiting to be buried."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False
