"""Reads the aggregates and their methods, and checks that the nodes form one tree with weights to share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessment.engine.exact import total
from assessment.engine.faults import FaultLog, quote, suggest
from assessment.engine.model import Aggregate, Aggregation, Indicator, System
from assessment.engine.reading.methods import read_aggregation
from assessment.engine.reading.weight import read_weight

if TYPE_CHECKING:
    from assessment.engine.reading.fields import Fields

FIRST_LEVEL = 2
Levels = dict[int, Aggregation]


def read_aggregation_levels(fields: Fields) -> Levels:
    """Read the method of each level; the first entry of a level counts."""
    levels: Levels = {}
    for inner in fields.objects("aggregation", "write [{level, method}] for every level from 2 up"):
        level = inner.whole("level", 0, least=FIRST_LEVEL, mend="write the level, 2 or more")
        aggregation = read_aggregation(inner)
        if level in levels:
            inner.fault("level", f"level {level} is there twice", "keep one entry per level")
        elif level:
            levels[level] = aggregation
    return levels


def read_aggregates(fields: Fields, levels: Levels) -> tuple[Aggregate, ...]:
    readers = fields.objects("aggregates", "list the aggregates, the root among them")
    if isinstance(fields.fields.get("aggregates"), list) and not readers:
        fields.fault("aggregates", "holds no aggregate", "list at least the root")
    aggregates = [_read_aggregate(reader, levels) for reader in readers]
    return tuple(aggregate for aggregate in aggregates if aggregate.code)


def _read_aggregate(fields: Fields, levels: Levels) -> Aggregate:
    level = fields.whole("level", 0, least=FIRST_LEVEL, mend="write the level, 2 or more")
    of_level = levels.get(level)
    inner = fields.method("aggregation")
    own = read_aggregation(inner, of_level) if inner else None
    aggregate = Aggregate(
        code=fields.text("code", "name the aggregate"),
        parent=fields.text("parent") or None if fields.take("parent") is not None else None,
        level=level,
        weight=read_weight(fields),
        own=own,
        aggregation=own or of_level or Aggregation("amean"),
        pointer=fields.pointer,
    )
    fields.close()
    return aggregate


def check_tree(system: System, levels: Levels, log: FaultLog) -> None:
    """Note repeated codes, wrong parents, several roots, empty aggregates, missing methods and weights without sum."""
    before = len(log)
    _check_codes(system, log)
    _check_parents(system, log)
    _check_root(system, log)
    if len(log) == before:
        _check_children(system, log)
    _check_levels(system, levels, log)


def _check_codes(system: System, log: FaultLog) -> None:
    seen: dict[str, str] = {}
    for node in system.nodes:
        if node.code in seen:
            problem = f"{quote(node.code)} is already the code of {seen[node.code]}"
            log.system(f"{node.pointer}/code", problem, "give each node its own code")
        seen.setdefault(node.code, node.pointer)


def _check_parents(system: System, log: FaultLog) -> None:
    levels = {aggregate.code: aggregate.level for aggregate in system.aggregates}
    for node in system.nodes:
        if not node.parent:
            continue
        place, above = f"{node.pointer}/parent", _level(node) + 1
        if node.parent not in levels:
            log.system(place, f"{quote(node.parent)} is no aggregate", suggest(node.parent, levels))
        elif levels[node.parent] and _level(node) and levels[node.parent] != above:
            problem = f"{quote(node.parent)} is on level {levels[node.parent]}"
            log.system(place, problem, f"the parent of level {_level(node)} is on level {above}")


def _level(node: Aggregate | Indicator) -> int:
    return node.level if isinstance(node, Aggregate) else 1


def _check_root(system: System, log: FaultLog) -> None:
    roots = [aggregate for aggregate in system.aggregates if aggregate.parent is None]
    if system.aggregates and not roots:
        log.system("/aggregates", "every aggregate has a parent", "leave the parent of the root out")
    for extra in roots[1:]:
        problem = f"{quote(roots[0].code)} and {quote(extra.code)} both have no parent"
        log.system(f"{extra.pointer}/parent", problem, "one aggregate is the root; give the other a parent")


def _check_children(system: System, log: FaultLog) -> None:
    for aggregate in system.aggregates:
        children = system.children(aggregate.code)
        if not children:
            log.system(aggregate.pointer, f"{quote(aggregate.code)} has no children", "give it children or remove it")
        elif not total([child.weight for child in children]):
            problem = f"the weights under {quote(aggregate.code)} sum to 0"
            log.system(f"{children[0].pointer}/weight", problem, "weights are ≥ 0 and sum above 0 under a parent")


def _check_levels(system: System, levels: Levels, log: FaultLog) -> None:
    known = {aggregate.level for aggregate in system.aggregates}
    wanting = {aggregate.level for aggregate in system.aggregates if aggregate.own is None and aggregate.level}
    for level in sorted(wanting - set(levels)):
        log.system("/aggregation", f"level {level} has no method", "add {level, method}")
    if system.aggregates:
        for at, level in enumerate(levels):
            if level not in known:
                log.system(f"/aggregation/{at}/level", f"no aggregate is on level {level}", "remove the entry")
