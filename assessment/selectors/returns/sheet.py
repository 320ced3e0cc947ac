"""A return as its page shows it: every figure with its entry, the years before, and the rules that do not hold."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.expressions import Figure
from assessment.figure_checks import RuleFault, broken_rules, change_in_percent, is_jump
from assessment.figure_words import is_money, shown_entry, shown_value
from assessment.inputs import figure_of
from assessment.models import FigureDefinition, PeerMedian, RemarkKind, Return, Rule
from assessment.plan_book import PlanBook, book_of
from assessment.selectors.returns.entries import SeenEntry, entries_by_code
from core.templatetags.number_text import number_text

YEARS_BEFORE = 3
GENERAL = "general"


@dataclass(frozen=True)
class EarlierYear:
    """A figure of a year before, as the grid shows it; ``text`` is an n dash where there was none."""

    year: int
    text: str


class Peers(NamedTuple):
    """What the park's peers reported a year before, in the middle."""

    median: Decimal
    parks: int


@dataclass
class FigureLine:
    """One figure of the return with what stands beside its field."""

    figure: FigureDefinition
    year: int
    entry: SeenEntry | None = None
    before: Mapping[int, Any] = field(default_factory=dict)  # by year
    faults: list[RuleFault] = field(default_factory=list)
    peers: Peers | None = None
    to_follow_up: int = 0  # open remarks

    @property
    def code(self) -> str:
        return self.figure.code

    @property
    def is_money(self) -> bool:
        return is_money(self.figure)

    @property
    def earlier(self) -> list[EarlierYear]:
        years = range(self.year - YEARS_BEFORE, self.year)
        return [EarlierYear(year, shown_entry(self.figure, self.before.get(year))) for year in years]

    @property
    def peer_text(self) -> str:
        """The peers' median of the year before; an n dash where it is not shown."""
        return shown_value(self.figure, self.peers.median if self.peers else None)

    @property
    def value(self) -> Decimal | None:
        return self.entry.value if self.entry and self.figure.is_number else None

    @property
    def value_before(self) -> Decimal | None:
        entry = self.before.get(self.year - 1)
        return entry.value if entry and self.figure.is_number else None

    @property
    def change(self) -> Fraction | None:
        return change_in_percent(self.value, self.value_before)

    @property
    def change_text(self) -> str:
        return number_text(self.change and as_decimal(self.change), 1, signed=True, suffix="%")

    @property
    def is_empty(self) -> bool:
        """A number that is still open; a document may stay away."""
        return self.entry is None and self.figure.is_number

    @property
    def hard(self) -> list[RuleFault]:
        return [fault for fault in self.faults if fault.severity == Rule.HARD]

    @property
    def hints(self) -> list[RuleFault]:
        """What asks for a reason: soft rules, and a change beyond what the plan takes for usual."""
        soft = [fault for fault in self.faults if fault.severity == Rule.SOFT]
        return [self.jump, *soft] if self.jump else soft

    @property
    def jump(self) -> RuleFault | None:
        change = self.change
        if change is None or not is_jump(self.figure, change):
            return None
        percent = number_text(abs(as_decimal(change)), 1, suffix="%")
        sentence = _("%(percent)s more than %(year)s.") if change > 0 else _("%(percent)s less than %(year)s.")
        words = {"percent": percent, "year": self.year - 1}
        return RuleFault("", sentence % words, "", frozenset({self.code}), Rule.SOFT)

    @property
    def is_explained(self) -> bool:
        return bool(self.entry and self.entry.reason)

    @property
    def needs_reason(self) -> bool:
        return bool(self.hints) and not self.is_explained


def as_decimal(value: Fraction) -> Decimal:
    """For display only: more digits than any column shows."""
    return Decimal(value.numerator) / Decimal(value.denominator)


@dataclass
class Section:
    """The figures of one head of the plan, in the plan's order."""

    code: str
    name: str
    lines: list[FigureLine] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(line.figure.is_number for line in self.lines)

    @property
    def done(self) -> int:
        return sum(line.figure.is_number and not line.is_empty for line in self.lines)

    @property
    def empty(self) -> list[FigureLine]:
        return [line for line in self.lines if line.is_empty]

    @property
    def broken(self) -> list[FigureLine]:
        return [line for line in self.lines if line.hard]

    @property
    def unexplained(self) -> list[FigureLine]:
        return [line for line in self.lines if line.needs_reason]

    @property
    def open_words(self) -> str:
        """What keeps the section open, such as "1 rule broken, 2 need a reason"; empty figures show in the progress."""
        broken, unexplained = len(self.broken), len(self.unexplained)
        words = []
        if broken:
            words.append(ngettext("%(count)s breaks a rule", "%(count)s break a rule", broken) % {"count": broken})
        if unexplained:
            sentence = ngettext("%(count)s needs a reason", "%(count)s need a reason", unexplained)
            words.append(sentence % {"count": unexplained})
        return _(", ").join(words)


@dataclass
class Sheet:
    """A return's figures by section, the lines by code, and the plan's rules."""

    annual_return: Return
    sections: list[Section]
    lines: dict[str, FigureLine]
    rules: list[Rule]

    @property
    def year(self) -> int:
        return self.annual_return.cycle.year

    @property
    def last_year(self) -> int:
        return self.year - 1

    @property
    def done(self) -> int:
        return sum(section.done for section in self.sections)

    @property
    def total(self) -> int:
        return sum(section.total for section in self.sections)

    @property
    def broken(self) -> dict[str, FigureLine]:
        """The hard rules that do not hold, each with the first figure that it hangs on."""
        found: dict[str, FigureLine] = {}
        for line in self.lines.values():
            for fault in line.hard:
                found.setdefault(fault.code, line)
        return found

    @property
    def unexplained(self) -> list[FigureLine]:
        return [line for section in self.sections for line in section.unexplained]

    @property
    def without_number(self) -> list[FigureLine]:
        """Figures that are a kind of nothing, for whoever verifies them."""
        return [line for line in self.lines.values() if line.entry and line.entry.missing]

    @property
    def explained(self) -> list[FigureLine]:
        return [line for line in self.lines.values() if line.hints and line.is_explained]

    @property
    def is_ready(self) -> bool:
        """Complete and every hard rule kept; the submission asks again."""
        return self.done == self.total and not self.broken

    def section(self, code: str) -> Section | None:
        return next((section for section in self.sections if section.code == code), None)

    def after(self, section: Section) -> Section | None:
        at = self.sections.index(section) + 1
        return self.sections[at] if at < len(self.sections) else None


def read_sheet(annual_return: Return) -> Sheet:
    """Four queries, whatever the number of figures, rules and years; the plan's book is kept."""
    book = book_of(annual_return.cycle.plan)
    lines = lines_of(annual_return, book)
    add_peers(annual_return, lines)
    add_remarks(annual_return, lines)
    names = {GENERAL: _("General")} | {area.code: area.name for area in book.areas}
    sections = {code: Section(code, name) for code, name in names.items()}
    for line in lines.values():
        code = line.figure.section
        sections.setdefault(code, Section(code, code)).lines.append(line)
    return Sheet(annual_return, [section for section in sections.values() if section.lines], lines, list(book.rules))


def lines_of(
    annual_return: Return, book: PlanBook, years: int = YEARS_BEFORE, about: Collection[str] | None = None
) -> dict[str, FigureLine]:
    """The figures with their entries, so many years before, and the rules that do not hold.

    ``about`` names the figures that are asked about: rules are read as far as they concern these.
    """
    year, entries = annual_return.cycle.year, entries_by_code(annual_return, years)
    lines = {}
    for figure in book.figures:
        before = entries.get(figure.code, {})
        lines[figure.code] = FigureLine(figure, year, before.pop(year, None), before)
    judge(lines, book.rules if about is None else book.rules_about(about))
    return lines


def add_peers(annual_return: Return, lines: Mapping[str, FigureLine]) -> None:
    """The peers' median of the newest locked year before, where there are enough of them."""
    rows = PeerMedian.objects.filter(park_id=annual_return.park_id, cycle__year=annual_return.cycle.year - 1)
    for code, median, peers in rows.values_list("figure__code", "median", "peers"):
        if code in lines:
            lines[code].peers = Peers(median, peers)


def add_remarks(annual_return: Return, lines: Mapping[str, FigureLine]) -> None:
    """How many remarks each figure has that wait to be settled."""
    open_ones = annual_return.remarks.exclude(kind=RemarkKind.COMMENT).filter(settled_at=None)
    for code, count in open_ones.values_list("figure__code").annotate(Count("pk")):
        lines[code].to_follow_up = count


def judge(lines: Mapping[str, FigureLine], rules: Iterable[Rule]) -> None:
    """Hang each rule that does not hold on the first of its figures in every section that it reads."""
    now = numbers({code: line.entry for code, line in lines.items()})
    last = numbers({code: line.before.get(line.year - 1) for code, line in lines.items()})
    for fault in broken_rules(rules, now, last or None):
        met: set[str] = set()
        for code, line in lines.items():
            if code in fault.figures and line.figure.section not in met:
                met.add(line.figure.section)
                line.faults.append(fault)


def numbers(entries: Mapping[str, Any]) -> dict[str, Figure]:
    return {code: figure_of(entry) for code, entry in entries.items() if entry is not None}
