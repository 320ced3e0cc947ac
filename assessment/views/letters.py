"""Letters about a park's standing: read as PDF, received by the park's head."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.actions.letters import receive_letter
from assessment.letters import pdf_of
from assessment.models import Letter
from core.errors import NotPermitted, Refused
from core.exports.answers import download
from parks.gate import TenantPage


class LetterPage(TenantPage):
    """The letter as issued."""

    queryset = Letter.objects.select_related("park", "cycle")
    view_permission = permission = "assessment.view_letter"
    not_yours = refusal = gettext_lazy("Letters are read by the park's head, its districts and the zone.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = f"letter-{self.object.park.code}-{self.object.pk}.pdf"
        return download(pdf_of(self.object), name, "application/pdf")


class LetterReceipt(LetterPage):
    """Confirm that the letter arrived."""

    permission = "assessment.receive_letter"
    refusal = gettext_lazy("The park's head confirms that a letter arrived.")
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        letter = self.object
        try:
            receive_letter(letter=letter, by=request.user, at=timezone.now())
            messages.success(request, _("The receipt is confirmed."))
        except NotPermitted as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except Refused as refusal:
            messages.warning(request, str(refusal.reason))
        return HttpResponseRedirect(reverse("assessment:proposal", args=[letter.cycle.year, letter.park.code]))
