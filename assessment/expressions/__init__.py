"""Expressions over figures: what an indicator is computed by and what a rule compares.

``expression := term {(+|-) term}``, ``term := factor {(*|/) factor}``, ``factor := - factor | number | code |
last(code) | sum(expression, …) | (expression)``; a rule is ``expression (< <= = >= >) expression``. Values are exact
rationals, rounded once at the end by :func:`nearest_float`. Nothing is ever handed to Python to evaluate.

What has no value says why, in this order where several things hold: a figure is missing (of several kinds the first of
:class:`Missing`), ``last()`` has no year before, a denominator is zero.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache

from assessment.expressions.evaluation import (
    COMPARE,
    Figure,
    Figures,
    Missing,
    Outcome,
    nearest_float,
    result_of,
    rounded,
    written,
    written_result,
)
from assessment.expressions.parser import ExpressionFault, parse_comparison, parse_tree
from assessment.expressions.tree import Binary, Code, Comparison, Node, codes_in

__all__ = [
    "Evaluation",
    "Expression",
    "ExpressionFault",
    "Figure",
    "Figures",
    "Judgement",
    "Missing",
    "Outcome",
    "Rule",
    "nearest_float",
    "parse",
    "parse_rule",
    "rounded",
]


@dataclass(frozen=True)
class Evaluation:
    """The value, or why there is none; ``steps`` is the arithmetic with its numbers put in."""

    outcome: Outcome
    value: Fraction | None
    missing: Missing | None
    steps: str

    @property
    def fault(self) -> Outcome | None:
        """A zero denominator or no year before: the plan says whether that is "not applicable" or a fault."""
        return self.outcome if self.outcome in (Outcome.NO_LAST_YEAR, Outcome.ZERO_DENOMINATOR) else None


@dataclass(frozen=True)
class Judgement:
    """Whether a rule holds; ``holds`` is empty where it was skipped, and the outcome says why."""

    holds: bool | None
    outcome: Outcome
    missing: Missing | None
    steps: str


@dataclass(frozen=True)
class Expression:
    """A parsed expression; ``text`` is what was written."""

    text: str
    tree: Node

    def codes(self) -> frozenset[str]:
        """Every figure that is read, of this year or of the year before."""
        return frozenset(code.name for code in self._codes)

    def codes_last(self) -> frozenset[str]:
        """The figures that are read of the year before."""
        return frozenset(code.name for code in self._codes if code.is_last)

    def evaluate(self, values: Figures, last: Figures | None) -> Evaluation:
        """Evaluate on the figures of the year and of the year before; ``last`` empty: the park did not exist then.

        A code without an entry counts as not reported.
        """
        result = result_of(self.tree, values, last)
        steps = written(self.tree, values, last)
        if result.value is not None:
            steps = f"{steps} {written_result(result.value)}"
        return Evaluation(result.outcome, result.value, result.missing, steps)

    def arithmetic(self, values: Figures, last: Figures | None) -> str:
        """The expression with its numbers put in and the result, such as ``186 / 1500 * 100 = 12.40``."""
        return self.evaluate(values, last).steps

    @cached_property
    def _codes(self) -> tuple[Code, ...]:
        return tuple(codes_in(self.tree))


@dataclass(frozen=True)
class Rule:
    """Two expressions and the comparison that must hold between them."""

    text: str
    left: Node
    comparison: Comparison
    right: Node

    def codes(self) -> frozenset[str]:
        return frozenset(code.name for side in (self.left, self.right) for code in codes_in(side))

    def evaluate(self, values: Figures, last: Figures | None) -> Judgement:
        """Whether the rule holds; skipped where a figure is missing or ``last()`` has nothing."""
        result = result_of(Binary("-", self.left, self.right), values, last)
        steps = f" {self.comparison} ".join(written(side, values, last) for side in (self.left, self.right))
        holds = None if result.value is None else COMPARE[self.comparison](result.value)
        return Judgement(holds, result.outcome, result.missing, steps)


@lru_cache(maxsize=1024)
def parse(text: str) -> Expression:
    """The expression that the text writes, or :class:`ExpressionFault`."""
    return Expression(text, parse_tree(text))


@lru_cache(maxsize=1024)
def parse_rule(text: str) -> Rule:
    """The rule that the text writes, or :class:`ExpressionFault`."""
    return Rule(text, *parse_comparison(text))
