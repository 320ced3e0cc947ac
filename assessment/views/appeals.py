"""The zone's side of the preview: opening it, answering queries, deciding appeals."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.actions.appeals import dismiss_appeal, uphold_appeal, withdraw_appeal
from assessment.actions.previews import answer_query, open_preview
from assessment.appeal_policies import check_may_decide_appeal, check_may_open_preview, day_of
from assessment.forms.appeals import AnswerForm, AppealDecisionForm
from assessment.models import Appeal, ResultQuery, Run
from assessment.selectors.previews import appeals_of, due_after, queries_of
from assessment.views.plan import CyclePage
from assessment.workflow import DECIDE_APPEAL, AppealStatus
from core.errors import NotPermitted, Refused, refusal_of
from parks.gate import SignedInActionView, SignedInPage, TenantActionView

READERS = gettext_lazy("Queries and appeals are read by the park they concern and by the zone.")


class OpenPreview(CyclePage, SignedInActionView):
    """Let each park see its own sheet of the newest run."""

    permission = "assessment.open_preview"
    for_zone = True
    refusal = gettext_lazy("A municipal coordinator opens the preview.")
    template_name = "assessment/preview/open.html"
    form_class = forms.Form

    @cached_property
    def run(self) -> Run | None:
        return self.cycle.runs.filter(finished_at__isnull=False).defer("system").order_by("number").last()

    def act(self, form: forms.Form) -> Any:
        if self.run is None:
            raise Refused(_("No run of this year is finished."))
        return open_preview(run=self.run, by=self.request.user, at=timezone.now())

    def form_valid(self, form: forms.Form) -> HttpResponse:
        messages.success(self.request, _("Each park sees its own sheet now."))
        return super().form_valid(form)

    def get_success_url(self) -> str:
        return reverse("assessment:appeals", args=[self.cycle.year])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today, cycle = day_of(timezone.now()), self.cycle
        return super().get_context_data(
            run=self.run,
            why_not=refusal_of(check_may_open_preview, cycle, self.run) if self.run else "",
            queries_until=due_after(today, cycle.preview_days),
            appeals_until=due_after(today, max(cycle.preview_days, cycle.appeal_days)),
            **kwargs,
        )


class AppealList(CyclePage, SignedInPage):
    """The year's queries and appeals that the reader may see."""

    gate = "tenant"
    permission = "assessment.view_appeal"
    refusal = READERS
    template_name = "assessment/appeal/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        answers = user.has_perm("assessment.answer_query")
        return super().get_context_data(
            queries=queries_of(self.cycle, user), appeals=appeals_of(self.cycle, user), answers=answers, **kwargs
        )


class AnswerQuery(TenantActionView):
    """Answer a park's query."""

    queryset = ResultQuery.objects.select_related("park", "run__cycle__plan", "asked_by").defer("run__system")
    view_permission = "assessment.view_resultquery"
    permission = "assessment.answer_query"
    not_yours = READERS
    refusal = gettext_lazy("A municipal coordinator answers a park's query.")
    template_name = "assessment/appeal/answer.html"
    form_class = AnswerForm

    def act(self, form: AnswerForm) -> Any:
        return answer_query(query=self.object, by=self.request.user, at=timezone.now(), **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("assessment:appeals", args=[self.object.run.cycle.year])


class AppealPage(TenantActionView):
    """One appeal: what is claimed and why; its decision, by somebody who did not decide before."""

    queryset = Appeal.objects.select_related("park", "cycle", "figure", "filed_by", "decided_by", "rerun")
    view_permission = permission = "assessment.view_appeal"
    not_yours = refusal = READERS
    template_name = "assessment/appeal/detail.html"
    form_class = AppealDecisionForm

    def act(self, form: AppealDecisionForm) -> Any:
        decide = uphold_appeal if form.cleaned_data["outcome"] == "uphold" else dismiss_appeal
        appeal = decide(appeal=self.object, reason=form.cleaned_data["reason"], by=self.request.user, at=timezone.now())
        messages.success(self.request, _("The appeal is decided; the park reads the reasons."))
        return appeal

    def get_success_url(self) -> str:
        return reverse("assessment:appeal", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        appeal, user = self.object, self.request.user
        is_open, decides = appeal.status == AppealStatus.FILED, user.has_perm(DECIDE_APPEAL, appeal)
        return super().get_context_data(
            appeal=appeal,
            is_open=is_open,
            decides=decides,
            why_not=refusal_of(check_may_decide_appeal, appeal, user) if is_open and decides else "",
            may_withdraw=is_open and user.has_perm("assessment.file_appeal", appeal),
            **kwargs,
        )


class WithdrawAppeal(AppealPage):
    """Take the appeal back."""

    permission = "assessment.file_appeal"
    refusal = gettext_lazy("The park's head appeals for the park.")
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            withdraw_appeal(appeal=self.object, by=request.user, at=timezone.now())
        except NotPermitted as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except Refused as refusal:
            messages.warning(request, str(refusal.reason))
        return HttpResponseRedirect(self.get_success_url())
