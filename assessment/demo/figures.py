"""Invented figures of every park for a base year and the four years before it; they tell nothing of the real parks.

The figures are made forward from the sizes of :mod:`assessment.demo.profiles`: sizes grow, and each other figure is
what its indicator's score asks for. A score is the park's strength of the year plus what the park is known for, drawn
once from a generator seeded by park and indicator. Only additions, multiplications and divisions touch the numbers,
so that every machine makes the same ones.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from assessment.demo.findings import Decision, Finding, decisions_for, findings_for
from assessment.demo.profiles import PROFILES, Profile
from assessment.demo.stories import AMOUNTS, FILLED, NOT_APPLICABLE, NOT_REPORTED

__all__ = ["Decision", "Entry", "Finding", "decisions_for", "figures_for", "findings_for"]

FIRST_OFFSET, OPEN_OFFSET = -4, 0
HUNDRED_MILLION = 1e8
SPREAD = 10.0  # how far what a park is known for lies from its strength, one standard deviation
JITTER = 2.0  # how far a score wanders from year to year, at most
LOWEST, HIGHEST = 5.0, 97.0
LEANING = {"A02": -18.0, "B03": -14.0}  # growth that nobody keeps up for years
SLOW = {"A07", "A08", "B05", "B07", "C07", "D01"}  # stocks, which a single year does not move
MORE_INCUBATORS = (58, 78)  # scores from which a park has a second and a third
MOST_TAXES = 0.12  # of revenue


@dataclass(frozen=True)
class Entry:
    """A figure as a park reports it: a number, or a kind of nothing with its reason."""

    value: Decimal | None
    missing: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Ratio:
    """A figure that follows from a score: the share of the way between two posts, times another figure."""

    figure: str
    indicator: str
    low: float
    high: float
    of: str
    unit: float = 1.0
    decimals: int = 0


RATIOS = [  # in the order of making; `of` is an earlier figure, or nothing
    Ratio("F008", "A03", 20, 80, "F005", 0.01, 2),
    Ratio("F010", "A04", 5, 70, "F005", 0.01, 2),
    Ratio("F011", "A06", 2, 30, "F001", HUNDRED_MILLION, 2),
    Ratio("F017", "A09", 50, 100, "F016", 0.01, 2),
    Ratio("F020", "A10", 50, 100, "F019", 0.01, 2),
    Ratio("F022", "A10", 50, 100, "F021", 0.01, 2),
    Ratio("F024", "A12", 0, 100, "", 1, 2),
    Ratio("F025", "B01", 1, 8, "F005", 0.01, 2),
    Ratio("F027", "B04", 1, 40, "F004", 0.0001),
    Ratio("F028", "B05", 20, 400, "F004", 0.0001),
    Ratio("F029", "B06", 0.3, 6, "F005", 0.01, 2),
    Ratio("F033", "B08", 3, 25, "F032", 0.01),
    Ratio("F034", "B09", 20, 150, "F002", 0.001),
    Ratio("F035", "B10", 0.3, 8, "F003", HUNDRED_MILLION * 0.01, 2),
    Ratio("F037", "B11", 3, 25, "F004", 0.01, 1),
    Ratio("F038", "B12", 0, 100, "", 1, 2),
    Ratio("F040", "C01", 90, 100, "F039", 0.01),
    Ratio("F042", "C02", 20, 85, "F041", 0.01, 4),
    Ratio("F044", "C03", 60, 95, "F043", 0.01),
    Ratio("F045", "C04", 5, 60, "F039", 0.01),
    Ratio("F047", "C05", 70, 100, "F046", 0.01),
    Ratio("F048", "C06", 10, 0, "F046", 0.01),
    Ratio("F050", "C07", 30, 90, "F049", 0.01),
    Ratio("F052", "C08", 80, 100, "F051", 0.01),
    Ratio("F053", "C09", 70, 95, "", 1, 2),
    Ratio("F056", "D01", 0, 6, "", 1),
    Ratio("F057", "D02", 2, 30, "F002", 0.01),
    Ratio("F059", "D03", 10, 70, "F058", 0.01, 1),
    Ratio("F060", "D04", 0.3, 10, "F002", HUNDRED_MILLION * 0.01, 2),
    Ratio("F062", "D05", 60, 100, "F061", 0.01),
    Ratio("F063", "D06", 5, 80, "F004", 0.001),
    Ratio("F064", "D07", 0, 100, "", 1, 2),
]


def figures_for(year: int, base_year: int) -> dict[str, dict[str, Entry]]:
    """Entries by park and figure; documents have none, and of the open year only what has been filled in so far."""
    offset = year - base_year
    if not FIRST_OFFSET <= offset <= OPEN_OFFSET:
        raise ValueError(f"{year} is no year of the demonstration; it has {base_year - 4} to {base_year}.")
    return {park: entries_of(park, offset) for park in PROFILES}


def entries_of(park: str, offset: int) -> dict[str, Entry]:
    """One park's entries of a year, given as its distance from the base year."""
    numbers = dict(path_of(park)[offset - FIRST_OFFSET])
    entries = {code: Entry(value) for code, value in sorted(numbers.items())}
    for missing, table in (("not_applicable", NOT_APPLICABLE), ("not_reported", NOT_REPORTED)):
        for code, reason in table.get((park, offset), {}).items():
            entries[code] = Entry(None, missing, reason)
    if offset < OPEN_OFFSET:
        return entries
    return {code: entry for code, entry in entries.items() if is_filled(park, code)}


def is_filled(park: str, code: str) -> bool:
    """Whether the park has entered the figure of the open year by now."""
    return draw(park, code, "filled").random() < FILLED.get(park, FILLED[""])


@lru_cache(maxsize=64)
def path_of(park: str) -> tuple[Mapping[str, Decimal], ...]:
    """All the park's years, each made from the one before."""
    made: list[dict[str, Decimal]] = []
    for offset in range(FIRST_OFFSET, OPEN_OFFSET + 1):
        made.append(ParkYear(park, offset, made[-1] if made else None).made())
    return tuple(made)


def draw(*seed: object) -> random.Random:
    return random.Random("/".join(map(str, seed)))  # noqa: S311  invented figures, no secret


def rounded(number: float, decimals: int) -> Decimal:
    return Decimal(f"{number:.{decimals}f}")


class ParkYear:
    """Makes the figures of one park and year; ``before`` holds those of the year before."""

    def __init__(self, park: str, offset: int, before: Mapping[str, Decimal] | None) -> None:
        self.park = park
        self.offset = offset
        self.profile: Profile = PROFILES[park]
        self.before = before
        self.strength = self.profile.strength[max(0, min(2, offset + 3))]
        self.figures: dict[str, Decimal] = {}

    def made(self) -> dict[str, Decimal]:
        self._sizes()
        self._revenue()
        self._tiers_and_incubators()
        self._volumes()
        for ratio in RATIOS:
            self._follow(ratio)
        self._limits()
        self.figures |= AMOUNTS.get((self.park, self.offset), {})
        return self.figures

    def score(self, indicator: str) -> float:
        """What the indicator should about score: strength, what the park is known for, and a little chance."""
        known_for = draw(self.park, indicator)
        aside = (known_for.random() + known_for.random() + known_for.random() - 1.5) * 2 * SPREAD
        level = (
            self.profile.strength[0] if indicator in SLOW else self.strength + self.chance(indicator, -JITTER, JITTER)
        )
        return max(LOWEST, min(HIGHEST, level + aside + LEANING.get(indicator, 0.0)))

    def put(self, code: str, number: float, decimals: int = 0) -> float:
        self.figures[code] = rounded(number, decimals)
        return float(self.figures[code])

    def at(self, code: str) -> float:
        return float(self.figures[code])

    def last(self, code: str, start: float) -> float:
        """The figure of the year before, or what the first year starts from."""
        return float(self.before[code]) if self.before else start

    def chance(self, name: str, low: float, high: float) -> float:
        return low + (high - low) * draw(self.park, name, self.offset).random()

    def _sizes(self) -> None:
        first = self.before is None
        grown = 1.0 if first else self.chance("area", 1.0, 1.015)
        self.put("F001", self.last("F001", self.profile.area_km2) * grown, 2)
        grown = 1.0 if first else self.chance("enterprises", 1.02, 1.05)
        self.put("F002", self.last("F002", self.profile.enterprises) * grown)
        grown = 1.0 if first else self.chance("employees", 1.005, 1.025)
        self.put("F004", self.last("F004", self.profile.employees * 1000) * grown)
        rate = 0.0 if first else -5 + 25 * self.score("B03") / 100
        self.put("F026", self.last("F026", self.profile.high_tech) * (1 + rate / 100))
        self.put(
            "F003", min(self.at("F002"), max(self.at("F026") * 1.2, self.at("F002") * self.chance("tech", 0.46, 0.5)))
        )

    def _revenue(self) -> None:
        """Revenue grows by the same sample's growth; energy falls per unit of revenue."""
        before = self.last("F005", self.profile.revenue * HUNDRED_MILLION * 0.94)
        grown = 1 + (-5 + 20 * self.score("A02") / 100) / 100
        self.put("F005", before * grown, 2)
        stayed = self.chance("stayed", 0.94, 0.97)
        self.put("F007", before * stayed, 2)
        self.put("F006", self.at("F007") * grown, 2)
        start = self.profile.energy * before / HUNDRED_MILLION
        fall = (-2 + 8 * self.score("A11") / 100) / 100
        self.put("F023", self.last("F023", start) / before * self.at("F005") * (1 - fall), 1)

    def _tiers_and_incubators(self) -> None:
        top = 12 * self.score("A07") / 100
        self.put("F012", top * 0.4)
        self.put("F013", top * 0.6)
        giants = self.last("F014", self.profile.little_giants)
        self.put("F014", giants * (1 + 0.12 * self.score("A08") / 100) if self.before else giants)
        self.put("F015", self.at("F014") * 0.12)
        incubators = 1 + sum(self.score("B07") > level for level in MORE_INCUBATORS)
        self.put("F030", incubators // 2)
        self.put("F031", incubators - incubators // 2)
        self.put("F032", incubators * self.chance("incubatees", 34, 46))

    def _volumes(self) -> None:
        """How much there is of what the ratios are shares of."""
        enterprises, revenue = self.at("F002"), self.at("F005")
        self.put("F016", revenue * self.chance("plan", 0.008, 0.012), 2)
        self.put("F019", self.at("F001") * self.chance("land", 0.4, 0.9), 2)
        self.put("F021", self.at("F001") * self.chance("floor", 0.5, 1.1), 2)
        cases = self.put("F039", enterprises * self.chance("cases", 7, 9))
        self.put("F041", cases * self.chance("limits", 0.8, 0.9))
        self.put("F043", cases * self.chance("accepted", 1.01, 1.04))
        self.put("F046", 12 + cases * self.chance("bad", 0.003, 0.006))
        self.put("F049", self.last("F049", 110 + self.chance("items", 0, 70)) * self.chance("new_items", 1.0, 1.06))
        self.put("F051", 20 + enterprises * self.chance("matters", 0.12, 0.18))
        self.put("F054", 60 + enterprises * self.chance("answers", 0.05, 0.08))
        hours = self.last("F058", 4000 + enterprises * self.chance("hours", 8, 12))
        self.put("F058", hours * self.chance("new_hours", 1.0, 1.1), 1)
        self.put("F061", 40 + self.at("F026") * self.chance("measures", 0.8, 1.2))

    def _follow(self, ratio: Ratio) -> None:
        value = ratio.low + (ratio.high - ratio.low) * self.score(ratio.indicator) / 100
        of = self.at(ratio.of) if ratio.of else 1.0
        self.put(ratio.figure, value * ratio.unit * of, ratio.decimals)

    def _limits(self) -> None:
        """Figures that others bound or add up to."""
        self.put("F011", min(self.at("F011"), self.at("F005") * MOST_TAXES), 2)
        self.figures["F009"] = self.figures["F005"] - self.figures["F008"]
        self.put("F036", self.at("F037") * self.chance("part_time", 1.15, 1.35))
