"""One figure of a return, whole: what it feeds, which rules read it, how it came to be what it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from assessment.expressions import Judgement, Outcome, parse, parse_rule
from assessment.figure_checks import bounds_words, change_in_percent
from assessment.figure_words import entry_words, readable, shown_entry, shown_unit, trimmed, unit_words
from assessment.models import FigureDefinition, Indicator, Return, Rule
from assessment.selectors.returns.sheet import YEARS_BEFORE, FigureLine, Sheet, as_decimal, numbers
from assessment.selectors.returns.way import names_of
from core.audit import history_of
from core.models import AuditEvent
from core.templatetags.number_text import number_text


@dataclass(frozen=True)
class RuleRead:
    """A rule that reads the figure, and how it stands now."""

    rule: Rule
    judgement: Judgement

    @property
    def is_hard(self) -> bool:
        return self.rule.severity == Rule.HARD

    @property
    def kind(self) -> str:
        if self.judgement.holds is None:
            return "off"
        if self.judgement.holds:
            return "done"
        return "bad" if self.is_hard else "wait"

    @property
    def words(self) -> str:
        if self.judgement.holds is None:
            no_year = self.judgement.outcome == Outcome.NO_LAST_YEAR
            return _("skipped: no year before") if no_year else _("skipped: a figure is missing")
        return _("holds") if self.judgement.holds else _("does not hold")

    @property
    def arithmetic(self) -> str:
        return readable(self.judgement.steps)


@dataclass(frozen=True)
class Change:
    """One entry of the figure's history."""

    at: datetime
    who: str
    before: str
    after: str


@dataclass(frozen=True)
class FigureStory:
    """The figure's line in the return, and everything around it."""

    line: FigureLine
    indicators: list[Indicator]
    rules: list[RuleRead]
    changes: list[Change]  # newest first

    @property
    def columns(self) -> list[Any]:
        """The heads of the table of years."""
        unit = {"num": True, "label": _("Value"), "unit": shown_unit(self.line.figure)}
        return [_("Year"), unit, {"num": True, "label": _("Change")}, _("Reason, document")]

    @property
    def rows(self) -> list[list[Any]]:
        """The years, this one first, each with its change on the year before."""
        line = self.line
        entries = {**line.before, line.year: line.entry}
        return [
            year_row(line.figure, year, entries.get(year), entries.get(year - 1))
            for year in range(line.year, line.year - YEARS_BEFORE - 1, -1)
        ]

    @property
    def facts(self) -> list[dict[str, str]]:
        """The definition as the plan has it; what is empty there is left out."""
        figure = self.line.figure
        facts = [
            (_("Unit"), unit_words(figure.unit)),
            (_("Decimals"), str(figure.decimals) if figure.is_number else ""),
            (_("Bounds"), bounds_words(figure)),
            (_("A reason is asked"), usual_words(figure)),
            (_("Source"), figure.source),
            (_("Evidence"), evidence_words(figure)),
            (_("Does not apply when"), figure.not_applicable_when),
        ]
        return [{"label": label, "value": value} for label, value in facts if value]


def year_row(figure: FigureDefinition, year: int, entry: Any, before: Any) -> list[Any]:
    change = change_in_percent(entry.value, before.value) if entry and before and figure.is_number else None
    percent = number_text(None if change is None else as_decimal(change), 1, signed=True, suffix="%")
    beside = entry_words(figure, None, missing="", reason=entry.reason, document=entry.document) if entry else ""
    return [str(year), shown_entry(figure, entry), percent, beside]


def usual_words(figure: FigureDefinition) -> str:
    if figure.soft_yoy_pct is None:
        return ""
    words = {"percent": number_text(trimmed(figure.soft_yoy_pct), suffix="%")}
    return _("for a change of more than %(percent)s on the year before") % words


def evidence_words(figure: FigureDefinition) -> str:
    return {"file": _("a document"), "record": _("the records it is counted from")}.get(figure.evidence, "")


def read_story(sheet: Sheet, line: FigureLine) -> FigureStory:
    """Two queries beside the sheet's own, a third for the names where there is a history."""
    annual_return = sheet.annual_return
    plan = annual_return.cycle.plan
    return FigureStory(
        line=line,
        indicators=[
            indicator
            for indicator in plan.indicators.select_related("area").order_by("position")
            if line.code in parse(indicator.expression).codes()
        ],
        rules=rules_that_read(line.code, sheet),
        changes=changes_of(annual_return, line.figure),
    )


def rules_that_read(code: str, sheet: Sheet) -> list[RuleRead]:
    now = numbers({each: line.entry for each, line in sheet.lines.items()})
    last = numbers({each: line.before.get(sheet.year - 1) for each, line in sheet.lines.items()})
    readers = [(rule, parse_rule(rule.expression)) for rule in sheet.rules]
    return [RuleRead(rule, reader.evaluate(now, last or None)) for rule, reader in readers if code in reader.codes()]


def changes_of(annual_return: Return, figure: FigureDefinition) -> list[Change]:
    """The figure's part of the return's audit trail."""
    about = Q(before__has_key=figure.code) | Q(after__has_key=figure.code)
    events = list(history_of(annual_return).filter(about))
    names = names_of(events)
    return [change_of(event, figure, names) for event in reversed(events)]


def change_of(event: AuditEvent, figure: FigureDefinition, names: dict[int, str]) -> Change:
    return Change(
        at=event.at,
        who=names.get(event.actor_id or 0, ""),
        before=words_of(figure, event.before.get(figure.code)),
        after=words_of(figure, event.after.get(figure.code)),
    )


def words_of(figure: FigureDefinition, values: Mapping[str, Any] | None) -> str:
    """An entry of the trail in words; what another shape of it held is shown as it stands."""
    if not values:
        return _("empty")
    if not isinstance(values, Mapping) or "value" not in values:
        return str(values)
    value = None if values["value"] is None else Decimal(values["value"])
    return entry_words(figure, value, **{name: values[name] for name in ("missing", "reason", "document")})
