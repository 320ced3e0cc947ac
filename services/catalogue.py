"""The catalogue's file, ``data/catalogue.csv``: recalled and invented entries, examples and not official."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

from core.rowsecurity import keeping
from services.models import ItemVersion, ServiceItem

FILE = Path(__file__).parent / "data" / "catalogue.csv"
IN_FORCE_FROM = date(2026, 1, 1)  # of the entries as the file has them
NOT_CONTENT = {"id", "code", "version"}
LISTS = ("documents_en", "conditions_en")
CHINESE_LISTS = ("documents_zh_hans", "conditions_zh_hans")
CODE_LISTS = ("life_events", "industries", "parts")


def load_catalogue() -> list[ServiceItem]:
    """Write every entry of the file under its code; loading twice changes nothing, a changed entry is a new version."""
    with FILE.open(encoding="utf-8", newline="") as file:
        items = [item_of(row) for row in csv.DictReader(file)]
    with keeping():
        ServiceItem.objects.bulk_create(
            items, update_conflicts=True, unique_fields=["code"], update_fields=content_columns()
        )
        found = list(ServiceItem.objects.order_by("code"))
        keep_versions(found)
    return found


def content_columns() -> list[str]:
    return [field.name for field in ServiceItem._meta.fields if field.name not in NOT_CONTENT]


def keep_versions(items: list[ServiceItem]) -> None:
    """Give each entry whose content is not that of its last version a further one."""
    last = {row.item_id: row for row in ItemVersion.objects.order_by("number")}
    for item in items:
        known, content = last.get(item.pk), {name: getattr(item, name) for name in content_columns()}
        if known is not None and known.content == content:
            continue
        number = known.number + 1 if known else 1
        ItemVersion.objects.create(item=item, number=number, valid_from=IN_FORCE_FROM, content=content)
        ServiceItem.objects.filter(pk=item.pk).update(version=number)
        item.version = number


def item_of(row: dict[str, str]) -> ServiceItem:
    """One line of the file; an empty statutory limit means that no law sets one."""
    values: dict[str, Any] = dict(row)
    values |= {name: parts_of(row[name], ";") for name in (*LISTS, *CODE_LISTS)}
    values |= {name: parts_of(row[name], "；") for name in CHINESE_LISTS}
    values |= {"is_government": row["is_government"] == "yes", "fee_cny": int(row["fee_cny"])}
    values |= {
        "statutory_days": int(row["statutory_days"]) if row["statutory_days"] else None,
        "promised_days": int(row["promised_days"]),
    }
    return ServiceItem(**values)


def parts_of(text: str, separator: str) -> list[str]:
    return text.split(separator) if text else []
