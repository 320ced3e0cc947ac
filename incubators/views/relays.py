"""The list of relays, the page of one, and its steps."""

from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from core.audit.history import history
from core.lists.columns import ListColumn
from core.lists.keyset import Key, Order
from core.templatetags.number_text import number_text
from core.templatetags.portal import when
from incubators.filters import RelayFilter
from incubators.models import Relay
from incubators.moves import RELAY_MOVES, open_moves
from incubators.views.incubatees import day_or_dash
from incubators.views.moving import MovePage
from incubators.workflow import OPEN_RELAY, RelayStatus
from parks.gate import TenantPage
from parks.list_page import ListPage

VIEW = "incubators.view_relay"
NOT_YOURS = gettext_lazy("A relay is seen by the incubator, the graduate, the park that is asked, and the zone.")
KINDS = {
    RelayStatus.PROPOSED: "wait",
    RelayStatus.OFFERED: "wait",
    RelayStatus.ACCEPTED: "done",
    RelayStatus.REFUSED: "off",
    RelayStatus.DECLINED: "off",
    RelayStatus.WITHDRAWN: "off",
    RelayStatus.OVERTAKEN: "off",
}


class RelayList(ListPage):
    """The relays that the reader may see: graduates put before parks, and what the parks said."""

    template_name = "incubators/relay/list.html"
    queryset = Relay.objects.all()
    view_permission = permission = VIEW
    refusal = not_yours = NOT_YOURS
    filterset_class = RelayFilter
    api_name = "relay-list"
    caption = gettext_lazy("Relays of graduates")
    nothing = gettext_lazy("No graduate was handed over yet.")
    what_comes = gettext_lazy("An incubator hands a graduate over on its record; the park that is asked finds it here.")
    orders = (
        Order("newest", gettext_lazy("newest first"), (Key("proposed_at", descending=True),)),
        Order("park", gettext_lazy("by park"), (Key("park__name_en"), Key("proposed_at", descending=True))),
    )
    columns = (
        ListColumn(
            "name",
            gettext_lazy("Graduate"),
            lambda row: {"text": row.name, "url": reverse("incubators:relay", args=[row.pk])},
        ),
        ListColumn("incubator", gettext_lazy("From"), lambda row: row.incubator.name),
        ListColumn("park", gettext_lazy("Park asked"), lambda row: row.park.name),
        ListColumn(
            "wanted",
            gettext_lazy("Floor wanted, m²"),
            lambda row: number_text(row.wanted_area_m2, 0),
            lambda row: row.wanted_area_m2,
            num=True,
        ),
        ListColumn(
            "state", gettext_lazy("State"), lambda row: {"text": row.get_status_display(), "state": KINDS[row.status]}
        ),
        ListColumn("asked", gettext_lazy("Asked"), lambda row: when(row.proposed_at), lambda row: row.proposed_at),
        ListColumn(
            "until",
            gettext_lazy("Offer until"),
            lambda row: day_or_dash(row.offered_until),
            lambda row: row.offered_until,
            shown=False,
        ),
    )

    def get_rows(self) -> Any:
        return self.get_queryset().with_names()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = self.get_queryset().filter(status__in=OPEN_RELAY).count()
        return super().get_context_data(form=self.chosen.form, waiting=waiting, **kwargs)


class RelayPage(TenantPage):
    """One relay: what the graduate needs, what the park offers, and the steps that the reader can take."""

    template_name = "incubators/relay/page.html"
    queryset = Relay.objects.with_names()
    view_permission = VIEW
    not_yours = NOT_YOURS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, user = self.object, self.request.user
        return super().get_context_data(
            row=row,
            kind=KINDS[row.status],
            is_stale=row.status == RelayStatus.OFFERED and row.offered_until < localdate(),
            may_open_incubatee=user.has_perm("incubators.view_survival", row.incubator),
            moves=open_moves(RELAY_MOVES, row, user),
            history=history(row),
            **kwargs,
        )


class RelayMove(MovePage):
    """One step on a relay."""

    queryset = Relay.objects.with_names()
    view_permission = VIEW
    not_yours = NOT_YOURS
    moves = RELAY_MOVES

    def back(self) -> str:
        return reverse("incubators:relay", args=[self.object.pk])
