"""The steps of a return as pages of their own, each confirmed before it is taken: submit, verify, accept, send back."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from assessment.actions.returns import WHO_MAY, accept_return, send_back_return, submit_return, verify_return
from assessment.figure_checks import check_may_submit
from assessment.forms.returns import SendBackForm, StepForm
from assessment.models import Return
from assessment.plan_book import book_of
from assessment.policies import check_may_hand_in, check_may_send_back, check_not_accepted
from assessment.selectors.returns.listing import state_kind
from assessment.selectors.returns.sheet import read_sheet
from assessment.selectors.returns.way import address
from assessment.views.returns import PLACE, RETURNS, VIEW
from assessment.workflow import RETURN, ReturnStatus
from core.errors import NotAllowed, refusal_of
from core.workflow import status_of
from parks.gate import TenantActionView


class StepPage(TenantActionView):
    """Asks once more, says what follows, and what stands against it where something does."""

    queryset = RETURNS
    view_permission = VIEW
    lookup = PLACE
    template_name = "assessment/return/step.html"
    form_class: Any = StepForm
    target: ClassVar[str]
    heading: ClassVar[str | Promise]
    question: ClassVar[str | Promise]
    consequences: ClassVar[list[str | Promise]]
    label: ClassVar[str | Promise]
    done: ClassVar[str | Promise]

    def setup_object(self) -> None:
        super().setup_object()
        self.at = timezone.now()
        self.permission = self.needed_permission()
        self.refusal = WHO_MAY[self.permission]

    def needed_permission(self) -> str:
        """Of the step from here to the target; where there is none, of any step to it."""
        here = RETURN.steps.get((self.object.status, self.target))
        return (here or next(step for step in RETURN if step.target == self.target)).permission

    def may(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self.permission, self.object)

    def check(self, annual_return: Return) -> None:
        """What the state of things says, in the order in which the action asks it."""
        if (annual_return.status, self.target) not in RETURN.steps:
            raise NotAllowed(_("It is “%(status)s” now; this step does not lead on from there.") % self.status_words())

    def obstacle(self) -> str:
        """The sentence that stands where the button would be; nothing where the way is free."""
        return refusal_of(self.check, self.object)

    def status_words(self) -> dict[str, str]:
        return {"status": status_of(self.object)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A step that is taken already is answered with the return, as the first press was."""
        if self.object.status == self.target:
            messages.info(request, _("Nothing to do: it is “%(status)s” already.") % self.status_words())
            return HttpResponseRedirect(address(self.object))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, str(self.done) % self.place_words())
        return HttpResponseRedirect(address(self.acted))

    def place_words(self) -> dict[str, Any]:
        park = self.object.park
        return {"park": park.name, "district": park.lead_district.name, "year": self.object.cycle.year}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = self.place_words()
        return super().get_context_data(
            sheet=read_sheet(self.object),
            state_kind=state_kind(self.object),
            heading=str(self.heading) % words,
            question=str(self.question) % words,
            consequences=[str(line) % words for line in self.consequences],
            label=self.label,
            obstacle=self.obstacle(),
            cancel_url=address(self.object),
            **kwargs,
        )


class SubmitPage(StepPage):
    """The park hands its return to the district."""

    target = ReturnStatus.SUBMITTED
    heading = gettext_lazy("Submit the return of %(year)s")
    question = gettext_lazy("Submit the return of %(park)s to %(district)s?")
    consequences = [
        gettext_lazy("The district verifies the figures, then the city accepts them."),
        gettext_lazy("No figure can be changed unless one of them sends the return back."),
    ]
    label = gettext_lazy("Submit to the district")
    done = gettext_lazy("Submitted. The return of %(park)s waits for %(district)s.")

    def check(self, annual_return: Return) -> None:
        check_may_hand_in(annual_return, self.at)
        check_may_submit(annual_return)

    def act(self, form: Any) -> Return:
        return submit_return(annual_return=self.object, by=self.request.user, at=self.at)


class VerifyPage(StepPage):
    """The lead district confirms the figures."""

    target = ReturnStatus.VERIFIED
    heading = gettext_lazy("Verify the return of %(year)s")
    question = gettext_lazy("Confirm the figures of %(park)s and hand them to the city?")
    consequences = [
        gettext_lazy("Your name stands beside the figures wherever they are opened."),
        gettext_lazy("The city accepts the return or sends it back."),
    ]
    label = gettext_lazy("Verify")
    done = gettext_lazy("Verified. The return of %(park)s waits for the city.")

    def act(self, form: Any) -> Return:
        return verify_return(annual_return=self.object, by=self.request.user, at=self.at)


class AcceptPage(StepPage):
    """The city takes the figures into the assessment."""

    target = ReturnStatus.ACCEPTED
    heading = gettext_lazy("Accept the return of %(year)s")
    question = gettext_lazy("Take the figures of %(park)s into the assessment of %(year)s?")
    consequences = [
        gettext_lazy("The next run of the assessment counts these figures."),
        gettext_lazy("An accepted return is not sent back any more."),
    ]
    label = pgettext_lazy("return", "Accept")
    done = gettext_lazy("Accepted. The figures of %(park)s count in the assessment of %(year)s.")

    def act(self, form: Any) -> Return:
        return accept_return(annual_return=self.object, by=self.request.user, at=self.at)


class SendBackPage(StepPage):
    """The district or the city gives the return back, with the reason."""

    target = ReturnStatus.DRAFT
    form_class = SendBackForm
    heading = gettext_lazy("Send back the return of %(year)s")
    question = gettext_lazy("Send the return back to %(park)s?")
    consequences = [
        gettext_lazy("It becomes a draft again: the park corrects it and submits it anew."),
        gettext_lazy("The reason stays in the history of the return."),
    ]
    label = gettext_lazy("Send back")
    done = gettext_lazy("Sent back. The return is a draft of %(park)s again.")

    def check(self, annual_return: Return) -> None:
        super().check(annual_return)
        check_not_accepted(annual_return)
        check_may_send_back(annual_return, self.at)

    def may(self, request: HttpRequest) -> bool:
        """Where no step back leads on, whoever takes one elsewhere on the way is told so instead of being refused."""
        permissions = {step.permission for step in RETURN if step.target == self.target}
        if (self.object.status, self.target) in RETURN.steps:
            permissions = {self.permission}
        return any(request.user.has_perm(permission, self.object) for permission in permissions)

    def act(self, form: Any) -> Return:
        said = form.cleaned_data
        return send_back_return(
            annual_return=self.object, reason=said["reason"], cells=said["cells"], by=self.request.user, at=self.at
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        codes = book_of(self.object.cycle.plan).by_code.keys()
        return {**super().get_form_kwargs(), "codes": codes}
