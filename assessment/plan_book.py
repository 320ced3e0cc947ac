"""A plan's parts in their order, read once: a frozen plan never changes, so a process keeps those it has opened."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property, lru_cache

from assessment.expressions import parse_rule
from assessment.models import Area, FigureDefinition, Plan, Rule

KEPT_PLANS = 16


@dataclass(frozen=True)
class PlanBook:
    """What a return needs of its plan: areas, figures and rules, each in the plan's order."""

    areas: tuple[Area, ...]
    figures: tuple[FigureDefinition, ...]
    rules: tuple[Rule, ...]

    @cached_property
    def by_code(self) -> dict[str, FigureDefinition]:
        return {figure.code: figure for figure in self.figures}

    @cached_property
    def neighbours(self) -> dict[str, frozenset[str]]:
        """For each figure those that share a rule with it, itself included: a change may break or mend it there."""
        groups = [codes & self.by_code.keys() for codes in self.codes.values()]
        return {code: frozenset({code}).union(*(group for group in groups if code in group)) for code in self.by_code}

    @cached_property
    def codes(self) -> dict[str, frozenset[str]]:
        """The figures that each rule reads."""
        return {rule.code: parse_rule(rule.expression).codes() for rule in self.rules}

    def rules_about(self, codes: Collection[str]) -> list[Rule]:
        """The rules that read one of the figures."""
        return [rule for rule in self.rules if not self.codes[rule.code].isdisjoint(codes)]


def book_of(plan: Plan) -> PlanBook:
    """The plan's book; a draft's is read anew each time."""
    return frozen_book(plan.pk, plan.content_hash) if plan.is_frozen else read_book(plan.pk)


@lru_cache(maxsize=KEPT_PLANS)
def frozen_book(plan_id: int, _content_hash: str) -> PlanBook:
    return read_book(plan_id)


def read_book(plan_id: int) -> PlanBook:
    return PlanBook(
        areas=tuple(Area.objects.filter(plan=plan_id).order_by("position")),
        figures=tuple(FigureDefinition.objects.filter(plan=plan_id).order_by("position")),
        rules=tuple(Rule.objects.filter(plan=plan_id).order_by("position")),
    )
