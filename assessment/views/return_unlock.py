"""Asking for a locked return to be opened, and the city's answer."""

from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.actions.returns import WHO_MAY
from assessment.actions.unlocks import ASK, DECIDE, ask_unlock, decline_unlock, grant_unlock
from assessment.forms.returns import AskUnlockForm, DecideUnlockForm
from assessment.models import Unlock
from assessment.models.cycle import SHANGHAI
from assessment.policies import check_may_ask_unlock
from assessment.selectors.returns.way import address
from assessment.views.returns import PLACE, RETURNS, VIEW
from core.errors import refusal_of
from parks.gate import TenantActionView


class UnlockPage(TenantActionView):
    """The requests of one return, newest first; whoever may ask finds the form."""

    queryset = RETURNS
    view_permission = VIEW
    lookup = PLACE
    permission = ASK
    refusal = gettext_lazy("The park’s head asks for its return to be unlocked.")
    form_class: Any = AskUnlockForm
    template_name = "assessment/return/unlock.html"

    def may(self, request: HttpRequest) -> bool:
        return request.method != "POST" or request.user.has_perm(self.permission, self.object)

    @cached_property
    def requests(self) -> list[Unlock]:
        found = Unlock.objects.filter(annual_return=self.object).select_related("asked_by", "decided_by")
        return list(found.order_by("-asked_at"))

    def act(self, form: Any) -> Unlock:
        reason = form.cleaned_data["reason"]
        return ask_unlock(annual_return=self.object, reason=reason, by=self.request.user, at=timezone.now())

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, str(self.done))
        return HttpResponseRedirect(address(self.object, "return-unlock"))

    done = gettext_lazy("Asked. A municipal coordinator decides.")

    def why_not(self) -> str:
        if not self.request.user.has_perm(ASK, self.object):
            return str(UnlockPage.refusal)
        if any(request.decided_at is None for request in self.requests):
            return _("A request to unlock this return waits for the city already.")
        return refusal_of(check_may_ask_unlock, self.object, timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_decide = self.request.user.has_perm(DECIDE, self.object)
        return super().get_context_data(requests=self.requests, why_not=self.why_not(), may_decide=may_decide, **kwargs)


class UnlockDecision(TenantActionView):
    """One request, granted until a day or declined."""

    keys_of = {"pk": Unlock}
    queryset = RETURNS
    view_permission = VIEW
    lookup = PLACE
    permission = DECIDE
    refusal = WHO_MAY[DECIDE]
    form_class: Any = DecideUnlockForm
    template_name = "assessment/return/unlock_decision.html"

    def may(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(DECIDE, self.object))

    @cached_property
    def asked(self) -> Unlock:
        found = Unlock.objects.filter(annual_return=self.object).select_related("annual_return__cycle", "asked_by")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def act(self, form: Any) -> Unlock:
        said: dict[str, Any] = form.cleaned_data
        facts = {"request": self.asked, "answer": said["answer"], "by": self.request.user, "at": timezone.now()}
        if said["decision"] == "decline":
            return decline_unlock(**facts)
        return grant_unlock(until=datetime.combine(said["until"], time.max, SHANGHAI), **facts)

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("Decided; the park sees the answer."))
        return HttpResponseRedirect(address(self.object, "return-unlock"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(asked=self.asked, **kwargs)
