"""Asks what moves the ranks: each factor's share in their variance, and each indicator when it is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from assessment.engine.draws.build import ancestors, base_weights, build_tree, read_leaves, rebuilt
from assessment.engine.draws.draw import Drawing, Draws, Ranked, rank_totals
from assessment.engine.exact import nearest
from assessment.engine.faults import Refusal, Refused
from assessment.engine.steps import Work, run

if TYPE_CHECKING:
    from assessment.engine.draws.combinations import Combinations
    from assessment.engine.draws.fixed import Array
    from assessment.engine.model import Aggregate, Index, System

Nominal = Sequence[int | None]


@dataclass(frozen=True, slots=True)
class Driver:
    """A factor's share in the variance of the mean rank shift: alone, and with all its interactions."""

    factor: str
    first_order: float | None
    total: float | None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The ranks without one indicator; None for all where the system cannot be computed without it."""

    code: str
    ranks: dict[str, int | None]
    mean_abs_change: float | None


def drivers(drawing: Drawing, nominal: Nominal, draws: int) -> tuple[Driver, ...]:
    """Estimate first-order and total shares of y = mean \\|rank − nominal\\|.

    Parameters
    ----------
    drawing : Drawing
        The factors' streams are read on from where they stand.
    nominal : sequence of int or None
        The official ranks.
    draws : int
        M; 2 + the number of factors times M variants are computed.

    Notes
    -----
    ``S = mean(yB (yABi − yA)) / V`` and ``ST = mean((yA − yABi)²) / 2V`` with V the variance of yA and yB together
    (n − 1). A. Saltelli et al., Variance based sensitivity analysis of model output, Computer Physics Communications
    181 (2010), 259-270; M. J. W. Jansen (1999).
    """
    one, other = (_joined(drawing, draws) for _ in range(2))
    shift_one, shift_other = (_shifts(drawing, nominal, sample) for sample in (one, other))
    both = [*shift_one, *shift_other]
    mean = sum(both, Fraction(0)) / len(both)
    variance = sum(((value - mean) ** 2 for value in both), Fraction(0)) / max(len(both) - 1, 1)
    found = []
    for factor in drawing.factors:
        mixed = _shifts(drawing, nominal, one.with_factor(factor, other))
        if variance == 0:
            found.append(Driver(factor, None, None))
            continue
        first = sum((b * (m - a) for a, b, m in zip(shift_one, shift_other, mixed, strict=True)), Fraction(0))
        total = sum(((a - m) ** 2 for a, m in zip(shift_one, mixed, strict=True)), Fraction(0))
        found.append(Driver(factor, nearest(first / draws / variance), nearest(total / draws / variance / 2)))
    return tuple(found)


def _joined(drawing: Drawing, count: int) -> Draws:
    blocks = list(drawing.draw(count))
    return Draws(
        weights=np.concatenate([block.weights for block in blocks], axis=1),
        normalise=np.concatenate([block.normalise for block in blocks]),
        aggregation=np.concatenate([block.aggregation for block in blocks]),
        impute=np.concatenate([block.impute for block in blocks]),
    )


def _shifts(drawing: Drawing, nominal: Nominal, draws: Draws) -> list[Fraction]:
    """Return the mean shift of every draw, over the units ranked both officially and in the draw."""
    shifts = [Fraction(0)] * draws.count
    for piece in drawing.rank(draws):
        sums, counted = _moved(piece, nominal)
        for at, moved in zip(piece.draws, sums, strict=True):
            shifts[at] = Fraction(int(moved), counted or 1)
    return shifts


def _moved(piece: Ranked, nominal: Nominal) -> tuple[Array, int]:
    known = [at for at, unit in enumerate(piece.units) if nominal[unit] is not None]
    official = np.array([nominal[piece.units[at]] for at in known], dtype=np.int64)[:, np.newaxis]
    return np.abs(piece.ranks[known] - official).sum(axis=0), len(known)


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
    known = combinations.trees[0].climb(weights)
    found, warnings = [], []
    for node in index.system.indicators:
        ranks: list[int | None] = [None] * len(index.table.units)
        try:
            piece = _without(index, combinations, node.code, weights, known)
        except Refused as refused:
            first = refused.refusals[0]
            warnings.append(f"leave_one_out: without {node.code} there is no ranking: {first.column}: {first.problem}")
        else:
            for at, unit in enumerate(piece.units):
                ranks[unit] = int(piece.ranks[at, 0])
        found.append(_left_out(index, node.code, ranks, nominal))
    return found, warnings


def _left_out(index: Index, code: str, ranks: list[int | None], nominal: Nominal) -> LeftOut:
    units = index.table.units
    order = sorted(range(len(units)), key=lambda at: (nominal[at] is None, nominal[at] or 0, units[at]))
    moves = [abs(rank - place) for rank, place in zip(ranks, nominal, strict=True) if rank and place]
    change = nearest(Fraction(sum(moves), len(moves))) if moves else None
    return LeftOut(code, {units[at]: ranks[at] for at in order}, change)


def _without(
    index: Index, combinations: Combinations, code: str, weights: dict[str, Array], known: dict[str, Array]
) -> Ranked:
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
