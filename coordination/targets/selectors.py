"""The targets of a day with what their sources say: open ones with their way, closed ones with their outcome."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from coordination.targets.definitions import Target, targets_on
from coordination.targets.sources import SOURCES, Reading
from core.templatetags.date_text import day_text
from core.templatetags.number_text import number_text
from parks.access import access_of

LOOK = "assessment.view_runresult"  # whoever oversees the zone


@dataclass(frozen=True)
class Tile:
    """A target on a day: what its source says then, and what follows from it."""

    target: Target
    reading: Reading
    day: date  # the day asked for, or the due date of a target that was closed by then

    @property
    def is_closed(self) -> bool:
        return self.day >= self.target.due_on

    @property
    def url(self) -> str:
        return reverse("target", args=[self.target.code, self.target.version])

    @property
    def value_text(self) -> str:
        return number_text(self.reading.value)

    @property
    def percent(self) -> Decimal | None:
        """How much of the goal is there."""
        if self.reading.value is None:
            return None
        return (100 * self.reading.value / self.target.value).quantize(Decimal(1), rounding=ROUND_HALF_UP)

    @property
    def gap(self) -> Decimal | None:
        return None if self.reading.value is None else max(self.target.value - self.reading.value, Decimal(0))

    @property
    def kind(self) -> str:
        """The shape of the state."""
        if self.reading.value is None:
            return "off"
        if self.target.is_met_by(self.reading.value):
            return "done"
        return "bad" if self.is_closed or self.is_behind else "wait"

    @property
    def is_behind(self) -> bool:
        due = self.target.due_by(self.day)
        return due is not None and self.reading.value is not None and self.reading.value < due

    @property
    def state(self) -> str:
        if self.reading.value is None:
            return _("Closed, not computed") if self.is_closed else _("Not computed")
        if self.target.is_met_by(self.reading.value):
            return _("Closed: reached") if self.is_closed else _("Reached")
        if self.is_closed:
            return _("Closed: not reached")
        return _("Behind its way") if self.is_behind else _("On its way")

    @property
    def way(self) -> str:
        """What the straight way asks for now, and how much a year is still needed."""
        due, gap = self.target.due_by(self.day), self.gap
        if self.is_closed or due is None or not gap:
            return ""
        years = Decimal((self.target.due_on - self.day).days) / 365
        words = {"due": number_text(due, 1), "yearly": number_text(gap / years, 1)}
        return _("By now the straight way asks for %(due)s; %(yearly)s more a year are needed.") % words

    @property
    def due_text(self) -> str:
        return day_text(self.target.due_on)


def oversees_zone(user: Any) -> bool:
    return access_of(user).holds_for_zone(LOOK)


def tiles_on(day: date, user: Any) -> list[Tile]:
    """Every target that the reader may see, as of that day."""
    sees_all = oversees_zone(user)
    return [tile_of(each, day, user) for each in targets_on(day) if sees_all or each.is_public]


def tile_of(target: Target, day: date, user: Any) -> Tile:
    """A target that was due by then is read for its due date, with what is known by the day."""
    until = min(day, target.due_on)
    return Tile(target, SOURCES[target.source_code](until, day, user), until)
