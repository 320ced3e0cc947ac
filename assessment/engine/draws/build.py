"""Builds the tree of one combination of choices out of the official steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

import numpy as np

from assessment.engine.draws.tree import Branch, Mask, Tree
from assessment.engine.exact import nearest, total
from assessment.engine.model import Aggregate, Aggregation, System

if TYPE_CHECKING:
    from assessment.engine.adjust import Adjustments
    from assessment.engine.draws.fixed import Array
    from assessment.engine.steps import Work

Levels = Mapping[int, Aggregation]
LARGEST_WHOLE_WEIGHT = 2**40


def base_weights(system: System) -> dict[str, float]:
    """Return the weights to draw around: whole numbers where they fit, so that even is even."""
    weights = {system.root.code: 1.0}
    for aggregate in system.aggregates:
        children = system.children(aggregate.code)
        scale = Fraction(lcm(*(child.weight.denominator for child in children)))
        if any(child.weight * scale > LARGEST_WHOLE_WEIGHT for child in children):
            scale = 1 / max(child.weight for child in children)
        weights |= {child.code: nearest(child.weight * scale) for child in children}
    return weights


@dataclass(frozen=True, slots=True)
class Leaves:
    """The indicators' scores as binary64, where there is one, and where one may be asked for; a row per unit."""

    scores: dict[str, Array]
    present: dict[str, Mask]
    expected: dict[str, Mask]


def read_leaves(work: Work) -> Leaves:
    """Return the leaves of one choice of normalisation and imputation; a missing score is 0."""
    units = range(len(work.inside))
    columns = {
        code: [nearest(value) if isinstance(value, Fraction) else 0.0 for value in values]
        for code, values in work.values.items()
    }
    return Leaves(
        scores={code: np.array(column) for code, column in columns.items()},
        present={code: np.array([value is not None for value in values]) for code, values in work.values.items()},
        expected={code: np.array([not work.is_excluded(code, unit) for unit in units]) for code in columns},
    )


def build_tree(system: System, leaves: Leaves, lines: Adjustments, levels: Levels) -> Tree:
    """Compile the tree of one combination.

    Parameters
    ----------
    system : System
        Its nodes, and its methods where `levels` has none.
    leaves : Leaves
        The scores to begin with.
    lines : Adjustments
        Deductions and bonuses.
    levels : mapping of int to Aggregation
        The alternative to the official methods, by level; an aggregate's own method wins.
    """
    grower = _Grower(system, leaves, lines, levels)
    floor, ceiling = system.adjust.floor, system.adjust.ceiling
    return Tree(
        branches=tuple(grower.branch(node) for node in system.bottom_up()),
        units=len(lines.deductions),
        floor=None if floor is None else nearest(floor),
        ceiling=None if ceiling is None else nearest(ceiling),
    )


def rebuilt(tree: Tree, part: System, leaves: Leaves, lines: Adjustments, changed: set[str]) -> Tree:
    """Return the official tree of a system that has lost an indicator; only the changed branches are built anew."""
    grower = _Grower(part, leaves, lines, {})
    old = {branch.code: branch for branch in tree.branches}
    branches = [
        grower.branch(node) if node.code in changed else grower.keep(node, old[node.code]) for node in part.bottom_up()
    ]
    return replace(tree, branches=tuple(branches))


class _Grower:
    """Builds branches from the bottom up, and knows which units have a score below."""

    def __init__(self, system: System, leaves: Leaves, lines: Adjustments, levels: Levels) -> None:
        self.system, self.leaves, self.lines, self.levels = system, leaves, lines, levels
        self.present, self.expected = dict(leaves.present), dict(leaves.expected)

    def keep(self, node: Aggregate, branch: Branch) -> Branch:
        """Take over a branch that has not changed."""
        asked = [self.expected[child] for child in branch.children]
        self.expected[node.code], self.present[node.code] = np.logical_or.reduce(asked), branch.rated
        return branch

    def branch(self, node: Aggregate) -> Branch:
        """Build a branch out of those below it."""
        children = self.system.children(node.code)
        aggregation = _chosen(node, self.levels)
        asked = np.array([self.expected[child.code] for child in children])
        has = np.array([self.present[child.code] for child in children])
        weighty = has & np.array([child.weight > 0 for child in children])[:, np.newaxis]
        rated = _enough(aggregation, has, asked) & _has_weight(aggregation, weighty)
        self.expected[node.code], self.present[node.code] = np.logical_or.reduce(asked), rated
        branch = Branch(
            code=node.code,
            children=tuple(child.code for child in children),
            aggregation=aggregation,
            present=weighty,
            rated=rated,
            change=_change(self.system, self.lines, node, len(rated)),
        )
        branch.prepare(self.leaves.scores)
        return branch


def _chosen(node: Aggregate, levels: Levels) -> Aggregation:
    if node.own is not None or node.level not in levels:
        return node.aggregation
    chosen = levels[node.level]
    return chosen if chosen.dat_thresh is not None else replace(chosen, dat_thresh=node.aggregation.dat_thresh)


def _enough(aggregation: Aggregation, has: Mask, asked: Mask) -> Mask:
    share = aggregation.dat_thresh or 0
    counts = zip(has.sum(axis=0).tolist(), asked.sum(axis=0).tolist(), strict=True)
    return np.array([present > 0 and present >= share * expected for present, expected in counts], dtype=np.bool_)


def _has_weight(aggregation: Aggregation, weighted: Mask) -> Mask:
    """Tell which units a mean can be taken of; a contest needs no weight of one's own."""
    if aggregation.method == "copeland":
        return np.ones(weighted.shape[1], dtype=np.bool_)
    some: Mask = np.logical_or.reduce(weighted, axis=0)
    return some


def _change(system: System, lines: Adjustments, node: Aggregate, units: int) -> Array | None:
    """Return the points aimed at an aggregate; the root always has some, as floor and ceiling hold for it."""
    adjust = system.adjust
    targets = {line.target for line in (*adjust.deductions, *adjust.bonuses)}
    if node.code not in targets and (node.parent is not None or (adjust.floor is None and adjust.ceiling is None)):
        return None
    change = [
        nearest(
            total([line.points for line in lines.bonuses[unit] if line.target == node.code])
            - total([line.points for line in lines.deductions[unit] if line.target == node.code])
        )
        for unit in range(units)
    ]
    return np.array(change)[:, np.newaxis]
