"""The catalogue's file, ``data/catalogue.csv``: recalled and invented entries, examples and not official."""

import csv
from pathlib import Path

from core.rowsecurity import keeping
from services.models import ServiceItem

FILE = Path(__file__).parent / "data" / "catalogue.csv"


def load_catalogue() -> list[ServiceItem]:
    """Write every entry of the file under its code; loading twice changes nothing."""
    with FILE.open(encoding="utf-8", newline="") as file:
        items = [item_of(row) for row in csv.DictReader(file)]
    columns = [field.name for field in ServiceItem._meta.fields if field.name not in {"id", "code"}]
    with keeping():
        ServiceItem.objects.bulk_create(items, update_conflicts=True, unique_fields=["code"], update_fields=columns)
    return list(ServiceItem.objects.order_by("code"))


def item_of(row: dict[str, str]) -> ServiceItem:
    """One line of the file; an empty statutory limit means that no law sets one."""
    lists = {"documents_en": row["documents_en"].split(";"), "documents_zh_hans": row["documents_zh_hans"].split("；")}
    days = {
        "statutory_days": int(row["statutory_days"]) if row["statutory_days"] else None,
        "promised_days": int(row["promised_days"]),
    }
    return ServiceItem(**row | lists | days)
