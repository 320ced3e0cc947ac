"""The public catalogue, an item's page, and the form by which an enterprise asks for it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from core.workday_sentences import in_words
from parks.access import access_of
from parks.gate import PublicPage, SignedInActionView
from parks.models import LayoutEntry, Park
from services.actions import request_case
from services.actions.catalogue import OFFER
from services.acts import ENTERPRISES_ASK, REQUEST
from services.forms import CatalogueFilter, RequestForm
from services.models import Case, LifeEvent, ServiceItem
from services.selectors import enterprises_of


class Catalogue(PublicPage):
    """What may be asked for, by words, field, occasion and industry."""

    template_name = "services/item/list.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = CatalogueFilter(request.GET)
        chosen = form.cleaned_data if form.is_valid() else dict.fromkeys(form.fields, "")
        items = ServiceItem.objects.in_area(chosen["area"]).containing(chosen["q"])
        items = items.of_life_event(chosen["event"]).for_industry(chosen["industry"]).order_by("code")
        events = [(code, label) for code, label in LifeEvent.choices if code != chosen["event"]]
        context = self.get_context_data(form=form, items=list(items), words=form.words(), events=events)
        return self.render_to_response(context, status=200 if form.is_valid() else 400)


class ItemPage(PublicPage):
    """The guide to one item."""

    template_name = "services/item/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        item = get_object_or_404(ServiceItem, code=self.kwargs["code"])
        user = self.request.user
        may_ask = not user.is_authenticated or user.has_perm(REQUEST)
        return super().get_context_data(
            item=item,
            why_not="" if may_ask else ENTERPRISES_ASK,
            industries=industries_of(item),
            parts=list(ServiceItem.objects.filter(code__in=item.parts).order_by("code")),
            variants=item.variants.select_related("park").order_by("park__code"),
            versions=item.versions.order_by("-number"),
            offers=parks_to_offer_for(user),
            **kwargs,
        )


def industries_of(item: ServiceItem) -> list[str]:
    """Names of the industries that the item is for; none for all of them."""
    return [entry.name for entry in LayoutEntry.objects.filter(code__in=item.industries).order_by("code")]


def parks_to_offer_for(user: Any) -> list[Park]:
    """The parks for which the reader says how they offer an item."""
    keys = access_of(user).reach(OFFER).get("park", frozenset())
    return list(Park.objects.filter(pk__in=keys).order_by("code")) if keys else []


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
