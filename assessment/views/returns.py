"""Pages of the annual return: a year's list, one park's sheet, one figure of it."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from assessment.actions.returns import WHO_MAY, Conflict, enter_figures
from assessment.forms.return_filter import YearReturnFilter
from assessment.forms.return_section import Cell, SectionForm, cells_of, problems_of
from assessment.forms.returns import unknown_fields
from assessment.models import Cycle, Return
from assessment.policies import check_may_enter
from assessment.selectors.returns.listing import holder_words, listed, state_kind, status_sentence
from assessment.selectors.returns.past import return_as_of
from assessment.selectors.returns.sheet import Section, read_sheet
from assessment.selectors.returns.way import acts_for, address, bulk_acts, due_of, way_of, why_no_act
from core.as_of import AsOfPage
from core.audit.history import history
from core.errors import NotAllowed, NotPermitted, note_refusal, refusal_of
from core.lists.columns import ListColumn
from core.lists.keyset import Key, Order
from core.templatetags.date_text import clock_text
from core.templatetags.form_parts import Problem
from core.templatetags.portal import when
from parks.gate import TenantPage
from parks.list_page import ListPage

ROWS_A_PAGE = 50
VIEW = "assessment.view_return"
RETURNS = Return.objects.select_related("park__lead_district", "cycle__plan")
PLACE = {"cycle__year": "year", "park__code": "code"}
NEXT_SECTION = "go"  # the name of the button that saves and goes on


def progress_of(row: Return) -> str:
    return pgettext("progress", "%(done)s of %(total)s") % {"done": row.filled, "total": row.wanted}


class ReturnList(ListPage):
    """A year's returns that the reader may see."""

    queryset = Return.objects
    view_permission = permission = VIEW
    refusal = gettext_lazy("Returns are read by the park itself, its districts, the city and the auditor.")
    template_name = "assessment/return/list.html"
    filterset_class = YearReturnFilter
    page_size = ROWS_A_PAGE
    api_name = "return-list"
    caption = gettext_lazy("Annual returns by park")
    nothing = gettext_lazy("No return to show.")
    what_comes = gettext_lazy(
        "A return appears here once its cycle is open and you belong to its park, district or the city."
    )
    orders = (
        Order("park", gettext_lazy("by park"), (Key("park__name_en"),)),
        Order("district", gettext_lazy("by lead district"), (Key("park__lead_district__code"), Key("park__name_en"))),
        Order("filled", gettext_lazy("least complete first"), (Key("filled"), Key("park__name_en"))),
    )
    columns = (
        ListColumn(
            "park",
            gettext_lazy("Park"),
            lambda row: {
                "text": row.park.name,
                "url": reverse("assessment:return", args=[row.cycle.year, row.park.code]),
            },
        ),
        ListColumn("code", gettext_lazy("Code"), lambda row: row.park.code, shown=False),
        ListColumn("filled", gettext_lazy("Figures complete"), progress_of, num=True),
        ListColumn(
            "state", gettext_lazy("State"), lambda row: {"text": row.get_status_display(), "state": state_kind(row)}
        ),
        ListColumn("holder", gettext_lazy("Who has it"), holder_words),
        ListColumn("district", gettext_lazy("Lead district"), lambda row: row.park.lead_district.name),
        ListColumn(
            "changed",
            gettext_lazy("Last change"),
            lambda row: when(row.changed_at) if row.changed_at else _("none yet"),
            lambda row: row.changed_at,
        ),
    )

    @cached_property
    def cycle(self) -> Cycle:
        return get_object_or_404(Cycle, year=self.kwargs["year"])

    def get_rows(self) -> Any:
        return listed(self.get_queryset().filter(cycle=self.cycle))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        other_years = Cycle.objects.exclude(pk=self.cycle.pk).order_by("-year").values_list("year", flat=True)
        return super().get_context_data(
            cycle=self.cycle,
            filter=self.chosen,
            finding=status_sentence(self.get_queryset().filter(cycle=self.cycle)),
            bulk_acts=bulk_acts(self.cycle, self.request.user),
            other_years=other_years,
            **kwargs,
        )


class ReturnPage(AsOfPage, TenantPage):
    """One park's return of a year, a section at a time; a figure that is not taken stays in its field as typed."""

    queryset = RETURNS
    view_permission = VIEW
    lookup = PLACE
    template_name = "assessment/return/page.html"

    def setup_object(self) -> None:
        super().setup_object()
        self.at = timezone.now()
        self.read_sheet()

    def read_sheet(self) -> None:
        self.sheet = read_sheet(self.object)
        code = self.request.GET.get("section", "")
        section = self.sheet.section(code) if code else next(iter(self.sheet.sections), None)
        if section is None:
            raise Http404(_("The plan has no such section."))
        self.section: Section = section

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if strangers := unknown_fields(request.POST, [line.figure for line in self.section.lines]):
            words = {"names": ", ".join(strangers)[:200], "park": self.object.park.name}
            sentence = _("Nothing was saved: this section of the return of %(park)s has no field %(names)s.")
            return self.answer(cells_of(self.section, self.at), [Problem(sentence % words)], status=422)
        form = SectionForm(self.section, request.POST, self.at)
        try:
            entered = enter_figures(annual_return=self.object, typed=form.typed(), by=request.user, at=self.at)
        except NotPermitted as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except NotAllowed as refusal:
            note_refusal(request, refusal)
            return self.answer(form.cells(self.section, []), [Problem(str(refusal))], status=422)
        return self.answer_saved(form, entered.written, entered.conflicts)

    def answer_saved(self, form: SectionForm, written: int, conflicts: list[Conflict]) -> HttpResponse:
        """Back to the page when all was taken; else the page itself, with a state for each cell."""
        if written or conflicts:
            self.read_sheet()
        cells = form.cells(self.section, conflicts)
        problems = problems_of(cells)
        say_saved(self.request, written, len(problems), self.at)
        if not problems:
            return HttpResponseRedirect(self.address_after())
        return self.answer(cells, problems, status=200 if written or conflicts else 422)

    def address_after(self) -> str:
        following = self.sheet.after(self.section) if NEXT_SECTION in self.request.POST else self.section
        return f"{address(self.object)}?section={(following or self.section).code}"

    def show_past(self, day: date) -> HttpResponse:
        context = super().get_context_data(past=return_as_of(self.object, day))
        return render(self.request, "assessment/return/past.html", context)

    def answer(self, cells: list[Cell], problems: list[Problem], *, status: int) -> HttpResponse:
        return self.render_to_response(self.get_context_data(cells=cells, problems=problems), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, annual_return = self.request.user, self.object
        kwargs.setdefault("cells", cells_of(self.section, self.at))
        return super().get_context_data(
            sheet=self.sheet,
            section=self.section,
            next_section=self.sheet.after(self.section),
            figures_url=f"{address(annual_return)}figures/",
            state_kind=state_kind(annual_return),
            due=due_of(annual_return, self.at),
            why_not_editable=why_not_editable(annual_return, user, self.at),
            acts=acts_for(annual_return, user),
            may_remind=annual_return.status == "draft" and user.has_perm("assessment.accept_return", annual_return),
            why_no_act=why_no_act(annual_return),
            way=way_of(annual_return),
            history=history(annual_return),
            **kwargs,
        )


def why_not_editable(annual_return: Return, user: Any, at: datetime) -> str:
    """Why the reader finds numbers instead of fields; nothing where the fields are open."""
    if not user.has_perm("assessment.enter_figures", annual_return):
        return str(WHO_MAY["assessment.enter_figures"])
    return refusal_of(check_may_enter, annual_return, at)


def say_saved(request: HttpRequest, written: int, kept: int, at: datetime) -> None:
    """What became of the typing, in one sentence."""
    words = {"count": written, "clock": clock_text(at)}
    if written:
        sentence = ngettext("Saved %(clock)s: %(count)s figure.", "Saved %(clock)s: %(count)s figures.", written)
        messages.success(request, sentence % words)
    elif not kept:
        messages.info(request, _("Nothing was changed, so nothing was saved."))
    if kept:
        sentence = ngettext(
            "%(count)s point is kept in its field and not in the return.",
            "%(count)s points are kept in their fields and not in the return.",
            kept,
        )
        messages.warning(request, sentence % {"count": kept})
