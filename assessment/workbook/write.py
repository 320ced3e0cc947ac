"""The workbook that goes out: what is known filled in, the rest locked, each figure's instruction beside it."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from assessment.figure_words import is_money, typed_text, unit_words
from assessment.forms.returns import mark_of
from assessment.instructions import instruction_of
from assessment.models import MissingKind
from assessment.selectors.returns.sheet import FigureLine, Sheet
from assessment.workbook import FIGURES, FIRST_ROW, KEY_ROW, KEYS, META, TEMPLATE
from core.templatetags.date_text import moment_text

WIDTHS = (8, 34, 14, 16, 16, 16, 18, 16, 34, 34, 60, 4)


def workbook_of(sheet: Sheet, at: datetime) -> bytes:
    """The return of the sheet as .xlsx; the same figures give the same cells."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    write_instructions(book, sheet, at)
    write_figures(book, sheet)
    write_meta(book, sheet)
    book.close()
    return buffer.getvalue()


def write_instructions(book: Any, sheet: Sheet, at: datetime) -> None:
    page = book.add_worksheet(_("Instructions"))
    page.set_column(0, 0, 110)
    text = book.add_format({"text_wrap": True, "valign": "top"})
    park = sheet.annual_return.park
    title = _("Annual return %(year)s of %(park)s") % {"year": sheet.year, "park": park.name}
    page.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 16}))
    page.write_string(1, 0, _("As of %(when)s, Shanghai time.") % {"when": moment_text(at)}, text)
    for row, line in enumerate(instructions(), 3):
        page.write_string(row, 0, line, text)
    page.protect()


def instructions() -> list[str]:
    return [
        _("Fill in the white cells of the sheet “figures” and leave all others as they are."),
        _("Money is in yuan, every other figure in the unit beside it; a number may have marks between thousands."),
        _("Where there is no number, choose which kind of nothing it is and say why; an empty cell is never 0."),
        _("A reason explains an unusual number to whoever verifies the return."),
        _("The sheet “portal” says which park, year and plan the workbook belongs to; it is hidden, leave it."),
        _("Upload the workbook where you downloaded it: you see every difference before anything is taken."),
    ]


def write_figures(book: Any, sheet: Sheet) -> None:
    page = book.add_worksheet(FIGURES)
    for column, (key, width) in enumerate(zip(KEYS, WIDTHS, strict=True)):
        page.set_column(column, column, width, None, {"hidden": key == "mark"})
        page.write_string(KEY_ROW, column, key)
    page.set_row(KEY_ROW, None, None, {"hidden": True})
    page.write_string(2, 0, sheet.annual_return.park.name, book.add_format({"bold": True, "font_size": 14}))
    bold = book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "top"})
    for column, head in enumerate(heads(sheet.year)):
        page.write_string(FIRST_ROW - 1, column, head, bold)
    put = writer(book, page)
    lines = [line for section in sheet.sections for line in section.lines]
    for row, line in enumerate(lines, FIRST_ROW):
        write_line(put, row, line)
    add_choices(page, len(lines))
    page.freeze_panes(FIRST_ROW, 2)
    page.protect(options={"format_columns": True, "format_rows": True})
    page.activate()


def heads(year: int) -> list[str]:
    before = [str(year - 3), str(year - 2), str(year - 1)]
    beside = [_("Kind of nothing"), _("Reason"), _("Read from (document, page)"), _("What it must keep"), ""]
    return [_("Code"), _("Figure"), _("Unit"), *before, str(year), *beside]


def writer(book: Any, page: Any) -> Callable[..., None]:
    """Writes a cell: text always as text, so that nothing typed becomes a formula; open cells are white."""
    wrapped = {"text_wrap": True, "valign": "top"}
    formats = {
        "text": book.add_format(wrapped),
        "number": book.add_format({"num_format": "#,##0.####", "valign": "top"}),
        "open": book.add_format({**wrapped, "locked": False, "border": 1}),
        "open_number": book.add_format({"num_format": "#,##0.####", "valign": "top", "locked": False, "border": 1}),
    }

    def put(row: int, column: int, value: Any, style: str = "text") -> None:
        if value is None or value == "":
            page.write_blank(row, column, None, formats[style])
        elif isinstance(value, str):
            page.write_string(row, column, value, formats[style])
        elif survives(value):
            page.write_number(row, column, value, formats[style])
        else:
            page.write_string(row, column, typed_text(value), formats[style])

    return put


def survives(value: Decimal) -> bool:
    """Whether a spreadsheet's 15 digits hold the number; a longer one goes out as text and comes back whole."""
    return Decimal(f"{value:.15g}") == value


def write_line(put: Callable[..., None], row: int, line: FigureLine) -> None:
    figure, entry = line.figure, line.entry
    unit = _("yuan") if is_money(figure) else unit_words(figure.unit)
    for column, text in enumerate((figure.code, figure.name, unit if figure.is_number else _("a document"))):
        put(row, column, text)
    for column, year in enumerate(range(line.year - 3, line.year), 3):
        before = line.before.get(year)
        put(row, column, before.value if before and figure.is_number else None, "number")
    put(row, 6, line.value, "open_number" if figure.is_number else "text")
    beside = (
        (str(MissingKind(entry.missing).label) if entry.missing else "", entry.reason, entry.document)
        if entry
        else ("",) * 3
    )
    for column, text in enumerate(beside, 7):
        put(row, column, text, "open")
    put(row, 10, instruction_of(figure))
    put(row, 11, mark_of(figure, entry))


def add_choices(page: Any, count: int) -> None:
    """A drop-down of the kinds of nothing; what the plan does not foresee is refused when the file comes back."""
    labels = [str(label) for _value, label in MissingKind.choices]
    page.data_validation(FIRST_ROW, 7, FIRST_ROW + count - 1, 7, {"validate": "list", "source": labels})


def write_meta(book: Any, sheet: Sheet) -> None:
    """Which park, year and plan the workbook belongs to, for when it comes back."""
    page = book.add_worksheet(META)
    for row, (name, value) in enumerate(meta_of(sheet).items()):
        page.write_string(row, 0, name)
        page.write_string(row, 1, value)
    page.protect()
    page.hide()


def meta_of(sheet: Sheet) -> dict[str, str]:
    annual_return = sheet.annual_return
    return {
        "template": TEMPLATE,
        "year": str(sheet.year),
        "park": annual_return.park.code,
        "plan": annual_return.cycle.plan.content_hash,
    }
