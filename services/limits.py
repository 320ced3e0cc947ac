"""Limits in words: so many working days, calendar days, or on the spot."""

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.workdays import DayType


class LimitDays(models.TextChoices):
    """How a limit of the catalogue counts; the values are those of the clock."""

    WORKING = DayType.WORKING.value, gettext_lazy("working days")
    CALENDAR = DayType.CALENDAR.value, gettext_lazy("calendar days")


def limit_text(days: int | None, day_type: str) -> str:
    """``10 working days``, ``30 calendar days``, ``on the spot``, ``none``."""
    if days is None:
        return _("none")
    if days == 0:
        return _("on the spot")
    if day_type == LimitDays.CALENDAR:
        return ngettext("%(days)d calendar day", "%(days)d calendar days", days) % {"days": days}
    return ngettext("%(days)d working day", "%(days)d working days", days) % {"days": days}
