"""Two things timed side by side, in turn, so that whatever else the machine does meets both."""

import gc
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

ROUNDS = 3


@dataclass(frozen=True)
class Figure:
    """One line of the benchmark: met when the ratio is at most the goal. Seconds, or a ratio of seconds."""

    name: str
    ours: float
    peer: float
    goal: float

    def line(self) -> str:
        content = {
            "name": self.name,
            "ours": round(self.ours, 6),
            "peer": round(self.peer, 6),
            "ratio": round(self.ours / self.peer, 3),
            "goal": self.goal,
        }
        return json.dumps(content)


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def percentile_95(samples: list[float]) -> float:
    return sorted(samples)[int(len(samples) * 0.95)]


def compare(
    name: str,
    *,
    ours: Callable[[], object],
    peer: Callable[[], object],
    goal: float,
    times: int,
    of: Callable[[list[float]], float] = median,
) -> Figure:
    """``times`` turns of both in each of three rounds after a warm-up; the median round by its ratio counts."""
    rounds = sorted((one_round(ours, peer, times, of) for _ in range(ROUNDS)), key=lambda pair: pair[0] / pair[1])
    middle = rounds[len(rounds) // 2]
    return Figure(name, *middle, goal)


def one_round(
    ours: Callable[[], object], peer: Callable[[], object], times: int, of: Callable[[list[float]], float]
) -> tuple[float, float]:
    ours(), peer()
    gc.collect()
    pairs = list(turns(ours, peer, times))
    return of([pair[0] for pair in pairs]), of([pair[1] for pair in pairs])


def turns(ours: Callable[[], object], peer: Callable[[], object], times: int) -> Iterator[tuple[float, float]]:
    for _ in range(times):
        yield seconds(ours), seconds(peer)
