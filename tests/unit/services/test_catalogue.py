"""The catalogue's file: whole, in both languages, its marks kept."""

import csv

from core.workdays import DayType
from services.catalogue import FILE, item_of
from services.models import Area, ItemKind, ItemMark, LifeEvent


def rows() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_catalogue__every_entry__is_known_in_every_column():
    items = [item_of(row) for row in rows()]

    assert [item.code for item in items] == [f"S{number:02}" for number in range(1, 35)]
    assert {item.area for item in items} <= set(Area.values)
    assert {item.kind for item in items} <= set(ItemKind.values)
    assert {item.mark for item in items} == set(ItemMark.values)
    assert {item.day_type for item in items} == set(DayType)


def test_catalogue__every_entry__says_the_same_in_both_languages():
    for item in map(item_of, rows()):
        assert len(item.documents_en) == len(item.documents_zh_hans) > 0, item.code
        assert all(
            [item.name_en, item.name_zh_hans, item.body_en, item.body_zh_hans, item.basis_en, item.basis_zh_hans]
        )
        assert item.name_en.isascii(), item.code


def test_catalogue__chinese_text__has_no_half_width_bracket_or_semicolon():
    for row in rows():
        chinese = "".join(value for name, value in row.items() if name.endswith("zh_hans"))
        assert not set("();:,") & set(chinese), row["code"]


def test_catalogue__promise__never_longer_than_the_law():
    for item in map(item_of, rows()):
        assert item.statutory_days is None or item.promised_days <= item.statutory_days, item.code


def test_catalogue__every_entry__names_occasions_and_industries_that_there_are():
    text = (FILE.parents[2] / "parks/data/industry_layout.csv").read_text(encoding="utf-8-sig")
    layout = {row["code"] for row in csv.DictReader(text.splitlines())}
    items = [item_of(row) for row in rows()]

    assert {event for item in items for event in item.life_events} == set(LifeEvent.values)
    assert {code for item in items for code in item.industries} <= layout
    assert {part for item in items for part in item.parts} <= {item.code for item in items}
    assert all(len(item.conditions_en) == len(item.conditions_zh_hans) > 0 for item in items)
    assert {item.code for item in items if item.parts} == {item.code for item in items if item.kind == "bundle"}
