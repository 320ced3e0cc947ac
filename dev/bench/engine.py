"""The engine's speed: variants beside a bare batch, a build beside scikit-criteria, the command beside Django."""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import skcriteria
from skcriteria.agg.simple import WeightedSumModel

from assessment.engine import Index, evaluate, parse, ranks, uncertainty
from assessment.engine.draws import Preparation
from assessment.engine.draws.sensitivity import drivers
from dev.bench import engine_case
from dev.bench.timing import Figure, compare
from dev.servers import ROOT

DRAWS = 10_000
SEED = 1
CORE_GOAL, WHOLE_GOAL = 1.5, 3
BUILD_GOAL, STEPS_GOAL = 1, 10
COMMAND_GOAL, COMMAND_WITH_DRAWS_GOAL = 1.5, 2.5


def figures(_year: int) -> Iterator[Figure]:
    index = parse(engine_case.system(), engine_case.rows())
    yield from draws(index)
    yield from build(index)
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        yield from command(Path(folder))


def draws(index: Index) -> Iterator[Figure]:
    """10,000 variants: ranks alone, the whole answer, and as many variants spent on drivers."""
    bare = engine_case.BareBatch(DRAWS).ranks
    prepared = Preparation(index)

    def core() -> None:
        drawing = prepared.drawing(SEED)
        for block in drawing.draw(DRAWS):
            for _ in drawing.rank(block):
                pass

    def spent_on_drivers() -> None:
        drawing = prepared.drawing(SEED)
        drivers(drawing, prepared.outcome.ranks, DRAWS // (2 + len(drawing.factors)))

    yield compare("engine_core", ours=core, peer=bare, goal=CORE_GOAL, times=9)
    yield compare(
        "engine_whole", ours=lambda: uncertainty(index, draws=DRAWS, seed=SEED), peer=bare, goal=WHOLE_GOAL, times=9
    )
    yield compare("engine_drivers", ours=spent_on_drivers, peer=bare, goal=WHOLE_GOAL, times=9)


def build(index: Index) -> Iterator[Figure]:
    """One ranking, three levels and min-max on our side; on theirs the matrix as it is, and one weighted sum.

    Work this short is timed by its best turn: all that is longer is the machine's other business.
    """
    matrix = np.array([[float(row[code]) for code in engine_case.codes()] for row in engine_case.rows()])
    weights = [node["weight"] for node in engine_case.system()["indicators"]]

    def peer() -> None:
        WeightedSumModel().evaluate(skcriteria.mkdm(matrix, [max] * len(weights), weights=weights))

    yield compare("engine_build", ours=lambda: ranks(index), peer=peer, goal=BUILD_GOAL, times=200, of=min)
    yield compare("engine_build_steps", ours=lambda: evaluate(index), peer=peer, goal=STEPS_GOAL, times=100, of=min)


def command(folder: Path) -> Iterator[Figure]:
    """`rank_table` from start to end, beside the start of the interpreter with Django."""
    system, values = folder / "system.json", folder / "values.csv"
    system.write_text(engine_case.system_json(), encoding="utf-8")
    values.write_text(engine_case.values_csv(), encoding="utf-8")
    rank_table = ["rank_table", str(system), str(values), "--json"]
    many = [*rank_table, "--uncertainty", str(DRAWS), "--seed", str(SEED)]
    yield compare("rank_table", ours=manage(*rank_table), peer=manage("check"), goal=COMMAND_GOAL, times=5)
    yield compare("rank_table_10k", ours=manage(*many), peer=manage("check"), goal=COMMAND_WITH_DRAWS_GOAL, times=5)


def manage(*arguments: str) -> Callable[[], None]:
    def run() -> None:
        subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)

    return run
