"""Prepares every combination of choices before the first draw, and refuses by name those that cannot run."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from assessment.engine.adjust import Adjustments, adjustments
from assessment.engine.aggregate import needs_not_negative, needs_positive
from assessment.engine.draws.build import Leaves, base_weights, build_tree, read_leaves
from assessment.engine.draws.limits import Limits, Range
from assessment.engine.faults import FaultLog, Refusal, Refused, quote
from assessment.engine.model import Aggregate, Index, Indicator, System
from assessment.engine.reading.fit import check_normalise
from assessment.engine.steps import Work, begin, run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessment.engine.draws.tree import Tree


@dataclass(frozen=True, slots=True)
class Choice:
    """A combination by number: 0 is official, 1 and up are the alternatives in the order of the file."""

    normalise: int
    aggregation: int
    impute: int

    @property
    def pointer(self) -> str:
        """Where a combination that cannot run is to be blamed: its last alternative, else the noise on the weights."""
        for name in ("aggregation", "normalise", "impute"):
            number = getattr(self, name)
            if number:
                return f"/uncertainty/{name}/{number - 1}"
        return "/uncertainty/weights"


@dataclass(frozen=True, slots=True)
class Combinations:
    """A tree for every combination; numbered with the imputation running fastest."""

    trees: tuple[Tree, ...]
    options: tuple[int, int, int]
    official: Leaves
    lines: Adjustments
    works: dict[tuple[int, int], Work]

    def choice(self, number: int) -> Choice:
        """Return what a combination is made of."""
        rest, impute = divmod(number, self.options[2])
        return Choice(*divmod(rest, self.options[1]), impute)


def drawn_nodes(system: System, levels: tuple[int, ...]) -> list[Aggregate | Indicator]:
    """Return the nodes whose weights are drawn: those of the levels, but for the root."""
    return [
        node for node in system.nodes if node.parent and (1 if isinstance(node, Indicator) else node.level) in levels
    ]


def weight_spread(system: System, levels: tuple[int, ...]) -> dict[str, Range]:
    """Return the factors between which the noise may move each weight."""
    noise = system.uncertainty.weights
    amount = float(noise.amount)
    moved = (1.0 - amount, 1.0 + amount) if noise.noise == "uniform" else (0.0, float("inf"))
    drawn = {node.code for node in drawn_nodes(system, levels)}
    return {node.code: moved if node.code in drawn else (1.0, 1.0) for node in system.nodes}


def prepare(index: Index, official: Work, levels: tuple[int, ...]) -> Combinations:
    """Run the steps of every other choice of normalisation and imputation, and build a tree for each combination.

    Raises
    ------
    Faults
        All combinations that cannot run, or that some draw of weights could not compute.
    """
    log = FaultLog(index.system_name, index.values_name)
    plan, lines = index.system.uncertainty, adjustments(index)
    _check_steps(index.system, log)
    options = (1 + len(plan.normalise), 1 + len(plan.aggregation), 1 + len(plan.impute))
    works = {
        (normalise, impute): _work(index, Choice(normalise, 0, impute), log) if normalise or impute else official
        for normalise in range(options[0])
        for impute in range(options[2])
    }
    log.check()
    spread, trees = weight_spread(index.system, levels), []
    leaves = {choice: read_leaves(work) for choice, work in works.items()}
    for normalise, aggregation, impute in itertools.product(*(range(count) for count in options)):
        alternative = dict(plan.aggregation[aggregation - 1]) if aggregation else {}
        tree = build_tree(index.system, leaves[normalise, impute], lines, alternative)
        _check_limits(index, tree, spread, Choice(normalise, aggregation, impute), log)
        trees.append(tree)
    log.check()
    return Combinations(tuple(trees), options, leaves[0, 0], lines, works)


def _check_steps(system: System, log: FaultLog) -> None:
    """Note alternatives that nothing would read."""
    plan = system.uncertainty
    if plan.impute and "impute" not in system.steps:
        log.system("/uncertainty/impute", "the steps leave imputation out", 'add "impute" to /steps')
    for node in system.indicators:
        for at, spec in enumerate(plan.normalise):
            check_normalise(spec, node, f"/uncertainty/normalise/{at}", log)


def _work(index: Index, choice: Choice, log: FaultLog) -> Work:
    """Run the steps with an alternative method for all indicators, and note what cannot run."""
    plan = index.system.uncertainty
    changes: dict[str, Any] = {}
    if choice.normalise:
        changes["normalise"] = plan.normalise[choice.normalise - 1]
    if choice.impute:
        changes["impute"] = plan.impute[choice.impute - 1]
    indicators = tuple(replace(node, **changes) for node in index.system.indicators)
    varied = replace(index, system=replace(index.system, indicators=indicators))
    unknown = [spec.reference for spec in plan.normalise[choice.normalise - 1 : choice.normalise]]
    for reference in unknown:
        if reference and reference not in index.table.units:
            log.system(f"{choice.pointer}/reference", f"{quote(reference)} is no unit of the values", "name a unit")
    try:
        return run(varied)
    except Refused as refused:
        _note(index, refused.refusals, choice, log)
        return begin(varied)


def _check_limits(index: Index, tree: Tree, spread: dict[str, Range], choice: Choice, log: FaultLog) -> None:
    specs = [branch.aggregation for branch in tree.branches]
    if any(needs_positive(spec) or needs_not_negative(spec) for spec in specs):
        _note(index, Limits(tree, base_weights(index.system), spread).refusals(), choice, log)


def _note(index: Index, refusals: Sequence[Refusal], choice: Choice, log: FaultLog) -> None:
    """Note a combination's refusals, one per column."""
    for refusal in {refusal.column: refusal for refusal in reversed(refusals)}.values():
        unit = "" if refusal.unit is None else f" of {quote(index.table.units[refusal.unit])}"
        mend = refusal.mend or "change the range, the method or the noise"
        log.system(choice.pointer, f"cannot run: {refusal.column}{unit}: {refusal.problem}", mend)
