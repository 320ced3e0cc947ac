"""The targets: computed from registers as of a day, closed with their outcome, open to their records."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from assessment.models import FigureDefinition, FigureEntry, Return
from coordination.targets.definitions import all_targets
from coordination.targets.selectors import tiles_on
from coordination.targets.sources import SOURCES
from incubators.models import Incubator
from parks.models import Organisation, Park
from tests.factories.world import make_cycle

CODE = "high_quality_incubators"
DAY = date(2026, 3, 1)


@pytest.fixture
def recognise(in_zone):
    """Enter an incubator that is recognised from one day to another."""

    def enter(number: int, first: date, last: date | None = None) -> None:
        park = Park.objects.get(code="JNQ")
        names = {"name_en": f"Incubator {number:02}", "name_zh_hans": f"孵化器{number}"}
        with in_zone():
            body = Organisation.objects.create(kind="incubator", park=park, **names)
            Incubator.objects.create(
                organisation=body, park=park, incubator_class="recognised", period=DateRange(first, last),
                certificate_number=f"C-{number}", issuer="I", mark="sourced", **names,
            )  # fmt: skip

    return enter


def tile(code: str, version: int, day: date, user) -> object:
    return next(t for t in tiles_on(day, user) if (t.target.code, t.target.version) == (code, version))


def test_targets__the_policys_six__with_their_paragraphs():
    policy = {
        each.code: (each.operator, each.value, each.paragraph) for each in all_targets() if each.mark == "sourced"
    }

    assert policy == {
        "unicorns_and_hidden_champions": (">", Decimal(100), "I.3.1"),
        "pioneer_share": (">", Decimal(85), "I.3.1"),
        "trillion_parks": ("between", Decimal(3), "I.3.3"),
        "pioneer_talents": (">=", Decimal(800_000), "I.3.4"),
        "high_quality_incubators": (">=", Decimal(20), "I.3.4"),
        "new_technology_enterprises_a_day": (">=", Decimal(200), "I.3.4"),
    }
    assert {each.source_code for each in all_targets()} == set(SOURCES)


def test_target__past_its_date__keeps_the_outcome_of_that_day_and_the_next_counts_on(recognise, person, acting_as):
    for number in range(20):
        recognise(number, date(2024, 1, 1), date(2026, 2, 1) if number < 5 else None)
    recognise(20, date(2026, 1, 15))

    with acting_as("coordinator"):
        closed, running = (tile(CODE, version, DAY, person("coordinator")) for version in (1, 2))

    assert (closed.reading.value, closed.state) == (20, "Closed: reached")
    assert (running.reading.value, running.gap) == (16, 14)
    assert running.state == "Behind its way"


def test_target__as_of_a_past_day__what_was_valid_then(recognise, browse):
    recognise(1, date(2024, 1, 1))
    recognise(2, date(2025, 1, 1))

    page = browse(None).get(f"/targets/{CODE}/1/?as_of=2024-06-30").content.decode()

    assert "Incubator 01" in page
    assert "C-1" in page
    assert "Incubator 02" not in page
    assert browse(None).get(f"/targets/{CODE}/2/?as_of=2024-06-30").status_code == 404


def test_target__opens_to_the_record_and_its_certificate(recognise, browse):
    recognise(1, date(2024, 1, 1))
    client = browse("coordinator")

    page = client.get(f"/targets/{CODE}/1/").content.decode()
    body = Organisation.objects.get(name_en="Incubator 01")

    assert f"/incubators/{body.pk}/" in page
    assert "C-1" in client.get(f"/incubators/{body.pk}/").content.decode()


@pytest.mark.parametrize(
    ("username", "status"), [(None, 403), ("head-jnq", 403), ("auditor", 200), ("coordinator", 200)]
)
def test_target__that_is_not_public__for_whoever_oversees_the_zone(browse, username, status):
    assert browse(username).get("/targets/trillion_parks/1/").status_code == status


def test_targets__the_visitors_page__public_ones_alone_and_no_number_that_is_not_there(browse):
    visitor, zone = (browse(name).get("/targets/").content.decode() for name in (None, "coordinator"))

    assert "Parks at trillion-level" not in visitor
    assert "High-quality incubators" in visitor
    assert "The register of talents is not there yet" in zone
    assert "no dated, sourced one is entered" in zone


@pytest.fixture
def revenues(in_zone):
    """A closed year in which these parks reported these revenues, JNQ's return not accepted."""
    with in_zone():
        cycle = make_cycle(2024)
        names = {"name_en": "Revenue", "name_zh_hans": "营业收入"}
        figure = FigureDefinition.objects.create(
            **names, plan=cycle.plan, code="F005", position=5, section="industry", unit="yuan", figure_type="money",
            decimals=2, kind="record", source="s", register="enterprises", minimum=0, maximum=10**13, evidence="record",
        )  # fmt: skip
        for code, value, status in (
            ("CORE", 1_200_000_000_000, "accepted"), ("MHG", 999_999_999_999, "accepted"), ("JNQ", 2 * 10**12, "draft"),
        ):  # fmt: skip
            row = Return.objects.create(park=Park.objects.get(code=code), cycle=cycle, status=status)
            FigureEntry.objects.create(
                park=row.park,
                annual_return=row,
                figure=figure,
                value=value,
                entered_at=datetime(2025, 3, 1, tzinfo=UTC),
            )


def test_target__trillion_parks__counts_accepted_returns_that_reach_it(revenues, person, acting_as):
    with acting_as("coordinator"):
        found = tile("trillion_parks", 1, DAY, person("coordinator"))
        before = SOURCES["revenue_of_returns"](date(2025, 3, 31), date(2025, 3, 31), person("coordinator"))

    assert found.reading.value == 1
    assert [(record.url, record.counts) for record in found.reading.records] == [
        ("/assessment/2024/returns/CORE/", True), ("/assessment/2024/returns/MHG/", False),
    ]  # fmt: skip
    assert before.value is None  # the year's figures could still change on that day


def test_target__a_park_reads_the_source__its_own_row_alone(revenues, person, acting_as):
    with acting_as("head-mhg"):
        reading = SOURCES["revenue_of_returns"](DAY, DAY, person("head-mhg"))

    assert [record.name for record in reading.records] == ["Minhang Park"]
