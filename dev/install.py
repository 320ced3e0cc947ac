"""Make or renew the clone's virtual environment: `python3.11 dev/install.py run|test`. Needs nothing but Python.

`run` installs the run-time lock, `test` adds the developers' lock. What is installed is noted at the end of each step,
so a killed installation is made again; a changed run-time lock or another Python makes the environment anew.
"""

import fcntl
import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NOTE = VENV / "installed.json"
LOCKS = {"run": ROOT / "requirements.txt", "test": ROOT / "requirements-dev.txt"}


def main(purpose: str) -> None:
    check_python()
    (ROOT / "var").mkdir(exist_ok=True)
    with (ROOT / "var" / "install.lock").open("w") as lock:  # two commands in a fresh clone wait for each other
        fcntl.flock(lock, fcntl.LOCK_EX)
        noted = read_note()
        if noted.get("run") != fingerprint("run"):
            make_environment()
            noted = add("run", {})
        if purpose == "test" and noted.get("test") != fingerprint("test"):
            add("test", noted)


def check_python() -> None:
    if sys.version_info[:2] != (3, 11):
        found = f"{sys.executable} is {sys.version.split()[0]}"
        sys.exit(f"Python 3.11 is needed; {found}. Install python3.11 and run this again.")


def read_note() -> dict:
    """What is installed; nothing, where the note is missing or the environment's Python no longer starts."""
    try:
        noted = json.loads(NOTE.read_text())
        subprocess.run([PYTHON, "-c", ""], check=True, capture_output=True)
    except (OSError, ValueError, subprocess.CalledProcessError):
        return {}
    return noted


def fingerprint(purpose: str) -> str:
    return hashlib.sha256(LOCKS[purpose].read_bytes()).hexdigest()


def make_environment() -> None:
    say("making the virtual environment")
    if VENV.is_symlink():
        VENV.unlink()
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run([sys.executable, "-m", "venv", VENV], check=False, capture_output=True, text=True)
    if made.returncode != 0:
        if "ensurepip" in made.stdout + made.stderr:
            sys.exit("This Python makes no virtual environments. On Debian: apt-get install python3-venv.")
        sys.exit(f"The virtual environment could not be made: {(made.stderr or made.stdout).strip()}")


def add(purpose: str, noted: dict) -> dict:
    """Install a lock and note it, the note last."""
    install_packages(purpose)
    noted = {**noted, purpose: fingerprint(purpose)}
    new = NOTE.with_suffix(".new")
    new.write_text(json.dumps(noted))
    new.replace(NOTE)
    return noted


def install_packages(purpose: str) -> None:
    """Everything the lock lists and nothing else: hashes checked, wheels only."""
    say(f"installing the packages of {LOCKS[purpose].name}; the first time takes a minute")
    command: list[str | Path] = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-input",
        "--no-deps",
    ]
    command += ["--require-hashes", "--only-binary", ":all:", "--requirement", LOCKS[purpose]]
    if subprocess.run(command, check=False).returncode != 0:
        sys.exit(f"The packages of {LOCKS[purpose].name} could not be installed; the reason stands above.")


def say(sentence: str) -> None:
    print(sentence, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
