"""``?as_of=2026-05-31``: a page as it would have been at the end of that day, and a polite no to any other text."""

import re
from datetime import date, datetime, time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import NotAllowed
from core.templatetags.date_text import day_text

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
SHOWN = 20  # characters of a text that is no day


def past_day(text: str, *, today: date) -> date:
    """The day that the address names.

    Raises
    ------
    NotAllowed
        Where it is no day, or one to come.
    """
    try:
        day = date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or day.year < 1900:  # noqa: PLR2004  before any record
        raise NotAllowed(_("“%(text)s” is no day; write it like 2026-05-31.") % {"text": text[:SHOWN]}, place="as_of")
    if day > today:
        sentence = _("%(day)s is still to come; choose today or a day before.")
        raise NotAllowed(sentence % {"day": day_text(day)}, place="as_of")
    return day


def end_of(day: date) -> datetime:
    """The last moment of the day where the portal stands."""
    return timezone.make_aware(datetime.combine(day, time.max))


class AsOfPage:
    """A page that can be shown as of a past day: ``self.as_of`` is that day, or None for today."""

    request: HttpRequest
    as_of: date | None = None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "as_of" in request.GET:
            try:
                self.as_of = past_day(request.GET["as_of"], today=timezone.localdate())  # noqa: TID251  a door
            except NotAllowed as refusal:
                context = {"sentence": str(refusal), "today_url": request.path}
                return render(request, "core/as_of_refused.html", context, status=400)
            return self.show_past(self.as_of)
        return super().get(request, *args, **kwargs)  # type: ignore[misc,no-any-return]

    def show_past(self, day: date) -> HttpResponse:
        """The same page with what was so then, unless the page says otherwise."""
        return super().get(self.request)  # type: ignore[misc,no-any-return]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        strip = {"day": self.as_of, "today_url": self.request.path, "latest": timezone.localdate()}  # noqa: TID251
        return super().get_context_data(as_of=strip, **kwargs)  # type: ignore[misc,no-any-return]
