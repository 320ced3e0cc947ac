"""The list of cases: what it shows, how it is sorted."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from core.lists.columns import BulkAct, ListColumn
from core.lists.keyset import Key, Order
from core.templatetags.portal import when
from parks.access import access_of
from parks.list_page import ListPage
from services.actions import accept_case
from services.acts import ACTS
from services.filters import CaseFilter
from services.models import Case
from services.models.case import NEXT_DATE
from services.policies import check_may_be_answered
from services.selectors import CaseLine, lines_of, open_among
from services.workflow import HANDLE, OPEN

VIEW = "services.view_case"
CLOSED_LAST = Value(date(9999, 12, 31), output_field=models.DateField())
URGENCY = Coalesce(models.Case(models.When(status__in=OPEN, then=NEXT_DATE)), CLOSED_LAST)


def accept_one(case: Case, *, by: Any, at: datetime) -> Case:
    return accept_case(case=case, by=by, at=at)


class CaseList(ListPage):
    """The reader's cases, the one due soonest on top."""

    admits_granted = True
    template_name = "services/case/list.html"
    queryset = Case.objects.all()
    view_permission = permission = VIEW
    refusal = _(
        "Cases are seen by the enterprise that asked, by the park's service officer and head, by its districts and by"
        " the zone. Your role is none of these."
    )
    filterset_class = CaseFilter
    api_name = "case-list"
    caption = _("Cases")
    acts = (BulkAct("accept", ACTS["accept"].label, HANDLE, check_may_be_answered, accept_one),)
    orders = (
        Order("due", _("due soonest first"), (Key("urgency"), Key("submitted_at", True)), {"urgency": URGENCY}),
        Order("newest", _("newest first"), (Key("submitted_at", descending=True),)),
        Order("oldest", _("oldest first"), (Key("submitted_at"),)),
        Order("park", _("by park"), (Key("park__name_en"), Key("submitted_at", descending=True))),
    )
    columns = (
        ListColumn(
            "case",
            _("Case"),
            lambda line: {
                "text": line.case.subject,
                "url": reverse("services:case", args=[line.case.pk]),
                "sub": f"{line.case.code} · {line.case.item.name}",
            },
        ),
        ListColumn("code", _("Sign"), lambda line: line.case.code, shown=False),
        ListColumn("item", _("Item"), lambda line: line.case.item.name, shown=False),
        ListColumn("enterprise", _("Enterprise"), lambda line: line.case.enterprise.name),
        ListColumn("park", _("Park"), lambda line: line.case.park.name),
        ListColumn("state", _("State"), lambda line: {"text": line.case.outcome, "state": line.kind}),
        ListColumn(
            "received",
            _("Received"),
            lambda line: when(line.case.submitted_at),
            lambda line: line.case.submitted_at,
            shown=False,
        ),
        ListColumn(
            "due", _("Next answer by"), lambda line: when(line.case.next_date), lambda line: line.case.next_date
        ),
        ListColumn(
            "left", _("Working days left"), lambda line: line.left_text or "–", lambda line: line.left, num=True
        ),
    )

    @cached_property
    def asks(self) -> bool:
        """Whether the reader sees cases as an enterprise's own."""
        return bool(access_of(self.request.user).reach(VIEW).get("enterprise"))

    def empty(self) -> dict[str, Any]:
        if not self.asks:
            text = _("No enterprise has asked for anything so far. A request appears here as soon as it is sent.")
            return {"title": _("No case yet."), "text": text}
        text = _("Your enterprise has asked for nothing so far; choose an item of the catalogue.")
        step = {"url": reverse("services:catalogue"), "label": _("Ask for a service")}
        return {"title": _("No case yet."), "text": text, **step}

    def get_rows(self) -> Any:
        return self.get_queryset().with_names()

    def drawn(self, rows: list[Case]) -> Iterable[CaseLine]:
        return lines_of(rows, today=localdate())

    @staticmethod
    def key_of(row: CaseLine) -> Any:
        return row.case.pk

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = open_among(self.get_queryset(), today=localdate())
        return super().get_context_data(form=self.chosen.form, open=found, asks=self.asks, **kwargs)
