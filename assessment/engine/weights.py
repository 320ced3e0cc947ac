"""What lies below a node, and what it weighs in the whole."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from assessment.engine.exact import whole_numbers

if TYPE_CHECKING:
    from assessment.engine.model import Aggregate, Indicator, System

Ratio = tuple[int, int]


def effective_weights(system: System) -> dict[str, Fraction]:
    """Return every node's weight in the whole: the product of shares down from the root, which has 1."""
    return {code: Fraction(*ratio) for code, ratio in shares_of_the_whole(system).items()}


def shares_of_the_whole(system: System) -> dict[str, Ratio]:
    """Return the effective weights as numerators and denominators, not reduced."""
    found: dict[str, Ratio] = {system.root.code: (1, 1)}
    families: dict[str | None, list[Aggregate | Indicator]] = {}
    for node in system.nodes:
        families.setdefault(node.parent, []).append(node)
    for parent in reversed(system.bottom_up()):
        above, below = found[parent.code]
        weights, _ = whole_numbers([child.weight for child in families[parent.code]])
        below *= sum(weights)
        for child, weight in zip(families[parent.code], weights, strict=True):
            found[child.code] = above * weight, below
    return found


def leaves_below(system: System) -> dict[str, list[str]]:
    """Return the indicators below each aggregate, in the order of the system."""
    found: dict[str, list[str]] = {}
    for node in system.bottom_up():
        below = system.children(node.code)
        found[node.code] = [leaf for child in below for leaf in found.get(child.code, [child.code])]
    return {node.code: found[node.code] for node in system.aggregates}


def ancestors(system: System, code: str) -> set[str]:
    """Return the aggregates above a node."""
    parents = {node.code: node.parent for node in system.nodes}
    found, parent = set(), parents[code]
    while parent is not None:
        found.add(parent)
        parent = parents[parent]
    return found
