"""Ranks without each indicator, to see which one the ranking hangs on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from assessment.engine.draws.build import base_weights, build_tree, read_leaves, rebuilt
from assessment.engine.draws.draw import Ranked, rank_totals
from assessment.engine.exact import nearest
from assessment.engine.faults import Refusal, Refused
from assessment.engine.steps import Work, run
from assessment.engine.weights import ancestors

if TYPE_CHECKING:
    from assessment.engine.draws.combinations import Combinations
    from assessment.engine.draws.fixed import Array
    from assessment.engine.draws.sensitivity import Nominal
    from assessment.engine.draws.tree import Tree, Weights
    from assessment.engine.model import Aggregate, Aggregation, Index, Indicator, System


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The ranks without one indicator; None for all where the system cannot be computed without it."""

    code: str
    ranks: dict[str, int | None]
    mean_abs_change: float | None


def leave_one_out(index: Index, combinations: Combinations, nominal: Nominal) -> tuple[list[LeftOut], list[str]]:
    """Rank with the official methods and weights, each indicator left out once.

    Returns
    -------
    left_out : list of LeftOut
        In the order of the system.
    warnings : list of str
        Indicators without which the system cannot be computed, and why.
    """
    weights = {code: np.array([weight]) for code, weight in base_weights(index.system).items()}
    quick = _at_once(index.system, combinations.trees[0], weights)
    known = combinations.trees[0].climb(weights) if len(quick) < len(index.system.indicators) else {}
    found, warnings = [], []
    for node in index.system.indicators:
        ranks: list[int | None] = [None] * len(index.table.units)
        try:
            piece = quick.get(node.code) or _without(index, combinations, node.code, weights, known)
        except Refused as refused:
            first = refused.refusals[0]
            warnings.append(f"leave_one_out: without {node.code} there is no ranking: {first.column}: {first.problem}")
        else:
            for unit, rank in zip(piece.units.tolist(), piece.ranks[:, 0].tolist(), strict=True):
                ranks[unit] = rank
        found.append(_left_out(index, node.code, ranks, nominal))
    return found, warnings


def _at_once(system: System, tree: Tree, weights: Weights) -> dict[str, Ranked]:
    """Rank without each indicator that its parent can spare, all in one batch: a weight of 0 is as good as removal."""
    codes = [node.code for node in system.indicators if _is_spare(system, tree, node)]
    if not codes:
        return {}
    drawn = dict(weights)
    for at, code in enumerate(codes):
        drawn[code] = np.repeat(weights[code], len(codes))
        drawn[code][at] = 0.0
    every = np.arange(len(codes))
    try:
        ranked = rank_totals(tree, tree.totals(drawn), every, nearest(system.tie_tolerance))
    except Refused:
        return {}  # each by itself, to say which
    return {code: replace(ranked, ranks=ranked.ranks[:, at : at + 1]) for at, code in enumerate(codes)}


def _is_spare(system: System, tree: Tree, node: Indicator) -> bool:
    """Tell whether the others alone settle who has a score: no threshold above, and something else for every unit."""
    branches = {branch.code: branch for branch in tree.branches}
    above = [branches[code].aggregation for code in ancestors(system, node.code)]
    if system.screen is not None or not node.weight or any(_counts_children(spec) for spec in above):
        return False
    parent = branches[node.parent]
    at = parent.children.index(node.code)
    others = np.logical_or.reduce(np.delete(parent.present, at, axis=0), axis=0)
    return bool(np.all(others[parent.present[at]]))


def _counts_children(spec: Aggregation) -> bool:
    """Tell whether a child of weight 0 still matters: to a data threshold, or to the scale of a power."""
    return spec.dat_thresh is not None or spec.method == "genmean"


def _left_out(index: Index, code: str, ranks: list[int | None], nominal: Nominal) -> LeftOut:
    units = index.table.units
    order = sorted(range(len(units)), key=lambda at: (nominal[at] is None, nominal[at] or 0, units[at]))
    moves = [abs(rank - place) for rank, place in zip(ranks, nominal, strict=True) if rank and place]
    change = nearest(Fraction(sum(moves), len(moves))) if moves else None
    return LeftOut(code, {units[at]: ranks[at] for at in order}, change)


def _without(index: Index, combinations: Combinations, code: str, weights: Weights, known: dict[str, Array]) -> Ranked:
    """Rank without an indicator.

    Raises
    ------
    Refused
        If the other indicators cannot be ranked with the official methods.
    """
    system, part = index.system, _part(index.system, code)
    if part.root.code not in {node.parent for node in part.nodes}:
        raise Refused([Refusal(part.root.code, "no other indicator is left", "")])
    if system.screen is None:
        changed = ancestors(system, code)
        tree = rebuilt(combinations.trees[0], part, combinations.official, combinations.lines, changed)
        scores = tree.climb(weights, {name: scores for name, scores in known.items() if name not in changed})
    else:
        tree = build_tree(part, read_leaves(_screened_again(index, part, code)), combinations.lines, {})
        scores = tree.climb(weights)
    totals = scores[part.root.code]
    return rank_totals(tree, totals, np.zeros(1, dtype=np.intp), nearest(system.tie_tolerance))


def _part(system: System, code: str) -> System:
    """Return the system without an indicator, and without the aggregates that lose all children with it."""
    indicators = tuple(node for node in system.indicators if node.code != code)
    aggregates: list[Aggregate] = []
    for node in system.bottom_up():
        parents = {child.parent for child in aggregates} | {child.parent for child in indicators}
        if node.parent is None or node.code in parents:
            aggregates.append(node)
    kept = {node.code for node in aggregates}
    ordered = tuple(node for node in system.aggregates if node.code in kept)
    return replace(system, indicators=indicators, aggregates=ordered)


def _screened_again(index: Index, part: System, code: str) -> Work:
    """Do the steps again without an indicator: another set of units may be in."""
    columns = {name: column for name, column in index.table.indicators.items() if name != code}
    return run(replace(index, system=part, table=replace(index.table, indicators=columns)))
