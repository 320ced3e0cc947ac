"""What an expression is once it has been read: numbers, figures, operations."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Operator = Literal["+", "-", "*", "/"]
Comparison = Literal["<", "<=", "=", ">=", ">"]


@dataclass(frozen=True)
class Number:
    """A number as it was written, with its exact value."""

    text: str
    value: Fraction


@dataclass(frozen=True)
class Code:
    """A figure of the year, or with ``is_last`` of the year before."""

    name: str
    is_last: bool = False


@dataclass(frozen=True)
class Negative:
    """The opposite of an expression."""

    operand: "Node"


@dataclass(frozen=True)
class Binary:
    """Two expressions and what is done with them."""

    operator: Operator
    left: "Node"
    right: "Node"


Node = Number | Code | Negative | Binary


def codes_in(node: Node) -> Iterator[Code]:
    """Every figure in the tree, from left to right."""
    if isinstance(node, Code):
        yield node
    elif isinstance(node, Negative):
        yield from codes_in(node.operand)
    elif isinstance(node, Binary):
        yield from codes_in(node.left)
        yield from codes_in(node.right)
