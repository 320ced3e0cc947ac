"""The copy of the seals outside the database: a file a chain, one line a seal, and a file with the chain's last link.

Whoever owns the database cannot reach it; where it lies is said by AUDIT_COPY_DIR.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from uuid import UUID

from django.conf import settings


def seals_file(chain: UUID) -> Path:
    return Path(settings.AUDIT_COPY_DIR) / f"{chain}.seals.jsonl"


def end_file(chain: UUID) -> Path:
    return Path(settings.AUDIT_COPY_DIR) / f"{chain}.end.json"


@contextmanager
def opened(chain: UUID) -> Iterator[IO[str]]:
    """The seals' file, made where it is missing, for one writer at a time."""
    path = seals_file(chain)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def add_lines(chain: UUID, lines: list[str]) -> None:
    """Append the seals that the file lacks; what a killed writer left half done is written anew."""
    with opened(chain) as file:
        file.seek(0)
        whole = [line for line in file if line.endswith("\n")]
        file.truncate(sum(len(line.encode()) for line in whole))
        file.seek(0, os.SEEK_END)
        file.writelines(f"{line}\n" for line in lines[len(whole) :])
        file.flush()
        os.fsync(file.fileno())


def read_lines(chain: UUID) -> list[str]:
    path = seals_file(chain)
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def write_end(chain: UUID, *, sequence: int, link: bytes) -> None:
    """Keep the furthest end that was seen: a chain that became shorter does not overwrite it."""
    with opened(chain):
        if sequence <= read_end(chain)[0]:
            return
        new = end_file(chain).with_suffix(".new")
        new.write_text(json.dumps({"sequence": sequence, "link": link.hex()}))
        new.replace(end_file(chain))


def read_end(chain: UUID) -> tuple[int, str]:
    """The furthest place that was seen, and its link; (0, "") before the first."""
    try:
        found = json.loads(end_file(chain).read_text())
        return int(found["sequence"]), str(found["link"])
    except (FileNotFoundError, ValueError, KeyError):
        return 0, ""


def other_chains(chain: UUID) -> list[str]:
    """Copies of chains that this database does not hold."""
    mine = seals_file(chain)
    return sorted(path.name for path in mine.parent.glob("*.seals.jsonl") if path != mine)
