"""The order of work: from cells to one score per indicator and unit, with a picture of the values after every step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from assessment.engine.aggregate import Children, aggregate
from assessment.engine.exact import is_beyond
from assessment.engine.faults import Refusal, Refused, quote
from assessment.engine.impute import fill
from assessment.engine.model import Aggregate, Index, Indicator, Number, System, Value
from assessment.engine.normalise import METHODS as NORMALISE_METHODS
from assessment.engine.normalise import normalise
from assessment.engine.treat import treat

Matrix = dict[str, list[Value]]


@dataclass(slots=True)
class Work:
    """What the steps have done so far; `policies` say how each missing cell is to be handled."""

    index: Index
    values: Matrix
    policies: dict[str, list[str | None]]
    kinds: dict[str, list[str | None]]
    inside: list[bool]
    screened: list[str | None]
    imputed: dict[str, list[bool]]
    marks: dict[str, list[str | None]]
    treatments: dict[str, tuple[str, ...]] = field(default_factory=dict)
    pictures: dict[str, Matrix] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    @property
    def system(self) -> System:
        return self.index.system

    def is_excluded(self, code: str, unit: int) -> bool:
        return self.policies[code][unit] == "exclude"


def begin(index: Index) -> Work:
    """Set out the cells as they came."""
    policy, units = dict(index.system.policy), len(index.table.units)
    columns = index.table.indicators
    return Work(
        index=index,
        values={code: list(column.values) for code, column in columns.items()},
        policies={code: [policy[kind] if kind else None for kind in column.kinds] for code, column in columns.items()},
        kinds={code: list(column.kinds) for code, column in columns.items()},
        inside=[True] * units,
        screened=[None] * units,
        imputed={code: [False] * units for code in columns},
        marks={code: [None] * units for code in columns},
    )


def run(index: Index) -> Work:
    """Do all steps before the aggregation.

    Raises
    ------
    Refused
        If a step cannot be done; all refusals of that step are in it.
    """
    work = begin(index)
    for step in index.system.steps:
        if step == "aggregate":
            break
        if step == "screen":
            _screen(work)
        else:
            _do_columns(work, COLUMN_STEPS[step])
        work.pictures[step] = {code: list(values) for code, values in work.values.items()}
    return work


def _do_columns(work: Work, column_step: ColumnStep) -> None:
    """Do a step column by column, and raise all its refusals at once."""
    refusals: list[Refusal] = []
    for indicator in work.system.indicators:
        try:
            if column_step(work, indicator):
                refusals += _beyond(indicator.code, work.values[indicator.code])
        except Refused as refused:
            refusals += refused.refusals
        except OverflowError:
            refusals.append(beyond(indicator.code))
    if refusals:
        raise Refused(refusals)


def beyond(column: str, unit: int | None = None) -> Refusal:
    """Refuse a number that no binary64 holds."""
    return Refusal(column, "a number grows beyond 1.8e308", "use smaller units, ranges or points", unit)


def _beyond(code: str, values: list[Value]) -> list[Refusal]:
    """Refuse values that no binary64 holds."""
    return [beyond(code, unit) for unit, value in enumerate(values) if value.__class__ is Fraction and is_beyond(value)]


def _denominate(work: Work, indicator: Indicator) -> bool:
    """Divide by ``denominator / denominator_scale``; a missing denominator makes the value missing."""
    if indicator.denominator is None:
        return False
    denominator = work.index.table.denominators[indicator.denominator]
    values = work.values[indicator.code]
    for unit, value in enumerate(values):
        divisor = denominator.values[unit]
        if isinstance(value, Fraction) and isinstance(divisor, Fraction):
            values[unit] = value * indicator.denominator_scale / divisor
        elif value is not None:
            values[unit] = None
            work.kinds[indicator.code][unit] = denominator.kinds[unit]
            work.policies[indicator.code][unit] = "missing"
    return True


def _screen(work: Work) -> None:
    """Take units with too small a share of indicators with data out of all later steps."""
    threshold = work.system.screen
    if threshold is None:
        return
    codes = [indicator.code for indicator in work.system.indicators]
    for unit in range(len(work.inside)):
        expected = sum(not work.is_excluded(code, unit) for code in codes)
        present = sum(work.values[code][unit] is not None for code in codes)
        if present < threshold * expected or expected == 0:
            work.inside[unit] = False
            work.screened[unit] = f"{present} of {expected} indicators have data, screened out"
            for code in codes:
                work.values[code][unit] = None


def _impute(work: Work, indicator: Indicator) -> bool:
    """Fill the missing cells whose policy allows it, from the units still in."""
    spec, code = indicator.impute, indicator.code
    if spec.method == "none":
        return False
    open_cells = [
        work.inside[unit] and value is None and work.policies[code][unit] == "missing"
        for unit, value in enumerate(work.values[code])
    ]
    _refuse_to_fill_words(work, indicator, open_cells)
    values = [value if isinstance(value, Fraction) else None for value in work.values[code]]
    groups = work.index.table.groups[spec.group] if spec.group else (None,) * len(values)
    filled = fill(spec, values, open_cells, groups)
    for unit, is_open in enumerate(open_cells):
        if is_open and filled[unit] is not None:
            work.values[code][unit], work.imputed[code][unit] = filled[unit], True
    return True


def _refuse_to_fill_words(work: Work, indicator: Indicator, open_cells: list[bool]) -> None:
    if not indicator.normalise.takes_words or "normalise" in work.pictures:
        return
    problem, mend = f"words cannot be filled by {indicator.impute.method}", 'write a word, or impute by "none"'
    refusals = [Refusal(indicator.code, problem, mend, unit) for unit, is_open in enumerate(open_cells) if is_open]
    if refusals:
        raise Refused(refusals)


def _treat(work: Work, indicator: Indicator) -> bool:
    """Draw in the outliers of the present values."""
    if not indicator.treat.methods:
        return False
    values = work.values[indicator.code]
    present = [(unit, value) for unit, value in enumerate(values) if isinstance(value, Fraction)]
    result = treat(indicator.treat, [value for _, value in present])
    for (unit, _), value, mark in zip(present, result.values, result.marks, strict=True):
        values[unit], work.marks[indicator.code][unit] = value, mark
    work.treatments[indicator.code] = result.methods
    if not result.passes:
        work.warnings.append(f"{indicator.code}: skewness and kurtosis are still over their thresholds after treatment")
    return True


def _normalise(work: Work, indicator: Indicator) -> bool:
    """Score the present values; a missing cell with the policy `floor` gets the lower end of the range."""
    spec, code = indicator.normalise, indicator.code
    floors = [unit for unit, policy in enumerate(work.policies[code]) if policy == "floor" and work.inside[unit]]
    if floors and not NORMALISE_METHODS[spec.method].has_range:
        problem = f"a cell to be scored at the floor, but {spec.method} has no range"
        raise Refused([Refusal(code, problem, "use minmax or goalposts, or another policy", unit) for unit in floors])
    positions = {unit: at for at, unit in enumerate(work.index.table.units)}
    scores: list[Value] = list(normalise(spec, code, indicator.direction, work.values[code], positions))
    for unit in floors:
        scores[unit] = spec.range[0]
    work.values[code] = scores
    return not NORMALISE_METHODS[spec.method].stays_inside


ColumnStep = Callable[[Work, Indicator], bool]  # tells whether the column may have changed
COLUMN_STEPS: Mapping[str, ColumnStep] = {
    "denominate": _denominate,
    "impute": _impute,
    "treat": _treat,
    "normalise": _normalise,
}


Scores = dict[str, list[Number]]
Hook = Callable[[Aggregate, list[Number]], list[Number]]


def climb(work: Work, hook: Hook | None = None, known: Scores | None = None) -> Scores:
    """Aggregate from the indicators to the root.

    Parameters
    ----------
    work : Work
        Finished but for this step.
    hook : callable, optional
        Changes an aggregate's scores before its parent reads them.
    known : dict, optional
        Aggregates whose scores have not changed.

    Raises
    ------
    Refused
        If a mean meets a child it is not defined for.
    """
    system, units = work.system, range(len(work.inside))
    scores: Scores = {
        code: [v if v.__class__ is Fraction else None for v in values] for code, values in work.values.items()
    }
    expected = {code: [policy != "exclude" for policy in policies] for code, policies in work.policies.items()}
    refusals: list[Refusal] = []
    for node in system.bottom_up():
        below = system.children(node.code)
        children = Children(
            codes=tuple(child.code for child in below),
            weights=tuple(child.weight for child in below),
            scores=tuple(scores[child.code] for child in below),
            expected=tuple(expected[child.code] for child in below),
        )
        expected[node.code] = list(map(any, zip(*children.expected, strict=True)))
        if known and node.code in known:
            scores[node.code] = known[node.code]
            continue
        try:
            scores[node.code] = aggregate(node.aggregation, children)
        except Refused as refused:
            refusals += refused.refusals
            scores[node.code] = [None for _ in units]
        except OverflowError:
            refusals.append(beyond(node.code))
            scores[node.code] = [None for _ in units]
        if hook:
            scores[node.code] = hook(node, scores[node.code])
    if refusals:
        raise Refused(refusals)
    return scores


def missing_reference(index: Index) -> list[tuple[str, str]]:
    """Return the pointer and problem of references that are no unit of the values."""
    return [
        (f"{indicator.normalise_pointer}/reference", f"{quote(indicator.normalise.reference)} is no unit of the values")
        for indicator in index.system.indicators
        if indicator.normalise.method == "dist2ref" and indicator.normalise.reference not in index.table.units
    ]
