"""A section of a return as it was sent: what is right goes in, what is not is shown again exactly as typed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from assessment.actions.returns import Conflict, Typed
from assessment.figure_words import entry_words, shown_entry, shown_value, unit_words
from assessment.forms.returns import FigureForm, mark_of, texts_of
from assessment.instructions import instruction_of
from assessment.models import MissingKind
from assessment.selectors.returns.sheet import FigureLine, Section
from core.templatetags.date_text import clock_text, short_day_text
from core.templatetags.drawing import joined
from core.templatetags.form_parts import Problem, labelled
from core.templatetags.number_text import DASH, unit_text
from core.templatetags.portal import state as state_mark

SOURCES = {"record": gettext_lazy("Not yet from records"), "expert": gettext_lazy("Not yet from expert reviews")}


@dataclass
class Cell:
    """A figure's line with what its fields show: as it is saved, or as it was typed and not taken."""

    line: FigureLine
    at: datetime
    form: FigureForm | None = None
    in_conflict: bool = False

    @cached_property
    def texts(self) -> dict[str, str]:
        return self.form.texts if self.form else texts_of(self.line.figure, self.line.entry)

    @property
    def was(self) -> str:
        """A refused cell keeps what its typist saw; where two are shown side by side, that is now both."""
        if self.form and not self.in_conflict:
            return str(self.form.data.get(self.form.add_prefix("was"), ""))
        return mark_of(self.line.figure, self.line.entry)

    @cached_property
    def errors(self) -> dict[str, list[str]]:
        return {name: [str(line) for line in lines] for name, lines in self.form.errors.items()} if self.form else {}

    @cached_property
    def messages(self) -> list[str]:
        return [line for lines in self.errors.values() for line in lines]

    @property
    def options(self) -> SafeString:
        """The kinds of nothing that the plan foresees for the figure, the chosen one selected."""
        figure = self.line.figure
        foresees = bool(figure.not_applicable_when)
        return options(get_language(), figure.is_number, foresees, self.texts["missing"])

    @property
    def instruction(self) -> str:
        """What the figure must keep, from the rules that check it."""
        return instruction_of(self.line.figure)

    @property
    def asks(self) -> bool:
        return self.form is None and self.line.needs_reason

    @property
    def has_says(self) -> bool:
        return bool(self.messages or self.line.hard or self.line.hints)

    @property
    def change_text(self) -> str:
        return DASH if self.form else self.line.change_text

    @cached_property
    def is_money(self) -> bool:
        return self.line.is_money

    @property
    def money_unit(self) -> str:
        return unit_text("yi")

    @property
    def state_html(self) -> SafeString:
        """The state's mark, who and when, and what is to be followed up."""
        kind, words = self.state
        below = format_html('<span class="sub">{}</span>', self.state_more) if self.state_more else ""
        return SafeString(f"{state_mark(kind, words, 'text-wrap')}{below}{self.flag if self.line.to_follow_up else ''}")

    @property
    def flag(self) -> SafeString:
        return format_html('<span class="sub">{}</span>', self.follow_up_words)

    @property
    def follow_up_words(self) -> str:
        count = self.line.to_follow_up
        return ngettext("%(count)s point to follow up", "%(count)s points to follow up", count) % {"count": count}

    @property
    def is_open(self) -> bool:
        """Whether the second row opens by itself: something in it is wrong, or asks for a reason."""
        return bool(set(self.errors) - {"value", "choice"}) or (self.line.needs_reason and not self.form)

    @property
    def unit_words(self) -> str:
        """The unit under the figure's name; money has another one in the columns of the years."""
        if self.line.is_money:
            return _("typed in yuan; the years before in 100 m yuan")
        return self.unit_name

    @cached_property
    def unit_name(self) -> str:
        return unit_words(self.line.figure.unit)

    @property
    def shown(self) -> str:
        """The value for whoever only reads."""
        return shown_entry(self.line.figure, self.line.entry)

    @property
    def echo(self) -> str:
        """Money that was typed in yuan, in the unit of the columns beside it."""
        line = self.line
        return shown_value(line.figure, line.value) if line.is_money and line.entry and not self.form else ""

    @cached_property
    def state(self) -> tuple[str, str]:
        """The state's shape and words."""
        if self.in_conflict:
            return "bad", _("Changed meanwhile, choose")
        return ("bad", _("Refused, kept here")) if self.errors else self.saved_state

    @cached_property
    def saved_state(self) -> tuple[str, str]:
        line, entry = self.line, self.line.entry
        if entry is None:
            return "off", _("Empty") if line.figure.is_number else _("Not named")
        if line.hard:
            return "bad", _("Saved, breaks a rule")
        if line.needs_reason:
            return "wait", _("Saved, needs a reason")
        if entry.missing:
            return "off", capfirst(str(MissingKind(entry.missing).label))
        return "done", _("Saved %(when)s") % {"when": when_words(entry.entered_at, self.at)}

    @property
    def state_more(self) -> str:
        """Who saved it; where the state's words tell something else, also when."""
        entry = self.line.entry
        if entry is None or self.form:
            return ""
        who = str(entry.entered_by or _("the portal"))
        return who if self.state[0] == "done" else joined([who, when_words(entry.entered_at, self.at)])

    @cached_property
    def source_words(self) -> str:
        """Where the figure will come from once its register exists."""
        return str(SOURCES.get(self.line.figure.kind, ""))

    @property
    def more_words(self) -> str:
        """The line that opens the second row: what it holds, or what may be put there."""
        texts = {name: self.texts[name] for name in ("missing", "reason", "document")}
        if any(texts.values()):
            return entry_words(self.line.figure, None, **texts)
        if not self.line.figure.is_number:
            return _("Document, or why there is none")
        return _("Document, reason, or no number")

    @property
    def theirs_words(self) -> str:
        entry = self.line.entry
        return entry_words(self.line.figure, entry.value, **texts_beside(entry)) if entry else _("empty")

    @property
    def mine_words(self) -> str:
        """What was typed, word for word, since it may be no number."""
        texts = {name: text.strip() for name, text in self.texts.items()}
        typed = texts.pop("value")
        words = entry_words(self.line.figure, None, **texts)
        return _("; ").join(part for part in (typed, words) if part) or _("empty")

    def problems(self) -> Iterator[Problem]:
        """The lines of the error summary, each a link to its field."""
        label = f"{self.line.code} {self.line.figure.name}"
        for name, lines in self.errors.items():
            anchor = f"#id_{self.line.code}-{'choice-theirs' if name == 'choice' else name}"
            yield from (Problem(labelled(label, words), anchor) for words in lines)
        if self.in_conflict and "choice" not in self.errors:
            words = _("somebody else changed it meanwhile; choose which of the two counts.")
            yield Problem(labelled(label, words), f"#id_{self.line.code}-choice-theirs")


@dataclass
class SectionForm:
    """The forms of a section's figures; only those that the typist touched are read."""

    section: Section
    data: QueryDict
    at: datetime
    forms: dict[str, FigureForm] = field(init=False)

    def __post_init__(self) -> None:
        made = (FigureForm(line.figure, self.data) for line in self.section.lines)
        self.forms = {form.figure.code: form for form in made if form.is_touched and not form.takes_theirs}

    def typed(self) -> dict[str, Typed]:
        return {code: form.typed for code, form in self.forms.items() if form.is_valid()}

    def cells(self, section: Section, conflicts: list[Conflict]) -> list[Cell]:
        """The section as it is now saved, with the typing that was not taken put back into its fields."""
        lost = {conflict.code for conflict in conflicts}
        return [self.cell(line, lost) for line in section.lines]

    def cell(self, line: FigureLine, lost: set[str]) -> Cell:
        form = self.forms.get(line.code)
        if form is None or (form.is_valid() and line.code not in lost):
            return Cell(line, self.at)
        open_question = not form.is_valid() and form.add_prefix("conflict") in form.data
        return Cell(line, self.at, form, in_conflict=line.code in lost or open_question)


@lru_cache(maxsize=64)
def options(_language: str | None, is_number: bool, foresees_not_applicable: bool, chosen: str) -> SafeString:
    """The choices of the field "kind of nothing"; the same few for every figure."""
    first = _("none, there is a number") if is_number else _("none, there is a document")
    unforeseen = "" if foresees_not_applicable else MissingKind.NOT_APPLICABLE
    kinds = [(value, str(label)) for value, label in MissingKind.choices if value != unforeseen]
    marks = {chosen: mark_safe(" selected")}
    lines = ((value, marks.get(value, ""), label) for value, label in [("", first), *kinds])
    return format_html_join("", '<option value="{}"{}>{}</option>', lines)


def when_words(moment: datetime, at: datetime) -> str:
    """The clock of today's moments, the day of earlier ones."""
    same_day = timezone.localtime(moment).date() == timezone.localtime(at).date()
    return clock_text(moment) if same_day else short_day_text(moment)


def texts_beside(entry: Any) -> dict[str, str]:
    """What an entry says beside its value."""
    return {"missing": entry.missing, "reason": entry.reason, "document": entry.document}


def cells_of(section: Section, at: datetime) -> list[Cell]:
    """The section as it is saved."""
    return [Cell(line, at) for line in section.lines]


def problems_of(cells: list[Cell]) -> list[Problem]:
    return [problem for cell in cells for problem in cell.problems()]
