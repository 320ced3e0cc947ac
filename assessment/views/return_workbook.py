"""The return as a workbook: download, dry run with every problem by cell, list of differences, import."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.actions.returns import WHO_MAY, Typed, same, stamp
from assessment.actions.workbooks import take_workbook
from assessment.figure_words import entry_words
from assessment.forms.return_section import texts_beside
from assessment.forms.workbook import DifferencesForm, WorkbookForm, signed, typed_of
from assessment.plan_book import book_of
from assessment.policies import check_may_enter
from assessment.selectors.returns.sheet import FigureLine, Sheet, read_sheet
from assessment.selectors.returns.way import address
from assessment.views.returns import PLACE, RETURNS, VIEW
from assessment.workbook.read import read_workbook
from assessment.workbook.write import meta_of, workbook_of
from core.errors import NotAllowed, NotPermitted, refusal_of
from core.exports.answers import download
from parks.gate import TenantPage

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENTER = "assessment.enter_figures"


class WorkbookFile(TenantPage):
    """The workbook as it goes out."""

    queryset = RETURNS
    view_permission = VIEW
    lookup = PLACE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        at = timezone.now()
        name = f"return-{self.object.cycle.year}-{self.object.park.code}-{timezone.localtime(at):%Y%m%d-%H%M}.xlsx"
        return download(workbook_of(read_sheet(self.object), at), name, EXCEL)


class WorkbookPage(TenantPage):
    """Upload, see what would change, confirm; nothing is written before that."""

    queryset = RETURNS
    view_permission = VIEW
    lookup = PLACE
    permission = ENTER
    refusal = WHO_MAY[ENTER]
    template_name = "assessment/return/workbook.html"

    def may(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(ENTER, self.object))

    @cached_property
    def sheet(self) -> Sheet:
        return read_sheet(self.object)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.confirm() if "shown" in request.POST else self.dry_run()

    def dry_run(self) -> HttpResponse:
        form = WorkbookForm(self.request.POST, self.request.FILES)
        if not form.is_valid():
            return self.answer(form=form, status=422)
        content = form.content()
        try:
            check_may_enter(self.object, timezone.now())
            figures = book_of(self.object.cycle.plan).by_code
            found = read_workbook(content, expected=meta_of(self.sheet), figures=figures)
        except NotAllowed as refusal:
            form.add_error("file", str(refusal))
            return self.answer(form=form, status=422)
        if found.problems:
            return self.answer(form=WorkbookForm(), cell_problems=found.problems, status=422)
        return self.show(found.typed, content)

    def show(self, typed: dict[str, Typed], content: bytes) -> HttpResponse:
        """The differences against what stands in the return now, marked where that changed since the download."""
        changes = {code: each for code, each in typed.items() if not same(self.sheet.lines[code].entry, each)}
        rows = [difference(self.sheet.lines[code], each) for code, each in changes.items()]
        now = {code: replace(each, was=stamp(self.sheet.lines[code].entry)) for code, each in changes.items()}
        confirmation = DifferencesForm(
            initial={"shown": signed(self.object, self.request.user, now, content)},
            annual_return=self.object,
            user=self.request.user,
        )
        return self.answer(form=WorkbookForm(), differences=rows, is_read=True, confirmation=confirmation)

    def confirm(self) -> HttpResponse:
        form = DifferencesForm(self.request.POST, annual_return=self.object, user=self.request.user)
        if not form.is_valid():
            return self.answer(form=WorkbookForm(), problems=form.errors["shown"], status=422)
        shown = form.cleaned_data["shown"]
        try:
            written = take_workbook(
                annual_return=self.object,
                typed=typed_of(shown),
                digest=shown["digest"],
                by=self.request.user,
                at=timezone.now(),
            )
        except NotPermitted as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except NotAllowed as refusal:
            return self.answer(form=WorkbookForm(), problems=[str(refusal)], status=422)
        sentence = ngettext(
            "%(count)s figure was taken from the workbook.", "%(count)s figures were taken from the workbook.", written
        )
        messages.success(self.request, sentence % {"count": written})
        return HttpResponseRedirect(address(self.object))

    def answer(self, *, status: int = 200, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", WorkbookForm())
        return super().get_context_data(sheet=self.sheet, why_not=self.why_not(), **kwargs)

    def why_not(self) -> str:
        return refusal_of(check_may_enter, self.object, timezone.now())


def difference(line: FigureLine, typed: Typed) -> dict[str, Any]:
    """One line of the list: what stands there now, what would stand there, and who changed it meanwhile."""
    entry, figure = line.entry, line.figure
    meanwhile = entry is not None and typed.was != stamp(entry)
    return {
        "code": figure.code,
        "name": figure.name,
        "before": entry_words(figure, entry.value, **texts_beside(entry)) if entry else _("empty"),
        "after": entry_words(figure, typed.value, **texts_beside(typed)) or _("empty"),
        "meanwhile": _("changed by %(who)s after the download") % {"who": entry.entered_by}
        if entry and meanwhile
        else "",
    }
