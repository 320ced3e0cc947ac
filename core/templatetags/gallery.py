"""Invented content for the gallery of components; nothing of it leaves that page."""

from datetime import UTC, date, datetime
from typing import Any

from django import forms, template
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from core.lists.columns import ListColumn
from core.lists.keyset import Order
from core.models import Attachment, AttachmentState
from core.plain_text import PlainText
from core.templatetags.drawing import TILES
from core.workdays import Pause, due_date, published_calendar

register = template.Library()

ACCEPTED = date(2026, 9, 15)


class ExampleForm(forms.Form):
    """One field of each kind the portal uses."""

    revenue = forms.DecimalField(label=_("Revenue of 2025"), help_text=_("Operating revenue, consolidated."))
    kind = forms.ChoiceField(label=_("Kind of request"), choices=[("a", _("Registration")), ("b", _("Licence"))])
    answer = forms.ChoiceField(
        label=_("Answer"), widget=forms.RadioSelect, choices=[("yes", _("Accept")), ("no", _("Return for correction"))]
    )
    reason = PlainText(label=_("Reason"), widget=forms.Textarea, required=False)
    evidence = forms.FileField(label=_("Evidence"), required=False, help_text=_("PDF, Excel or image, up to 2 MB."))
    read = forms.BooleanField(label=_("I have read the evidence"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["revenue"].unit = _("100 m yuan")  # type: ignore[attr-defined]


@register.simple_tag
def gallery_examples() -> dict[str, Any]:
    """Everything the gallery shows, by component."""
    answer = due_date(
        accepted=ACCEPTED,
        days=10,
        pauses=[Pause(date(2026, 9, 21), date(2026, 9, 24))],
        calendar=published_calendar(),
    )
    return {
        "empty_form": ExampleForm(auto_id="empty_%s"),
        "wrong_form": ExampleForm({"revenue": "many", "kind": "a"}, auto_id="wrong_%s"),
        "page": Paginator(range(1, 240), 25).get_page(4),
        "strip": answer.days,
        "due": answer.due,
        "accepted": ACCEPTED,
        "today": date(2026, 9, 28),
        "moment": datetime(2026, 6, 18, 8, 5, tzinfo=UTC),
        "digest": "9f3a71c4d2b86e05aa17c3f09b4e6d21587f3c6ab09d4e81f2637c5de8140be2",
        "files": [{"attachment": file, "remove_url": "#files"} for file in files()],
        "list": whole_list(),
        **facts(),
        **drawings(),
    }


def files() -> list[Attachment]:
    """One file in each state."""
    at = datetime(2026, 9, 15, 1, 30, tzinfo=UTC)
    shared = {"uploaded_by_name": _("Demo officer B"), "uploaded_at": at, "size": 48_213}
    return [
        Attachment(name=str(_("Licence.pdf")), state=state, finding=finding, **shared)
        for state, finding in (
            (AttachmentState.CLEAN, ""),
            (AttachmentState.QUARANTINED, ""),
            (AttachmentState.REFUSED, "EICAR"),
        )
    ]


class ExampleListForm(forms.Form):
    """A filter of one field."""

    kind = forms.ChoiceField(
        label=_("Kind of request"), required=False, choices=[("", _("All")), ("a", _("Registration"))]
    )


def whole_list() -> dict[str, Any]:
    """A list with more rows than are counted, as ``parks.list_page`` describes one."""
    columns = [
        ListColumn("target", _("Target"), lambda row: row),
        ListColumn("state", _("State"), lambda row: row, num=False),
    ]
    order = Order("name", _("by name"), ())
    return {
        "caption": _("Example rows"),
        "filter": ExampleListForm(auto_id="listed_%s"),
        "orders": [order, Order("newest", _("newest first"), ())],
        "order": order,
        "columns": columns,
        "picked": {column.code for column in columns},
        "heads": [{"label": column.label} for column in columns],
        "rows": [
            [
                {"text": _("Unicorns"), "url": "#whole-list", "sub": "87 / 100"},
                {"text": _("Missed by 13"), "state": "bad"},
            ],
            [
                {"text": _("Incubators"), "url": "#whole-list", "sub": "21 / 20"},
                {"text": _("Reached"), "state": "done"},
            ],
        ],
        "count": 1_001,
        "words": [_("Registration")],
        "links": dict.fromkeys(("first", "previous", "next", "xlsx", "csv"), "#whole-list"),
        "address": "#whole-list",
    }


def facts() -> dict[str, Any]:
    job = {"id": 1, "done": 6200, "total": 10000, "step": _("step 3 of 4"), "status": "running", "is_over": False}
    over = {"id": 2, "status": "done", "is_over": True, "get_status_display": _("Done"), "result_url": "#job"}
    return {
        "actions": [{"label": _("Publish the ranking"), "url": "#head"}, {"label": _("Download"), "url": "#head"}],
        "facts": [
            {"label": _("Handled by"), "value": _("Demo officer B")},
            {"label": _("Limit"), "value": _("10 working days"), "sub": _("promised"), "url": "#facts"},
        ],
        "steps": [
            {"state": "next", "title": _("Decision")},
            {"state": "now", "at": date(2026, 9, 28), "title": _("In review"), "text": _("The visit is over.")},
            {
                "state": "done",
                "at": datetime(2026, 9, 15, 1, 30, tzinfo=UTC),
                "title": _("Accepted"),
                "url": "#steps",
                "link": _("Notice of acceptance"),
            },
        ],
        "consequences": [_("The ranking becomes public at once."), _("It can be superseded, not taken back.")],
        "filters": [_("Pudong"), _("waits for the park")],
        "columns": [_("Target"), {"label": _("Goal"), "num": True}, {"label": _("Outcome"), "num": True}, _("State")],
        "cells": [
            [{"text": _("Unicorns"), "url": "#table"}, "100", "87", {"text": _("Missed by 13"), "state": "bad"}],
            [{"text": _("Incubators"), "url": "#table"}, "20", "21", {"text": _("Reached"), "state": "done"}],
        ],
        "job": job,
        "job_over": over,
    }


def drawings() -> dict[str, Any]:
    areas = [_("Industry"), _("Innovation"), _("Environment"), _("Services")]
    names = [_("District %(number)s") % {"number": number} for number in range(1, len(TILES) + 1)]
    tiles = [
        {"code": code, "name": name, "text": f"{90 + place / 2}%", "step": place % 5 + 1, "url": "#map"}
        for place, (code, name) in enumerate(zip(TILES, names, strict=True))
    ]
    tiles[0]["framed"] = True
    return {
        "area_names": areas,
        "areas_above": list(zip(areas, (27.8, 28.7, 16.0, 15.9), strict=True)),
        "areas_below": list(zip(areas, (17.6, 15.8, 13.4, 10.3), strict=True)),
        "ranks": [19, 20, 19, 20],
        "tiles": tiles,
    }
