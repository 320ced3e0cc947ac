"""How a park offers an item of the catalogue."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.errors import NotPermitted
from parks.models import Park
from services.models import ItemVariant, ServiceItem
from services.policies import check_variant

OFFER = "services.offer_item"
VARIED = ("is_offered", "promised_days", "note_en", "note_zh_hans")


@transaction.atomic
def vary_item(*, item: ServiceItem, park: Park, by: Any, at: datetime, **wanted: Any) -> ItemVariant:
    """Offer the item faster, with a note, or not at all; open cases keep what they were promised."""
    if not by.has_perm(OFFER, park):
        raise NotPermitted(_("Only the park's head says how the park offers an item."))
    check_variant(item, wanted["promised_days"])
    variant = ItemVariant.objects.select_for_update(of=("self",)).filter(park=park, item=item).first()
    before = {name: getattr(variant, name) for name in VARIED} if variant else {}
    variant = variant or ItemVariant(park=park, item=item)
    for name in VARIED:
        setattr(variant, name, wanted[name])
    variant.changed_at = at
    variant.save()
    audit.record("item_varied", variant, by=by, at=at, before=before, after={name: wanted[name] for name in VARIED})
    return variant
