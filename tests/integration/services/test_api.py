"""Cases over the API: shapes, the idempotency key, refusals as problem+json."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from services.models import Case
from tests.factories import services as make

BODY = {"item": "S05", "subject": "Licence for the cold store", "contact": "021-0000-0000"}


def post(client: Client, address: str, body: Any) -> Any:
    make.item()
    return client.post(address, body, content_type="application/json")


def count() -> int:
    with make.acting(make.person("owner-a")):
        return Case.objects.count()


def test_create__an_enterprise__gets_a_case_with_its_address(browse):
    client = browse("owner-a")

    answer = post(client, "/api/v1/cases/", BODY)

    made = answer.json()
    assert answer.status_code == 201
    assert (made["item"], made["park"], made["status"], made["next_date"]) == (
        "S05",
        "JNQ",
        "submitted",
        made["answer_due_date"],
    )
    assert client.get(made["url"]).json() == made


def test_create__same_key_again__gives_the_first_case(browse):
    client, key = browse("owner-a"), str(uuid4())

    first = post(client, "/api/v1/cases/", BODY | {"submission_key": key})
    second = post(client, "/api/v1/cases/", BODY | {"submission_key": key})

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert count() == 1


def test_create__same_key_with_other_words__is_a_conflict(browse):
    client, key = browse("owner-a"), str(uuid4())
    post(client, "/api/v1/cases/", BODY | {"submission_key": key})

    answer = post(client, "/api/v1/cases/", BODY | {"submission_key": key, "subject": "Something else"})

    assert answer.status_code == 409
    assert "sent already" in answer.json()["detail"]


def test_create__park_in_the_body__is_refused(browse, park):
    answer = post(browse("owner-a"), "/api/v1/cases/", BODY | {"park": "MHG", "park_id": park("MHG").pk})

    assert answer.status_code == 400
    assert sorted(answer.json()["errors"]) == ["park", "park_id"]
    assert count() == 0


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"item": "S99"}, "item"),
        ({"item": None}, "item"),
        ({"item": "S05\x00"}, "item"),
        ({"item": ["S05"]}, "item"),
        ({"subject": ""}, "subject"),
        ({"subject": "a\x00b"}, "subject"),
        ({"subject": "a\x1bb"}, "subject"),
        ({"subject": "a\ud800b"}, "subject"),
        ({"subject": "长" * 121}, "subject"),
        ({"subject": {"a": 1}}, "subject"),
        ({"description": "长" * 4001}, "description"),
        ({"contact": " "}, "contact"),
        ({"submission_key": "no key"}, "submission_key"),
        ({"enterprise": 999999}, "enterprise"),
        ({"enterprise": 10**30}, "enterprise"),
        ({"enterprise": "x"}, "enterprise"),
    ],
)
def test_create__bad_input__is_named_by_its_field(browse, changes, place):
    answer = post(browse("owner-a"), "/api/v1/cases/", BODY | changes)

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert list(answer.json()["errors"]) == [place]
    assert count() == 0


def test_create__in_the_neighbours_name__is_no_choice(browse, enterprise_of):
    answer = post(browse("owner-a"), "/api/v1/cases/", BODY | {"enterprise": enterprise_of("owner-b").pk})

    assert answer.status_code == 400
    assert answer.json()["errors"] == {"enterprise": ["Choose one of the enterprises you act for."]}


@pytest.mark.parametrize("body", ["[1]", '"x"', "{", ""])
def test_create__body_that_is_no_object__is_400(browse, body):
    assert post(browse("owner-a"), "/api/v1/cases/", body).status_code == 400


def test_acts__from_request_to_rating__each_answers_with_the_case(browse):
    owner, officer = browse("owner-a"), browse("service-jnq")
    url = post(owner, "/api/v1/cases/", BODY).json()["url"]

    accepted = post(officer, f"{url}accept/", {}).json()
    decided = post(officer, f"{url}decide/", {"decision": "granted", "number": "2026-1"}).json()
    rated = post(owner, f"{url}rate/", {"level": 4}).json()

    assert (accepted["status"], accepted["due_date"]) == ("accepted", accepted["next_date"])
    assert (decided["decision"], decided["decision_number"], decided["next_date"]) == ("granted", "2026-1", None)
    assert [row["level"] for row in rated["ratings"]] == [4]


@pytest.mark.parametrize(
    ("username", "state", "name", "body", "status"),
    [
        ("service-jnq", make.withdrawn, "accept", {}, 409),
        ("service-jnq", make.accepted, "accept", {}, 409),
        ("service-jnq", make.decided, "decide", {"decision": "refused", "reason": "x"}, 409),
        ("service-jnq", make.accepted, "decide", {"decision": "refused"}, 409),
        ("service-jnq", make.accepted, "decide", {"decision": "maybe"}, 400),
        ("service-jnq", make.accepted, "decide", {}, 400),
        ("service-jnq", make.submitted, "refuse", {"reason": "a\x00"}, 400),
        ("service-jnq", make.submitted, "refuse", {}, 400),
        ("owner-a", make.decided, "rate", {"level": 0}, 400),
        ("owner-a", make.decided, "rate", {"level": 6}, 400),
        ("owner-a", make.decided, "rate", {"level": "x"}, 400),
        ("owner-a", make.decided, "rate", {"level": 2}, 409),
        ("owner-a", make.rated, "rate", {"level": 5}, 409),
        ("owner-a", make.accepted, "withdraw", {}, 409),
        ("coordinator", make.decided, "accept", {}, 403),  # may not at all, whatever the state
    ],
)
def test_act__that_cannot_be__says_why_and_changes_nothing(browse, username, state, name, body, status):
    case = state("owner-a")

    answer = post(browse(username), f"/api/v1/cases/{case.pk}/{name}/", body)

    assert answer.status_code == status
    assert answer.json()["detail"]
    with make.acting(make.person("owner-a")):
        assert Case.objects.get(pk=case.pk).status == case.status


@pytest.mark.parametrize("key", ["1", "not-a-key", "00000000-0000-4000-8000-00000000000g"])
def test_retrieve__key_that_is_none__is_not_found(browse, key):
    assert browse("owner-a").get(f"/api/v1/cases/{key}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "status"), [("status=lost", 400), ("status=%00", 400), ("page=1000000000", 404), ("page=x", 404)]
)
def test_list__query_that_cannot_be__says_so(browse, query, status):
    answer = browse("owner-a").get(f"/api/v1/cases/?{query}")

    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")


def test_list__filtered_and_paged__keeps_order_and_size(browse):
    make.decided()
    for number in range(3):
        make.submitted(subject=f"case {number}")

    page = browse("service-jnq").get("/api/v1/cases/?status=submitted&page_size=2").json()

    assert (page["count"], len(page["results"])) == (3, 2)
    assert "page=2" in page["next"]
