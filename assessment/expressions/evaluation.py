"""The value of an expression on a park's figures, exactly, and the arithmetic that shows it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from assessment.expressions.tree import Binary, Code, Comparison, Negative, Node, Number, Operator, codes_in

PLACES = 2  # of a result that is written out


class Missing(StrEnum):
    """Why a figure has no value, the most severe first: what a park left out outweighs what does not apply to it."""

    NOT_REPORTED = "not_reported"
    WITHHELD = "withheld"
    NOT_COLLECTED = "not_collected"
    NOT_APPLICABLE = "not_applicable"


class Outcome(StrEnum):
    """What came of an evaluation."""

    VALUE = "value"
    MISSING = "missing"
    NO_LAST_YEAR = "no_last_year"
    ZERO_DENOMINATOR = "zero_denominator"


Figure = Decimal | Fraction | int | Missing
Figures = Mapping[str, Figure]
SEVERITY = {kind: at for at, kind in enumerate(Missing)}
OPERATE: dict[Operator, Callable[[Fraction, Fraction], Fraction]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right,
}
COMPARE: dict[Comparison, Callable[[Fraction], bool]] = {  # of the left side less the right side
    "<": lambda difference: difference < 0,
    "<=": lambda difference: difference <= 0,
    "=": lambda difference: difference == 0,
    ">=": lambda difference: difference >= 0,
    ">": lambda difference: difference > 0,
}
BINDING = {"+": 1, "-": 1, "*": 2, "/": 2}
UNARY, LEAF = 3, 4


@dataclass(frozen=True)
class Result:
    """A value, or why there is none."""

    outcome: Outcome
    value: Fraction | None = None
    missing: Missing | None = None


def result_of(tree: Node, values: Figures, last: Figures | None) -> Result:
    """The value of the tree; where several things stand against it, the first of missing, last year, zero."""
    found = [_figure(code, values, last) for code in codes_in(tree)]
    kinds = [figure for figure in found if isinstance(figure, Missing)]
    if kinds:
        return Result(Outcome.MISSING, missing=min(kinds, key=SEVERITY.__getitem__))
    if None in found:
        return Result(Outcome.NO_LAST_YEAR)
    try:
        return Result(Outcome.VALUE, _value(tree, values, last or {}))
    except ZeroDivisionError:
        return Result(Outcome.ZERO_DENOMINATOR)


def written(tree: Node, values: Figures, last: Figures | None) -> str:
    """The tree with its numbers put in; a figure without a number keeps its code."""
    return _written(tree, values, last)[0]


def written_result(value: Fraction, places: int = PLACES) -> str:
    """``= 12.40`` where that is the value, ``≈ 0.33`` where it was rounded."""
    shown = rounded(value, places)
    return f"{'=' if Fraction(shown) == value else '≈'} {shown:f}"


def rounded(value: Fraction, places: int) -> Decimal:
    """The value with a number of decimals, halves away from zero, never minus zero."""
    units = (abs(value) * 10**places * 2 + 1) // 2
    return Decimal(f"{'-' if value < 0 and units else ''}{units}E-{places}")


def nearest_float(value: Fraction) -> float:
    """The nearest binary64, ties to even; ``repr`` of it is the shortest decimal that reads back the same."""
    return value.numerator / value.denominator


def _figure(code: Code, values: Figures, last: Figures | None) -> Figure | None:
    """The figure; not reported where it has no entry; nothing where it is of a year that the park had not."""
    year = last if code.is_last else values
    return None if year is None else year.get(code.name, Missing.NOT_REPORTED)


def _value(node: Node, values: Figures, last: Figures) -> Fraction:
    if isinstance(node, Binary):
        return OPERATE[node.operator](_value(node.left, values, last), _value(node.right, values, last))
    if isinstance(node, Negative):
        return -_value(node.operand, values, last)
    if isinstance(node, Number):
        return node.value
    return _exact(_figure(node, values, last))


def _exact(figure: Figure | None) -> Fraction:
    if not isinstance(figure, Decimal | Fraction | int) or isinstance(figure, bool):
        raise TypeError(f"A figure is a Decimal, a Fraction or an int, so that it is exact; got {figure!r}.")
    return Fraction(figure)


def _written(node: Node, values: Figures, last: Figures | None) -> tuple[str, int]:
    """The text of the node and how strongly it binds."""
    if isinstance(node, Number):
        return node.text, LEAF
    if isinstance(node, Code):
        return _written_figure(node, _figure(node, values, last))
    if isinstance(node, Negative):
        return f"-{_bracketed(_written(node.operand, values, last), LEAF)}", UNARY
    binding = BINDING[node.operator]
    left = _bracketed(_written(node.left, values, last), binding)
    right_text, right_binding = _written(node.right, values, last)
    right_needs = LEAF if right_text.startswith("-") else binding + 1
    return f"{left} {node.operator} {_bracketed((right_text, right_binding), right_needs)}", binding


def _written_figure(code: Code, figure: Figure | None) -> tuple[str, int]:
    if figure is None or isinstance(figure, Missing):
        return (f"last({code.name})" if code.is_last else code.name), LEAF
    if isinstance(figure, Fraction):
        return str(figure), LEAF if figure.denominator == 1 and figure >= 0 else BINDING["/"]
    text = f"{figure:f}" if isinstance(figure, Decimal) else str(figure)
    return text, UNARY if figure < 0 else LEAF


def _bracketed(text_and_binding: tuple[str, int], needed: int) -> str:
    text, binding = text_and_binding
    return text if binding >= needed else f"({text})"
