"""What comes from outside and is meant to do harm: each gets a plain answer, none a fault."""

from urllib.parse import quote

import pytest
from knox.models import AuthToken

pytestmark = pytest.mark.usefixtures("clean_limits")

DECLARE = "/parks/JNQ/industries/new/"
SHAPED = {"industry_class": "characteristic", "name_zh_hans": "机器人", "since": "2026-12-01"}
ONCE = ["/", "/parks/", "/parks/JNQ/", "/services/", "/assessment/2024/ranking/", "/accounts/login/", "/api/v1/parks/"]


@pytest.mark.parametrize("sign", ["\n", "\u2028", "\u202e", "\u2066", "\u200b", "\x00", "\x1b"])
def test_industry__name_that_forges_a_line_or_turns_around__is_refused(browse, sign):
    answer = browse("head-jnq").post(DECLARE, SHAPED | {"name_en": f"Robots{sign}x"})

    assert answer.status_code == 422
    assert f"U+{ord(sign):04X}" in answer.content.decode() or sign == "\x00"


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1:80@evil.example", "", "a\nb"])
@pytest.mark.parametrize("address", ["/", "/accounts/login/", "/accounts/password/reset/", "/api/v1/parks/"])
def test_host_header__of_another__is_400_and_never_repeated(browse, host, address):
    answer = browse().get(address, headers={"host": host})

    assert answer.status_code == 400
    assert b"evil" not in answer.content


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "\thttps://evil.example",
        "https:evil.example",
    ],
)
@pytest.mark.parametrize("field", ["next", "redirect"])
def test_sign_in__leads_nowhere_else(browse, elsewhere, field):
    typed = {"login": "clerk-jnq", "password": "zhangjiang-demo", field: elsewhere}

    answer = browse().post("/accounts/login/", typed)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/")
    assert "evil" not in answer["Location"]


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_language__leads_nowhere_else(browse, elsewhere):
    answer = browse().post("/i18n/setlang/", {"language": "en", "next": elsewhere})

    assert "evil" not in answer["Location"]


def test_sign_in__session_of_before__is_not_the_session_of_after(browse):
    client = browse()
    client.get("/accounts/login/")
    session = client.session
    session["planted"] = "1"
    session.save()
    client.cookies["sessionid"] = session.session_key
    client.post("/accounts/login/", {"login": "clerk-jnq", "password": "zhangjiang-demo"})

    assert client.session.session_key != session.session_key


def test_api_key__after_sign_out_or_ended__opens_nothing(browse, person):
    _row, key = AuthToken.objects.create(person("clerk-jnq"))
    header = {"authorization": f"Token {key}"}
    before = browse().get("/api/v1/returns/", headers=header).status_code
    AuthToken.objects.filter(user=person("clerk-jnq")).delete()

    assert (before, browse().get("/api/v1/returns/", headers=header).status_code) == (200, 401)


@pytest.mark.parametrize("address", ONCE)
@pytest.mark.parametrize("page", ["1000000000", "9" * 400, "-1", "0", "1e9", "１", "\x00", "1;DROP"])
def test_page_number__beyond_everything__is_no_fault(browse, address, page):
    assert browse("coordinator").get(address, {"page": page}).status_code < 500


@pytest.mark.parametrize("address", ONCE)
def test_parameters__doubled_and_nested__are_no_fault(browse, address):
    query = "search=a&search=b&page=1&page=2&filter[a][b]=c&=x&%00=%00&district=%F0%9F"

    assert browse("coordinator").get(f"{address}?{query}").status_code < 500


@pytest.mark.parametrize(
    "content_type", ["text/xml", "application/json", "multipart/form-data", "", "a/b; charset=none"]
)
@pytest.mark.parametrize("body", [b"", b"{", b"[[[[", b"\xff\xfe\x00", b"<x>&y;</x>", b"--\r\n"])
@pytest.mark.parametrize("address", ["/accounts/login/", DECLARE, "/api/v1/cases/"])
def test_body__of_another_kind__is_no_fault(browse, address, content_type, body):
    assert browse("owner-a").generic("POST", address, body, content_type=content_type).status_code < 500


@pytest.mark.parametrize("sign", ["\n", "\r\n", "\x1b[2K"])
def test_log__line_of_an_address__is_one_line(browse, caplog, sign):
    browse("clerk-jnq").get(f"/nowhere{quote(sign)}2026-11-25 ERROR forged/")

    assert all(sign not in record.getMessage() for record in caplog.records)
