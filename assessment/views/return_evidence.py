"""The files behind one figure: handed in, listed, taken away."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from assessment.actions.evidence import ENTER, add_evidence, remove_evidence
from assessment.actions.returns import WHO_MAY
from assessment.forms.returns import StepForm
from assessment.models import Evidence, FigureDefinition
from assessment.plan_book import book_of
from assessment.policies import check_may_enter
from assessment.selectors.returns.way import address
from assessment.views.returns import PLACE, RETURNS, VIEW
from core.attachments.forms import UploadForm
from core.errors import refusal_of
from parks.gate import TenantActionView


class EvidencePage(TenantActionView):
    """Everybody who sees the return reads the list; whoever enters its figures hands files in."""

    queryset = RETURNS
    view_permission = VIEW
    lookup = PLACE
    permission = ENTER
    refusal = WHO_MAY[ENTER]
    form_class: Any = UploadForm
    template_name = "assessment/return/evidence.html"

    def may(self, request: HttpRequest) -> bool:
        return request.method != "POST" or request.user.has_perm(ENTER, self.object)

    @cached_property
    def figure(self) -> FigureDefinition:
        figure = book_of(self.object.cycle.plan).by_code.get(self.kwargs["figure"])
        if figure is None:
            raise Http404(_("The plan has no such figure."))
        return figure

    def act(self, form: Any) -> Evidence:
        upload = form.cleaned_data["file"]
        return add_evidence(
            annual_return=self.object, figure=self.figure, upload=upload, by=self.request.user, at=timezone.now()
        )

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("The file stands behind the figure; it opens once it is scanned."))
        return HttpResponseRedirect(address(self.object, "return-evidence", figure=self.figure.code))

    def why_not(self) -> str:
        if not self.request.user.has_perm(ENTER, self.object):
            return str(WHO_MAY[ENTER])
        return refusal_of(check_may_enter, self.object, timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        files = self.object.evidence.filter(figure=self.figure).select_related("attachment").order_by("pk")
        return super().get_context_data(line_figure=self.figure, files=files, why_not=self.why_not(), **kwargs)


class RemoveEvidence(TenantActionView):
    """Takes one file away from its figure."""

    keys_of = {"pk": Evidence}
    queryset = RETURNS
    view_permission = VIEW
    lookup = PLACE
    permission = ENTER
    refusal = WHO_MAY[ENTER]
    form_class: Any = StepForm
    http_method_names = ["post"]

    def may(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(ENTER, self.object))

    @cached_property
    def evidence(self) -> Evidence:
        found = self.object.evidence.select_related("attachment", "figure", "annual_return__cycle")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def act(self, form: Any) -> str:
        code = self.evidence.figure.code
        remove_evidence(evidence=self.evidence, by=self.request.user, at=timezone.now())
        return code

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("Taken away from the figure."))
        return HttpResponseRedirect(address(self.object, "return-evidence", figure=self.acted))

    def refuse(self, form: Any) -> HttpResponse:
        for lines in form.errors.values():
            messages.warning(self.request, " ".join(lines))
        return HttpResponseRedirect(address(self.object))
