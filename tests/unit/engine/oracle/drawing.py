"""The draws once more: the same streams, read with plain arithmetic, and every variant computed in fractions.

Four streams are spawned from the seed, for weights, normalisation, aggregation and imputation. A stream's raw 64 bits
give uniform numbers (bits >> 11) / 2^53. Weights are read draw by draw, in each draw aggregates first, then indicators,
both in the order of the system; a list's choice is the whole part of its length times the number.
"""

import math
import statistics
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np

from . import judging
from .cells import Work
from .figures import Refused, given, shown
from .joining import children, weight
from .report import worked

FACTORS = ("weights", "normalise", "aggregation", "impute")
BLOCK = 4096
Ranks = dict[str, int]
Totals = dict[str, Fraction | None]


@dataclass(frozen=True)
class Draw:
    """One variant: the weights by node, and which entry of each list was chosen, 0 for the official one."""

    weights: tuple[float, ...]
    normalise: int
    aggregation: int
    impute: int


class Run:
    """One uncertainty run of a system and its values."""

    def __init__(self, system: dict[str, Any], rows: list[dict[str, str]], seed: int) -> None:
        self.system, self.rows = system, rows
        self.plan = system.get("uncertainty", {})
        self.noise = self.plan.get("weights", {"noise": "uniform", "factor": 0.25})
        seeds = np.random.SeedSequence(seed).spawn(4)
        self.streams = {name: np.random.PCG64(child) for name, child in zip(FACTORS, seeds, strict=True)}
        ordered = [*system["aggregates"], *system["indicators"]]
        self.drawn = [node for node in ordered if "parent" in node and self.is_drawn(node.get("level", 1))]
        self.works = {(0, 0): worked(system, rows)}
        self.tolerance = judging.tolerance_of(system)

    def is_drawn(self, level: int) -> bool:
        return "levels" not in self.plan or level in self.plan["levels"]

    @property
    def factors(self) -> list[str]:
        return [name for name in FACTORS if (self.drawn if name == "weights" else self.plan.get(name))]

    def uniform(self, name: str, count: int) -> list[float]:
        return [math.ldexp(int(bits) >> 11, -53) for bits in self.streams[name].random_raw(count)] if count else []

    def draw(self, count: int) -> Iterator[Draw]:
        for start in range(0, count, BLOCK):
            yield from self.block(min(BLOCK, count - start))

    def block(self, count: int) -> list[Draw]:
        lists = [self.choices(name, count) for name in FACTORS[1:]]
        return [Draw(*parts) for parts in zip(self.weights(count), *lists, strict=True)]

    def choices(self, name: str, count: int) -> list[int]:
        options = 1 + len(self.plan.get(name, []))
        return [int(number * options) for number in self.uniform(name, count)] if options > 1 else [0] * count

    def weights(self, count: int) -> list[tuple[float, ...]]:
        size = len(self.drawn)
        numbers = self.gammas(count) if self.noise["noise"] == "dirichlet" else self.scaled(count)
        return [tuple(numbers[at * size : at * size + size]) for at in range(count)]

    def scaled(self, count: int) -> list[float]:
        factor = self.noise.get("factor", 0.25)
        numbers = self.uniform("weights", count * len(self.drawn))
        bases = [float(weight(node)) for node in self.drawn] * count
        return [base * max(1 - factor + 2 * factor * u, 2.0**-60) for base, u in zip(bases, numbers, strict=True)]

    def gammas(self, count: int) -> list[float]:
        """Return gamma variates by Marsaglia and Tsang; refused ones are tried again after all others of the block."""
        shapes = [self.shape(node) for node in self.drawn] * count
        found, waiting = [0.0] * len(shapes), [at for at, shape in enumerate(shapes) if shape > 0]
        while waiting:
            numbers = [number + 2.0**-54 for number in self.uniform("weights", 2 * len(waiting))]
            for at, one, two in zip(waiting, numbers[::2], numbers[1::2], strict=True):
                found[at] = tried(shapes[at] + (shapes[at] < 1), one, two)
            waiting = [at for at in waiting if not found[at]]
        small = [at for at, shape in enumerate(shapes) if 0 < shape < 1]
        for at, number in zip(small, self.uniform("weights", len(small)), strict=True):
            found[at] *= (number + 2.0**-54) ** (1 / shapes[at])
        return [max(number, 2.0**-60) if shape else 0.0 for number, shape in zip(found, shapes, strict=True)]

    def shape(self, node: dict[str, Any]) -> float:
        whole = sum(weight(sibling) for sibling in children(self.system, node["parent"]))
        return float(weight(node) / whole) * self.noise.get("concentration", 50)

    def work(self, draw: Draw) -> Work:
        """Return the steps of a choice of normalisation and imputation, with the weights and methods of the draw."""
        key = (draw.normalise, draw.impute)
        if key not in self.works:
            self.works[key] = worked(self.chosen(draw), self.rows)
        return replace(self.works[key], system=self.varied(draw))

    def chosen(self, draw: Draw) -> dict[str, Any]:
        own = {}
        for name in ("normalise", "impute"):
            number = getattr(draw, name)
            own |= {name: self.plan[name][number - 1]} if number else {}
        return {**self.system, "indicators": [{**node, **own} for node in self.system["indicators"]]}

    def varied(self, draw: Draw) -> dict[str, Any]:
        drawn = dict(zip((node["code"] for node in self.drawn), draw.weights, strict=True))
        parts = {
            side: [{**node, "weight": drawn.get(node["code"], node.get("weight", 1))} for node in self.system[side]]
            for side in ("indicators", "aggregates")
        }
        return {**self.system, **parts, "aggregation": self.joinings(draw.aggregation)}

    def joinings(self, number: int) -> list[dict[str, Any]]:
        entries = self.system["aggregation"]
        other = self.plan["aggregation"][number - 1] if number else {}
        return [{**plain(entry), **method(other[str(entry["level"])])} if str(entry["level"]) in other else entry
                for entry in entries]  # fmt: skip

    def totals(self, draw: Draw) -> Totals:
        return judging.totals(self.work(draw))

    def ranks(self, draw: Draw) -> Ranks:
        return judging.ranked(self.totals(draw), self.tolerance)


def plain(entry: dict[str, Any]) -> dict[str, Any]:
    """Return an aggregation without its method, its threshold kept."""
    return {key: value for key, value in entry.items() if key in {"level", "dat_thresh"}}


def method(spec: str | dict[str, Any]) -> dict[str, Any]:
    return {"method": spec} if isinstance(spec, str) else spec


def tried(shape: float, one: float, two: float) -> float:
    """Return a gamma variate, or 0 where the try is refused."""
    depth = shape - 1 / 3
    number = statistics.NormalDist().inv_cdf(one)
    volume = (1 + number / math.sqrt(9 * depth)) ** 3
    if volume <= 0 or math.log(two) >= number**2 / 2 + depth - depth * volume + depth * math.log(volume):
        return 0.0
    return depth * volume


def spread(system: dict[str, Any], rows: list[dict[str, str]], draws: int, seed: int) -> dict[str, Any]:
    """Return the part `uncertainty` of the answer."""
    run = Run(system, rows, seed)
    nominal = judging.ranked(judging.totals(run.works[0, 0]), run.tolerance)
    units = run.works[0, 0].rows
    order = sorted(units, key=lambda unit: (nominal.get(unit, len(units) + 1), unit))
    found = [run.totals(draw) for draw in run.draw(draws)]
    return {
        "n": draws,
        "seed": seed,
        "factors": run.factors,
        "units": [unit_row(run, unit, nominal, found) for unit in order],
        "leave_one_out": [left_out(run, node["code"], nominal, order) for node in system["indicators"]],
        "drivers": drivers(run, nominal) if run.plan.get("drivers") else [],
    }


def unit_row(run: Run, unit: str, nominal: Ranks, found: list[Totals]) -> dict[str, Any]:
    ranked = [judging.ranked(one, run.tolerance) for one in found]
    ranks = sorted(one[unit] for one in ranked if unit in one)
    return {
        "unit": unit,
        "nominal": nominal.get(unit),
        "mean": shown(Fraction(sum(ranks), len(ranks))) if ranks else None,
        "median": quantile(ranks, Fraction(1, 2)),
        "q5": quantile(ranks, Fraction(5, 100)),
        "q95": quantile(ranks, Fraction(95, 100)),
        "p_bottom": share(bottoms(run, unit, ranked), found),
        "p_below_line": share(shortfalls(run, unit, found), found),
        "rank_counts": [ranks.count(place) for place in range(1, len(run.works[0, 0].rows) + 1)],
    }


def quantile(ranks: list[int], at: Fraction) -> float | None:
    """Return R's type 7: linear between the neighbours of position (n - 1)·p."""
    if not ranks:
        return None
    place = (len(ranks) - 1) * at
    low = int(place)
    high = min(low + 1, len(ranks) - 1)
    return shown(ranks[low] + (place - low) * (ranks[high] - ranks[low]) + Fraction(0))


def share(hits: list[bool] | None, found: list[Totals]) -> float | None:
    return None if hits is None else shown(Fraction(sum(hits), len(found)))


def bottoms(run: Run, unit: str, ranked: list[Ranks]) -> list[bool] | None:
    n = run.plan.get("bottom", run.system.get("verdict", {}).get("bottom", {}).get("n"))
    if n is None or not any(unit in one for one in ranked):
        return None
    return [unit in one and sum(rank > one[unit] for rank in one.values()) < n for one in ranked]


def shortfalls(run: Run, unit: str, found: list[Totals]) -> list[bool] | None:
    lines = [line["min"] for line in run.system.get("verdict", {}).get("lines", []) if "min" in line]
    line = run.plan.get("line", lines[-1] if lines else None)
    if line is None or not any(one[unit] is not None for one in found):
        return None
    return [one[unit] is not None and one[unit] < given(line) - run.tolerance for one in found]


def left_out(run: Run, code: str, nominal: Ranks, order: list[str]) -> dict[str, Any]:
    ranks = without(run, code)
    moves = [abs(ranks[unit] - nominal[unit]) for unit in order if unit in ranks and unit in nominal]
    return {
        "code": code,
        "ranks": {unit: ranks.get(unit) for unit in order},
        "mean_abs_change": shown(Fraction(sum(moves), len(moves))) if moves else None,
    }


def without(run: Run, code: str) -> Ranks:
    """Rank without an indicator and without the aggregates that lose all children with it."""
    system = {**run.system, "indicators": [node for node in run.system["indicators"] if node["code"] != code]}
    kept = system["aggregates"]
    while any("parent" in node and not children(system, node["code"]) for node in kept):
        kept = [node for node in kept if "parent" not in node or children(system, node["code"])]
        system["aggregates"] = kept
    if not children(system, judging.root_of(system)):
        return {}
    try:
        return judging.ranked(judging.totals(worked(system, run.rows)), run.tolerance)
    except Refused:
        return {}


def drivers(run: Run, nominal: Ranks) -> list[dict[str, Any]]:
    count = run.plan["drivers"]
    one, other = list(run.draw(count)), list(run.draw(count))
    a, b = ([shift(run, draw, nominal) for draw in sample] for sample in (one, other))
    variance = statistics.variance([*a, *b])
    found = []
    for name in run.factors:
        mixed = [replace(x, **{name: getattr(y, name)}) for x, y in zip(one, other, strict=True)]
        ab = [shift(run, draw, nominal) for draw in mixed]
        found.append({"factor": name, **shares(a, b, ab, variance)})
    return found


def shift(run: Run, draw: Draw, nominal: Ranks) -> Fraction:
    ranks = run.ranks(draw)
    moves = [abs(rank - nominal[unit]) for unit, rank in ranks.items() if unit in nominal]
    return Fraction(sum(moves), len(moves) or 1)


def shares(a: list[Fraction], b: list[Fraction], ab: list[Fraction], variance: Fraction) -> dict[str, Any]:
    if not variance:
        return {"first_order": None, "total": None}
    first = sum(y * (m - x) for x, y, m in zip(a, b, ab, strict=True)) / len(a) / variance
    total = sum((x - m) ** 2 for x, m in zip(a, ab, strict=True)) / len(a) / 2 / variance
    return {"first_order": shown(first), "total": shown(total)}
