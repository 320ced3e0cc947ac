"""A park's public page: facts with their sources, industries, published ranks; more for those who reach the park."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.models import PublishedRank, Return
from coordination.selectors.home import RankLine, rank_line
from core.as_of import end_of
from core.audit.history import Line, history
from core.bilingual import in_chinese
from core.templatetags.date_text import day_text
from core.templatetags.number_text import number_text
from enterprises.actions import ADMIT
from incubators.models import Incubator
from parks.access import access_of
from parks.actions import DECLARE
from parks.marks import mark_words
from parks.models import IndustryClass, Park, ParkIndustry
from parks.selectors import listed


@dataclass(frozen=True)
class IndustryLine:
    """An industry with what stands beside it: how sure, by which source, where in the city's layout."""

    industry: ParkIndustry
    mark: str
    source: str
    layout: str

    @property
    def last_day(self) -> date | None:
        until = self.industry.period.upper
        return until - timedelta(days=1) if until else None


@dataclass(frozen=True)
class IndustryGroup:
    """The industries of one class, with the words that head them."""

    title: str
    lines: list[IndustryLine]


@dataclass(frozen=True)
class YearLine:
    """A released year of the park, and how its rank moved."""

    line: RankLine
    moved: str


@dataclass(frozen=True)
class IncubatorLine:
    """A line of the register of incubators and how sure it is."""

    incubator: Incubator
    mark: str


def parks_for_page(today: date) -> QuerySet[Park]:
    """Any park, ended or not, with what its page shows of the register."""
    return listed(Park.objects.all(), today)


def park_page(park: Park, *, user: Any, today: date) -> dict[str, Any]:
    """Everything the page shows; the number of queries does not grow with years or rows."""
    released = park.published_ranks.filter(cycle__released_at__lte=end_of(today))
    ranks = list(released.select_related("cycle", "park").order_by("-cycle__year"))
    industries = park.industries_now  # type: ignore[attr-defined]
    has_ended = park.valid_to is not None and park.valid_to <= today
    return {
        "park": park,
        "other_name": park.name_en if in_chinese() else park.name_zh_hans,
        "other_lang": "en" if in_chinese() else "zh-Hans",
        "has_ended": has_ended,
        "facts": facts_of(park),
        "groups": groups_of(industries, with_empty=not has_ended),
        "years": year_lines(ranks),
        "incubators": incubators_of(park, today),
        "returns": returns_for(park, user),
        "may_admit": user.has_perm(ADMIT, park) if user.is_authenticated else False,
        "may_declare": user.has_perm(DECLARE, park) if user.is_authenticated else False,
        "history": history_of_park(park, user),
        "others": [line_of(industry) for industry in other_industries(park, today)],
    }


def history_of_park(park: Park, user: Any) -> list[Line] | None:
    """Every recorded change of the park and its industries, for whoever reaches the park."""
    if park.pk not in access_of(user).everything().get("park", ()):
        return None
    industries = list(park.industries.all())
    return history(park, *industries, about={str(industry.pk): industry.name for industry in industries})


def facts_of(park: Park) -> list[dict[str, Any]]:
    """Kind, districts, area, validity, kin, and where the name comes from."""
    facts = [
        {"label": _("Code"), "value": park.code},
        {"label": _("Kind"), "value": park.get_kind_display()},
        {"label": _("Lead district"), "value": park.lead_district.name},
    ]
    if others := other_districts(park):
        facts.append({"label": _("Also has plots in"), "value": joined(others)})
    facts.append({"label": _("Area of land"), "value": area_words(park), "sub": foreign(park.area_note)})
    if park.valid_from:
        facts.append({"label": _("Valid from"), "value": day_text(park.valid_from)})
    if park.valid_to:
        facts.append({"label": _("Ended on"), "value": day_text(park.valid_to)})
    if park.successor:
        facts.append({"label": _("Successor"), "value": park.successor.name, "url": address_of(park.successor)})
    if predecessors := list(park.predecessors.order_by("-valid_to")):
        facts.append({"label": _("Predecessors"), "value": links_to(predecessors)})
    facts.append({"label": _("Source of the name"), "value": mark_words(park.mark), "sub": foreign(park.source)})
    return facts


def other_districts(park: Park) -> list[str]:
    names = {plot.district_id: plot.district.name for plot in park.plots.all()}
    return [name for key, name in names.items() if key != park.lead_district_id]


def area_words(park: Park) -> str:
    if park.area_km2 is None:
        return _("not known")
    return _("%(area)s km²") % {"area": number_text(park.area_km2, 2)}


def links_to(parks: list[Park]) -> str:
    """Names as links, each with the day on which the park ended."""
    return format_html_join(
        "、" if in_chinese() else ", ",
        '<a href="{}">{}</a> <span class="small text-body-secondary">{}</span>',
        ((address_of(park), park.name, _("until %(day)s") % {"day": day_text(park.valid_to)}) for park in parks),
    )


def address_of(park: Park) -> str:
    return reverse("parks:park", kwargs={"code": park.code})


def joined(names: list[str]) -> str:
    return ("、" if in_chinese() else ", ").join(names)


def foreign(text: str) -> str:
    """A source as it was noted, with the language it is in."""
    if not text:
        return ""
    language = "en" if text[0].isascii() else "zh-Hans"
    return format_html('<span lang="{}">{}</span>', language, text)


def groups_of(industries: list[ParkIndustry], *, with_empty: bool) -> list[IndustryGroup]:
    """Leading ones always while the park is one, the other two where it has any."""
    titles = {
        IndustryClass.LEADING: _("Leading industries"),
        IndustryClass.CHARACTERISTIC: _("Characteristic industries"),
        IndustryClass.FUTURE: _("Future industries"),
    }
    groups = [
        IndustryGroup(title, [line_of(row) for row in industries if row.industry_class == kind])
        for kind, title in titles.items()
    ]
    return [group for group in groups if group.lines or (with_empty and group is groups[0])]


def line_of(industry: ParkIndustry) -> IndustryLine:
    layout = joined([entry.name for entry in industry.layout_entries.all()])
    return IndustryLine(industry, mark_words(industry.mark), foreign(industry.source), layout)


def other_industries(park: Park, today: date) -> QuerySet[ParkIndustry]:
    """Declared once and ended, or declared from a later day on."""
    rows = park.industries.exclude(period__contains=today).prefetch_related("layout_entries")
    return rows.order_by("-period", "pk")


def year_lines(ranks: list[PublishedRank]) -> list[YearLine]:
    """The released years, newest first, each beside the year before it."""
    by_year = {rank.cycle.year: rank.rank for rank in ranks}
    return [YearLine(rank_line(rank), move_words(rank.rank, by_year.get(rank.cycle.year - 1))) for rank in ranks]


def move_words(now: int | None, before: int | None) -> str:
    """How a rank differs from the year before; empty where one of the two is missing."""
    if now is None or before is None:
        return ""
    if now == before:
        return _("same rank")
    places = abs(before - now)
    up = ngettext("up %(places)s place", "up %(places)s places", places)
    down = ngettext("down %(places)s place", "down %(places)s places", places)
    return (up if now < before else down) % {"places": places}


def returns_for(park: Park, user: Any) -> list[Return]:
    """The park's returns, newest first, for whoever reaches them."""
    seen = Return.objects.visible_to(user, "assessment.view_return").filter(park=park)
    return list(seen.select_related("cycle").order_by("-cycle__year"))


def incubators_of(park: Park, today: date) -> list[IncubatorLine]:
    rows = Incubator.objects.filter(park=park).valid_on(today).order_by("-incubator_class", "name_en")
    return [IncubatorLine(row, mark_words(row.mark)) for row in rows]
