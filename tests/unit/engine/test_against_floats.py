"""Random systems against a second computation in plain floats that shares no code with the engine."""

import math
import random
import statistics

import pytest

from assessment.engine import evaluate, parse, uncertainty

LEVELS = ("amean", "gmean", "hmean", "genmean", "copeland")
METHODS = ("minmax", "zscore", "rank", "prank", "goalposts", "goalposts log", "scaled", "dist2max", "none", "steps")


def make(generator):
    """Return a random valid system and its values; all scores are positive unless the root is a plain mean."""
    positive = generator.random() < 0.6
    pillars = [f"P{at}" for at in range(generator.randint(1, 3))]
    middle = generator.choice(LEVELS[:4] if positive else ("amean", "copeland"))
    top = generator.choice(LEVELS[:4] if positive else ("amean", "copeland"))
    indicators = []
    for at in range(generator.randint(len(pillars), 7)):
        name = generator.choice(("minmax", "goalposts", "scaled", "none", "rank") if positive else METHODS)
        indicators.append(
            {
                "code": f"x{at}",
                "parent": pillars[at % len(pillars)],
                "weight": generator.randint(1, 9) / 2,
                "direction": 1 if name in {"none", "steps"} else generator.choice((1, -1)),
                "normalise": spec(name, positive),
            }
        )
        if generator.random() < 0.3:
            indicators[-1]["impute"] = {"method": generator.choice(("mean", "median"))}
    system = {
        "format": "composite-index/1",
        "unit": "u",
        "aggregates": [{"code": "T", "level": 3}]
        + [{"code": code, "level": 2, "parent": "T", "weight": generator.randint(1, 9)} for code in pillars],
        "aggregation": [level(2, middle, generator), level(3, top, generator)],
        "indicators": indicators,
        "adjust": {"deductions": [{"column": "d", "points": 1.5, "cap": 2}], "floor": -1000},
    }
    return system, values(generator, indicators)


def level(number, method, generator):
    entry = {"level": number, "method": method}
    if method == "genmean":
        entry["p"] = generator.choice((-1.5, 0.5, 2, 3))
    if generator.random() < 0.4:
        entry["dat_thresh"] = 0.5
    return entry


def spec(name, positive):
    low = 1 if positive else 0
    return {
        "minmax": {"method": "minmax", "range": [low, 100]},
        "zscore": {"method": "zscore", "mean": 50, "sd": 10},
        "goalposts": {"method": "goalposts", "posts": [20, 80], "range": [low, 10]},
        "goalposts log": {"method": "goalposts", "posts": [5, 80], "log": True},
        "scaled": {"method": "scaled", "bounds": [-5, 200]},
        "steps": {"method": "steps", "table": [[None, 1], [30, 5], [60, 9]]},
    }.get(name, {"method": name})


def values(generator, indicators):
    rows = []
    for at in range(generator.randint(4, 9)):
        cells = {node["code"]: f"{generator.uniform(1, 100):.2f}" for node in indicators}
        for code in cells:
            if generator.random() < 0.1:
                cells[code] = generator.choice(("NA", "N/A"))
        rows.append({"u": f"U{at}", "d": str(generator.randint(0, 2)), **cells})
    return rows


def float_totals(system, rows):
    scores, expected = {}, {}
    for node in system["indicators"]:
        column = [row[node["code"]] for row in rows]
        expected[node["code"]] = [cell != "N/A" for cell in column]
        numbers = [None if cell in {"NA", "N/A"} else float(cell) for cell in column]
        scores[node["code"]] = score(node, filled(node, numbers, column))
    for entry in system["aggregation"]:
        for aggregate in system["aggregates"]:
            if aggregate["level"] == entry["level"]:
                children = [
                    n for n in [*system["indicators"], *system["aggregates"]] if n.get("parent") == aggregate["code"]
                ]
                scores[aggregate["code"]] = joined(entry, children, scores, expected, len(rows))
                expected[aggregate["code"]] = [any(expected[c["code"]][u] for c in children) for u in range(len(rows))]
    taken = [min(2, 1.5 * float(row["d"])) for row in rows]
    return {
        row["u"]: None if value is None else max(value - points, -1000)
        for row, value, points in zip(rows, scores["T"], taken, strict=True)
    }


def filled(node, numbers, column):
    present = [number for number in numbers if number is not None]
    if "impute" not in node or not present:
        return numbers
    filler = getattr(statistics, node["impute"]["method"])(present)
    return [filler if cell == "NA" else number for cell, number in zip(column, numbers, strict=True)]


def score(node, numbers):
    plan, direction = node["normalise"], node["direction"]
    turned = [None if number is None else number * direction for number in numbers]
    present = [number for number in turned if number is not None]
    return [None if number is None else one(plan, direction, number, present) for number in turned]


def one(plan, direction, x, present):
    low, high, n = min(present), max(present), len(present)
    place, raw = sum(other < x for other in present), x * direction
    share = (raw + 5) / 205
    formulas = {
        "minmax": lambda: plan["range"][0] + (x - low) / (high - low) * (plan["range"][1] - plan["range"][0]),
        "zscore": lambda: 50 + 10 * (x - statistics.mean(present)) / statistics.stdev(present),
        "rank": lambda: place + 1,
        "prank": lambda: place / (n - 1),
        "dist2max": lambda: (x - low) / (high - low),
        "scaled": lambda: 100 * (share if direction == 1 else 1 - share),
        "steps": lambda: 9 if x >= 60 else 5 if x >= 30 else 1,
        "goalposts": lambda: goalposts(plan, direction, raw),
        "none": lambda: x,
    }
    return formulas[plan["method"]]()


def goalposts(plan, direction, raw):
    change = math.log if plan.get("log") else float
    low, high = (change(post) for post in plan["posts"])
    share = min(max((change(raw) - low) / (high - low), 0), 1)
    start, end = plan.get("range", [0, 100])
    return start + (share if direction == 1 else 1 - share) * (end - start)


def joined(entry, children, scores, expected, units):
    if entry["method"] == "copeland":
        found = [contest(children, scores, unit, units) for unit in range(units)]
    else:
        found = [mean(entry, children, scores, unit) for unit in range(units)]
    for unit in range(units):
        present = sum(scores[child["code"]][unit] is not None for child in children)
        asked = sum(expected[child["code"]][unit] for child in children)
        if present == 0 or present < entry.get("dat_thresh", 0) * asked:
            found[unit] = None
    return found


def mean(entry, children, scores, unit):
    pairs = [(c.get("weight", 1), scores[c["code"]][unit]) for c in children if scores[c["code"]][unit] is not None]
    whole = sum(weight for weight, _ in pairs)
    if not pairs:
        return None
    match entry["method"]:
        case "amean":
            return sum(w * x for w, x in pairs) / whole
        case "gmean":
            return math.exp(sum(w * math.log(x) for w, x in pairs) / whole)
        case "hmean":
            return whole / sum(w / x for w, x in pairs)
    p = entry["p"]
    return (sum(w * x**p for w, x in pairs) / whole) ** (1 / p)


def contest(children, scores, unit, units):
    points = 0
    for other in (other for other in range(units) if other != unit):
        balance = 0.0
        for child in children:
            mine, yours = scores[child["code"]][unit], scores[child["code"]][other]
            if mine is not None and yours is not None and not math.isclose(mine, yours, rel_tol=1e-12):
                balance += child.get("weight", 1) * math.copysign(1, mine - yours)
        points += (balance > 1e-9) - (balance < -1e-9)
    return points


@pytest.mark.parametrize("seed", range(100))
def test_totals__agree_with_a_computation_in_floats(seed):
    system, rows = make(random.Random(seed))

    result = evaluate(parse(system, rows))

    found = {unit.unit: math.nan if unit.total is None else unit.total for unit in result.units}
    expected = {name: math.nan if value is None else value for name, value in float_totals(system, rows).items()}
    assert found == pytest.approx(expected, rel=1e-11, abs=1e-11, nan_ok=True)


@pytest.mark.parametrize("seed", range(0, 100, 3))
def test_draws__without_noise__give_the_official_ranks(seed):
    system, rows = make(random.Random(seed))
    index = parse(system | {"uncertainty": {"levels": []}}, rows)

    found = uncertainty(index, draws=3, seed=1)

    for unit in found.units:
        if unit.nominal is not None:
            assert unit.rank_counts[unit.nominal - 1] == 3
