"""The grid's own door: cells are saved as they are left, and each is answered with its state in words."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import get_template
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.actions.returns import Entered, enter_figures
from assessment.figure_words import typed_text
from assessment.forms.return_section import Cell, SectionForm
from assessment.forms.returns import FigureForm, texts_of, unknown_fields
from assessment.models import Return
from assessment.plan_book import PlanBook, book_of
from assessment.selectors.returns.sheet import FigureLine, Section, lines_of
from assessment.views.returns import PLACE, VIEW
from core.errors import NotAllowed, NotPermitted
from core.templatetags.date_text import clock_text
from parks.gate import TenantPage

CONFLICT, UNPROCESSABLE = 409, 422
ASKED = "dry"  # only asks what would become of the cells


class ReturnCells(TenantPage):
    """Cells of one return: written, refused or in conflict, one by one; what is not written is named."""

    queryset = Return.objects.select_related("park", "cycle__plan")
    view_permission = VIEW
    lookup = PLACE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        at = timezone.now()
        book = book_of(self.object.cycle.plan)
        sent = {name.partition("-")[0] for name in request.POST}
        figures = [figure for figure in book.figures if figure.code in sent]
        if strangers := unknown_fields(request.POST, figures, ASKED):
            return refusal(_("There is no field %(names)s here.") % {"names": ", ".join(strangers)[:200]})
        form = SectionForm(
            Section("", "", [FigureLine(figure, self.object.cycle.year) for figure in figures]), request.POST, at
        )
        if ASKED in request.POST:
            return JsonResponse({"cells": {code: asked(each) for code, each in form.forms.items()}})
        try:
            entered = enter_figures(annual_return=self.object, typed=form.typed(), by=request.user, at=at)
        except NotPermitted as refused:
            raise PermissionDenied(str(refused)) from refused
        except NotAllowed as refused:
            return refusal(str(refused))
        return Answer(self.object, book, form, entered).response()


def refusal(reason: str) -> JsonResponse:
    """Nothing was taken, for one reason that holds for every cell."""
    return JsonResponse({"cells": {}, "reason": reason}, status=CONFLICT)


def asked(form: FigureForm) -> dict[str, Any]:
    """What would become of one cell: the number as it would be read, or why it would be refused."""
    problems = [str(line) for lines in form.errors.values() for line in lines]
    return {"problems": problems, "value": "" if problems else typed_text(form.typed.value)}


class Answer:
    """The state of every cell that was sent, and of those that share a rule with one of them."""

    def __init__(self, annual_return: Return, book: PlanBook, form: SectionForm, entered: Entered) -> None:
        self.annual_return, self.book, self.form, self.entered = annual_return, book, form, entered
        self.lost = {conflict.code for conflict in entered.conflicts}
        self.sent = [line.code for line in form.section.lines]
        self.around = frozenset().union(*(book.neighbours[code] for code in self.sent))
        self.lines = lines_of(annual_return, book, years=1, about=self.around)

    def response(self) -> JsonResponse:
        cells = {code: self.sent_cell(code) for code in self.sent}
        cells |= {code: self.beside(code) for code in sorted(self.around.difference(self.sent))}
        taken = any(cells[code]["kind"] == "saved" for code in self.sent)
        status = 200 if taken or not self.sent else CONFLICT if self.lost else UNPROCESSABLE
        return JsonResponse(
            {"clock": clock_text(self.form.at), "cells": cells, "progress": self.progress()}, status=status
        )

    def sent_cell(self, code: str) -> dict[str, Any]:
        cell = self.form.cell(self.lines[code], self.lost)
        kind = "conflict" if cell.in_conflict else "refused" if cell.form else "saved"
        answer = self.shown(cell) | {"kind": kind, "was": cell.was, "more": cell.more_words}
        answer["texts"] = texts_of(cell.line.figure, cell.line.entry)
        if cell.in_conflict:
            answer["conflict"] = rendered("assessment/return/_conflict.html", cell, **conflict_words(cell))
        return answer

    def beside(self, code: str) -> dict[str, Any]:
        return self.shown(Cell(self.lines[code], self.form.at)) | {"kind": "beside"}

    def shown(self, cell: Cell) -> dict[str, Any]:
        return {
            "state": cell.state_html,
            "words": str(cell.state[1]),
            "says": rendered("assessment/return/_cell_says.html", cell) if cell.has_says else "",
            "change": cell.change_text,
            "asks": cell.asks,
        }

    def progress(self) -> dict[str, list[int]]:
        """Figures done and wanted, of the whole return and of each section."""
        counts: dict[str, list[int]] = {"": [0, 0]}
        for line in self.lines.values():
            for name in ("", line.figure.section):
                done, total = counts.setdefault(name, [0, 0])
                counts[name] = [done + (line.figure.is_number and not line.is_empty), total + line.figure.is_number]
        return counts


def rendered(template: str, cell: Cell, **more: Any) -> str:
    return get_template(template).render({"cell": cell, **more})


def conflict_words(cell: Cell) -> dict[str, Any]:
    return {"code": cell.line.code, "entry": cell.line.entry}
