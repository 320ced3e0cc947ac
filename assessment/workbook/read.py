"""A workbook that comes back: right template first, then every problem by sheet and cell, then what would change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from assessment.actions.returns import Typed
from assessment.figure_words import typed_text
from assessment.forms.returns import SEPARATOR, digest_of, read_typed
from assessment.models import FigureDefinition, MissingKind
from assessment.workbook import FIGURES, FIRST_ROW, KEY_ROW, KEYS, META, TYPED
from assessment.workbook.container import unpacked
from assessment.workbook.markup import Markup, markup_of, sheet_parts
from core.errors import NotAllowed

LANGUAGES = ("en", "zh-hans")
ERROR_VALUES = ("#REF!", "#N/A", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#VALUE!")
MOST_META_ROWS = 20


@dataclass(frozen=True)
class CellProblem:
    """What is wrong with one cell, and where it stands."""

    place: str  # such as "figures!G12"
    text: str


@dataclass
class WorkbookRead:
    """What the workbook says: typed entries by the figure's code, and every problem."""

    typed: dict[str, Typed] = field(default_factory=dict)
    problems: list[CellProblem] = field(default_factory=list)


def read_workbook(
    content: bytes, *, expected: Mapping[str, str], figures: Mapping[str, FigureDefinition]
) -> WorkbookRead:
    """Read what was changed in the workbook; refuses one of another park, year or plan by name."""
    parts = unpacked(content)
    sheets = sheet_parts(parts)
    marks = {name: markup_of(xml, parts.get("xl/styles.xml")) for name, xml in sheets.items()}
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        check_template(book, expected)
        rows = book.get_sheet_by_name(FIGURES).to_python(skip_empty_area=False)
    except PasswordError as error:
        raise NotAllowed(_("The workbook is protected by a password; save it without one.")) from error
    except CalamineError as error:
        raise NotAllowed(_("The file is damaged: one of its sheets cannot be read. Save it again as .xlsx.")) from error
    return FigureRows(rows, marks.get(FIGURES, Markup()), figures).read()


def check_template(book: CalamineWorkbook, expected: Mapping[str, str]) -> None:
    """The right template, then the right year, park and plan, each refused by its name."""
    if META not in book.sheet_names or FIGURES not in book.sheet_names:
        raise NotAllowed(
            _("This workbook is not the return’s: the sheet “%(figures)s” or “%(meta)s” is not there. Download it.")
            % {"figures": FIGURES, "meta": META}
        )
    rows = book.get_sheet_by_name(META).to_python(nrows=MOST_META_ROWS)
    said = {str(row[0]): plain_text(row[1]) for row in rows if len(row) > 1}
    sentences = {
        "template": _("The workbook is made by the template %(said)s; this is %(expected)s. Download it anew."),
        "year": _("The workbook is of the year %(said)s, this return of %(expected)s."),
        "park": _("The workbook is of the park %(said)s, this return of %(expected)s."),
        "plan": _(
            "The workbook is made for another plan (%(said)s) than the one in force (%(expected)s). Download it anew."
        ),
    }
    for name, sentence in sentences.items():
        wanted, found = expected[name], said.get(name, "")
        if found != wanted:
            short = {"said": found[:12] or _("nothing"), "expected": wanted[:12]} if name == "plan" else {}
            words = {"said": found[:40] or _("nothing"), "expected": wanted} | short
            raise NotAllowed(sentence % words)


def plain_text(value: Any) -> str:
    """A cell as text; a whole number without a point."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


class FigureRows:
    """Walks the rows of the sheet of figures and collects what they say."""

    def __init__(self, rows: list[list[Any]], marks: Markup, figures: Mapping[str, FigureDefinition]) -> None:
        self.rows, self.marks, self.figures = rows, marks, figures
        self.found = WorkbookRead()
        self.columns = self.read_columns()
        self.kinds = kinds_by_label()

    def read_columns(self) -> dict[str, int]:
        """Where each column stands now: they may have been moved, but none may be gone or double."""
        heads = [plain_text(cell) for cell in self.rows[KEY_ROW]] if self.rows else []
        for key in KEYS:
            if heads.count(key) != 1:
                raise NotAllowed(
                    _("The hidden row 1 of the sheet “%(sheet)s” names the columns; “%(key)s” is not there once.")
                    % {"sheet": FIGURES, "key": key}
                )
        return {key: heads.index(key) for key in KEYS}

    def read(self) -> WorkbookRead:
        seen: dict[str, int] = {}
        for number, row in enumerate(self.rows[FIRST_ROW:], FIRST_ROW + 1):
            code = plain_text(self.cell(row, "code"))
            if not code:
                self.check_nothing_beside(row, number)
            elif code not in self.figures:
                self.problem(number, "code", _("“%(code)s” is no figure of the plan.") % {"code": code[:20]})
            elif code in seen:
                self.problem(
                    number,
                    "code",
                    _("The figure %(code)s stands in row %(row)s already.") % {"code": code, "row": seen[code]},
                )
            else:
                seen[code] = number
                self.read_row(row, number, self.figures[code])
        for code in self.figures.keys() - seen.keys():
            self.found.problems.append(
                CellProblem(FIGURES, _("The row of the figure %(code)s is missing.") % {"code": code})
            )
        self.check_merged()
        self.found.problems.sort(key=lambda problem: (len(problem.place), problem.place, problem.text))
        return self.found

    def cell(self, row: list[Any], key: str) -> Any:
        at = self.columns[key]
        return row[at] if at < len(row) else ""

    def place(self, number: int, key: str) -> str:
        return f"{letters(self.columns[key] + 1)}{number}"

    def problem(self, number: int, key: str, text: str) -> None:
        self.found.problems.append(CellProblem(f"{FIGURES}!{self.place(number, key)}", text))

    def check_nothing_beside(self, row: list[Any], number: int) -> None:
        if any(plain_text(self.cell(row, key)) for key in TYPED):
            self.problem(number, "code", _("This row has entries but no code; put the code back or clear the row."))

    def read_row(self, row: list[Any], number: int, figure: FigureDefinition) -> None:
        if number in self.marks.hidden_rows:
            self.problem(number, "code", _("This row is hidden; show it, so that nothing comes in unseen."))
            return
        before = len(self.found.problems)
        texts = {key: self.text_of(row, number, key, figure) for key in TYPED}
        if len(self.found.problems) > before:
            return
        was, _separator, digest = plain_text(self.cell(row, "mark")).partition(SEPARATOR)
        if not digest:
            self.problem(
                number, "mark", _("The mark of this row in the hidden last column is gone; download the workbook anew.")
            )
        elif digest != self.digest(texts, figure):
            self.take(number, figure, texts, was)

    def digest(self, texts: Mapping[str, str], figure: FigureDefinition) -> str:
        """As the form would show these texts, so that a row nobody touched is recognised."""
        try:
            typed = read_typed(figure, texts)
        except NotAllowed:
            return ""
        return digest_of(texts_of_typed(figure, typed))

    def take(self, number: int, figure: FigureDefinition, texts: Mapping[str, str], was: str) -> None:
        try:
            self.found.typed[figure.code] = read_typed(figure, texts, was)
        except NotAllowed as refusal:
            self.problem(number, refusal.place if refusal.place in KEYS else "value", str(refusal))

    def text_of(self, row: list[Any], number: int, key: str, figure: FigureDefinition) -> str:
        """What the cell says as it would have been typed; a kind of nothing by its label in either language."""
        value = self.cell(row, key)
        problem = self.fault_of(value, self.place(number, key), key)
        if problem:
            self.problem(number, key, problem)
            return ""
        text = number_typed(value) if isinstance(value, int | float | Decimal) else str(value).strip()
        if key == "value" and not figure.is_number and text:
            self.problem(number, key, _("This figure is a document and has no number; clear the cell."))
        if key == "missing" and text:
            if text.casefold() not in self.kinds:
                self.problem(
                    number, key, _("“%(text)s” is no kind of nothing; choose one from the list.") % {"text": text[:40]}
                )
            return self.kinds.get(text.casefold(), "")
        return text

    def fault_of(self, value: Any, place: str, key: str) -> str:
        """What a cell may not hold, whatever the figure."""
        if place in self.marks.formulas_without_value:
            return _("The formula has no value; open the workbook, let it compute and save it again.")
        if place in self.marks.errors or (isinstance(value, str) and value.strip().upper() in ERROR_VALUES):
            return _("The formula ends in an error; correct it or type the number.")
        if isinstance(value, bool):
            return _("This is TRUE or FALSE, no entry.")
        if isinstance(value, date | datetime | time | timedelta):
            return _("The spreadsheet took this for a date or time; set the cell’s format to number and type it again.")
        if key == "value" and place in self.marks.percent and isinstance(value, int | float):
            return _("The cell is formatted as a percentage; set its format to number and type the figure in its unit.")
        return ""

    def check_merged(self) -> None:
        columns = [self.columns[key] + 1 for key in (*TYPED, "code")]
        for top, left, bottom, right in self.marks.merged:
            if bottom > FIRST_ROW and any(left <= column <= right for column in columns):
                place = f"{FIGURES}!{letters(left)}{top}:{letters(right)}{bottom}"
                self.found.problems.append(CellProblem(place, _("These cells are merged; split them.")))


def texts_of_typed(figure: FigureDefinition, typed: Typed) -> dict[str, str]:
    value = typed_text(typed.value) if figure.is_number else ""
    return {"value": value, "missing": typed.missing, "reason": typed.reason, "document": typed.document}


def number_typed(value: float | Decimal) -> str:
    """A number's shortest decimal form, never with an exponent."""
    return f"{Decimal(repr(value)):f}".removesuffix(".0") if isinstance(value, float) else str(value)


def kinds_by_label() -> dict[str, str]:
    """The kinds of nothing by their code and by their label in each language."""
    kinds = {kind.value.casefold(): kind.value for kind in MissingKind}
    for language in LANGUAGES:
        with override(language):
            kinds |= {str(kind.label).casefold(): kind.value for kind in MissingKind}
    return kinds


def letters(number: int) -> str:
    """The column of that number, counted from 1: ``AA`` is 27."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name
