"""The case of the engine's figures: 22 units, 45 indicators, weights on three levels, and the least work on it."""

import json
import random
from typing import Any

import numpy as np
from numpy.typing import NDArray

UNITS, INDICATORS, FAMILIES = 22, 45, 9
HALVES = (5, 4)  # families below each of the two aggregates on level 3
NOISE = 0.25
Array = NDArray[np.float64]


def system() -> dict[str, Any]:
    """Two normalisations and two top aggregations beside noise on the weights of every level."""
    families = [
        {"code": f"F{at}", "level": 2, "parent": "A" if at < HALVES[0] else "B", "weight": at + 1}
        for at in range(FAMILIES)
    ]
    halves = [
        {"code": "A", "level": 3, "parent": "T", "weight": 60},
        {"code": "B", "level": 3, "parent": "T", "weight": 40},
    ]
    return {
        "format": "composite-index/1",
        "unit": "unit",
        "aggregates": [{"code": "T", "level": 4}, *halves, *families],
        "aggregation": [{"level": level, "method": "amean"} for level in (2, 3, 4)],
        "indicators": [
            {"code": code, "parent": f"F{at % FAMILIES}", "weight": 1 + at % 3} for at, code in enumerate(codes())
        ],
        "defaults": {"normalise": {"method": "minmax", "range": [1, 100]}},
        "verdict": {
            "lines": [{"verdict": "pass", "min": 50}, {"verdict": "fail"}],
            "bottom": {"n": 3, "verdict": "low"},
        },
        "uncertainty": {
            "normalise": [{"method": "goalposts", "posts": [0, 1000], "range": [1, 100]}],
            "aggregation": [{"4": "gmean"}],
        },
    }


def codes() -> list[str]:
    return [f"X{at:02d}" for at in range(INDICATORS)]


def rows() -> list[dict[str, str]]:
    numbers = random.Random(5)  # noqa: S311  the same table every time
    return [
        {"unit": f"U{unit:02d}"} | {code: f"{numbers.uniform(1, 1000):.2f}" for code in codes()}
        for unit in range(UNITS)
    ]


def system_json() -> str:
    return json.dumps(system(), indent=1)


def values_csv() -> str:
    table = rows()
    return "".join(f"{','.join(line)}\n" for line in [list(table[0]), *(list(row.values()) for row in table)])


class BareBatch:
    """The same variants as anyone would write them in numpy: arrays, a fixed order of addition, no BLAS, no checks."""

    def __init__(self, draws: int) -> None:
        self.draws = draws
        matrix = np.array([[float(row[code]) for code in codes()] for row in rows()]).T
        low, high = matrix.min(axis=1, keepdims=True), matrix.max(axis=1, keepdims=True)
        self.scores = [1 + (matrix - low) / (high - low) * 99, 1 + matrix / 1000 * 99]
        self.weights = [
            np.array([1.0 + at % 3 for at in range(INDICATORS)]),
            np.arange(1.0, FAMILIES + 1),
            np.array([60.0, 40.0]),
        ]

    def ranks(self) -> NDArray[np.intp]:
        """Draw all variants and rank the units in each."""
        generator = np.random.Generator(np.random.PCG64(1))
        drawn = [base * (1 + generator.uniform(-NOISE, NOISE, (self.draws, base.size))) for base in self.weights]
        normalisation, aggregation = (generator.integers(0, 2, self.draws) for _ in range(2))
        ranks = np.empty((self.draws, UNITS), dtype=np.intp)
        for scores in (0, 1):
            for method in (0, 1):
                chosen = np.flatnonzero((normalisation == scores) & (aggregation == method))
                totals = self._totals(
                    self.scores[scores], [weights[chosen] for weights in drawn], is_geometric=bool(method)
                )
                ranks[chosen] = (-totals).argsort(axis=1).argsort(axis=1) + 1
        return ranks

    def _totals(self, scores: Array, weights: list[Array], *, is_geometric: bool) -> Array:
        leaves = [scores[at] for at in range(INDICATORS)]
        families = _means(leaves, weights[0], [at % FAMILIES for at in range(INDICATORS)], FAMILIES)
        halves = _means(families, weights[1], [int(at >= HALVES[0]) for at in range(FAMILIES)], 2)
        if is_geometric:
            halves = [np.log(half) for half in halves]
        total = _means(halves, weights[2], [0, 0], 1)[0]
        return np.exp(total) if is_geometric else total


def _means(children: list[Array], weights: Array, parents: list[int], count: int) -> list[Array]:
    """Return the weighted mean of each parent's children, a row per draw."""
    draws = weights.shape[0]
    sums, wholes = np.zeros((count, draws, UNITS)), np.zeros((count, draws, 1))
    for at, (child, parent) in enumerate(zip(children, parents, strict=True)):
        sums[parent] += weights[:, at, None] * child
        wholes[parent] += weights[:, at, None]
    return list(sums / wholes)
