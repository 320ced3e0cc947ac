"""A return as its page shows it: every figure with its entry, the years before, and the rules that do not hold."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.expressions import Figure
from assessment.figure_checks import RuleFault, broken_rules, change_in_percent, is_jump
from assessment.figure_words import is_money, shown_entry
from assessment.inputs import figure_of
from assessment.models import FigureDefinition, FigureEntry, Return, Rule
from core.templatetags.number_text import number_text

YEARS_BEFORE = 3
GENERAL = "general"


@dataclass(frozen=True)
class EarlierYear:
    """A figure of a year before, as the grid shows it; ``text`` is an n dash where there was none."""

    year: int
    text: str


@dataclass
class FigureLine:
    """One figure of the return with what stands beside its field."""

    figure: FigureDefinition
    year: int
    entry: FigureEntry | None = None
    before: Mapping[int, FigureEntry] = field(default_factory=dict)  # by year
    faults: list[RuleFault] = field(default_factory=list)

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
    """Five queries, whatever the number of figures, rules and years."""
    plan, year = annual_return.cycle.plan, annual_return.cycle.year
    entries = {entry.figure_id: entry for entry in annual_return.entries.select_related("entered_by")}
    before = earlier_entries(annual_return)
    figures = list(plan.figures.order_by("position"))
    lines = {
        figure.code: FigureLine(figure, year, entries.get(figure.pk), before.get(figure.code, {})) for figure in figures
    }
    rules = list(plan.rules.order_by("position"))
    judge(lines, rules)
    names = {GENERAL: _("General")} | {area.code: area.name for area in plan.areas.order_by("position")}
    sections = {code: Section(code, name) for code, name in names.items()}
    for line in lines.values():
        code = line.figure.section
        sections.setdefault(code, Section(code, code)).lines.append(line)
    return Sheet(annual_return, [section for section in sections.values() if section.lines], lines, rules)


def earlier_entries(annual_return: Return) -> dict[str, dict[int, FigureEntry]]:
    """The park's entries of the years before, by the figure's code and year."""
    year = annual_return.cycle.year
    rows = FigureEntry.objects.filter(
        park_id=annual_return.park_id,
        annual_return__cycle__year__gte=year - YEARS_BEFORE,
        annual_return__cycle__year__lt=year,
    ).annotate(of_year=F("annual_return__cycle__year"), figure_code=F("figure__code"))
    found: dict[str, dict[int, FigureEntry]] = defaultdict(dict)
    for row in rows:
        found[row.figure_code][row.of_year] = row
    return found


def judge(lines: Mapping[str, FigureLine], rules: list[Rule]) -> None:
    """Hang each rule that does not hold on the first of its figures in every section that it reads."""
    now = numbers({code: line.entry for code, line in lines.items()})
    last = numbers({code: line.before.get(line.year - 1) for code, line in lines.items()})
    for fault in broken_rules(rules, now, last or None):
        met: set[str] = set()
        for code, line in lines.items():
            if code in fault.figures and line.figure.section not in met:
                met.add(line.figure.section)
                line.faults.append(fault)


def numbers(entries: Mapping[str, FigureEntry | None]) -> dict[str, Figure]:
    return {code: figure_of(entry) for code, entry in entries.items() if entry is not None}
