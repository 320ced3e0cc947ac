"""`python -m dev.mutants [--count N] [--seed S]`: build in faults, run the fast tests for each, name the survivors."""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
from pathlib import Path

from dev.mutants.changes import Place, places, with_fault
from dev.mutants.trial import Bench

ROOT = Path(__file__).resolve().parents[2]
ENGINE = Path("assessment/engine")
ASKED = 0.9


def main() -> int:
    arguments = parse()
    os.nice(max(0, 19 - os.nice(0)))
    drawn = draw(arguments.count, arguments.seed)
    survivors = []
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(ROOT, Path(folder))
        if not bench.passes(ENGINE / "__init__.py", None):
            print("The fast tests fail without any fault; mend them first.", file=sys.stderr)
            return 2
        for number, (path, place) in enumerate(drawn, 1):
            survives = bench.passes(path, with_fault((ROOT / path).read_text(), place))
            survivors += [(path, place)] if survives else []
            tell(f"{number}/{len(drawn)} {'SURVIVES' if survives else 'killed'} {path}:{place.line} {place.what}")
    return summary(survivors, len(drawn))


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m dev.mutants", description=__doc__)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def draw(count: int, seed: int) -> list[tuple[Path, Place]]:
    """Return a sample of all faults, the same for the same engine and seed."""
    files = sorted((ROOT / ENGINE).rglob("*.py"))
    known = [(file.relative_to(ROOT), place) for file in files for place in places(file.read_text())]
    return random.Random(seed).sample(known, min(count, len(known)))  # noqa: S311 - a sample, no secret


def tell(line: str) -> None:
    print(line, flush=True)


def summary(survivors: list[tuple[Path, Place]], count: int) -> int:
    killed = 1 - len(survivors) / count
    print(json.dumps({"mutants": count, "killed": count - len(survivors), "share": round(killed, 4)}))
    for path, place in sorted(survivors, key=lambda one: (one[0], one[1].line)):
        line = (ROOT / path).read_text().splitlines()[place.line - 1].strip()
        print(f"{path}:{place.line}: {place.what}: {line}")
    return 0 if killed >= ASKED else 1


if __name__ == "__main__":
    sys.exit(main())
