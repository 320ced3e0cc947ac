"""One figure of a return: definition, years, rules, history, and what is said about it."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.actions.remarks import PERMISSION, add_remark, settle_remark
from assessment.forms.return_section import Cell
from assessment.forms.returns import RemarkForm, StepForm
from assessment.models import FigureDefinition, Remark, Return
from assessment.selectors.returns.figure import read_story
from assessment.selectors.returns.sheet import FigureLine, Sheet, read_sheet
from assessment.selectors.returns.way import address
from assessment.views.returns import PLACE, RETURNS, VIEW
from parks.gate import TenantActionView

WHO_REMARKS = gettext_lazy("The park, its lead district and the city comment on figures.")


class FigurePage(TenantActionView):
    """Definition, bounds, what it feeds, which rules read it, its years, its history; a remark may be added."""

    queryset = RETURNS
    view_permission = VIEW
    lookup = PLACE
    template_name = "assessment/return/figure.html"
    form_class: Any = RemarkForm
    refusal = WHO_REMARKS

    def may(self, request: Any) -> bool:
        return request.method != "POST" or request.user.has_perm(PERMISSION, self.object)

    def setup_object(self) -> None:
        super().setup_object()
        self.permission = PERMISSION

    @cached_property
    def sheet(self) -> Sheet:
        return read_sheet(self.object)

    @cached_property
    def line(self) -> FigureLine:
        line = self.sheet.lines.get(self.kwargs["figure"])
        if line is None:
            raise Http404(_("The plan has no such figure."))
        return line

    def act(self, form: Any) -> Remark:
        said = form.cleaned_data
        return add_remark(
            annual_return=self.object, figure=self.line.figure, by=self.request.user, at=timezone.now(), **said
        )

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("Your remark stands beside the figure."))
        return HttpResponseRedirect(figure_address(self.object, self.line.code))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        figure = self.line.figure
        return super().get_context_data(
            sheet=self.sheet,
            line=self.line,
            cell=Cell(self.line, timezone.now()),
            story=read_story(self.sheet, self.line),
            section=self.sheet.section(figure.section),
            remarks=remarks_on(self.object, figure),
            evidence_count=self.object.evidence.filter(figure=figure).count(),
            may_remark=self.request.user.has_perm(PERMISSION, self.object),
            who_remarks=WHO_REMARKS,
            **kwargs,
        )


class SettleRemark(TenantActionView):
    """Says that what was to be followed up is done."""

    keys_of = {"pk": Remark}
    queryset = RETURNS
    view_permission = VIEW
    lookup = PLACE
    permission = PERMISSION
    refusal = WHO_REMARKS
    form_class: Any = StepForm
    template_name = "assessment/return/step.html"
    http_method_names = ["post"]

    def may(self, request: Any) -> bool:
        return bool(request.user.has_perm(PERMISSION, self.object))

    def act(self, form: Any) -> Remark:
        remarks = Remark.objects.filter(annual_return=self.object).select_related("annual_return", "figure")
        return settle_remark(
            remark=get_object_or_404(remarks, pk=self.kwargs["pk"]), by=self.request.user, at=timezone.now()
        )

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("Settled."))
        return HttpResponseRedirect(figure_address(self.object, self.acted.figure.code))

    def refuse(self, form: Any) -> HttpResponse:
        """There is no page of its own: the refusal is said where the reader goes back to."""
        for lines in form.errors.values():
            messages.warning(self.request, " ".join(lines))
        return HttpResponseRedirect(address(self.object))


def remarks_on(annual_return: Return, figure: FigureDefinition) -> QuerySet[Remark]:
    """What was said about the figure, newest first."""
    said = annual_return.remarks.filter(figure=figure)
    return said.select_related("written_by", "settled_by").order_by("-written_at", "-pk")


def figure_address(annual_return: Any, code: str) -> str:
    return f"{address(annual_return, 'return-figure', figure=code)}#remarks"
