"""Requests as no honest browser sends them, and what answers leave behind in a shared machine's cache."""

from io import BytesIO

import pytest

TOO_DEEP = b'{"figures":' * 5000 + b"1" + b"}" * 5000


def test_json__nested_without_end__is_400(browse):
    answer = browse("owner-a").post("/api/v1/cases/", TOO_DEEP, content_type="application/json")

    assert answer.status_code == 400
    assert answer.json()["detail"] == "The JSON is nested too deeply; send flat objects."


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (b'{"\\ud800": 1}', ["\\ud800"]),
        (b'{"subject": "a\\udfff"}', ["subject"]),
        (b'{"subject": "a", "figures": {"F001": {"missing": "\\ud800"}}}', ["figures", "F001", "missing"]),
        (b'{"item": ["S01", "\\ud800"]}', ["item"]),
    ],
)
def test_json__half_a_character__is_named_by_its_place(browse, body, place):
    answer = browse("owner-a").post("/api/v1/cases/", body, content_type="application/json")
    found = answer.json()["errors"]

    for name in place:
        assert list(found) == [name]
        found = found[name]
    assert answer.status_code == 400
    assert found[0].startswith("This holds half a character")


def test_standing__zero_byte_in_the_address__is_404(browse):
    assert browse("coordinator").get("/assessment/2024/standing/JNQ%00/").status_code == 404


@pytest.mark.parametrize("address", ["/", "/work/", "/overview/", "/accounts/password/change/", "/nowhere/"])
def test_answers_to_somebody__are_not_stored(browse, address):
    assert "no-store" in browse("clerk-jnq").get(address)["Cache-Control"]


def test_answer_to_a_visitor__may_be_stored(browse):
    assert not browse().get("/").has_header("Cache-Control")


def send_chunked(client, address, body):
    """As a server hands over a body sent in chunks: with no length."""
    sent = {"HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": "", "CONTENT_TYPE": "application/json"}
    return client.generic("POST", address, **sent, **{"wsgi.input": BytesIO(body)})


@pytest.mark.parametrize("address", ["/accounts/login/", "/api/v1/cases/"])
def test_chunked_body__over_the_limit__is_413(browse, settings, address):
    body = b" " * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE * 2)

    assert send_chunked(browse("owner-a"), address, body).status_code == 413


def test_body_over_the_limit__is_refused_in_the_readers_language(browse, settings):
    client, body = browse(), b" " * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    languages = ("zh-hans", "en")  # the second request meets the thread as the first one left it

    said = [
        client.post("/api/v1/cases/", body, content_type="application/json", headers={"Accept-Language": language})
        for language in languages
    ]

    assert [answer.json()["detail"].isascii() for answer in said] == [False, True]


def test_chunked_body__within_the_limit__is_read(browse):
    answer = send_chunked(browse("owner-a"), "/api/v1/cases/", b'{"item": "no-such-item"}')

    assert "no-such-item" in answer.json()["errors"]["item"][0]


@pytest.mark.parametrize("address", ["nobody@example.org", "head@example.org"])
def test_password_reset__mail_server_is_down__same_answer(browse, person, settings, address):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    head = person("head-jnq")
    head.email = "head@example.org"
    head.save(update_fields=["email"])

    answer = browse().post("/accounts/password/reset/", {"email": address})

    assert (answer.status_code, answer["Location"]) == (302, "/accounts/password/reset/done/")


@pytest.mark.parametrize("name", ["park", "status", "applicant"])
def test_case__a_field_that_is_not_ones_to_set__is_named(browse, name):
    answer = browse("owner-a").post("/api/v1/cases/", {name: 1}, content_type="application/json")

    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [name]
