"""The one list: pages by key, files of the same rows, saved views, and nothing that an address can break."""

import csv
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from core import jobs
from core.lists.keyset import cursor_at
from core.models import AuditEvent, ExportFile, Job, JobStatus, SavedView
from parks import list_page
from parks.models import Organisation
from parks.tasks import export_list
from services.views import CaseList
from tests.factories import services as make

LIST = "/services/cases/"
ORDERS = [order.code for order in CaseList.orders]


def codes(answer) -> list[str]:
    """The signs of the rows, in the order of the page."""
    return re.findall(r'<span class="sub">([0-9A-F]{4}-[0-9A-F]{4}) ·', answer.content.decode())


def walk(client, query: str, way: str = "next", start: str = "") -> list[list[str]]:
    """The pages from the first (or from ``start``) on, each as its rows' signs."""
    pages, address = [], start or f"{LIST}?{query}"
    while address:
        answer = client.get(address)
        assert answer.status_code == 200
        pages.append(codes(answer))
        found = answer.context["list"]["links"].get(way)
        address = f"{LIST}{found}" if found else ""
    return pages


@pytest.fixture
def small_pages(monkeypatch):
    monkeypatch.setattr(CaseList, "page_size", 3)


@pytest.fixture
def cases():
    made = [make.submitted(subject=f"case {number}") for number in range(4)]
    return [*made, make.decided(), make.accepted("owner-b"), make.submitted("owner-b")]


@pytest.mark.parametrize("order", ORDERS)
def test_pages__in_each_order__hold_every_row_once_and_lead_back(browse, small_pages, cases, order):
    client = browse("service-jnq")

    forward = walk(client, f"sort={order}")

    everything = [code for page in forward for code in page]
    assert len(everything) == len(set(everything)) == len(cases)
    assert [len(page) for page in forward] == [3, 3, 1]
    last = client.get(f"{LIST}?sort={order}")
    for _page in forward[1:]:
        last = client.get(f"{LIST}{last.context['list']['links']['next']}")
    back = walk(client, "", way="previous", start=f"{LIST}{last.context['list']['links']['previous']}")
    assert [code for page in reversed(back) for code in page] == [code for page in forward[:-1] for code in page]


@pytest.mark.parametrize("order", ORDERS)
def test_pages__rows_added_meanwhile__none_is_seen_twice_and_none_is_missed(browse, small_pages, cases, order):
    client = browse("service-jnq")
    first = client.get(f"{LIST}?sort={order}")
    for number in range(5):
        make.submitted(subject=f"added {number}", sent=make.SENT)

    rest = walk(client, "", start=f"{LIST}{first.context['list']['links']['next']}")

    seen = codes(first) + [code for page in rest for code in page]
    assert len(seen) == len(set(seen))
    assert {case.code for case in cases} <= set(seen)


def test_pages__each_further_one__takes_the_same_queries(browse, small_pages, cases):
    client, counts = browse("service-jnq"), []
    address = f"{LIST}?sort=newest"
    while address:
        with CaptureQueriesContext(connection) as found:
            answer = client.get(address)
        counts.append(len(found))
        address = LIST + answer.context["list"]["links"]["next"] if "next" in answer.context["list"]["links"] else ""

    assert len(set(counts)) == 1


HOSTILE = [
    "sort=applicant__password",
    "sort=-submitted_at",
    "sort=park__organisations__memberships",
    "columns=applicant",
    "columns=__class__",
    "export=exe",
    "state=lost",
    "park=NOWHERE",
    "q=%00",
    "q=" + "x" * 500,
]
CURSORS = ["x", "f", "fAAAA", "f" + "9" * 5000, "fWzEsMiwzXQ", "f%F0%9F%98%80"]


@pytest.mark.parametrize("query", HOSTILE)
def test_address__what_no_list_offers__400_and_the_rows_in_their_usual_order(browse, cases, query):
    client = browse("service-jnq")

    answer = client.get(f"{LIST}?{query}")

    assert answer.status_code == 400
    assert "to correct" in answer.content.decode()
    assert codes(answer) == codes(client.get(LIST))


@pytest.mark.parametrize("cursor", CURSORS)
def test_address__cursor_of_no_page__404_with_the_way_back(browse, cases, cursor):
    answer = browse("service-jnq").get(f"{LIST}?cursor={cursor}")

    assert answer.status_code == 404
    assert "There is no such page in this list." in answer.content.decode()


def test_address__cursor_of_another_order__404(browse, small_pages, cases):
    client = browse("service-jnq")
    cursor = client.get(f"{LIST}?sort=newest").context["list"]["links"]["next"].partition("cursor=")[2]

    assert client.get(f"{LIST}?sort=park&cursor={cursor}").status_code == 404


def test_cursor__holds_only_what_the_row_shows_anyway(browse, cases, acting_as):
    order = CaseList.orders[1]
    with acting_as("service-jnq"):
        row = order.apply(CaseList.queryset.all()).first()

    assert len(cursor_at(row, order, "f")) < 200


def file_rows(answer, form: str) -> list[list[str]]:
    content = b"".join(answer.streaming_content)
    if form == "csv":
        return [[str(cell) for cell in row] for row in csv.reader(io.StringIO(content.decode("utf-8-sig")))]
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    return [[str(cell) for cell in row] for row in sheet.to_python()]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("query", ["", "state=open", "state=decided&sort=oldest", "q=case 2&sort=newest"])
def test_file__of_each_filter__holds_the_rows_of_the_screen(browse, cases, acting_as, query, form):
    client = browse("service-jnq")
    shown = client.get(f"{LIST}?{query}")

    rows = file_rows(client.get(f"{LIST}?{query}&columns=code&columns=case&export={form}"), form)

    head = next(place for place, row in enumerate(rows) if row[:2] == ["Case", "Sign"])
    held = [row[1] for row in rows[head + 1 :] if len(row) > 1 and re.fullmatch(r"[0-9A-F]{4}-[0-9A-F]{4}", row[1])]
    assert held == codes(shown)
    facts = {row[0]: row[1] for row in rows if len(row) > 1}
    words = shown.context["list"]["words"]
    assert facts["Filtered by"] == ("; ".join(words) or "nothing: all rows that this person may see")
    assert facts["Rows in this file"].removesuffix(".0") == str(len(held))
    with acting_as("coordinator"):
        assert AuditEvent.objects.filter(event="rows_exported").count() == 1


def test_file__many_rows__is_made_by_a_job_for_that_person_alone(browse, cases, monkeypatch, acting_as):
    monkeypatch.setattr(list_page, "DIRECT_ROWS", 3)
    client = browse("service-jnq")
    asked = client.get(f"{LIST}?export=csv")
    with acting_as("service-jnq"):
        job = Job.objects.get(kind="parks.export_list")
    assert asked["Location"] == f"/jobs/{job.pk}/"
    assert "Waiting for a worker" in client.get(asked["Location"]).content.decode()

    jobs.work(str(job.pk), export_list.run)
    jobs.work(str(job.pk), export_list.run)

    with acting_as("service-jnq"):
        file = ExportFile.objects.get()
        job.refresh_from_db()
    assert (job.status, file.count) == (JobStatus.DONE, len(cases))
    rows = file_rows(client.get(f"/exports/{file.pk}/"), "csv")
    assert sum("case" in row[0] or "Licence" in row[0] for row in rows if row) >= len(cases)
    assert browse("head-jnq").get(f"/exports/{file.pk}/").status_code == 404
    assert browse("head-jnq").get(f"/jobs/{job.pk}/").status_code == 404


def test_file__cancelled_before_a_worker_came__is_never_made(browse, cases, monkeypatch, acting_as):
    monkeypatch.setattr(list_page, "DIRECT_ROWS", 3)
    client = browse("service-jnq")
    address = client.get(f"{LIST}?export=csv")["Location"]

    client.post(address)

    jobs.work(address.split("/")[2], export_list.run)
    with acting_as("service-jnq"):
        assert Job.objects.get(kind="parks.export_list").status == JobStatus.CANCELLED
        assert not ExportFile.objects.exists()


def save(client, name: str, share: str = "", query: str = "state=open", path: str = LIST):
    return client.post("/views/save/", {"name": name, "share": share, "path": path, "query": query})


def test_view__shared__opens_the_same_filter_over_the_readers_own_rows(browse, cases, park):
    organisation = Organisation.objects.get(park=park("JNQ"), kind="park")

    assert save(browse("service-jnq"), "Open ones", str(organisation.pk))["Location"] == f"{LIST}?state=open"

    assert "Open ones" in browse("head-jnq").get(LIST).content.decode()
    assert "Open ones" not in browse("service-mhg").get(LIST).content.decode()
    assert "Open ones" not in browse("owner-a").get(LIST).content.decode()


def test_view__own__is_seen_by_nobody_else_and_removed_by_its_owner(browse, cases, acting_as):
    client = browse("service-jnq")
    save(client, "Mine")
    with acting_as("service-jnq"):
        view = SavedView.objects.get()

    assert "Mine" not in browse("head-jnq").get(LIST).content.decode()
    assert browse("head-jnq").post(f"/views/{view.pk}/remove/").status_code == 404
    assert client.post(f"/views/{view.pk}/remove/").status_code == 302
    with acting_as("service-jnq"):
        assert not SavedView.objects.exists()


def test_view__twice_the_same_name__is_refused_in_a_sentence(browse):
    client = browse("service-jnq")
    save(client, "Mine")

    answer = save(client, "Mine")

    assert answer.status_code == 422
    assert "You have a view of this name here already" in answer.content.decode()


@pytest.mark.parametrize("path", ["/work/", "https://example.org/", "//example.org/", "/nowhere/"])
def test_view__of_what_is_no_list__400(browse, path):
    assert save(browse("service-jnq"), "Elsewhere", path=path).status_code == 400


def test_view__shared_with_a_foreign_organisation__is_refused(browse, park):
    foreign = Organisation.objects.get(park=park("MHG"), kind="park")

    assert save(browse("service-jnq"), "Theirs", str(foreign.pk)).status_code == 422


@pytest.mark.parametrize(
    ("username", "address", "nothing"),
    [
        ("service-jnq", LIST, "No case yet."),
        ("service-jnq", "/jobs/", "No job yet."),
        ("service-jnq", "/inbox/", "No message yet."),
    ],
)
def test_list__with_no_row__says_what_will_come(browse, username, address, nothing):
    page = browse(username).get(address).content.decode()

    assert nothing in page
    assert "No row passes this filter." not in page


@pytest.mark.parametrize("address", [f"{LIST}?state=withdrawn", "/parks/?industry=nonsense", "/jobs/?status=failed"])
def test_list__filtered_to_nothing__differs_from_none_yet(browse, cases, address):
    page = browse("service-jnq").get(address).content.decode()

    assert "No row passes this filter." in page
    assert "Clear the filter" in page


def test_columns__picked__are_those_shown(browse, cases):
    heads = browse("service-jnq").get(f"{LIST}?columns=park&columns=due").context["list"]["heads"]

    assert [str(head["label"]) for head in heads] == ["Park", "Next answer by"]


def test_act_on_many__dry_run__names_what_is_left_out_and_changes_nothing(browse, cases, acting_as):
    client = browse("service-jnq")

    page = client.post(LIST, {"act": "accept", "all": "1"}).content.decode()

    assert "This would be done for 5 rows." in page and "2 rows are left out." in page
    assert "The park has accepted this case already." in page
    with acting_as("service-jnq"):
        assert CaseList.queryset.filter(status="submitted").count() == 5


def test_act_on_many__confirmed__is_taken_on_those_that_allow_it(browse, cases, acting_as):
    answer = browse("service-jnq").post(LIST, {"act": "accept", "all": "1", "confirmed": "1"})

    assert "Done for 5 rows." in answer.content.decode()
    with acting_as("service-jnq"):
        assert not CaseList.queryset.filter(status="submitted").exists()


def test_act_on_many__foreign_keys_and_none__touch_nothing(browse, cases, acting_as):
    foreign = make.submitted("owner-c")
    rows = [str(foreign.pk), "x", "\0", "1"]

    answer = browse("service-jnq").post(LIST, {"act": "accept", "row": rows, "confirmed": "1"})

    assert "Done for 0 rows." in answer.content.decode()


@pytest.mark.parametrize("username", ["owner-a", "coordinator"])
def test_act_on_many__by_who_may_not__403(browse, cases, username):
    assert browse(username).post(LIST, {"act": "accept", "all": "1", "confirmed": "1"}).status_code == 403
