"""One page for each act that passes between the two sides while a case runs."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.workday_sentences import in_words
from parks.gate import TenantActionView
from services.actions import (
    answer_correction,
    ask_extension,
    ask_opinion,
    close_lapsed,
    give_opinion,
    request_correction,
    revoke_decision,
    send_message,
    settle_extension,
)
from services.actions.corrections import ANSWER_WITHIN
from services.actions.messages import WRITE
from services.actions.opinions import GIVE
from services.clock import after_working_days
from services.correctable import labels_of
from services.forms import (
    AnswerForm,
    CorrectForm,
    ExtendForm,
    LapseForm,
    MessageForm,
    OpinionAnswerForm,
    OpinionForm,
    RevokeForm,
    SettleForm,
)
from services.models import Case, Correction, Message, Opinion
from services.views.acts import CaseAct


class CaseCorrect(CaseAct):
    name, form_class = "correct", CorrectForm
    done = gettext_lazy("Asked. The enterprise is told, and the clock waits.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"case": self.object}

    def consequences(self) -> list[str]:
        day = in_words(after_working_days(localdate(), ANSWER_WITHIN))
        stands = _("From tomorrow the clock stands still, until the enterprise has answered.")
        if self.object.accepted_on is None:
            stands = _("The five working days for your answer begin anew when the correction is in.")
        return [
            stands,
            _("The enterprise changes only what you name here."),
            _("After %(day)s you may close a case that nobody has put right.") % {"day": day},
        ]

    def act(self, form: CorrectForm) -> Case:
        return request_correction(case=self.object, by=self.request.user, at=now(), **form.cleaned_data)


class CaseAnswer(CaseAct):
    """The enterprise puts right what was named."""

    name, form_class = "answer", AnswerForm
    done = gettext_lazy("Sent. The park has the turn again, and the clock runs.")

    @property
    def correction(self) -> Correction:
        open_ones = Correction.objects.filter(case=self.object, answered_at__isnull=True)
        return open_ones.first() or Correction(case=self.object, fields=[])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"case": self.object, "correction": self.correction}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.correction
        return super().get_context_data(asked=asked, places=labels_of(self.object, asked.fields), **kwargs)

    def act(self, form: AnswerForm) -> Case:
        changes = {name: value for name, value in form.cleaned_data.items() if name != "words"}
        words = form.cleaned_data["words"]
        return answer_correction(case=self.object, changes=changes, words=words, by=self.request.user, at=now())


class CaseLapse(CaseAct):
    name, form_class = "lapse", LapseForm
    done = gettext_lazy("Closed. The enterprise reads your reason and may send a new request.")

    def act(self, form: forms.Form) -> Case:
        return close_lapsed(case=self.object, by=self.request.user, at=now(), **form.cleaned_data)


class CaseExtend(CaseAct):
    name, form_class = "extend", ExtendForm
    queryset = Case.objects.with_names().with_exchange()
    done = gettext_lazy("Asked for. Nothing moves until the park's head has answered.")

    def consequences(self) -> list[str]:
        return [
            _("The park's head approves or refuses; a case is extended once, by ten working days at most."),
            _("Once it is approved, the enterprise is told the new day and the reason."),
        ]

    def act(self, form: forms.Form) -> Any:
        return ask_extension(case=self.object, by=self.request.user, at=now(), **form.cleaned_data)


class CaseSettle(CaseAct):
    name, form_class = "settle", SettleForm
    queryset = Case.objects.with_names().with_exchange()
    done = gettext_lazy("Answered. The case shows it.")

    def consequences(self) -> list[str]:
        asked = next((each for each in self.object.extensions.all() if each.is_approved is None), None)
        if asked is None:
            return []
        words = _("%(days)d working days more are asked for. The reason: %(reason)s")
        return [words % {"days": asked.days, "reason": asked.reason}]

    def act(self, form: forms.Form) -> Any:
        return settle_extension(case=self.object, by=self.request.user, at=now(), **form.cleaned_data)


class CaseRevoke(CaseAct):
    name, form_class = "revoke", RevokeForm
    asks_recent_sign_in = True
    done = gettext_lazy("Revoked. Whoever checks the document reads it.")

    def consequences(self) -> list[str]:
        return [
            _("The decision no longer holds; its page of verification says since when and why."),
            _("The enterprise is told and reads your reason."),
        ]

    def act(self, form: forms.Form) -> Case:
        return revoke_decision(case=self.object, by=self.request.user, at=now(), **form.cleaned_data)


class CaseConsult(CaseAct):
    name, form_class = "consult", OpinionForm
    done = gettext_lazy("Asked. The case is open to this person until 30 days after the answer is due.")

    def consequences(self) -> list[str]:
        return [_("The person sees this one case and nothing else. The case's own clock goes on.")]

    def act(self, form: forms.Form) -> Opinion:
        return ask_opinion(case=self.object, by=self.request.user, at=now(), **form.cleaned_data)


class CaseMessage(TenantActionView):
    """Write to the other side."""

    admits_granted = True
    queryset = Case.objects.with_names()
    view_permission = "services.view_case"
    permission = WRITE
    refusal = gettext_lazy("The enterprise that asked and the park's officers write to each other here.")
    template_name = "services/case/message.html"
    form_class = MessageForm

    def may(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(WRITE, self.object))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(case=self.object, **kwargs)

    def act(self, form: MessageForm) -> Message:
        return send_message(case=self.object, by=self.request.user, at=now(), **form.cleaned_data)

    def get_success_url(self) -> str:
        messages.success(self.request, _("Sent. The other side is told."))
        return f"{reverse('services:case', args=[self.object.pk])}#messages"


class OpinionPage(TenantActionView):
    """The question that a department was asked, and the form for its answer."""

    admits_granted = True
    queryset = Opinion.objects.select_related("case__park", "case__enterprise", "case__item")
    view_permission = permission = GIVE
    refusal = gettext_lazy("Only the person who was asked gives this opinion.")
    template_name = "services/case/opinion.html"
    form_class = OpinionAnswerForm

    def may(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(GIVE, self.object))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        late = self.object.answered_at is None and self.object.due_date < localdate()
        return super().get_context_data(opinion=self.object, case=self.object.case, is_late=late, **kwargs)

    def act(self, form: forms.Form) -> Opinion:
        return give_opinion(opinion=self.object, by=self.request.user, at=now(), **form.cleaned_data)

    def get_success_url(self) -> str:
        messages.success(self.request, _("Given. The park reads it now."))
        return reverse("services:opinion", args=[self.object.pk])
