"""The public catalogue, an item's page, and the form by which an enterprise asks for it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from core.workday_sentences import in_words
from parks.gate import PublicPage, SignedInActionView
from services.actions import request_case
from services.acts import ENTERPRISES_ASK, REQUEST
from services.forms import CatalogueFilter, RequestForm
from services.models import Area, Case, ServiceItem
from services.selectors import enterprises_of


class Catalogue(PublicPage):
    """What may be asked for, by area and words."""

    template_name = "services/item/list.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = CatalogueFilter(request.GET)
        chosen = form.cleaned_data if form.is_valid() else {"area": "", "q": ""}
        words = [word for word in (chosen["q"], Area(chosen["area"]).label if chosen["area"] else "") if word]
        items = ServiceItem.objects.in_area(chosen["area"]).containing(chosen["q"]).order_by("code")
        context = self.get_context_data(form=form, items=list(items), words=words)
        return self.render_to_response(context, status=200 if form.is_valid() else 400)


class ItemPage(PublicPage):
    """The guide to one item."""

    template_name = "services/item/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        item = get_object_or_404(ServiceItem, code=self.kwargs["code"])
        user = self.request.user
        may_ask = not user.is_authenticated or user.has_perm(REQUEST)
        return super().get_context_data(item=item, why_not="" if may_ask else ENTERPRISES_ASK, **kwargs)


class RequestService(SignedInActionView):
    """An enterprise asks; the same form sent twice leads to the same case."""

    admits_granted = True
    template_name = "services/item/request.html"
    form_class = RequestForm
    permission = REQUEST
    refusal = ENTERPRISES_ASK

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            self.item = get_object_or_404(ServiceItem, code=kwargs["code"])
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"enterprises": enterprises_of(self.request.user)}

    def get_initial(self) -> dict[str, Any]:
        return {"subject": self.item.name, "contact": str(self.request.user)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(item=self.item, **kwargs)

    def act(self, form: RequestForm) -> Case:
        return request_case(item=self.item, by=self.request.user, at=now(), **form.cleaned_data)

    def get_success_url(self) -> str:
        said = _("Request sent. The park says by %(day)s whether it accepts.")
        messages.success(self.request, said % {"day": in_words(self.acted.answer_due_date)})
        return reverse("services:case", kwargs={"pk": self.acted.pk})
