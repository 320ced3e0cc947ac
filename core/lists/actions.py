"""Keeping a view of a list, and giving it up."""

from datetime import datetime
from typing import Any

from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import QueryDict
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from core import audit
from core.constraints import refusing_violations
from core.errors import NotAllowed
from core.lists.models import SavedView
from core.rowsecurity import current_scope

PASSING = ("cursor", "page", "export")  # where somebody stood, no part of a view
MOST_VIEWS = 100


@transaction.atomic
def save_view(
    *, name: str, path: str, query: str, by: Any, at: datetime, organisation_id: int | None = None
) -> SavedView:
    """Keep the list's state under a name, for oneself or for the people of one's organisation."""
    check_is_a_list(path)
    opened = current_scope()
    if organisation_id and (opened is None or organisation_id not in opened.ids.get("organisation", ())):
        raise NotAllowed(_("You can share a view with your own organisation."), place="share")
    if SavedView.objects.filter(user_id=by.pk).count() >= MOST_VIEWS:
        raise NotAllowed(_("You have 100 saved views, the most there may be; remove one first."))
    with refusing_violations(SavedView):
        view = SavedView.objects.create(
            user_id=by.pk, organisation_id=organisation_id, path=path, query=lasting(query), name=name, saved_at=at
        )
    audit.record("view_saved", view, by=by, at=at, after={"name": name, "url": view.url, "shared": organisation_id})
    return view


@transaction.atomic
def remove_view(*, view: SavedView, by: Any, at: datetime) -> None:
    """Give up a view of one's own."""
    if view.user_id != by.pk:
        raise NotAllowed(_("Only the person who saved a view removes it."))
    audit.record("view_removed", view, by=by, at=at, before={"name": view.name, "url": view.url})
    view.delete()


def check_is_a_list(path: str) -> None:
    try:
        found = resolve(path).func
    except Resolver404:
        found = None
    if not getattr(getattr(found, "view_class", None), "is_list", False):
        raise BadRequest("No list of this portal.")


def lasting(query: str) -> str:
    """The state without where in the list somebody stood."""
    kept = QueryDict(query, mutable=True)
    for name in PASSING:
        kept.pop(name, None)
    return kept.urlencode()[:1000]
