"""Zone, district and auditor need a second factor; demonstration accounts go without, and every page says so."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from knox.models import AuthToken

from coordination.demo_people import ACCOUNTS

ASKED = {"coordinator", "auditor", "sysadmin", "secadmin", "audadmin", "district-pudong"}
NOT_ASKED = {"head-jnq", "clerk-jnq", "owner-a", "operator", "expert", "department"}


@pytest.fixture
def real(person):
    """The account, no longer one of the demonstration's."""

    def make(username):
        user = person(username)
        user.is_demonstration = False
        user.save(update_fields=["is_demonstration"])
        return user

    return make


@pytest.mark.parametrize("username", sorted(ASKED))
@pytest.mark.parametrize("address", ["/", "/work/", "/overview/", "/parks/", "/accounts/password/change/", "/nowhere/"])
def test_without_it__everything_leads_to_its_set_up(real, browse, username, address):
    real(username)
    answer = browse(username).get(address)

    assert (answer.status_code, answer["Location"]) == (302, "/accounts/2fa/")


@pytest.mark.parametrize("username", sorted(NOT_ASKED))
def test_roles_of_one_tenant__are_not_asked(real, browse, username):
    real(username)

    assert browse(username).get("/work/").status_code == 200


def test_without_it__set_up_language_and_sign_out_are_open(real, browse):
    real("coordinator")
    client = browse("coordinator")

    page = client.get("/accounts/2fa/")
    assert page.status_code == 200
    assert "nothing else of the portal opens" in page.content.decode()
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200
    assert client.post("/i18n/setlang/", {"language": "zh-hans"}).status_code == 302
    assert client.post("/accounts/logout/").status_code == 302
    assert client.get("/work/")["Location"].startswith("/accounts/login/")


def test_without_it__an_act_by_post_changes_nothing(real, browse):
    real("coordinator")

    assert browse("coordinator").post("/assessment/2024/release/", {}).status_code == 302


def test_without_it__an_api_key_is_told_where_to_set_it_up(real, browse):
    _row, key = AuthToken.objects.create(real("coordinator"))
    answer = browse().get("/api/v1/parks/", headers={"Authorization": f"Token {key}"})

    assert answer.status_code == 403
    assert "/accounts/2fa/" in answer.json()["detail"]


def test_set_up__the_app_opens_the_portal_and_codes_are_made(real, browse):
    real("coordinator")
    client = browse("coordinator")
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r"<code[^>]*>([A-Z2-7]{16,})</code>", page)[1]
    answer = client.post(
        "/accounts/2fa/totp/activate/", {"code": format_hotp_value(hotp_value(secret, int(time.time()) // 30))}
    )

    assert answer["Location"] == "/accounts/2fa/recovery-codes/"
    assert len(re.findall(r"<li><code>\d{8}</code>", client.get(answer["Location"]).content.decode())) == 10
    assert client.get("/overview/").status_code == 200


@pytest.mark.parametrize("demo", [True, False])
def test_demonstration_account__waived_visibly_in_demonstration_mode_alone(browse, settings, demo):
    settings.DEMO = demo
    answer = browse("coordinator").get("/work/")

    assert answer.status_code == (200 if demo else 302)
    assert ("signs in without the second factor" in answer.content.decode()) is demo


def test_demonstration_account__a_clerk_has_nothing_waived(browse):
    assert "without the second factor" not in browse("clerk-jnq").get("/work/").content.decode()


def test_demonstration_accounts__every_one_is_marked(person):
    assert all(person(account.username).is_demonstration for account in ACCOUNTS)


@pytest.mark.parametrize(
    "address",
    ["/assessment/2024/release/", "/assessment/2024/standing/JNQ/confirm/", "/assessment/2024/standing/JNQ/reinstate/"],
)
def test_acts_that_cannot_be_taken_back__ask_for_a_recent_sign_in(browse, in_zone, address):
    from tests.factories.world import build_world  # noqa: PLC0415  only here

    with in_zone():
        build_world()
    client = browse("coordinator")
    assert client.get(address).status_code == 200
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - 16 * 60}]
    session.save()

    for answer in (client.get(address), client.post(address, {})):
        assert answer["Location"] == f"/accounts/reauthenticate/?next={address}"
    assert (
        client.post("/accounts/reauthenticate/", {"password": "zhangjiang-demo", "next": address})["Location"]
        == address
    )
    assert client.get(address).status_code == 200
