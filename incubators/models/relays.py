"""The relay: an incubator hands a graduate on to a park, which answers with space and services."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.bilingual import Bilingual
from core.plain_text import check_printable
from core.rowsecurity import Tenant
from enterprises.models import Enterprise
from incubators.workflow import OPEN_RELAY, RelayStatus
from parks.models import LayoutEntry, Organisation, Park
from parks.tenancy import TenantModel, TenantQuerySet


class RelayQuerySet(TenantQuerySet["Relay"]):
    def with_names(self) -> "RelayQuerySet":
        return self.select_related("park", "incubator__park", "sector", "enterprise")


class Relay(Bilingual, TenantModel):
    """A graduate put before one park, and that park's offer.

    The row belongs to the park that is asked. The incubatee lives in the row of the park it comes from, so it is named
    by its key alone: a foreign key would reach into another park (ADR 47).
    """

    tenant = Tenant(park="park", organisation="incubator", enterprise="enterprise")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    park = models.ForeignKey(Park, on_delete=models.PROTECT, related_name="relays")
    incubator = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="relays")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="relays")
    incubatee_key = models.UUIDField()
    sector = models.ForeignKey(LayoutEntry, on_delete=models.PROTECT, null=True, related_name="+")
    needs = models.CharField(_("what the graduate needs"), max_length=1000, validators=[check_printable])
    wanted_area_m2 = models.DecimalField(_("floor wanted"), max_digits=10, decimal_places=2)
    status = models.CharField(max_length=20, choices=RelayStatus.choices, default=RelayStatus.PROPOSED)
    proposed_at = models.DateTimeField()
    offered_place = models.CharField(_("where"), max_length=200, blank=True, validators=[check_printable])
    offered_area_m2 = models.DecimalField(_("floor offered"), max_digits=10, decimal_places=2, null=True)
    offered_services = models.CharField(_("services"), max_length=1000, blank=True, validators=[check_printable])
    offered_until = models.DateField(_("offer stands until"), null=True)
    settled_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=1000, blank=True, validators=[check_printable])

    objects: ClassVar[Any] = RelayQuerySet.as_manager()

    class Meta:
        permissions = [
            ("hand_over", "May put a graduate before a park"),
            ("answer_relay", "May offer space and services to a graduate"),
            ("settle_relay", "May accept or refuse a park's offer for the graduate"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="incubators_a_graduate_is_put_once_before_a_park",
                fields=["incubatee_key", "park"],
                condition=Q(status__in=OPEN_RELAY),
                violation_error_message=_("This graduate lies before that park already."),
            ),
            models.UniqueConstraint(
                name="incubators_a_graduate_accepts_one_offer",
                fields=["incubatee_key"],
                condition=Q(status="accepted"),
                violation_error_message=_("The graduate has accepted another park's offer already."),
            ),
            models.CheckConstraint(
                name="incubators_an_offer_names_place_floor_and_day",
                condition=~Q(status__in=["offered", "accepted", "refused"])
                | Q(~Q(offered_place=""), offered_area_m2__gt=0, offered_until__isnull=False),
                violation_error_message=_("An offer names a place, its floor area and the day until which it stands."),
            ),
            models.CheckConstraint(
                name="incubators_a_settled_relay_has_its_time",
                condition=Q(status__in=OPEN_RELAY, settled_at__isnull=True)
                | Q(~Q(status__in=OPEN_RELAY), settled_at__isnull=False),
                violation_error_message=_("A relay that is settled has the time of it, an open one has none."),
            ),
        ]
        indexes = [
            models.Index(fields=["park", "proposed_at"], name="incubators_relays_by_park"),
            models.Index(fields=["incubator", "proposed_at"], name="incubators_relays_by_body"),
            models.Index(fields=["incubatee_key"], name="incubators_relays_by_graduate"),
        ]
