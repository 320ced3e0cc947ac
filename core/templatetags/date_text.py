"""Days and moments in the reader's language: ``24 November 2026``, ``2026年11月24日``."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS

from core.bilingual import in_chinese
from core.templatetags.number_text import DASH


def local(value: date | datetime) -> date | datetime:
    """An aware moment in the portal's time zone; a day as it is."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def day_text(value: date | None) -> str:
    """``24 November 2026``, ``2026年11月24日``."""
    if value is None:
        return DASH
    day = local(value)
    if in_chinese():
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {MONTHS[day.month]} {day.year}"


def short_day_text(value: date | None) -> str:
    """The day without its year, where the year stands nearby."""
    if value is None:
        return DASH
    day = local(value)
    return f"{day.month}月{day.day}日" if in_chinese() else f"{day.day} {MONTHS[day.month]}"


def weekday_text(value: date | None) -> str:
    """``Tuesday 24 November 2026``, ``2026年11月24日（星期二）``."""
    if value is None:
        return DASH
    weekday = WEEKDAYS[local(value).weekday()]
    return f"{day_text(value)}（{weekday}）" if in_chinese() else f"{weekday} {day_text(value)}"


def clock_text(value: datetime | None) -> str:
    """``14:31``."""
    return DASH if value is None else f"{local(value):%H:%M}"


def moment_text(value: datetime | None) -> str:
    """``24 November 2026, 14:31``, ``2026年11月24日 14:31``."""
    if value is None:
        return DASH
    return f"{day_text(value)}{' ' if in_chinese() else ', '}{clock_text(value)}"


STYLES = {
    "day": day_text,
    "short": short_day_text,
    "weekday": weekday_text,
    "clock": clock_text,
    "moment": moment_text,
}


def when_text(value: date | datetime | None, style: str = "") -> str:
    """The value in a named style; without one a moment with its clock, a day as a day."""
    default = "moment" if isinstance(value, datetime) else "day"
    return STYLES[style or default](value)  # type: ignore[arg-type]


def machine_text(value: date | datetime | None) -> str:
    """The value for a ``datetime`` attribute."""
    return "" if value is None else local(value).isoformat()
