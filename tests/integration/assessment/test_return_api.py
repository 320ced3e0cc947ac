"""Returns over the API: the same actions, the same gate; figures all or none, every refusal at its place."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.models import FigureEntry, Return
from assessment.workflow import ReturnStatus
from core.models import AuditEvent
from tests.factories.annual_returns import YEAR, complete_return, empty_return, enter, open_cycle

LIST = "/api/v1/returns/"
ROW = f"{LIST}{YEAR}-JNQ/"


@pytest.fixture
def year(in_zone):
    with in_zone():
        cycle = open_cycle()
        enter(empty_return(cycle, "JNQ"), {"F001": "14.5"}, document="plots")
        complete_return(cycle, "MHG", ReturnStatus.SUBMITTED)
    return cycle


@pytest.fixture
def entries(in_zone):
    def read():
        with in_zone():
            rows = FigureEntry.objects.filter(annual_return__cycle__year=YEAR, park__code="JNQ").select_related(
                "figure"
            )
            return {row.figure.code: (row.value, row.missing, row.reason, row.document) for row in rows}

    return read


@pytest.fixture
def status(in_zone):
    def read():
        with in_zone():
            return Return.objects.get(cycle__year=YEAR, park__code="JNQ").status

    return read


def patch(client, body, address=ROW):
    text = body if isinstance(body, str) else json.dumps(body)
    return client.patch(address, text, content_type="application/json")


# -- Reading ---------------------------------------------------------------------------------------------------------
def test_list__rows_link_to_their_detail_and_their_page(browse, year):
    answer = browse("coordinator").get(LIST, {"year": YEAR}).json()

    assert answer["count"] == 2
    assert {row["park"] for row in answer["results"]} == {"JNQ", "MHG"}
    row = next(row for row in answer["results"] if row["park"] == "JNQ")
    assert row["url"] == f"http://testserver{ROW}"
    assert row["page"] == f"http://testserver/assessment/{YEAR}/returns/JNQ/"
    assert (row["figures_filled"], row["figures_wanted"], row["status"]) == (1, 62, "draft")


@pytest.mark.parametrize(
    ("query", "parks"),
    [
        ({"park": "MHG"}, {"MHG"}),
        ({"park": "mhg"}, {"MHG"}),
        ({"status": "draft"}, {"JNQ"}),
        ({"district": "310115"}, {"JNQ"}),
        ({"year": YEAR - 5}, set()),
    ],
)
def test_list__filters(browse, year, query, parks):
    answer = browse("coordinator").get(LIST, {"year": YEAR} | query).json()

    assert {row["park"] for row in answer["results"]} == parks


@pytest.mark.parametrize(
    "query",
    [{"year": "x"}, {"year": "1" * 400}, {"year": "NaN"}, {"status": "lost"}, {"district": "x"}, {"park": "x" * 9}],
)
def test_list__a_filter_that_cannot_be_read__is_400_at_its_name(browse, year, query):
    answer = browse("coordinator").get(LIST, query)

    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == list(query)


def test_list__page_10_to_the_9__is_404(browse, year):
    assert browse("coordinator").get(LIST, {"page": 10**9}).status_code == 404


def test_detail__holds_every_figure_of_the_plan(browse, year):
    answer = browse("auditor").get(ROW).json()

    assert len(answer["figures"]) == 64
    assert answer["figures"]["F001"]["value"] == "14.5"
    assert answer["figures"]["F001"]["entered_by"] == "演示金桥填报员"
    assert answer["figures"]["F002"] is None


@pytest.mark.parametrize("method", ["get", "patch"])
@pytest.mark.parametrize(
    "key", [f"{YEAR}-MHG", f"{YEAR}-XXX", "1999-JNQ", "JNQ", "2031", "99999999999-JNQ", "2031-JNQ'--", "２０３１-JNQ"]
)
def test_detail__foreign_and_missing__are_the_same_404(browse, year, method, key):
    answer = getattr(browse("clerk-jnq"), method)(f"{LIST}{key}/", {}, content_type="application/json")

    assert answer.status_code == 404
    assert answer.json()["detail"] == browse("clerk-jnq").get(f"{LIST}{YEAR}-YYY/").json()["detail"]


@pytest.mark.parametrize("username", ["service-jnq", "owner-a", "sysadmin"])
def test_list__a_role_without_returns__is_an_empty_list(browse, year, username):
    assert browse(username).get(LIST).json()["count"] == 0


@pytest.mark.parametrize("address", [LIST, ROW, "/api/v1/cycles/"])
def test_addresses__a_visitor__is_401(browse, year, address):
    assert browse(None).get(address).status_code == 401


def test_cycles__are_read_by_everybody_signed_in(browse, year):
    answer = browse("owner-a").get("/api/v1/cycles/").json()["results"]

    (row,) = [row for row in answer if row["year"] == YEAR]
    assert row["cutoff_on"] == year.cutoff_on.isoformat()
    assert browse("owner-a").get(row["url"]).json() == row


# -- Entering --------------------------------------------------------------------------------------------------------
def test_patch__values_and_kinds_of_nothing__are_written_as_a_whole(browse, year, entries):
    body = {
        "figures": {
            "F001": None,
            "F002": {"value": "1,842", "document": "register"},
            "F004": {"value": 25300},
            "F023": {"missing": "not_collected", "reason": "no survey"},
            "F055": {"document": "survey report"},
        }
    }

    answer = patch(browse("clerk-jnq"), body)

    assert answer.status_code == 200
    assert answer.json()["figures"]["F002"]["value"] == "1842"
    assert entries() == {
        "F002": (1842, "", "", "register"),
        "F004": (25300, "", "", ""),
        "F023": (None, "not_collected", "no survey", ""),
        "F055": (1, "", "", "survey report"),
    }


@pytest.mark.parametrize(
    ("figure", "field", "words"),
    [
        ({"value": "abc"}, "value", "is no number"),
        ({"value": "12,5"}, "value", "a comma stands only before three digits"),
        ({"value": "1e5"}, "value", "is no number"),
        ({"value": "NaN"}, "value", "is no number"),
        ({"value": 12.5}, "value", "Send the value as text"),
        ({"value": 10**400}, "value", "more than 40 characters"),
        ({"value": "9" * 10000}, "value", "more than 40 characters"),
        ({"value": True}, "value", "Not a valid string."),
        ({"value": ["1"]}, "value", "Not a valid string."),
        ({"value": None}, "value", "may not be null"),
        ({"value": "1\x002"}, "value", "Null characters are not allowed."),
        ({"value": "40000"}, "value", "outside the bounds"),
        ({"value": "12 km2"}, "value", "is no number"),
        ({"value": "1842", "missing": "withheld", "reason": "x"}, "missing", "not both"),
        ({"missing": "withheld"}, "reason", "Say why there is no number"),
        ({"missing": "lost", "reason": "x"}, "missing", "not a valid choice"),
        ({"value": "1842", "park": "ZIZ"}, "park", "no such field"),
        ({"value": "1842", "reason": "x" * 501}, "reason", "no more than 500 characters"),
    ],
)
def test_patch__one_wrong_figure__is_400_at_its_place_and_writes_nothing(browse, year, entries, figure, field, words):
    before = entries()

    answer = patch(browse("clerk-jnq"), {"figures": {"F002": figure, "F004": {"value": "25300"}}})

    assert answer.status_code == 400
    assert words in str(answer.json()["errors"]["figures"]["F002"][field])
    assert "F004" not in answer.json()["errors"]["figures"]
    assert entries() == before


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"figures": {"F999": {"value": "1"}}}, "figures"),
        ({"figures": {"F002": {"value": "1"}}, "park": "ZIZ"}, "park"),
        ({"status": "accepted"}, "status"),
        ({"figures": {}}, "figures"),
        ({"figures": []}, "figures"),
        ({}, "figures"),
        ([], "non_field_errors"),
    ],
)
def test_patch__a_body_of_another_shape__is_400_at_its_place(browse, year, entries, body, place):
    before = entries()

    answer = patch(browse("clerk-jnq"), body)

    assert answer.status_code == 400
    assert place in answer.json()["errors"]
    assert entries() == before


@pytest.mark.parametrize("text", ["{", "null", '{"figures": {"F002": {"value": NaN}}}', '"\\ud800"'])
def test_patch__what_is_no_json_object__is_400(browse, year, text):
    assert patch(browse("clerk-jnq"), text).status_code == 400


def test_patch__what_somebody_else_changed__is_409_and_writes_nothing(browse, year, entries):
    clerk, head = browse("clerk-jnq"), browse("head-jnq")
    seen = clerk.get(ROW).json()["figures"]["F001"]["was"]
    patch(head, {"figures": {"F001": {"value": "15"}}})

    answer = patch(clerk, {"figures": {"F001": {"value": "16", "was": seen}, "F002": {"value": "1842"}}})

    assert answer.status_code == 409
    assert "F001: changed by somebody else" in answer.json()["detail"]
    assert entries() == {"F001": (15, "", "", "")}


def test_patch__twice_the_same__is_once(browse, year, in_zone):
    client = browse("clerk-jnq")
    for _time in range(2):
        assert patch(client, {"figures": {"F002": {"value": "1842"}}}).status_code == 200

    with in_zone():
        assert AuditEvent.objects.filter(event="figure_entered", door="api").count() == 1


@pytest.mark.parametrize(
    ("username", "code"),
    [
        ("auditor", 403),
        ("coordinator", 403),
        ("district-pudong", 403),
        ("clerk-mhg", 404),
        ("service-jnq", 403),
        ("owner-a", 404),
        (None, 401),
    ],
)
def test_patch__without_the_permission(browse, year, entries, username, code):
    before = entries()

    assert patch(browse(username), {"figures": {"F002": {"value": "1842"}}}).status_code == code
    assert entries() == before


def test_patch__a_return_that_was_handed_on__is_409(browse, year, in_zone):
    with in_zone():
        Return.objects.filter(cycle=year).update(status=ReturnStatus.SUBMITTED)

    answer = patch(browse("clerk-jnq"), {"figures": {"F002": {"value": "1842"}}})

    assert answer.status_code == 409
    assert "only while the return is a draft" in answer.json()["detail"]


def test_patch__in_chinese__refuses_in_chinese(browse, year):
    client = browse("clerk-jnq")

    answer = client.patch(
        ROW,
        '{"figures": {"F002": {"value": "1\\u00002"}}}',
        content_type="application/json",
        headers={"accept-language": "zh-hans"},
    )

    assert not str(answer.json()["errors"]["figures"]["F002"]["value"][0]).isascii()


# -- Steps -----------------------------------------------------------------------------------------------------------
def test_steps__from_draft_to_accepted(browse, in_zone, status):
    with in_zone():
        complete_return(open_cycle(), "JNQ")
    way = (
        ("clerk-jnq", "submit", {}, "submitted"),
        ("district-pudong", "send-back", {"reason": "F002 again"}, "draft"),
        ("head-jnq", "submit", {}, "submitted"),
        ("district-pudong", "verify", {}, "verified"),
        ("coordinator", "accept", {}, "accepted"),
    )
    for username, step, body, reached in way:
        answer = browse(username).post(f"{ROW}{step}/", json.dumps(body), content_type="application/json")

        assert (answer.status_code, answer.json()["status"]) == (200, reached)
    assert status() == "accepted"


STEPS = ("submit", "verify", "accept", "send-back")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(("username", "code"), [("auditor", 403), ("clerk-mhg", 404), ("owner-a", 404), (None, 401)])
def test_steps__who_may_not(browse, in_zone, status, username, step, code):
    here = {"submit": "draft", "verify": "submitted", "accept": "verified", "send-back": "submitted"}[step]
    with in_zone():
        complete_return(open_cycle(), "JNQ", here)

    answer = browse(username).post(
        f"{ROW}{step}/", '{"reason": "x"}' if step == "send-back" else "{}", content_type="application/json"
    )

    assert answer.status_code == code
    assert status() == here


def test_submit__incomplete__is_409_with_the_mend(browse, year):
    answer = browse("clerk-jnq").post(f"{ROW}submit/")

    assert answer.status_code == 409
    assert "61 of 62 figures are empty" in answer.json()["detail"]


@pytest.mark.parametrize(
    "body", ["{}", '{"reason": ""}', '{"reason": "  "}', '{"reason": null}', '{"reason": "x", "park": 1}']
)
def test_send_back__without_a_reason__is_400(browse, in_zone, status, body):
    with in_zone():
        complete_return(open_cycle(), "JNQ", "submitted")

    answer = browse("district-pudong").post(f"{ROW}send-back/", body, content_type="application/json")

    assert answer.status_code == 400
    assert status() == "submitted"


def test_submit__with_a_body_that_names_another_park__is_400(browse, in_zone, status):
    with in_zone():
        complete_return(open_cycle(), "JNQ")

    answer = browse("clerk-jnq").post(f"{ROW}submit/", '{"park": "MHG"}', content_type="application/json")

    assert answer.status_code == 400
    assert status() == "draft"


def test_submit__twice__is_once(browse, in_zone):
    with in_zone():
        complete_return(open_cycle(), "JNQ")
    client = browse("clerk-jnq")

    codes = [client.post(f"{ROW}submit/").status_code for _time in range(2)]

    assert codes == [200, 409]
    with in_zone():
        assert AuditEvent.objects.filter(event="return_submitted").count() == 1


# -- Cost ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("address", "budget"), [(LIST, 10), (ROW, 11)])
def test_queries__the_same_for_more_returns_and_figures(browse, year, in_zone, address, budget):
    client = browse("coordinator")
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    with in_zone():
        for code in ("CHJ", "LJZ"):
            complete_return(year, code)
        enter(year.returns.get(park__code="JNQ"), {"F002": 1500, "F004": 25300})

    with CaptureQueriesContext(connection) as many:
        assert client.get(address).status_code == 200

    assert len(many) == len(few) <= budget
