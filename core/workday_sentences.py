"""What a reader is told about a due date, made from the answer of the clock and nothing else."""

from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from core.bilingual import in_chinese
from core.workdays import MAKE_UP_DAY, Day, DayState, DayType, DueDate

# The notices name days off in Chinese; a name that a later notice brings is shown as it stands.
HOLIDAYS = {
    "元旦": gettext_lazy("New Year's Day"),
    "春节": gettext_lazy("Spring Festival"),
    "清明节": gettext_lazy("Qingming Festival"),
    "劳动节": gettext_lazy("Labour Day"),
    "端午节": gettext_lazy("Dragon Boat Festival"),
    "中秋节": gettext_lazy("Mid-Autumn Festival"),
    "国庆节": gettext_lazy("National Day"),
    "国庆节、中秋节": gettext_lazy("National Day and Mid-Autumn Festival"),
    MAKE_UP_DAY: gettext_lazy("make-up day"),
}


def explain(answer: DueDate) -> str:
    """The due date as sentences: when, by which count, what was left out, and whether it may still change."""
    sentences = [_headline(answer), _paused(answer), _days_off(answer), _make_up_days(answer), _moved(answer)]
    if answer.provisional:
        sentences.append(_("Provisional: a year without a published holiday calendar goes by weekdays for now."))
    return ("" if in_chinese() else " ").join(sentence for sentence in sentences if sentence)


def in_words(day: date) -> str:
    """A date as running text writes it."""
    # Translators: Django's date letters; Chinese writes Y年n月j日
    return date_format(day, pgettext("date format", "j F Y"))


def holiday_name(name: str) -> str:
    """A calendar's name of a day in the reader's language."""
    return str(HOLIDAYS.get(name, name))


def _headline(answer: DueDate) -> str:
    if answer.due is None:
        return _("No due date while the clock is paused: %(counted)d of %(limit)d days have been counted.") % {
            "counted": answer.counted,
            "limit": answer.limit,
        }
    facts = {"due": in_words(answer.due), "limit": answer.limit, "accepted": in_words(answer.accepted)}
    return _when(answer) % facts


def _when(answer: DueDate) -> str:
    if answer.limit == 0 and not answer.days:
        return _("Due on %(due)s, the day of acceptance, at midnight, Shanghai time.")
    if answer.limit == 0:
        return _("Due on %(due)s, the first working day after acceptance, at midnight, Shanghai time.")
    if answer.day_type == DayType.CALENDAR:
        return ngettext(
            "Due on %(due)s at midnight, Shanghai time: %(limit)d calendar day after %(accepted)s.",
            "Due on %(due)s at midnight, Shanghai time: %(limit)d calendar days after %(accepted)s.",
            answer.limit,
        )
    return ngettext(
        "Due on %(due)s at midnight, Shanghai time: %(limit)d working day after %(accepted)s.",
        "Due on %(due)s at midnight, Shanghai time: %(limit)d working days after %(accepted)s.",
        answer.limit,
    )


def _paused(answer: DueDate) -> str:
    days = [day.date for day in answer.days if day.state == DayState.PAUSED]
    if not days:
        return ""
    return ngettext("Paused for %(count)d day: %(days)s.", "Paused for %(count)d days: %(days)s.", len(days)) % {
        "count": len(days),
        "days": _ranges(days),
    }


def _days_off(answer: DueDate) -> str:
    weekend = sum(day.state == DayState.WEEKEND for day in answer.days)
    holidays = [day for day in answer.days if day.state == DayState.HOLIDAY]
    parts = [_named(name, days) for name, days in _by_name(holidays)]
    if weekend:
        parts.append(ngettext("%(count)d weekend day", "%(count)d weekend days", weekend) % {"count": weekend})
    return _("Not counted: %(parts)s.") % {"parts": _("; ").join(parts)} if parts else ""


def _make_up_days(answer: DueDate) -> str:
    days = [day.date for day in answer.days if day.state == DayState.COUNTED and day.name == MAKE_UP_DAY]
    if not days or answer.day_type == DayType.CALENDAR:
        return ""
    return _("Counted as working days though at a weekend: %(days)s.") % {"days": _ranges(days)}


def _moved(answer: DueDate) -> str:
    if answer.limit == 0 or answer.due is None or not any(day.state == DayState.MOVED for day in answer.days):
        return ""
    last = next(day.date for day in answer.days if day.number == answer.limit)
    return _("The last day, %(last)s, is no working day, so the limit ends on the next one.") % {"last": in_words(last)}


def _by_name(days: Iterable[Day]) -> list[tuple[str, list[date]]]:
    found: dict[str, list[date]] = {}
    for day in days:
        found.setdefault(day.name or "", []).append(day.date)
    return list(found.items())


def _named(name: str, days: list[date]) -> str:
    return _("%(name)s %(days)s") % {"name": holiday_name(name), "days": _ranges(days)}


def _ranges(days: list[date]) -> str:
    """Days that follow each other as one range, in the order of the calendar."""
    runs: list[list[date]] = []
    for day in days:
        if runs and (day - runs[-1][-1]).days == 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return _(", ").join(_range(run[0], run[-1]) for run in runs)


def _range(first: date, last: date) -> str:
    if first == last:
        return in_words(first)
    return _("%(first)s to %(last)s") % {"first": in_words(first), "last": in_words(last)}
