"""A year's assessment as a command, against the least that any such command must do."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from dev.bench.timing import Figure, compare
from dev.servers import ROOT

GOAL = 4
LEAST = Path(__file__).with_name("least_assessment.py")


def figures(year: int) -> Iterator[Figure]:
    """22 parks by 40 indicators with 10,000 draws."""

    def ours() -> None:
        run([sys.executable, "manage.py", "assess", str(year), "--json"])

    def peer() -> None:
        run([sys.executable, str(LEAST), str(year)])

    yield compare("assess_year", ours=ours, peer=peer, goal=GOAL, times=3)


def run(command: list[str]) -> None:
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
