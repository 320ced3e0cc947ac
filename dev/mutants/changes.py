"""The faults: what may be changed in a module, place by place, over its syntax tree."""

from __future__ import annotations

import ast
import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.RShift: ast.LShift,
    ast.LShift: ast.RShift,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
NAMES = {
    "min": "max",
    "max": "min",
    "any": "all",
    "all": "any",
    "floor": "ceil",
    "minimum": "maximum",
    "maximum": "minimum",
}
ROOTS = {"annotation", "returns", "type_params", "decorator_list"}


@dataclass(frozen=True)
class Place:
    """Where a fault may be built in: a node of the module, counted from the top, and which of its variants."""

    node: int
    variant: int
    line: int
    what: str


def places(source: str) -> list[Place]:
    """Return all faults a module may have, from top to bottom."""
    return [
        Place(at, number, line_of(node), what)
        for at, node in enumerate(walk(ast.parse(source)))
        for number, (what, _) in enumerate(variants(node))
    ]


def line_of(node: ast.AST) -> int:
    return int(getattr(node.target if isinstance(node, ast.comprehension) else node, "lineno", 0))


def with_fault(source: str, place: Place) -> str:
    tree = ast.parse(source)
    node = list(walk(tree))[place.node]
    replace(tree, node, list(variants(node))[place.variant][1])
    return ast.unparse(ast.fix_missing_locations(tree))


def walk(node: ast.AST) -> Iterator[ast.AST]:
    """Yield all nodes that run: no annotations, no imports, no docstrings, no blocks for type checkers."""
    yield node
    for name, value in ast.iter_fields(node):
        if name in ROOTS:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not is_idle(child):
                yield from walk(child)


def is_idle(node: ast.AST) -> bool:
    if isinstance(node, ast.Import | ast.ImportFrom | ast.JoinedStr):
        return True
    if isinstance(node, ast.keyword) and node.arg == "strict":  # a check of our own, true by construction
        return True
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
        return True
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"TypeVar", "dataclass", "cast", "quote"}


def variants(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Yield what may stand in a node's place, with a word for it."""
    yield from operator_variants(node)
    yield from value_variants(node)
    yield from statement_variants(node)


def operator_variants(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.Compare(ops=[op]) if type(op) in COMPARISONS:
            yield turned(node, "ops", op, COMPARISONS[type(op)], as_list=True)
        case ast.BinOp(op=op) | ast.AugAssign(op=op) if type(op) in OPERATORS:
            yield turned(node, "op", op, OPERATORS[type(op)])
        case ast.BoolOp(op=op):
            yield turned(node, "op", op, ast.Or if isinstance(op, ast.And) else ast.And)
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield f"{type(node.op).__name__} goes", node.operand


def turned(
    node: ast.AST, field: str, op: ast.AST, other: type[ast.AST], *, as_list: bool = False
) -> tuple[str, ast.AST]:
    what = f"{type(op).__name__} becomes {other.__name__}"
    return what, with_field(node, field, [other()] if as_list else other())


def value_variants(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.Constant(value=bool()):
            yield "turned", ast.Constant(value=not node.value)
        case ast.Constant(value=int() | float() as number):
            yield f"{number} becomes {number + 1}", ast.Constant(value=number + 1)
        case ast.Name(id=name) if name in NAMES:
            yield f"{name} becomes {NAMES[name]}", ast.Name(id=NAMES[name], ctx=ast.Load())
        case ast.Attribute(attr=name) if name in NAMES:
            yield f"{name} becomes {NAMES[name]}", with_field(node, "attr", NAMES[name])


def statement_variants(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.If() | ast.IfExp() | ast.While():
            yield "condition turned", with_field(node, "test", ast.UnaryOp(op=ast.Not(), operand=node.test))
        case ast.comprehension(ifs=[_, *_]):
            yield "filter goes", with_field(node, "ifs", [])
        case ast.Expr(value=ast.Call()) | ast.AugAssign():
            yield "statement goes", ast.Pass()
        case ast.Continue():
            yield "continue becomes break", ast.Break()
        case ast.Break():
            yield "break becomes continue", ast.Continue()
        case ast.Return(value=ast.expr()) if not isinstance(node.value, ast.Constant):
            yield "returns None", ast.Return(value=ast.Constant(value=None))


def with_field(node: ast.AST, name: str, value: object) -> ast.AST:
    other = copy.copy(node)
    setattr(other, name, value)
    return other


def replace(tree: ast.AST, old: ast.AST, new: ast.AST) -> None:
    """Put a node in the place of another, wherever in the tree that is."""
    for node in ast.walk(tree):
        for name, value in ast.iter_fields(node):
            if value is old:
                setattr(node, name, ast.copy_location(new, old))
                return
            if isinstance(value, list) and any(item is old for item in value):
                setattr(node, name, [ast.copy_location(new, old) if item is old else item for item in value])
                return
