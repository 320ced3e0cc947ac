"""`python -m dev.mutants [--count N] [--seed S]`: build in faults, run the fast tests for each, name the survivors."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path

from dev.mutants.changes import Place, places, with_fault
from dev.mutants.trial import Bench

ROOT = Path(__file__).resolve().parents[2]
ENGINE = Path("assessment/engine")
ASKED = 0.9


def main() -> int:
    arguments = parse()
    os.nice(max(0, 19 - os.nice(0)))
    drawn = draw(arguments.count, arguments.seed)[arguments.first - 1 : arguments.last]
    survivors = []
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(ROOT, Path(folder))
        if not bench.passes(ENGINE / "__init__.py", None):
            print("The fast tests fail without any fault; mend them first.", file=sys.stderr)
            return 2
        for number, (path, place) in enumerate(drawn, arguments.first):
            survives = bench.passes(path, with_fault((ROOT / path).read_text(), place))
            survivors += [(path, place)] if survives else []
            tell(f"{number}/{arguments.count} {'SURVIVES' if survives else 'killed'} {path}:{place.line} {place.what}")
    return summary(survivors, len(drawn))


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m dev.mutants", description=__doc__)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=1, help="go on with this one of the drawn")
    parser.add_argument("--last", type=int, help="end with this one of the drawn")
    return parser.parse_args()


def draw(count: int, seed: int) -> list[tuple[Path, Place]]:
    """Return a sample of all faults; each place draws its own lot, so a change in the engine moves no other."""
    lots = {}
    for file in sorted((ROOT / ENGINE).rglob("*.py")):
        source, path = file.read_text(), file.relative_to(ROOT)
        lines, alike = source.splitlines(), Counter[str]()
        for place in places(source):
            words = f"{seed} {path} {lines[place.line - 1].strip()} {place.what}"
            alike[words] += 1
            lots[hashlib.sha256(f"{words} {alike[words]}".encode()).hexdigest()] = (path, place)
    return [lots[lot] for lot in sorted(lots)[:count]]


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
