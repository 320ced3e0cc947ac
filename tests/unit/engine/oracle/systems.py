"""Random systems and values that try every sentence of the format, small enough to be read."""

import random
from typing import Any

WEIGHTS = (0, 1, 1, 2, 3, 0.1, 0.2, 0.3, 2.5, 1e-3, 60)
MEANS = ("amean", "amean", "gmean", "hmean", "genmean", "copeland")
SPREADS = ("minmax", "zscore", "rank", "borda", "prank", "dist2max", "dist2ref", "dist2targ", "fracmax")
FIXED = ("scaled", "goalposts", "goalposts", "steps", "points", "none")
ABSENT = ("", "NA", "N/A", "NC", "WH")
LETTERS = "abcd"
DEFAULTS: tuple[dict[str, Any], ...] = (
    {"method": "minmax", "no_spread": 50},
    {"method": "minmax", "range": [1, 100], "no_spread": 1},
    {"method": "rank"},
)
CODES = {"-": "not_reported", "N/A": "not_applicable", "50": "withheld", "later": "not_collected"}
LINES = {"c", "b", "v"}


def columns(system: dict[str, Any]) -> set[str]:
    """Return the columns beside the indicators that a system asks for."""
    lines = [line for side in ("deductions", "bonuses", "vetoes") for line in system.get("adjust", {}).get(side, [])]
    return {line["column"] for line in lines} | {
        node["denominator"] for node in system["indicators"] if "denominator" in node
    }


class Maker:
    """Makes one system and its values out of a seed."""

    def __init__(self, seed: object) -> None:
        self.dice = random.Random(f"oracle {seed}")
        self.units = [f"U{at}" for at in range(self.dice.choice((1, 2, 3, 4, 5, 6, 8, 12)))]
        self.style = self.dice.choice(("whole", "tenths", "wide", "ties", "positive", "outliers"))
        self.gaps = self.dice.choice((0, 0, 0.1, 0.3))
        self.named = self.chance(0.3)
        self.dice.shuffle(self.units)

    def chance(self, share: float) -> bool:
        return self.dice.random() < share

    def make(self) -> tuple[dict[str, Any], list[dict[str, str]]]:
        system: dict[str, Any] = {"format": "composite-index/1", "unit": "u", "groups": ["g"]}
        system |= self.tree()
        system |= self.frame([node["code"] for node in system["aggregates"]])
        return system, [self.row(system, unit) for unit in self.units]

    def tree(self) -> dict[str, Any]:
        depth = self.dice.choice((2, 2, 3, 3, 4))
        aggregates = [{"code": "T", "level": depth}]
        for level in range(depth - 1, 1, -1):
            above = [node["code"] for node in aggregates if node["level"] == level + 1]
            for parent in above:
                for at in range(self.dice.choice((1, 2, 2, 3))):
                    aggregates.append({"code": f"{parent}{LETTERS[at]}", "level": level, "parent": parent})
        parents = [node["code"] for node in aggregates if node["level"] == 2]
        indicators = [
            self.indicator(f"x{parent}{at}", parent)
            for parent in parents
            for at in range(self.dice.choice((1, 2, 3, 4)) if depth < 4 else 1)
        ]
        self.weigh([*aggregates[1:], *indicators])
        for node in aggregates:
            if self.chance(0.1):
                node["aggregation"] = self.joining()
        self.dice.shuffle(indicators)
        entries = [{"level": level, **self.joining()} for level in range(2, depth + 1)]
        return {"aggregates": aggregates, "indicators": indicators, "aggregation": entries}

    def weigh(self, nodes: list[dict[str, Any]]) -> None:
        for parent in dict.fromkeys(node["parent"] for node in nodes):
            siblings = [node for node in nodes if node["parent"] == parent]
            if self.chance(0.7):
                for node in siblings:
                    node["weight"] = self.dice.choice(WEIGHTS)
                if not any(node["weight"] for node in siblings):
                    siblings[0]["weight"] = 1

    def joining(self) -> dict[str, Any]:
        method = self.dice.choice(MEANS) if self.chance(0.6) else "amean"
        entry: dict[str, Any] = {"method": method}
        if method == "genmean":
            entry["p"] = self.dice.choice((-2, -1, -0.5, 0.5, 1, 1.5, 2, 3, 4))
        if self.chance(0.4):
            entry["dat_thresh"] = self.dice.choice((0, 0.3, 0.5, 2 / 3, 0.75, 1))
        return entry

    def indicator(self, code: str, parent: str) -> dict[str, Any]:
        node: dict[str, Any] = {"code": code, "parent": parent}
        how = self.scoring()
        if how["method"] not in {"fracmax", "steps", "points"} and self.chance(0.5):
            node["direction"] = self.dice.choice((1, -1, -1))
        if how["method"] == "points":
            node["impute"] = {"method": "none"}
        else:
            self.prepare(node)
        if self.chance(0.9) or how["method"] in {"dist2ref", "points"}:
            node["normalise"] = how
        return node

    def prepare(self, node: dict[str, Any]) -> None:
        if self.chance(0.2):
            node["denominator"] = "d"
            if self.chance(0.5):
                node["denominator_scale"] = self.dice.choice((10, 0.1, 1000))
        if self.chance(0.3):
            node["impute"] = self.filling()
        if self.chance(0.35):
            node["treat"] = self.treatment()

    def filling(self) -> dict[str, Any]:
        method = self.dice.choice(("none", "mean", "median", "mean_grp", "median_grp", "constant"))
        how: dict[str, Any] = {"method": method}
        if method.endswith("_grp"):
            how["group"] = "g"
        if method == "constant":
            how["value"] = self.dice.choice((0.1, 3, 50))
        return how

    def treatment(self) -> dict[str, Any]:
        how: dict[str, Any] = {"methods": self.dice.choice((["winsorise", "log_CT"], ["winsorise"], ["log_CT"], []))}
        if self.chance(0.5):
            how["winmax"] = self.dice.choice((0, 1, 2, 3, None))
        if self.chance(0.6):
            how["skew_thresh"] = self.dice.choice((0, 0.2, 0.5, 1))
            how["kurt_thresh"] = self.dice.choice((-5, -1, 0, 1))
        if self.chance(0.3):
            how["combine"] = True
        return how

    def scoring(self) -> dict[str, Any]:
        method = self.dice.choice(SPREADS + FIXED)
        how: dict[str, Any] = {"method": method}
        if method == "minmax" and self.chance(0.6):
            how["range"] = self.dice.choice(([1, 100], [0, 1], [0.1, 0.7], [-5, 5]))
        if method == "zscore" and self.chance(0.6):
            how |= {"mean": self.dice.choice((50, 0.3)), "sd": self.dice.choice((10, 0.1))}
        if method == "dist2ref":
            how["reference"] = self.dice.choice(self.units)
        if method == "dist2targ":
            how["target"] = self.dice.choice((-20, 60, 95.5, 0.1))
        if method in {"dist2ref", "dist2targ"} and self.chance(0.4):
            how["cap"] = True
        if method in {"minmax", "zscore", "dist2max", "dist2ref", "dist2targ"} and self.chance(0.7):
            how["no_spread"] = self.dice.choice((50, 0.1))
        return how | self.fixed(method)

    def fixed(self, method: str) -> dict[str, Any]:
        if method == "scaled":
            bounds = {"bounds": self.dice.choice(([0, 100], [-5, 33], [0.1, 0.4]))}
            return bounds | ({"scale": self.dice.choice((1, 7, 0.3))} if self.chance(0.4) else {})
        if method == "goalposts":
            return self.posts()
        if method == "steps":
            return self.table()
        return {"table": {"good": 3, "fair": 1.5, "poor": 0.1}} if method == "points" else {}

    def posts(self) -> dict[str, Any]:
        how: dict[str, Any] = {"posts": self.dice.choice(([20, 85], [1, 10], [0.1, 0.9]))}
        if self.chance(0.4):
            how["range"] = self.dice.choice(([1, 10], [0, 1], [0.1, 0.7]))
        if self.chance(0.3):
            how["truncate"] = self.chance(0.3)
        if self.chance(0.4) and self.style == "positive":
            how["log"] = True
        return how

    def table(self) -> dict[str, Any]:
        if self.chance(0.4):
            return {"table": [[0, 1], [10, 5.5], [40, 5.5], [60.5, 9]], "interpolate": True}
        return {"table": [[self.dice.choice((None, None, -1e9)), 1], [5, 2.5], [50, 9]]}

    def frame(self, aggregates: list[str]) -> dict[str, Any]:
        frame: dict[str, Any] = {"defaults": {"normalise": self.dice.choice(DEFAULTS)}}
        if self.chance(0.15):
            frame["defaults"]["impute"] = {"method": "median"}
        if self.chance(0.3):
            frame["screen"] = {"dat_thresh": self.dice.choice((0.5, 0.75, 2 / 3, 1))}
        if self.chance(0.4):
            frame["missing"] = {"policy": self.policy()}
            if self.chance(0.3):
                frame["missing"]["codes"] = CODES
        if self.chance(0.2):
            frame["steps"] = self.order()
        if self.chance(0.6):
            frame["adjust"] = self.adjustments(aggregates)
        if self.chance(0.7):
            frame["ranking"] = self.ranking()
        if self.chance(0.7):
            frame["verdict"] = self.verdict()
        return frame

    def policy(self) -> dict[str, str]:
        kinds = ("not_reported", "not_applicable", "not_collected", "withheld")
        chosen = {kind: self.dice.choice(("missing", "exclude", "missing")) for kind in kinds if self.chance(0.5)}
        return chosen | ({"withheld": "floor"} if self.chance(0.3) else {})

    def order(self) -> list[str]:
        steps = [step for step in ("denominate", "screen", "impute", "treat") if self.chance(0.8)]
        self.dice.shuffle(steps)
        return [*steps, "normalise", "aggregate"]

    def adjustments(self, aggregates: list[str]) -> dict[str, Any]:
        plan: dict[str, Any] = {"deductions": [{"column": "c", "points": self.dice.choice((0.1, 5, 2.5))}]}
        if self.chance(0.5):
            plan["deductions"][0]["cap"] = self.dice.choice((0, 0.3, 4))
        if self.chance(0.5):
            plan["bonuses"] = [{"column": "b", "points": 0.7}, {"column": "c", "points": 0.1, "cap": 0.1}]
        if self.chance(0.3):
            plan["deductions"].append({"column": "b", "points": 3, "target": self.dice.choice(aggregates)})
        if self.chance(0.4):
            plan["vetoes"] = [{"column": "v", "verdict": "out"}]
        if self.chance(0.4):
            plan["floor"] = self.dice.choice((0, 1, -2))
        if self.chance(0.3):
            plan["ceiling"] = self.dice.choice((60, 100))
        return plan

    def ranking(self) -> dict[str, Any]:
        plan: dict[str, Any] = {"groups": ["g"]} if self.chance(0.6) else {}
        if self.chance(0.6):
            plan["tie_tolerance"] = self.dice.choice((0, 1e-9, 0.1, 1, 5))
        return plan

    def verdict(self) -> dict[str, Any]:
        plan: dict[str, Any] = {}
        if self.chance(0.8):
            plan["lines"] = [{"verdict": "good", "min": 70}, {"verdict": "pass", "min": 50.1}, {"verdict": "fail"}]
        if self.chance(0.6):
            plan["bottom"] = {"n": self.dice.choice((0, 1, 2, 3)), "verdict": "last"}
        return plan

    def row(self, system: dict[str, Any], unit: str) -> dict[str, str]:
        absent = tuple(system.get("missing", {}).get("codes", ABSENT))
        row = {"u": unit, "g": self.dice.choice(("n", "s", "s", ""))}
        used = columns(system)
        if "d" in used:
            row["d"] = self.dice.choice(absent if self.chance(self.gaps / 2) else ("1", "20", "0.3", "7"))
        for line in sorted(used & LINES):
            row[line] = self.dice.choice(("0", "0", "1", "2", "0.5") if line != "v" else "001")
        for node in system["indicators"]:
            row[node["code"]] = self.cell(node, system, absent)
        return row | ({"name": f"Park {unit}"} if self.named else {})

    def cell(self, node: dict[str, Any], system: dict[str, Any], absent: tuple[str, ...]) -> str:
        if self.chance(self.gaps):
            return self.dice.choice(absent)
        if (node.get("normalise") or system["defaults"]["normalise"])["method"] == "points":
            return self.dice.choice(("good", "fair", "poor"))
        return self.number()

    def number(self) -> str:
        dice = self.dice
        match self.style:
            case "whole":
                return str(dice.randint(0, 100))
            case "tenths":
                return f"{dice.uniform(-10, 110):.1f}"
            case "wide":
                return dice.choice(
                    (f"{dice.uniform(-1, 1):.17g}", f"{dice.randint(1, 9)}e{dice.randint(-9, 12)}", "0.1")
                )
            case "ties":
                return dice.choice(("10", "10.0", "1e1", "50", "50", "0.30000000000000004"))
            case "positive":
                return f"{dice.uniform(0.5, 120):.3f}"
        return str(dice.randint(1, 9)) if self.chance(0.8) else str(dice.randint(100, 100000))


def variants(seed: int) -> dict[str, Any]:
    """Return a random plan of what the draws vary."""
    dice = random.Random(f"variants {seed}")
    plan: dict[str, Any] = {}
    if dice.random() < 0.7:
        plan["weights"] = dice.choice(
            [{"noise": "dirichlet", "concentration": c} for c in (0.5, 5, 50)]
            + [{"noise": "uniform", "factor": factor} for factor in (0, 0.1, 0.5, 1)]
        )
    for name, share, options in VARIED:
        if dice.random() < share:
            plan[name] = dice.choice(options)
    return plan


VARIED: tuple[tuple[str, float, tuple[Any, ...]], ...] = (
    ("levels", 0.3, ([], [1], [2], [1, 2])),
    (
        "normalise",
        0.5,
        (
            [{"method": "rank"}],
            [{"method": "minmax", "range": [1, 100], "no_spread": 3}, {"method": "rank"}],
            [{"method": "zscore", "no_spread": 0}],
            [{"method": "goalposts", "posts": [1, 50]}, {"method": "borda"}],
        ),
    ),
    (
        "aggregation",
        0.5,
        (
            [{"2": "copeland"}],
            [{"2": "gmean"}, {"2": "hmean"}],
            [{"2": "amean"}],
            [{"2": {"method": "genmean", "p": 2}}],
        ),
    ),
    ("impute", 0.3, ([{"method": "mean"}],)),
    ("drivers", 0.5, (2, 7, 20)),
    ("bottom", 0.3, (0, 2)),
    ("line", 0.3, (40,)),
)
