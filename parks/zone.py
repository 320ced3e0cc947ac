"""Load the zone as it is known: districts, parks with their history, plots, industries, and their organisations.

Facts come from ``parks/data``, each with its source; loading twice changes nothing.
"""

import csv
from datetime import date
from pathlib import Path
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from core.rowsecurity import keeping, scope
from parks.models import (
    District,
    IndustryClass,
    LayoutEntry,
    Organisation,
    OrganisationKind,
    Park,
    ParkIndustry,
    ParkIndustryLayout,
    Plot,
)

DATA = Path(__file__).parent / "data"
INDUSTRIES_KNOWN_FROM = date(2023, 11, 30)  # the policy's day; the parks' own declarations are later or undated


def rows_of(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def load_zone() -> None:
    """Districts, layout, parks, organisations, plots, industries; in that order."""
    with keeping():
        districts = load_parks()
        load_organisations()
    with scope(park=Park.objects.values_list("pk", flat=True)):
        load_plots_and_industries(districts)


def load_parks() -> dict[str, District]:
    """Districts, the city's layout and the parks; the districts by their codes."""
    for row in rows_of("districts"):
        District.objects.update_or_create(code=row["code"], defaults=names(row))
    for row in rows_of("industry_layout"):
        LayoutEntry.objects.update_or_create(
            version=row["layout"], code=row["code"], defaults=names(row) | {"group": row["group"]}
        )
    districts = {district.code: district for district in District.objects.all()}
    for row in rows_of("parks"):
        load_park(row, districts)
    for row in rows_of("park_history"):
        load_predecessor(row, districts)
    return districts


def names(row: dict[str, str]) -> dict[str, str]:
    return {"name_en": row["en"], "name_zh_hans": row["zh"]}


def load_park(row: dict[str, str], districts: dict[str, District]) -> None:
    facts: dict[str, Any] = names(row) | {
        "kind": row["kind"],
        "lead_district": districts[row["districts"].split(";")[0]],
        "area_km2": row["area_km2"] or None,
        "area_note": row["area_note"],
        "mark": row["name_mark"],
        "source": row["name_source"],
    }
    Park.objects.update_or_create(code=row["code"], defaults=facts)


def load_predecessor(row: dict[str, str], districts: dict[str, District]) -> None:
    successor = Park.objects.get(code=row["successor"])
    facts: dict[str, Any] = names(row) | {
        "kind": successor.kind,
        "lead_district": districts[row["district"]],
        "valid_to": date.fromisoformat(row["valid_to"]),
        "successor": successor,
        "mark": row["mark"],
        "source": row["source"],
    }
    Park.objects.update_or_create(code=row["code"], defaults=facts)


def load_organisations() -> None:
    zone, _made = Organisation.objects.get_or_create(
        kind=OrganisationKind.ZONE,
        defaults={"name_en": "Zhangjiang High-Tech Zone", "name_zh_hans": "张江高新技术产业开发区"},
    )
    for district in District.objects.all():
        body = {
            "parent": zone,
            "name_en": f"{district.name_en}, department in charge",
            "name_zh_hans": f"{district.name_zh_hans}主管部门",
        }
        Organisation.objects.get_or_create(kind=OrganisationKind.DISTRICT, district=district, defaults=body)
    by_district = {body.district_id: body for body in Organisation.objects.filter(kind=OrganisationKind.DISTRICT)}
    for park in Park.objects.filter(valid_to__isnull=True):
        body = {
            "parent": by_district[park.lead_district_id],
            "name_en": f"{park.name_en}, management organisation",
            "name_zh_hans": f"{park.name_zh_hans}管理机构",
        }
        Organisation.objects.get_or_create(kind=OrganisationKind.PARK, park=park, defaults=body)


def load_plots_and_industries(districts: dict[str, District]) -> None:
    parks = {park.code: park for park in Park.objects.all()}
    entries = {entry.name_zh_hans: entry for entry in LayoutEntry.objects.order_by("version")}
    for row in rows_of("parks"):
        park = parks[row["code"]]
        for number, code in enumerate(row["districts"].split(";"), 1):
            district = districts[code]
            plot = {"name_en": f"{park.name_en}, plot {number}", "name_zh_hans": f"{park.name_zh_hans}区块{number}"}
            Plot.objects.get_or_create(park=park, district=district, defaults=plot | {"mark": "demo"})
        for industry_class in IndustryClass:
            for slot, name in enumerate(filter(None, row[industry_class.value].split(";")), 1):
                load_industry(park, industry_class, slot, name, row, entries)


def load_industry(  # noqa: PLR0917
    park: Park, industry_class: str, slot: int, name: str, row: dict[str, str], entries: dict[str, LayoutEntry]
) -> None:
    if ParkIndustry.objects.filter(park=park, industry_class=industry_class, name_zh_hans=name).exists():
        return
    entry = entries.get(name)
    industry = ParkIndustry.objects.create(
        park=park,
        industry_class=industry_class,
        slot=slot if industry_class == IndustryClass.LEADING else None,
        period=DateRange(INDUSTRIES_KNOWN_FROM, None),
        name_en=ENGLISH_NAMES.get(name) or (entry.name_en if entry else name),
        name_zh_hans=name,
        mark=row["industry_mark"],
        source=row["industry_source"],
    )
    if entry:
        ParkIndustryLayout.objects.create(industry=industry, entry=entry)


ENGLISH_NAMES = {
    "未来车": "future vehicles",
    "智能造": "intelligent manufacturing",
    "新通信": "new communication",
    "软件和信息服务业": "software and information services",
    "软件和信息服务": "software and information services",
    "金融科技": "financial technology",
    "互联网服务": "internet services",
    "在线新经济": "new online economy",
    "网络安全": "network security",
    "生物医药服务": "biomedical services",
    "科技服务业": "science and technology services",
    "超高清视频": "ultra-high-definition video",
    "绿色低碳": "green and low-carbon",
    "脑机接口": "brain-computer interfaces",
    "信息软件": "information and software",
    "生命科学": "life sciences",
    "智能制造": "intelligent manufacturing",
    "美丽大健康": "beauty and health",
    "化学新材料": "new chemical materials",
}
