"""The values the engine works on: a system of indicators, a table of units, and the two together."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

NOT_REPORTED = "not_reported"
NOT_APPLICABLE = "not_applicable"
NOT_COLLECTED = "not_collected"
WITHHELD = "withheld"
KINDS = (NOT_REPORTED, NOT_APPLICABLE, NOT_COLLECTED, WITHHELD)
POLICIES = ("missing", "exclude", "floor")

STEPS = ("denominate", "screen", "impute", "treat", "normalise", "aggregate")

Value = Fraction | str | None
Number = Fraction | None


@dataclass(frozen=True, slots=True)
class Impute:
    """How a missing value is filled: from all units, from those of a group, or by a constant."""

    method: str = "none"
    group: str | None = None
    value: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Treat:
    """How outliers are drawn in; no method leaves the column alone."""

    methods: tuple[str, ...] = ()
    winmax: int | None = 5
    skew_thresh: Fraction = Fraction(2)
    kurt_thresh: Fraction = Fraction(7, 2)
    combine: bool = False


@dataclass(frozen=True, slots=True)
class Normalise:
    """A method of `normalise.METHODS` and its parameters; those of other methods keep their defaults."""

    method: str
    range: tuple[Fraction, Fraction] = (Fraction(0), Fraction(100))
    mean: Fraction = Fraction(0)
    sd: Fraction = Fraction(1)
    reference: str = ""
    target: Fraction = Fraction(0)
    cap: bool = False
    bounds: tuple[Fraction, Fraction] = (Fraction(0), Fraction(1))
    scale: Fraction = Fraction(100)
    posts: tuple[Fraction, Fraction] = (Fraction(1), Fraction(2))
    truncate: bool = True
    log: bool = False
    table: tuple[tuple[Fraction | None, Fraction], ...] = ()
    interpolate: bool = False
    words: tuple[tuple[str, Fraction], ...] = ()
    no_spread: Fraction | None = None

    @property
    def takes_words(self) -> bool:
        return self.method == "points"


@dataclass(frozen=True, slots=True)
class Aggregation:
    """A mean or a contest of an aggregate's children, and the share of them it needs."""

    method: str
    p: Fraction = Fraction(1)
    dat_thresh: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """A leaf of the tree: a column of the values and how it becomes a score."""

    code: str
    parent: str
    weight: Fraction
    direction: int
    denominator: str | None
    denominator_scale: Fraction
    impute: Impute
    treat: Treat
    normalise: Normalise
    pointer: str
    normalise_pointer: str


@dataclass(frozen=True, slots=True)
class Aggregate:
    """An inner node of the tree; the root has no parent."""

    code: str
    parent: str | None
    level: int
    weight: Fraction
    own: Aggregation | None
    aggregation: Aggregation
    pointer: str


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Points per count of a column, taken from or given to an aggregate's score."""

    column: str
    points: Fraction
    cap: Fraction | None
    target: str


@dataclass(frozen=True, slots=True)
class Veto:
    """A column whose 1 fixes the verdict."""

    column: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Adjust:
    """What changes the score after aggregation."""

    deductions: tuple[Adjustment, ...] = ()
    bonuses: tuple[Adjustment, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    floor: Fraction | None = None
    ceiling: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A verdict and the least total that earns it; the last line has none."""

    verdict: str
    least: Fraction | None


@dataclass(frozen=True, slots=True)
class Bottom:
    """The verdict of units with fewer than `n` rated units strictly below them."""

    n: int
    verdict: str


@dataclass(frozen=True, slots=True)
class Weights:
    """Noise on the weights: uniform with a factor, or Dirichlet with a concentration."""

    noise: str = "uniform"
    amount: Fraction = Fraction(1, 4)


@dataclass(frozen=True, slots=True)
class UncertaintyPlan:
    """What the draws vary; each list holds alternatives beside the official choice."""

    weights: Weights = Weights()
    levels: tuple[int, ...] | None = None
    normalise: tuple[Normalise, ...] = ()
    aggregation: tuple[tuple[tuple[int, Aggregation], ...], ...] = ()
    impute: tuple[Impute, ...] = ()
    bottom: int | None = None
    line: Fraction | None = None
    drivers: int = 0


@dataclass(frozen=True, slots=True)
class System:
    """A composite index, checked: children of a node are in the order of the file."""

    unit: str
    groups: tuple[str, ...]
    codes: tuple[tuple[str, str], ...]
    policy: tuple[tuple[str, str], ...]
    steps: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    aggregates: tuple[Aggregate, ...]
    screen: Fraction | None
    adjust: Adjust
    tie_tolerance: Fraction
    ranking_groups: tuple[str, ...]
    lines: tuple[Line, ...]
    bottom: Bottom | None
    uncertainty: UncertaintyPlan

    @property
    def root(self) -> Aggregate:
        return next(aggregate for aggregate in self.aggregates if aggregate.parent is None)

    @property
    def nodes(self) -> list[Aggregate | Indicator]:
        return [*self.aggregates, *self.indicators]

    def children(self, code: str) -> list[Aggregate | Indicator]:
        """Return the aggregates, then the indicators below an aggregate; one of the two kinds is empty."""
        below: list[Aggregate | Indicator] = [node for node in self.aggregates if node.parent == code]
        return below + [node for node in self.indicators if node.parent == code]

    def bottom_up(self) -> list[Aggregate]:
        """Return the aggregates, children before parents."""
        return sorted(self.aggregates, key=lambda aggregate: aggregate.level)


@dataclass(frozen=True, slots=True)
class Column:
    """An indicator's cells: a number or a word, or None and the kind of nothing.

    Where every cell holds a number, `wholes` are the same over the common denominator `scale`; else there are none.
    """

    values: tuple[Value, ...]
    kinds: tuple[str | None, ...]
    wholes: tuple[int, ...] = ()
    scale: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """The values, checked: units sorted by key, columns by what the system uses them for."""

    units: tuple[str, ...]
    names: tuple[str | None, ...]
    lines: tuple[int, ...]
    groups: dict[str, tuple[str | None, ...]]
    indicators: dict[str, Column]
    denominators: dict[str, Column]
    counts: dict[str, tuple[Fraction, ...]]


@dataclass(frozen=True, slots=True)
class Index:
    """A system and its values, ready to be computed."""

    system: System
    table: Table
    system_sha256: str
    values_sha256: str
    system_name: str
    values_name: str
