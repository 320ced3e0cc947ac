"""The API's root, its document and docs page, and what every wrong address answers."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

Browse = Callable[[str | None], Client]


def test_root__visitor__lists_the_parks(browse: Browse) -> None:
    answer = browse(None).get("/api/v1/")

    assert answer.status_code == 200
    assert answer.json()["parks"].endswith("/api/v1/parks/")


@pytest.mark.parametrize(
    "address",
    [
        "/api/",
        "/api/v1/nothing/",
        "/api/v1/nothing",
        "/api/v2/parks/",
        "/api/v1/parks/jnq/",
        "/api/v1/parks/QQQ/",
        "/api/v1/parks/%00/",
    ],
)
@pytest.mark.parametrize("username", [None, "clerk-jnq"])
def test_unknown_address__any_reader__404_as_a_problem(browse: Browse, username: str | None, address: str) -> None:
    answer = browse(username).get(address)

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 404
    assert answer.json()["detail"]


def test_address_without_its_slash__get__shown_the_way(browse: Browse) -> None:
    answer = browse(None).get("/api/v1/parks?kind=core")

    assert (answer.status_code, answer["Location"]) == (301, "/api/v1/parks/?kind=core")


def test_address_without_its_slash__post__404_that_says_so(browse: Browse) -> None:
    answer = browse(None).post("/api/v1/parks", {}, content_type="application/json")

    assert answer.status_code == 404
    assert "/api/v1/parks/" in answer.json()["detail"]


@pytest.mark.parametrize("verb", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", ["/api/v1/parks/", "/api/v1/parks/JNQ/"])
def test_parks__written_to__refused_as_a_problem(browse: Browse, address: str, verb: str) -> None:
    answer = getattr(browse("coordinator"), verb)(address, content_type="application/json")

    assert answer.status_code == 405
    assert answer["Content-Type"] == "application/problem+json"


def test_token__of_nobody__401_as_a_problem(browse: Browse) -> None:
    for key in ("f" * 64, "", "é", "x" * 300):
        answer = browse(None).get("/api/v1/parks/", headers={"Authorization": f"Token {key}"})

        assert answer.status_code == 401
        assert answer["Content-Type"] == "application/problem+json"


def test_schema__visitor__names_each_list_and_the_key(browse: Browse) -> None:
    schema = json.loads(browse(None).get("/api/schema/?format=json").content)

    assert "/api/v1/parks/{code}/" in schema["paths"]
    assert schema["components"]["securitySchemes"]["ApiKey"]["name"] == "Authorization"
    assert schema["paths"]["/api/v1/parks/"]["get"].get("security", [{}]) in ([], [{}])


def test_docs__visitor__every_endpoint_without_javascript(browse: Browse) -> None:
    text = browse(None).get("/api/docs/").content.decode()

    assert "/api/v1/parks/{code}/" in text
    assert "<style" not in text
    assert 'id="swagger-ui"' in text


def test_docs__script__is_javascript_for_the_schema(browse: Browse) -> None:
    answer = browse(None).get("/api/docs/?script=")

    assert answer["Content-Type"].startswith("application/javascript")
    assert "/api/schema/" in answer.content.decode()


def test_failure_inside_the_api__500_as_a_problem_and_no_word_of_why(browse: Browse, monkeypatch: Any) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("secret words")

    monkeypatch.setattr("parks.api.parks_on", fail)

    answer = browse(None).get("/api/v1/parks/")

    assert answer.status_code == 500
    assert answer["Content-Type"] == "application/problem+json"
    assert b"secret" not in answer.content
