"""A single case is opened to an expert or another office, and closed again."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.plain_text import PlainText
from parks.forms.memberships import AccountField, UntilForm
from parks.gate import TenantActionView
from parks.models import ObjectGrant
from services.actions import close_case_to, open_case_to
from services.acts import PARK_ANSWERS
from services.models import Case


class OpenForm(UntilForm):
    user = AccountField(label=gettext_lazy("Who may look"))
    reason = PlainText(
        label=gettext_lazy("What for"), max_length=200, help_text=gettext_lazy("The person reads it, and the history.")
    )
    field_order = ("user", "reason", "until")


class CaseOpening(TenantActionView):
    """Who else sees the case, and the form that lets one more see it."""

    queryset = Case.objects.with_names()
    admits_granted = True  # whoever it is opened to is told why he opens it to nobody
    view_permission = "services.view_case"
    permission = "services.handle_case"
    refusal = PARK_ANSWERS
    template_name = "services/case/opening.html"
    form_class: Any = OpenForm

    def may(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(self.permission, self.object))

    def openings(self) -> QuerySet[ObjectGrant]:
        rows = ObjectGrant.objects.filter(object_pk=str(self.object.pk), permission__codename="view_case")
        return rows.filter(until__gt=now()).select_related("user").order_by("until", "pk")

    def act(self, form: Any) -> ObjectGrant:
        return open_case_to(case=self.object, by=self.request.user, at=now(), **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(case=self.object, openings=list(self.openings()), **kwargs)

    def get_success_url(self) -> str:
        return reverse("services:case-opening", args=[self.object.pk])


class CaseClosing(CaseOpening):
    """Take the look at the case back."""

    form_class = forms.Form

    def act(self, form: Any) -> ObjectGrant:
        grant = get_object_or_404(self.openings(), pk=self.kwargs["grant"])
        return close_case_to(case=self.object, grant=grant, by=self.request.user, at=now())

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """There is nothing to read here; the page with the list has the button."""
        return self.render_to_response(self.get_context_data(form=OpenForm()))

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("%(name)s sees the case no more.") % {"name": self.acted.user})
        return super().form_valid(form)
