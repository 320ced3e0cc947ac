"""The workbook over the web: what goes out, the dry run, the confirmation; all of it or nothing."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.models import FigureEntry
from assessment.workflow import ReturnStatus
from core.models import AuditEvent
from tests.factories.annual_returns import YEAR, complete_return, empty_return, enter, open_cycle
from tests.factories.workbooks import REASON, VALUE, resaved, row_of

PAGE = f"/assessment/{YEAR}/returns/JNQ/workbook/"
FILE = f"{PAGE}file/"
G1, G2 = f"{VALUE}{row_of('F001')}", f"{VALUE}{row_of('F002')}"


@pytest.fixture
def year(in_zone):
    with in_zone():
        cycle = open_cycle()
        enter(empty_return(cycle, "JNQ"), {"F001": "14.5"}, reason="plots")
        complete_return(cycle, "MHG", ReturnStatus.SUBMITTED)
    return cycle


@pytest.fixture
def values(in_zone):
    def read():
        with in_zone():
            rows = FigureEntry.objects.filter(annual_return__cycle__year=YEAR, park__code="JNQ")
            return dict(rows.values_list("figure__code", "value"))

    return read


def upload(client, content, page=PAGE):
    return client.post(page, {"file": SimpleUploadedFile("return.xlsx", content)})


def shown(answer):
    return re.search(r'name="shown" value="([^"]+)"', answer.content.decode())[1]


def test_round_trip__untouched__changes_nothing(browse, year, values):
    client = browse("clerk-jnq")
    answer = upload(client, client.get(FILE).content)

    assert answer.status_code == 200
    assert "The workbook changes nothing" in answer.content.decode()


def test_dry_run__lists_the_differences_and_writes_nothing(browse, year, values):
    client = browse("clerk-jnq")
    answer = upload(client, resaved(client.get(FILE).content, cells={G1: 15, G2: "1,842"}))
    text = answer.content.decode()

    assert "2 figures would change" in text
    assert "14.5 km²; reason: plots" in text
    assert "1,842 count" in text or "1,842" in text
    assert values() == {"F001": 14.5}


def test_confirmed__all_of_it_is_written_with_its_file_in_the_audit(browse, year, values, in_zone):
    client = browse("clerk-jnq")
    answer = upload(client, resaved(client.get(FILE).content, cells={G1: 15, G2: "1,842"}))

    taken = client.post(PAGE, {"shown": shown(answer)})

    assert taken.status_code == 302
    assert values() == {"F001": 15, "F002": 1842}
    with in_zone():
        event = AuditEvent.objects.get(event="workbook_taken")
    assert event.after["figures"] == 2
    assert len(event.after["file_sha256"]) == 64


def test_confirmed__somebody_changed_a_figure_since_the_dry_run__nothing_is_written(browse, year, values, in_zone):
    client = browse("clerk-jnq")
    answer = upload(client, resaved(client.get(FILE).content, cells={G1: 15, G2: "1,842"}))
    with in_zone():
        FigureEntry.objects.filter(figure__code="F001").update(value=20, entered_at="2031-01-01T00:00Z")

    taken = client.post(PAGE, {"shown": shown(answer)})

    assert taken.status_code == 422
    assert "F001: changed by somebody else meanwhile" in taken.content.decode()
    assert values() == {"F001": 20}


def test_dry_run__changed_after_the_download__is_named(browse, year, in_zone):
    client = browse("clerk-jnq")
    content = client.get(FILE).content
    with in_zone():
        FigureEntry.objects.filter(figure__code="F001").update(value=20, entered_at="2031-01-01T00:00Z")

    text = upload(client, resaved(content, cells={G1: 15})).content.decode()

    assert "after the download" in text


def test_problems__by_cell_and_nothing_to_confirm(browse, year, values):
    client = browse("clerk-jnq")
    answer = upload(client, resaved(client.get(FILE).content, cells={G1: "many", G2: "1,842"}))
    text = answer.content.decode()

    assert answer.status_code == 422
    assert f"figures!{G1}" in text
    assert 'name="shown"' not in text
    assert values() == {"F001": 14.5}


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "empty"), (b"hello", "no Excel workbook"), (b"PK\x03\x04junk", "damaged")],
)
def test_unreadable__one_reason_at_the_field(browse, year, content, reason):
    answer = upload(browse("clerk-jnq"), content)

    assert answer.status_code == 422
    assert reason in answer.content.decode()


def test_another_parks_workbook__is_refused_by_name(browse, year, in_zone):
    theirs = browse("clerk-mhg").get(f"/assessment/{YEAR}/returns/MHG/workbook/file/").content

    assert "of the park MHG" in upload(browse("clerk-jnq"), theirs).content.decode()


@pytest.mark.parametrize("shown_text", ["", "forged", "eyJhIjoxfQ:1abc:xyz"])
def test_forged_differences__are_refused(browse, year, values, shown_text):
    answer = browse("clerk-jnq").post(PAGE, {"shown": shown_text})

    assert answer.status_code == 422
    assert values() == {"F001": 14.5}


def test_differences_of_another_person__are_refused(browse, year, values):
    clerk = browse("clerk-jnq")
    answer = upload(clerk, resaved(clerk.get(FILE).content, cells={G1: 15}))

    assert browse("head-jnq").post(PAGE, {"shown": shown(answer)}).status_code == 422
    assert values() == {"F001": 14.5}


@pytest.mark.parametrize(
    ("username", "file", "page"),
    [("clerk-jnq", 200, 200), ("district-310115", 200, 403), ("auditor", 200, 403), ("clerk-mhg", 404, 404)],
)
def test_who_may(browse, year, username, file, page):
    client = browse(username)

    assert client.get(FILE).status_code == file
    assert client.get(PAGE).status_code == page


def test_a_submitted_return__takes_no_workbook(browse, year):
    page = f"/assessment/{YEAR}/returns/MHG/workbook/"
    client = browse("clerk-mhg")

    answer = upload(client, client.get(f"{page}file/").content, page)

    assert answer.status_code == 422
    assert "while the return is a draft" in answer.content.decode()


def test_queries__do_not_grow_with_the_figures(browse, year):
    client = browse("clerk-jnq")
    content = client.get(FILE).content

    def queries(cells):
        with CaptureQueriesContext(connection) as found:
            upload(client, resaved(content, cells=cells))
        return len(found)

    queries({G1: 1})
    many = {f"{VALUE}{row_of(code)}": 5 for code in ("F001", "F002", "F003", "F004", "F012", "F013")}
    assert queries({G1: 15}) == queries(many | {f"{REASON}{row_of('F001')}": "counted anew"})


def test_in_chinese__goes_out_and_comes_back(browse, year):
    client = browse("clerk-jnq")
    client.cookies["django_language"] = "zh-hans"

    answer = upload(client, resaved(client.get(FILE).content, cells={G1: 15}))

    assert answer.status_code == 200
    assert 'name="shown"' in answer.content.decode()
