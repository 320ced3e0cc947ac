"""The decision on paper, and the public page on which anybody checks it by its code."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy

from core.exports.answers import download
from core.notifications.topics import in_readers_language
from parks.gate import PublicPage, TenantPage
from services.decision_paper import pdf_of
from services.forms import VerifyForm
from services.models import Case, DecisionNotice


class DecisionPaper(TenantPage):
    """The decision as a PDF; the same bytes whenever it is printed."""

    admits_granted = True
    queryset = Case.objects.with_names().prefetch_related("notices")
    view_permission = "services.view_case"
    not_yours = gettext_lazy("This decision is read by the enterprise that asked, its park and those above it.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        notice = self.object.notices.first()
        if notice is None:
            return redirect("services:case", pk=self.object.pk)
        return download(pdf_of(notice), f"{notice.code}.pdf", "application/pdf")


class Verify(PublicPage):
    """Type the code that stands on a decision, and read whether it is ours and still holds."""

    template_name = "services/decision/verify.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = VerifyForm(request.GET or None)
        if form.is_bound and form.is_valid():
            return redirect(reverse("services:verified", args=[form.cleaned_data["code"] or "-"]))
        context = self.get_context_data(form=form)
        return self.render_to_response(context, status=400 if form.is_bound else 200)


class Verified(PublicPage):
    """What the portal knows about the code."""

    template_name = "services/decision/verified.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        code = self.kwargs["code"].upper()
        notice = DecisionNotice.objects.filter(code=code).first()
        context = self.get_context_data(code=code, notice=notice, content=in_words_of(notice))
        return self.render_to_response(context, status=200 if notice else 404)


def in_words_of(notice: DecisionNotice | None) -> dict[str, str]:
    """What stands on the paper, in the reader's language."""
    return {name: in_readers_language(value) for name, value in notice.content.items()} if notice else {}
