"""Objections to a year's results: handed in by anybody, answered by the zone; a look at a contact has its reason."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.lock_out import count_attempt
from assessment.actions.objections import answer_objection, object_to_results
from assessment.forms.publication import LookForm, ObjectionAnswerForm, ObjectionForm
from assessment.models import Objection
from assessment.publication_policies import check_may_object
from assessment.selectors.publication import sees_ranking
from assessment.views.plan import CyclePage
from assessment.workflow import ANSWER_OBJECTION, ObjectionStatus
from core.errors import NotAllowed, refusal_of
from core.personal.looks import look_at
from core.personal.masks import masked
from parks.gate import ActionMixin, PublicPage, TenantActionView
from parks.models import Park

READERS = gettext_lazy("Objections are read by the zone's coordinators and auditors; their answers are public.")


class ObjectPage(ActionMixin, CyclePage, PublicPage):
    """Whoever reads the results objects to them while their notice runs."""

    template_name = "assessment/publication/object.html"
    form_class = ObjectionForm

    def get_form_kwargs(self) -> dict[str, Any]:
        ranked = Park.objects.filter(published_ranks__cycle=self.cycle).order_by("code")
        return super().get_form_kwargs() | {"parks": ranked}

    def get_initial(self) -> dict[str, Any]:
        user: Any = self.request.user
        return {"name": str(user), "contact": user.email} if user.is_authenticated else {}

    def act(self, form: ObjectionForm) -> Objection:
        at, user = timezone.now(), self.request.user
        if not count_attempt(f"objection from {get_adapter().get_client_ip(self.request)}", at=at):
            raise NotAllowed(_("Too many objections came from here. Wait 15 minutes, then send yours."))
        by = user if user.is_authenticated else None
        return object_to_results(cycle=self.cycle, by=by, at=at, **form.cleaned_data)

    def form_valid(self, form: ObjectionForm) -> HttpResponse:
        told = _("Received under the number %(number)s. The answer will stand on this page under it.")
        messages.success(self.request, told % {"number": self.acted.number})
        return super().form_valid(form)

    def get_success_url(self) -> str:
        return reverse("assessment:notice", args=[self.cycle.year])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(why_not=self.why_not(), **kwargs)

    def why_not(self) -> str:
        now = timezone.now()
        if told := refusal_of(check_may_object, self.cycle, now):
            return told
        if not sees_ranking(self.cycle, self.request.user, now):
            return _("These results are read inside the zone; sign in to object.")
        return ""


class ObjectionPage(TenantActionView):
    """One objection and its answer; who objected is masked until somebody says why it is needed."""

    queryset = Objection.objects.select_related("park", "cycle", "answered_by")
    view_permission = "assessment.view_objection"
    permission = "assessment.view_objection"
    not_yours = refusal = READERS
    template_name = "assessment/publication/objection.html"
    form_class: Any = ObjectionAnswerForm

    def act(self, form: Any) -> Any:
        answered = answer_objection(objection=self.object, by=self.request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(self.request, _("The answer is public under the objection's number."))
        return answered

    def get_success_url(self) -> str:
        return reverse("assessment:notice", args=[self.object.cycle.year])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        objection = self.object
        is_open = objection.status == ObjectionStatus.RECEIVED
        return super().get_context_data(
            is_open=is_open,
            answers=self.request.user.has_perm(ANSWER_OBJECTION, objection),
            name=masked(objection.name),
            contact=masked(objection.contact),
            **kwargs,
        )


class ObjectionContact(ObjectionPage):
    """The name and the contact in full, with the reason on record."""

    permission = ANSWER_OBJECTION
    refusal = gettext_lazy("A municipal coordinator who answers objections looks at who objected.")
    template_name = "assessment/publication/contact.html"
    form_class = LookForm

    def act(self, form: LookForm) -> dict[str, str]:
        return look_at(
            self.object,
            ("name", "contact"),
            reason=form.cleaned_data["reason"],
            by=self.request.user,
            at=timezone.now(),
        )

    def form_valid(self, form: LookForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(seen=self.acted))
