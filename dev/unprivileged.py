"""Servers refuse to run as root, or should: who they run as instead, and how they reach their files.

Started by root they run as nobody. Folders above the clone may be closed to nobody (a root home, a fresh temporary
folder), and they are not ours to open. So the data folder is given as the working folder, which needs nothing of what
lies above it, and programs are copied out to an open folder when nobody could not reach them where they are.
"""

import contextlib
import ctypes
import functools
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1
OPEN_FOLDERS = (Path("/var/tmp"), Path("/tmp"))  # noqa: S108 - ownership is checked before use


@functools.cache
def server_account() -> tuple[int, int] | None:
    """User and group for servers when root starts them; None for an ordinary user, whose servers are simply theirs."""
    if os.geteuid() != 0:
        return None
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        return 65534, 65534
    return nobody.pw_uid, nobody.pw_gid


def make_private_folder(path: Path) -> None:
    """A folder that only the servers (and root) enter."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    account = server_account()
    if account is not None and path.stat().st_uid != account[0]:
        os.chown(path, *account)
    path.chmod(0o700)


def die_with_parent(parent: int, *, by: signal.Signals = signal.SIGINT) -> Callable[[], None]:
    """For a new process before its program: its own group, and a gentle end when the parent is gone."""

    def prepare() -> None:
        os.setpgrp()
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, by)
            if os.getppid() != parent:
                os._exit(1)

    return prepare


def spawn(
    command: list[str | Path], *, folder: Path, log: Path, feed: bytes | None = None
) -> "subprocess.Popen[bytes]":
    """Start a server in its folder; `feed` is its standard input."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.PIPE if feed is not None else subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            preexec_fn=die_with_parent(os.getpid()),  # noqa: PLW1509 - the supervisor has one thread
            **_as_account(),
        )
    if feed is not None and process.stdin is not None:
        try:
            process.stdin.write(feed)
            process.stdin.close()
        except BrokenPipeError:
            pass  # it ended at once; whoever waits for it to be ready says why
    return process


def run(command: list[str | Path], *, folder: Path) -> None:
    """Run a program to its end in the folder; its own words are the error."""
    done = subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        preexec_fn=die_with_parent(os.getpid()),
        **_as_account(),
    )
    if done.returncode != 0:
        raise RuntimeError(f"{Path(command[0]).name} failed: {(done.stderr or done.stdout).strip()[-1500:]}")


def processes_in(folder: Path, *, noted: int | None) -> list[int]:
    """The processes whose working folder it is; where the system does not tell, the noted one if it lives."""
    if not Path("/proc/self/cwd").exists():
        return [noted] if noted is not None and _is_alive(noted) else []
    return [int(process.name) for process in Path("/proc").glob("[0-9]*") if _works_in(process, folder)]


def reachable(folders: list[Path], *, key: str) -> Path:
    """The folder that holds these program folders side by side, openable by whoever runs the servers."""
    if server_account() is None or all(_is_open(folder) for folder in folders):
        return folders[0].parent
    name = f"zhangjiang-{key}"
    place = next((base / name for base in OPEN_FOLDERS if _may_hold_programs(base / name)), None)
    if place is None:
        place = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=OPEN_FOLDERS[-1]))
        place.chmod(0o755)
    for folder in folders:
        if not _is_whole(place / folder.name, folder):
            _copy_out(folder, place)
    return place


def _as_account() -> dict[str, Any]:
    account = server_account()
    return {} if account is None else {"user": account[0], "group": account[1], "extra_groups": []}


def _works_in(process: Path, folder: Path) -> bool:
    try:
        return (process / "cwd").samefile(folder)
    except OSError:  # it has ended, or is somebody else's
        return False


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _is_open(folder: Path) -> bool:
    """Whether everybody may pass through every folder above and into this one."""
    return all(step.stat().st_mode & stat.S_IXOTH for step in [folder, *folder.parents])


def _may_hold_programs(place: Path) -> bool:
    """A free name in an open folder, or what root put there: never a folder that somebody else prepared."""
    if not place.parent.is_dir() or not _is_open(place.parent):
        return False
    try:
        found = place.lstat()
    except FileNotFoundError:
        return True
    return stat.S_ISDIR(found.st_mode) and found.st_uid == 0 and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _is_whole(copy: Path, folder: Path) -> bool:
    """Whether every file is there: somebody may clear out temporary folders."""
    wanted = [path.relative_to(folder) for path in folder.rglob("*") if "__pycache__" not in path.parts]
    return all((copy / path).exists() for path in wanted)


def _copy_out(folder: Path, place: Path) -> None:
    """Copy the folder into the place for all to read; made beside and renamed, for others may use or make it."""
    place.mkdir(mode=0o755, exist_ok=True)
    place.chmod(0o755)  # whatever the umask
    with tempfile.TemporaryDirectory(dir=place) as beside:
        new, old = Path(beside, "new"), Path(beside, "old")
        shutil.copytree(folder, new, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
        for path in [new, *new.rglob("*")]:
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644)
        with contextlib.suppress(FileNotFoundError):
            (place / folder.name).rename(old)
        with contextlib.suppress(OSError):  # another start was faster, with the same files
            new.rename(place / folder.name)
