"""The relay of a graduate: put before a park, offered to or not, accepted or refused, or taken back."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.constraints import refusing_violations
from core.errors import NotPermitted
from incubators.actions.incubatees import day_of
from incubators.models import Incubatee, Relay
from incubators.policies import (
    check_may_be_answered,
    check_may_be_handed_over,
    check_may_be_settled,
    check_offer_day,
)
from incubators.workflow import HAND_OVER, OPEN_RELAY, RELAY, RelayStatus
from parks.models import Park


@transaction.atomic
def hand_over(*, incubatee: Incubatee, park: Park, wanted_area_m2: Decimal, needs: str, by: Any, at: datetime) -> Relay:
    """Put a graduate before a park, with what it needs; the park answers with an offer or says why not."""
    if not by.has_perm(HAND_OVER, incubatee):
        raise NotPermitted(_("The incubator's own people hand its graduates over."))
    check_may_be_handed_over(incubatee)
    relay = Relay(
        park=park,
        incubator=incubatee.incubator,
        enterprise=incubatee.enterprise,
        incubatee_key=incubatee.pk,
        name_en=incubatee.name_en,
        name_zh_hans=incubatee.name_zh_hans,
        sector=incubatee.sector,
        wanted_area_m2=wanted_area_m2,
        needs=needs,
        proposed_at=at,
    )
    with refusing_violations(Relay):
        relay.save(force_insert=True)
    audit.record("relay_proposed", relay, by=by, at=at, after={"park": park.code, "wanted_area_m2": wanted_area_m2})
    audit.record("incubatee_put_before_a_park", incubatee, by=by, at=at, after={"park": park.code})
    return relay


def offer_space(
    *,
    relay: Relay,
    offered_place: str,
    offered_area_m2: Decimal,
    offered_services: str,
    offered_until: date,
    by: Any,
    at: datetime,
) -> Relay:
    """Offer the graduate space and services, until a day."""
    check_may_be_answered(relay)
    check_offer_day(offered_until, today=day_of(at))
    offer: dict[str, Any] = {
        "offered_place": offered_place,
        "offered_area_m2": offered_area_m2,
        "offered_services": offered_services,
        "offered_until": offered_until,
    }
    with refusing_violations(Relay):
        return RELAY.move(relay, RelayStatus.OFFERED, by=by, at=at, **offer)


def decline_relay(*, relay: Relay, reason: str, by: Any, at: datetime) -> Relay:
    """Say that the park makes no offer, and why."""
    check_may_be_answered(relay)
    return RELAY.move(relay, RelayStatus.DECLINED, by=by, at=at, reason=reason, settled_at=at)


@transaction.atomic
def accept_offer(*, relay: Relay, by: Any, at: datetime) -> Relay:
    """The graduate goes to the park: its record says so, and what lies before other parks is settled with it."""
    check_may_be_settled(relay, today=day_of(at))
    with refusing_violations(Relay):
        relay = RELAY.move(relay, RelayStatus.ACCEPTED, by=by, at=at, settled_at=at)
    incubatee = Incubatee.objects.select_for_update(of=("self",)).get(pk=relay.incubatee_key)
    incubatee.went_to = relay.park
    incubatee.save(update_fields=["went_to"])
    audit.record("incubatee_went_to_a_park", incubatee, by=by, at=at, after={"park": relay.park.code})
    for other in Relay.objects.filter(incubatee_key=relay.incubatee_key, status__in=OPEN_RELAY).order_by("pk"):
        RELAY.move(other, RelayStatus.OVERTAKEN, by=None, at=at, settled_at=at)
    return relay


def refuse_offer(*, relay: Relay, reason: str, by: Any, at: datetime) -> Relay:
    check_may_be_settled(relay)
    return RELAY.move(relay, RelayStatus.REFUSED, by=by, at=at, reason=reason, settled_at=at)


def withdraw_relay(*, relay: Relay, reason: str, by: Any, at: datetime) -> Relay:
    """Take the request back before the park has answered it."""
    check_may_be_answered(relay)
    return RELAY.move(relay, RelayStatus.WITHDRAWN, by=by, at=at, reason=reason, settled_at=at)


def withdraw_offer(*, relay: Relay, reason: str, by: Any, at: datetime) -> Relay:
    """Take the offer back before the graduate has answered it."""
    check_may_be_settled(relay)
    return RELAY.move(relay, RelayStatus.WITHDRAWN, by=by, at=at, reason=reason, settled_at=at)
