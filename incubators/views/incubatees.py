"""The list of incubatees, the record of one, entering an application, and the steps."""

from typing import Any

from django.contrib import messages
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.audit.history import history
from core.lists.columns import ListColumn
from core.lists.keyset import Key, Order
from core.templatetags.date_text import day_text
from incubators.actions.incubatees import enter_application
from incubators.filters import IncubateeFilter
from incubators.forms import ApplicationForm
from incubators.models import Incubatee, Relay
from incubators.moves import INCUBATEE_MOVES, INCUBATOR_ACTS, open_moves
from incubators.rules import Ground
from incubators.views.moving import MovePage
from incubators.views.register import CarrierAct
from incubators.workflow import KEEP, IncubateeStatus
from parks.gate import TenantPage
from parks.list_page import ListPage

VIEW = "incubators.view_incubatee"
NOT_YOURS = gettext_lazy(
    "Incubatees are seen by their incubator, its park, its districts, the zone, and each enterprise by itself."
)
KINDS = {
    IncubateeStatus.APPLIED: "wait",
    IncubateeStatus.ADMITTED: "plain",
    IncubateeStatus.GRADUATED: "done",
    IncubateeStatus.DECLINED: "off",
    IncubateeStatus.LEFT: "off",
}


def day_or_dash(day: Any) -> str:
    return day_text(day) if day else "–"


class IncubateeList(ListPage):
    """The incubatees that the reader may see."""

    template_name = "incubators/incubatee/list.html"
    queryset = Incubatee.objects.all()
    view_permission = permission = VIEW
    refusal = not_yours = NOT_YOURS
    filterset_class = IncubateeFilter
    api_name = "incubatee-list"
    caption = gettext_lazy("Incubatees")
    nothing = gettext_lazy("No incubatee yet.")
    what_comes = gettext_lazy("An incubator's people enter applications on its record; each appears here.")
    orders = (
        Order("newest", gettext_lazy("newest application first"), (Key("applied_on", descending=True),)),
        Order("name", gettext_lazy("by English name"), (Key("name_en"),)),
        Order("incubator", gettext_lazy("by incubator"), (Key("incubator__name_en"), Key("applied_on", True))),
    )
    columns = (
        ListColumn(
            "name",
            gettext_lazy("Incubatee"),
            lambda row: {"text": row.name, "url": reverse("incubators:incubatee", args=[row.pk]), "sub": row.cohort},
        ),
        ListColumn("incubator", gettext_lazy("Incubator"), lambda row: row.incubator.name),
        ListColumn("park", gettext_lazy("Park"), lambda row: row.park.name, shown=False),
        ListColumn("sector", gettext_lazy("Sector"), lambda row: row.sector.name if row.sector else "–"),
        ListColumn(
            "state", gettext_lazy("State"), lambda row: {"text": row.get_status_display(), "state": KINDS[row.status]}
        ),
        ListColumn(
            "applied", gettext_lazy("Applied"), lambda row: day_or_dash(row.applied_on), lambda row: row.applied_on
        ),
        ListColumn(
            "ended", gettext_lazy("Graduated or left"), lambda row: day_or_dash(row.ended_on), lambda row: row.ended_on
        ),
        ListColumn("went", gettext_lazy("Went on in"), lambda row: row.went_to.name if row.went_to else "–"),
    )

    def get_rows(self) -> Any:
        return self.get_queryset().with_names()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        seen = self.get_queryset()
        return super().get_context_data(
            form=self.chosen.form,
            inside=seen.filter(status=IncubateeStatus.ADMITTED).count(),
            graduated=seen.filter(status=IncubateeStatus.GRADUATED).count(),
            **kwargs,
        )


class IncubateePage(TenantPage):
    """One incubatee: its facts, its way, its relays and later years, and the steps that the reader can take."""

    template_name = "incubators/incubatee/page.html"
    queryset = Incubatee.objects.with_names().prefetch_related("survivals")
    view_permission = VIEW
    not_yours = NOT_YOURS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, user = self.object, self.request.user
        relays = Relay.objects.visible_to(user, "incubators.view_relay").filter(incubatee_key=row.pk)
        return super().get_context_data(
            row=row,
            kind=KINDS[row.status],
            stayed=row.stayed_months(localdate()),
            is_overdue=row.is_overdue(localdate()),
            grounds=[str(Ground(each).label) for each in row.grounds if each in Ground.values],
            relays=list(relays.with_names().order_by("-proposed_at")),
            survivals=sorted(row.survivals.all(), key=lambda each: -each.year),
            moves=open_moves(INCUBATEE_MOVES, row, user),
            history=history(row),
            **kwargs,
        )


class IncubateeMove(MovePage):
    """One step on an incubatee."""

    queryset = Incubatee.objects.with_names()
    view_permission = VIEW
    not_yours = NOT_YOURS
    moves = INCUBATEE_MOVES

    def back(self) -> str:
        return reverse("incubators:incubatee", args=[self.object.pk])


class ApplicationNew(CarrierAct):
    """Enter an application for a place in the incubator."""

    template_name = "incubators/incubatee/new.html"
    form_class = ApplicationForm
    permission = KEEP
    refusal = INCUBATOR_ACTS

    def get_initial(self) -> dict[str, Any]:
        return {"applied_on": localdate()}

    def act(self, form: ApplicationForm) -> Incubatee:
        return enter_application(body=self.body, by=self.request.user, at=now(), **form.cleaned_data)

    def get_success_url(self) -> str:
        messages.success(self.request, _("Entered. Select it by admitting or declining."))
        return reverse("incubators:incubatee", args=[self.acted.pk])
