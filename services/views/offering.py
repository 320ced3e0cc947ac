"""How a park offers an item: for its head to say, for everybody to read on the item's page."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parks.gate import SignedInActionView
from parks.models import Park
from services.actions.catalogue import OFFER, vary_item
from services.forms import VariantForm
from services.models import ItemVariant, ServiceItem


class VariantPage(SignedInActionView):
    """Faster than the catalogue, with a note, or not at all."""

    permission = OFFER
    refusal = gettext_lazy("Only the park's head says how the park offers an item.")
    template_name = "services/item/variant.html"
    form_class = VariantForm

    @cached_property
    def park(self) -> Park:
        return get_object_or_404(Park, code=self.kwargs["code"])

    @cached_property
    def item(self) -> ServiceItem:
        return get_object_or_404(ServiceItem, code=self.kwargs["item"])

    def may(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(OFFER, self.park))

    def get_form_kwargs(self) -> dict[str, Any]:
        found = ItemVariant.objects.filter(park=self.park, item=self.item).first()
        return super().get_form_kwargs() | {"instance": found or ItemVariant(park=self.park, item=self.item)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**(kwargs | {"item": self.item, "park": self.park}))

    def act(self, form: VariantForm) -> ItemVariant:
        return vary_item(item=self.item, park=self.park, by=self.request.user, at=now(), **form.cleaned_data)

    def get_success_url(self) -> str:
        messages.success(self.request, _("Saved. It holds for requests from now on."))
        return reverse("services:item", args=[self.item.code])
