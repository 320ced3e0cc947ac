"""How far results are let out: by the row's level in the database, by the same answer on pages; embargo; files."""

import io
import json
import zipfile
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.utils import timezone

from assessment import bulletin
from assessment.actions.publication import set_publication
from assessment.models import Cycle, PublicationLevel, PublishedRank
from core.attachments.office import kind_of_package
from core.errors import NotAllowed, NotPermitted
from core.rowsecurity import scope
from parks.access import read_access
from parks.models import Park
from tests.factories.assessed_year import at, make_year, run_year

ALL, OWN = "all", "own"
READERS = (
    "head-jnq",
    "clerk-jnq",
    "district-pudong",
    "owner-a",
    "sysadmin",
    "secadmin",
    "auditor",
    "coordinator",
    None,
)
ZONE_READS = {"auditor": ALL, "coordinator": ALL}
EXPECTED = {
    "internal": ZONE_READS,
    "district": ZONE_READS | {"district-pudong": OWN},
    "own": ZONE_READS | {"district-pudong": OWN, "head-jnq": OWN, "clerk-jnq": OWN},
    "zone": dict.fromkeys(("auditor", "coordinator", "district-pudong", "head-jnq", "clerk-jnq"), ALL),
    "public": dict.fromkeys(READERS, ALL),
}


@pytest.fixture
def cycle(in_zone: Any) -> Cycle:
    """2024, released in June 2025, JNQ far below the line."""
    with in_zone():
        year = make_year(2024, {"JNQ": 40.0})
        run_year(year, release=True)
    return year


def set_level(in_zone: Any, person: Any, cycle: Cycle, level: str, **more: Any) -> Cycle:
    facts = {"embargo_until": cycle.embargo_until, "notice_days": 5, "reason": "as the meeting decided"} | more
    with in_zone():
        return set_publication(cycle=cycle, level=level, by=person("coordinator"), at=timezone.now(), **facts)


def codes_seen(person: Any, username: str | None) -> tuple[set[str], set[str]]:
    """The parks whose rank a bare statement finds under the reader's scope, and the parks that are his."""
    if username is None:
        return read_codes(), set()
    user = person(username)
    ids = read_access(user).everything()
    with scope(user=user.pk, **ids):
        return read_codes(), set(Park.objects.filter(pk__in=ids.get("park", ())).values_list("code", flat=True))


def read_codes() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT p.code FROM assessment_publishedrank r JOIN parks_park p ON p.id = r.park_id")
        return {code for (code,) in cursor.fetchall()}


@pytest.mark.parametrize("level", PublicationLevel.values)
def test_levels__a_bare_statement_finds_what_the_level_lets_out(cycle, in_zone, person, level):
    set_level(in_zone, person, cycle, level)
    with in_zone():
        ranked = set(PublishedRank.objects.filter(cycle=cycle).values_list("park__code", flat=True))

    for reader in READERS:
        found, own = codes_seen(person, reader)
        wanted = {ALL: ranked, OWN: ranked & own}.get(EXPECTED[level].get(reader, ""), set())
        assert found == wanted, (level, reader)
        assert wanted != set() or reader not in EXPECTED[level], (level, reader)


def test_embargo__until_its_moment_the_zone_alone_reads__then_everybody(cycle, in_zone, person):
    set_level(in_zone, person, cycle, "public", embargo_until=timezone.now() + timedelta(hours=1))
    before = {reader: len(codes_seen(person, reader)[0]) for reader in READERS}
    with in_zone():
        PublishedRank.objects.update(opens_at=timezone.now() - timedelta(seconds=1))

    assert {reader for reader, count in before.items() if count} == {"auditor", "coordinator"}
    assert all(len(codes_seen(person, reader)[0]) == len(codes_seen(person, None)[0]) > 20 for reader in READERS)


@pytest.mark.parametrize(
    ("level", "username", "ranking", "sheet"),
    [
        ("public", None, True, None), ("public", "head-jnq", True, True),
        ("zone", None, False, None), ("zone", "owner-a", False, None), ("zone", "head-jnq", True, True),
        ("own", "head-jnq", False, True), ("own", "head-mhg", False, None), ("own", "district-pudong", False, True),
        ("district", "head-jnq", False, False), ("district", "district-pudong", False, True),
        ("internal", "district-pudong", False, False), ("internal", "coordinator", True, True),
    ],
)  # fmt: skip
def test_pages__show_no_more_than_the_level(cycle, in_zone, person, browse, level, username, ranking, sheet):
    set_level(in_zone, person, cycle, level)
    client = browse(username)

    page = client.get("/assessment/2024/ranking/").content.decode()
    files = [client.get(f"/assessment/2024/notice/{name}") for name in ("bulletin.docx", "results.csv", "results.json")]

    assert ("63.00" in page or "70.00" in page) is ranking
    assert {answer.status_code for answer in files} == {200 if ranking else 404}
    if sheet is not None:
        assert ("40.00" in client.get("/assessment/2024/sheets/JNQ/").content.decode()) is sheet


@pytest.mark.parametrize("username", ["auditor", "head-jnq", "district-pudong", "secadmin"])
def test_set__anybody_but_a_coordinator__may_not(cycle, in_zone, person, username):
    with in_zone(), pytest.raises(NotPermitted):
        set_publication(
            cycle=cycle, level="public", embargo_until=None, notice_days=5, reason="r", by=person(username), at=at(2024)
        )


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ({"level": "everyone"}, "level"),
        ({"embargo_until": at(2020)}, "embargo_until"),
        ({"embargo_until": at(2040)}, "embargo_until"),
        ({"notice_days": 0}, "notice_days"),
        ({"notice_days": 61}, "notice_days"),
        ({"reason": "  "}, "reason"),
    ],
)
def test_set__what_is_no_publication__is_refused_at_its_field_and_changes_nothing(cycle, in_zone, person, words, place):
    facts = {"level": "zone", "embargo_until": None, "notice_days": 5, "reason": "r"} | words
    with in_zone(), pytest.raises(NotAllowed) as refusal:
        set_publication(cycle=cycle, by=person("coordinator"), at=at(2024, 7), **facts)

    cycle.refresh_from_db()
    assert refusal.value.place == place
    assert cycle.publication == "public"


def test_set__reaching_further__begins_the_notice_anew__narrower_does_not(cycle, in_zone, person):
    narrow = set_level(in_zone, person, cycle, "zone")
    assert narrow.notice_until == cycle.notice_until

    wide = set_level(in_zone, person, narrow, "public")

    assert wide.notice_until > timezone.localdate()


def test_bulletin__twice__the_same_bytes__chinese_first__a_document_that_the_portal_itself_takes(cycle, in_zone):
    with in_zone():
        first, second, pdf = bulletin.as_docx(cycle), bulletin.as_docx(cycle), bulletin.as_pdf(cycle)
        again = bulletin.as_pdf(cycle)
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        parts = {name: ET.fromstring(archive.read(name)) for name in archive.namelist()}
    text = "".join(parts["word/document.xml"].itertext())

    assert first == second
    assert pdf == again
    assert pdf.startswith(b"%PDF")
    assert kind_of_package(io.BytesIO(first)) == "docx"
    assert 0 < text.index("金桥") < text.index("Jinqiao")
    assert text.index("2024") < text.index("Bulletin on")


def test_open_data__rows_licence_and_note__equal_in_both_forms(cycle, browse):
    visitor = browse(None)
    table = visitor.get("/assessment/2024/notice/results.csv").content.decode().splitlines()
    data = json.loads(visitor.get("/assessment/2024/notice/results.json").content)

    assert table[0] == "year,park,name_en,name_zh_hans,rank,total,verdict,licence,note"
    assert len(table) - 1 == len(data["rows"]) > 20
    assert all(",CC-BY-4.0," in line for line in table[1:])
    assert data["licence"] == "CC-BY-4.0"
    assert data["seal_sha256"]
    assert [row["park"] for row in data["rows"]] == [line.split(",")[1] for line in table[1:]]


def test_settings_page__sets_and_tells(cycle, browse, in_zone):
    answer = browse("coordinator").post(
        "/assessment/2024/publication/",
        {"level": "zone", "embargo_until": "", "notice_days": "5", "reason": "the districts asked"},
        follow=True,
    )

    cycle.refresh_from_db()
    assert "is set" in answer.content.decode()
    assert cycle.publication == "zone"


def test_notice__more_days_after_the_release__lengthen_it__fewer_take_none_away(cycle, in_zone, person):
    announced = cycle.notice_until

    longer = set_level(in_zone, person, cycle, "public", notice_days=10).notice_until
    after = set_level(in_zone, person, cycle, "public", notice_days=1).notice_until

    assert longer > announced
    assert after == longer
