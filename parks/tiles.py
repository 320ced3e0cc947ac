"""The 16 districts as the tile map and its table show them: the parks that each leads."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.bilingual import in_chinese
from parks.models import Park
from parks.selectors import Districts

TINTS = 5


def district_tiles(districts: Districts) -> list[dict[str, Any]]:
    """A tile a district, the darker the more parks it leads; each opens the list of its parks."""
    parks = reverse("parks:list")
    return [
        {
            "code": district.code,
            "name": short_name(district.name),
            "text": count_words(len(districts.led.get(district.pk, ()))),
            "step": tint(len(districts.led.get(district.pk, ())), districts.most),
            "url": f"{parks}?district={district.code}",
        }
        for district in districts.rows
    ]


def short_name(name: str) -> str:
    """A name that fits its tile: 浦东 for 浦东新区, Pudong for Pudong New Area."""
    for ending in ("新区", "区", " New Area"):
        name = name.removesuffix(ending)
    return name


def count_words(count: int) -> str:
    return ngettext("%(count)s park", "%(count)s parks", count) % {"count": count}


def tint(count: int, most: int) -> int:
    """1 for none, 2 for the fewest, up to 5 for the most."""
    if count == 0:
        return 1
    return 2 + round((count - 1) * (TINTS - 2) / max(most - 1, 1))


def district_table(districts: Districts) -> dict[str, Any]:
    """The same numbers in a table, with the parks' names."""
    parks = reverse("parks:list")
    rows = [
        [
            {"text": district.name, "url": f"{parks}?district={district.code}"},
            len(districts.led.get(district.pk, ())),
            names_of(districts.led.get(district.pk, [])),
        ]
        for district in districts.rows
    ]
    return {"columns": [_("District"), {"label": _("Parks it leads"), "num": True}, _("Which")], "rows": rows}


def names_of(parks: list[Park]) -> str:
    return ("、" if in_chinese() else ", ").join(park.name for park in parks) or "–"
