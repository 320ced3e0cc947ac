"""The days of a limit as a strip of weeks: each counted, not counted and why, paused, today, due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.dates import MONTHS_3, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from core.bilingual import in_chinese
from core.workday_sentences import holiday_name
from core.workdays import MAKE_UP_DAY, Day, DayState


@dataclass(frozen=True)
class Cell:
    """One day of the strip: its look, its date in parts, its number among the counted days, its words."""

    date: date
    css: str
    month: str
    keep_month: bool  # on a phone only the first day of a month names it
    number: int | None
    words: str


def cells(days: Sequence[Day], *, today: date | None, due: date | None, accepted: date | None) -> list[Cell]:
    """The strip, with the day of acceptance before the counted days when it is given."""
    first = [] if accepted is None else [Cell(accepted, "off", month_of(accepted), True, None, _("accepted"))]
    rest = [cell_of(day, today=today, due=due) for day in days]
    strip = first + rest
    return [with_place(cell, first=place == 0) for place, cell in enumerate(strip)]


def cell_of(day: Day, *, today: date | None, due: date | None) -> Cell:
    css = [look_of(day, today)]
    words = [words_of(day)]
    if day.date == today:
        css.append("today")
        words.append(_("today"))
    if day.date == due:
        css.append("due")
        words.append(_("due"))
    return Cell(
        date=day.date,
        css=" ".join(name for name in css if name),
        month=month_of(day.date),
        keep_month=day.date.day == 1,
        number=day.number,
        words=("，" if in_chinese() else ", ").join(word for word in words if word),
    )


def look_of(day: Day, today: date | None) -> str:
    if day.state == DayState.PAUSED:
        return "pause"
    if day.state in (DayState.WEEKEND, DayState.HOLIDAY):
        return "off"
    return "todo" if today is not None and day.date > today else ""


def words_of(day: Day) -> str:
    """Why the day is not counted, or what is special about counting it."""
    if day.state == DayState.PAUSED:
        return _("paused, not counted")
    if day.state == DayState.MOVED:
        return _("the limit moves on")
    if day.state == DayState.WEEKEND:
        return _("weekend")
    if day.name == MAKE_UP_DAY:
        return _("make-up working day")
    return holiday_name(day.name) if day.name else ""


def month_of(day: date) -> str:
    return f"{day.month}月" if in_chinese() else str(MONTHS_3[day.month]).capitalize()


def with_place(cell: Cell, *, first: bool) -> Cell:
    """The first day stands in the column of its weekday and names its month."""
    if not first:
        return cell
    column = f"on-{cell.date.isoweekday()}"
    return Cell(cell.date, f"{cell.css} {column}".strip(), cell.month, True, cell.number, cell.words)


def weekday_heads() -> list[str]:
    """Monday to Sunday, short: 一 to 日 in Chinese."""
    return list("一二三四五六日") if in_chinese() else [str(WEEKDAYS_ABBR[number]) for number in range(7)]
