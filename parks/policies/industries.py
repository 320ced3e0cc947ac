"""What the state of a park allows now when its industries are declared or ended; who may is asked by the gate."""

import unicodedata
from datetime import date, timedelta

from django.utils.translation import gettext as _

from core.bilingual import in_chinese
from core.errors import NotAllowed
from parks.models import IndustryClass, Park, ParkIndustry
from parks.selectors import LEADING_INDUSTRIES

EARLIEST = date(2000, 1, 1)
AHEAD = timedelta(days=366)  # a day further off is a mistake of typing


def check_day(day: date, *, today: date, place: str) -> None:
    """A day that somebody can have meant: since 2000, at most a year ahead."""
    if not EARLIEST <= day <= today + AHEAD:
        raise NotAllowed(
            _("Enter a day between %(first)s and %(last)s.")
            % {"first": EARLIEST.isoformat(), "last": (today + AHEAD).isoformat()},
            place=place,
        )


def check_may_declare(park: Park, *, since: date, today: date) -> None:
    check_day(since, today=today, place="since")
    if park.valid_to is not None and since >= park.valid_to:
        raise NotAllowed(
            _("%(park)s ended on %(day)s; its successor declares.")
            % {"park": park.name, "day": park.valid_to.isoformat()},
            place="since",
        )
    if park.valid_from is not None and since < park.valid_from:
        raise NotAllowed(
            _("%(park)s begins on %(day)s; enter that day or a later one.")
            % {"park": park.name, "day": park.valid_from.isoformat()},
            place="since",
        )


def check_names_are_new(declared: list[ParkIndustry], *, name_en: str, name_zh_hans: str) -> None:
    """Neither name may stand for another industry of the park in the same period, however it is written."""
    for place, wanted in (("name_en", name_en), ("name_zh_hans", name_zh_hans)):
        for known in declared:
            if folded(getattr(known, place)) == folded(wanted):
                raise NotAllowed(
                    _("“%(name)s” is declared already, as a %(kind)s; end that one first or enter another name.")
                    % {"name": getattr(known, place), "kind": known.get_industry_class_display()},
                    place=place,
                )


def folded(name: str) -> str:
    """A name as it is compared: one width, one case, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def check_room_for_leading(declared: list[ParkIndustry], *, since: date) -> None:
    """A fourth leading industry is refused with the three that are there and the mend."""
    leading = [known for known in declared if known.industry_class == IndustryClass.LEADING]
    if free_slots(leading):
        return
    raise NotAllowed(
        _(
            "%(rule)s It has these: %(names)s. End one of them before %(day)s first,"
            " or declare this as a characteristic industry."
        )
        % {"rule": sentence_of_the_limit(), "names": listing(leading), "day": since.isoformat()},
        place="industry_class",
    )


def listing(industries: list[ParkIndustry]) -> str:
    return ("、" if in_chinese() else ", ").join(industry.name for industry in industries)


def free_slots(leading: list[ParkIndustry]) -> list[int]:
    """The slots of three that none of these leading industries holds."""
    taken = {known.slot for known in leading}
    return [slot for slot in range(1, LEADING_INDUSTRIES + 1) if slot not in taken]


def sentence_of_the_limit() -> str:
    """What the database itself says when a fourth one is written."""
    name = "parks_at_most_three_leading_industries_at_a_time"
    constraints = ParkIndustry._meta.constraints
    held = next(constraint for constraint in constraints if constraint.name == name)
    return str(held.violation_error_message)


def check_may_end(industry: ParkIndustry, *, last_day: date, today: date) -> None:
    if industry.period.upper is not None:
        raise NotAllowed(
            _("This industry has its end already: %(day)s is the first day without it.")
            % {"day": industry.period.upper.isoformat()}
        )
    check_day(last_day, today=today, place="last_day")
    if last_day < industry.period.lower:
        raise NotAllowed(
            _("It was declared from %(day)s on; enter that day or a later one.")
            % {"day": industry.period.lower.isoformat()},
            place="last_day",
        )
