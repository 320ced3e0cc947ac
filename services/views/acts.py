"""One page for each act on a case: the form, or the sentence why it cannot be done now."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.workday_sentences import explain
from parks.gate import TenantActionView
from services.actions import accept_case, decide_case, rate_case, refuse_acceptance, withdraw_case
from services.acts import ACTS
from services.clock import promised_clock
from services.forms import AcceptForm, DecideForm, RateForm, RefuseForm, WithdrawForm
from services.models import Case


class CaseAct(TenantActionView):
    """What the five pages share; the table of acts says who may and when."""

    admits_granted = True
    name: str
    done: Promise
    queryset = Case.objects.with_names().prefetch_related("ratings")
    view_permission = "services.view_case"
    template_name = "services/case/act.html"

    def may(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(ACTS[self.name].permission, self.object))

    @property
    def permission(self) -> str:  # type: ignore[override]
        return ACTS[self.name].permission

    @property
    def refusal(self) -> Promise:  # type: ignore[override]
        return ACTS[self.name].refusal

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        act = ACTS[self.name]
        return super().get_context_data(
            case=self.object, act=act, why_not=act.why_not(self.object), consequences=self.consequences(), **kwargs
        )

    def consequences(self) -> list[str]:
        """What follows from the act, told before it is taken."""
        return []

    def get_success_url(self) -> str:
        messages.success(self.request, str(self.done))
        return reverse("services:case", kwargs={"pk": self.object.pk})


class CaseAccept(CaseAct):
    name, form_class = "accept", AcceptForm
    done = gettext_lazy("Accepted. The enterprise sees the day by which you decide.")

    def consequences(self) -> list[str]:
        clock = promised_clock(self.object, accepted_on=localdate())
        return [
            _("The promised limit begins: %(limit)s.") % {"limit": self.object.promised_text},
            explain(clock),
            _("The enterprise can no longer withdraw the request."),
        ]

    def act(self, form: forms.Form) -> Case:
        return accept_case(case=self.object, by=self.request.user, at=now())


class CaseRefuse(CaseAct):
    name, form_class = "refuse", RefuseForm
    done = gettext_lazy("Refused to accept. The enterprise reads your reason.")

    def consequences(self) -> list[str]:
        return [_("The case is closed with your reason; the enterprise can send a new request.")]

    def act(self, form: forms.Form) -> Case:
        return refuse_acceptance(case=self.object, by=self.request.user, at=now(), **form.cleaned_data)


class CaseDecide(CaseAct):
    name, form_class = "decide", DecideForm
    done = gettext_lazy("Decided. The enterprise sees it now.")

    def consequences(self) -> list[str]:
        return [_("The decision is final here; the enterprise can rate how the case was handled.")]

    def act(self, form: forms.Form) -> Case:
        return decide_case(case=self.object, by=self.request.user, at=now(), **form.cleaned_data)


class CaseWithdraw(CaseAct):
    name, form_class = "withdraw", WithdrawForm
    done = gettext_lazy("Withdrawn. Nothing more happens with this request.")

    def consequences(self) -> list[str]:
        return [_("The case is closed; you can send a new request at any time.")]

    def act(self, form: forms.Form) -> Case:
        return withdraw_case(case=self.object, by=self.request.user, at=now())


class CaseRate(CaseAct):
    name, form_class = "rate", RateForm
    done = gettext_lazy("Thank you. Your rating stands and cannot be changed.")

    def consequences(self) -> list[str]:
        return [_("Voluntary; one case is rated once, and nobody can change the rating.")]

    def act(self, form: forms.Form) -> Case:
        rate_case(case=self.object, by=self.request.user, at=now(), **form.cleaned_data)
        return self.object
