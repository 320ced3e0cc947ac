"""Stated errors of the figures themselves, drawn together with the other choices."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from assessment.engine.draws import Preparation, guarded
from assessment.engine.draws.arrays import METHODS
from assessment.engine.draws.draw import rank_totals
from assessment.engine.draws.streams import data_stream, uniform
from assessment.engine.draws.summary import Counter
from assessment.engine.exact import nearest
from assessment.engine.faults import FaultLog, Refused, quote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from assessment.engine.draws.combinations import Choice
    from assessment.engine.draws.draw import Draws, Ranked
    from assessment.engine.draws.fixed import Array
    from assessment.engine.draws.summary import UnitSpread
    from assessment.engine.draws.tree import Tree
    from assessment.engine.model import Index, Indicator, Normalise
    from assessment.engine.steps import Work

CELLS = 2_000_000  # numbers drawn at once


@dataclass(frozen=True, slots=True)
class StatedError:
    """The half-width of a figure's error: a share of the figure, or a number in its own unit."""

    share: float = 0.0
    amount: float = 0.0


def data_error(index: Index, errors: Mapping[str, StatedError], *, draws: int, seed: int) -> tuple[UnitSpread, ...]:
    """Draw every reported figure within its stated error, besides what the system's uncertainty varies.

    Parameters
    ----------
    index : Index
        From `parse` or `read`; with ``"uncertainty": {"levels": []}`` nothing but the figures is drawn.
    errors : mapping of code to StatedError
        Of the indicators whose figures have an error. Filled-in cells are not drawn.
    draws, seed : int
        As in `uncertainty`; the errors read a stream of their own, so the other draws stay as they are.

    Returns
    -------
    tuple of UnitSpread
        By official rank, then key.

    Raises
    ------
    Faults
        If an indicator is unknown or holds words, if the index cannot be computed, or a draw cannot.

    Notes
    -----
    ``x (1 + share u) + amount u`` with u uniform in (−1, 1), on the value as it stands before normalisation.
    OECD/JRC Handbook (2008), step 7: uncertainty of the data.
    """
    _check(index, errors)
    with guarded(index):
        prepared = Preparation(index)
        run = _Run(prepared, errors, seed)
        units, ranks = index.table.units, prepared.outcome.ranks
        counter = Counter(len(units), prepared.bottom, prepared.threshold)
        drawing = prepared.drawing(seed)
        for block in drawing.draw(draws, max(CELLS // run.cells, 1)):
            for piece in run.rank(block):
                counter.add(piece)
    return tuple(counter.spread(at, units[at], ranks[at], draws) for at in prepared.order())


def _check(index: Index, errors: Mapping[str, StatedError]) -> None:
    log, nodes = FaultLog(index.system_name, index.values_name), {node.code: node for node in index.system.indicators}
    for code in errors:
        if code not in nodes:
            log.values(1, code, "an error is stated for what is no indicator", "name one of the system's")
        elif nodes[code].normalise.takes_words:
            log.values(1, code, "an error is stated for words", "state errors of numbers only")
    if index.system.steps[-2] != "normalise":
        log.system("/steps", "a step follows normalisation", "state errors where only aggregation follows it")
    log.check()


class _Run:
    """Keeps what stays the same from draw to draw: figures, half-widths, and trees without the drawn leaves."""

    def __init__(self, prepared: Preparation, errors: Mapping[str, StatedError], seed: int) -> None:
        self.prepared, self.index = prepared, prepared.index
        self.nodes = [node for node in self.index.system.indicators if node.code in errors]
        self.errors = errors
        self.cells = max(len(self.nodes) * len(self.index.table.units), 1)
        self.stream = data_stream(seed)
        self.drawing = prepared.drawing(seed)
        self.trees = [self._without_leaves(tree) for tree in prepared.combinations.trees]
        self.figures = {
            choice: {node.code: self._figures(work, node.code) for node in self.nodes}
            for choice, work in prepared.combinations.works.items()
        }

    def _without_leaves(self, tree: Tree) -> Tree:
        branches = [
            replace(branch, leaves={code: leaf for code, leaf in branch.leaves.items() if code not in self.errors})
            for branch in tree.branches
        ]
        return replace(tree, branches=tuple(branches))

    def _figures(self, work: Work, code: str) -> _Figures:
        """Return the values before normalisation, and the half-width of each."""
        earlier = self.index.system.steps[:-2]
        column = work.pictures[earlier[-1]][code] if earlier else self.index.table.indicators[code].values
        values = np.array([np.nan if value is None or isinstance(value, str) else nearest(value) for value in column])
        present, error = ~np.isnan(values), self.errors[code]
        values = np.where(present, values, 0.0)
        widths = np.where(work.imputed[code], 0.0, np.abs(values) * error.share + error.amount)
        scores = [nearest(score) if isinstance(score, Fraction) else 0.0 for score in work.values[code]]
        return _Figures(values[:, np.newaxis], widths[:, np.newaxis], present, np.array(scores)[:, np.newaxis])

    def rank(self, draws: Draws) -> list[Ranked]:
        noise = 2.0 * uniform(self.stream, draws.count * self.cells).reshape(draws.count, self.cells).T - 1.0
        return [self._piece(number, draws, chosen, noise) for number, chosen in self.drawing.pieces(draws)]

    def _piece(self, number: int, draws: Draws, chosen: NDArray[np.intp], noise: Array) -> Ranked:
        choice = self.prepared.combinations.choice(number)
        units, figures = len(self.index.table.units), self.figures[choice.normalise, choice.impute]
        known = {}
        for at, node in enumerate(self.nodes):
            own = np.ascontiguousarray(noise[at * units : (at + 1) * units].take(chosen, axis=1))
            known[node.code] = self._scores(node, choice, figures[node.code], own)
        tree = self.trees[number]
        try:
            totals = tree.climb(self.drawing.weights_of(draws, chosen), known)[tree.branches[-1].code]
        except Refused as refused:
            self._refuse(refused)
            raise
        return rank_totals(tree, totals, chosen, self.drawing.tolerance)

    def _scores(self, node: Indicator, choice: Choice, figures: _Figures, noise: Array) -> Array:
        alternatives = self.index.system.uncertainty.normalise
        spec: Normalise = alternatives[choice.normalise - 1] if choice.normalise else node.normalise
        drawn = figures.values + figures.widths * noise
        reference = None
        if spec.method == "dist2ref":
            reference = drawn[self.index.table.units.index(spec.reference)]
        scores = np.repeat(figures.scores, drawn.shape[1], axis=1)
        scores[figures.present] = METHODS[spec.method](spec, node.direction, drawn[figures.present], reference)
        return scores

    def _refuse(self, refused: Refused) -> None:
        log, first = FaultLog(self.index.system_name, self.index.values_name), refused.refusals[0]
        problem = f"with the stated errors {quote(first.column)} cannot be joined: {first.problem}"
        log.system("/uncertainty", problem, "state smaller errors, or change the range or the method")
        log.check()


@dataclass(frozen=True, slots=True)
class _Figures:
    """A column before normalisation: values, half-widths, where there is a value, and the official scores."""

    values: Array
    widths: Array
    present: NDArray[np.bool_]
    scores: Array
