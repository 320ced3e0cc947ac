"""Sign-in: guessing, names that nobody has, fixation, links to elsewhere, false host names, codes used twice."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core import mail
from django.db import connections
from django.test import Client

from accounts.lock_out import ALLOWED, LOCK, count_attempt, forget_attempts, locked_digests
from accounts.models import SignInAttempts
from coordination.demo_people import PASSWORD

LOGIN = "/accounts/login/"
AT = datetime.fromisoformat("2026-03-02T09:00:00+08:00")


pytestmark = pytest.mark.usefixtures("clean_limits")


@pytest.fixture
def hashed(monkeypatch):
    """Counts how often a password is hashed: what an answer costs, without a clock."""
    from django.contrib.auth.hashers import ScryptPasswordHasher  # noqa: PLC0415  patched at its class

    calls, encode = [], ScryptPasswordHasher.encode

    def counted(self, password, salt, *args, **kwargs):
        calls.append(password)
        return encode(self, password, salt, *args, **kwargs)

    monkeypatch.setattr(ScryptPasswordHasher, "encode", counted)
    return calls


def sign_in(client, name, password, **more):
    return client.post(LOGIN, {"login": name, "password": password, **more})


def test_lock__five_failures_lock_the_name_for_15_minutes():
    tries = [count_attempt("clerk-jnq", at=AT + timedelta(seconds=second)) for second in range(7)]
    later = [count_attempt("CLERK-jnq", at=AT + timedelta(seconds=4) + wait) for wait in (LOCK - timedelta(1e-5), LOCK)]

    assert tries == [True] * ALLOWED + [False, False]
    assert later == [False, True]


def test_lock__the_right_password_takes_the_attempts_back():
    for _each in range(ALLOWED):
        count_attempt("clerk-jnq", at=AT)
    assert len(locked_digests(at=AT)) == 1
    forget_attempts("clerk-jnq")

    assert count_attempt("clerk-jnq", at=AT)


def test_lock__keeps_no_typed_name():
    count_attempt("my secret password", at=AT)

    assert "secret" not in SignInAttempts.objects.get().name_digest


@pytest.mark.parametrize("name", ["clerk-jnq", "nobody-of-that-name"])
def test_guessing__known_and_unknown_names__same_answers_at_the_same_cost(browse, hashed, name):
    answers = [sign_in(browse(), name, f"guess {number}") for number in range(ALLOWED + 2)]

    assert [answer.status_code for answer in answers] == [200] * (ALLOWED + 2)
    assert [hashed.count(f"guess {number}") for number in range(ALLOWED + 2)] == [1] * ALLOWED + [0, 0]
    assert "not correct" in answers[0].content.decode()
    assert "locked for 15 minutes" in answers[-1].content.decode()


def test_guessing__the_right_password_while_locked__refused(browse):
    for number in range(ALLOWED):
        sign_in(browse(), "clerk-jnq", f"guess {number}")

    assert "locked for 15 minutes" in sign_in(browse(), "clerk-jnq", PASSWORD).content.decode()


def test_guessing__another_name_is_not_locked(browse):
    for number in range(ALLOWED):
        sign_in(browse(), "clerk-jnq", f"guess {number}")

    assert sign_in(browse(), "clerk-mhg", PASSWORD).status_code == 302


def test_fixation__the_session_gets_a_new_key_at_sign_in(browse):
    client = browse()
    session = client.session
    session["kept"] = "before"
    session.save()
    client.cookies["sessionid"] = planted = session.session_key
    sign_in(client, "clerk-jnq", PASSWORD)

    assert client.cookies["sessionid"].value != planted
    stranger = Client()
    stranger.cookies["sessionid"] = planted
    assert stranger.get("/work/").status_code == 302


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "https:evil.example"],
)
def test_next__to_elsewhere__is_not_followed(browse, elsewhere):
    answer = browse().post(f"{LOGIN}?next={elsewhere}", {"login": "clerk-jnq", "password": PASSWORD, "next": elsewhere})

    assert answer["Location"] == "/work/"


def test_host__a_false_name__is_400_and_in_no_mail(browse, person):
    head = person("head-jnq")
    head.email = "head@example.org"
    head.save(update_fields=["email"])
    answer = browse().post("/accounts/password/reset/", {"email": head.email}, headers={"Host": "evil.example"})

    assert answer.status_code == 400
    assert mail.outbox == []


def test_reset_link__used_once__is_used_up(browse, person):
    head = person("head-jnq")
    head.email = "head@example.org"
    head.save(update_fields=["email"])
    browse().post("/accounts/password/reset/", {"email": head.email})
    link = re.search(r"/accounts/password/reset/key/\S+", mail.outbox[0].body)[0]
    client = browse()
    form = client.get(link)["Location"]
    new = {"password1": "a long new password 7", "password2": "a long new password 7"}
    assert client.post(form, new).status_code == 302

    assert "used up" in browse().get(link, follow=True).content.decode()


@pytest.fixture
def with_app(person):
    """Give the account an authenticator app; answers the code of a moment."""

    def add(username):
        secret = generate_totp_secret()
        TOTP.activate(person(username), secret)
        return lambda: format_hotp_value(hotp_value(secret, int(time.time()) // 30))

    return add


def test_second_factor__asked_after_the_password(browse, with_app):
    code, client = with_app("clerk-jnq"), browse()

    assert sign_in(client, "clerk-jnq", PASSWORD)["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/work/").status_code == 302
    assert client.post("/accounts/2fa/authenticate/", {"code": code()})["Location"] == "/work/"
    assert client.get("/work/").status_code == 200


def test_second_factor__a_code_used_twice__refused(browse, with_app):
    code = with_app("clerk-jnq")()
    first, second = browse(), browse()
    for client in (first, second):
        sign_in(client, "clerk-jnq", PASSWORD)

    assert first.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302
    assert second.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 200
    assert second.get("/work/").status_code == 302


def test_second_factor__guessing_codes__is_stopped(browse, with_app):
    code, client = with_app("clerk-jnq"), browse()
    sign_in(client, "clerk-jnq", PASSWORD)
    for number in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": f"00000{number}"})

    assert client.post("/accounts/2fa/authenticate/", {"code": code()}).status_code == 200
    assert client.get("/work/").status_code == 302


def test_second_factor__its_secret_is_stored_enciphered(person):
    secret = generate_totp_secret()
    TOTP.activate(person("clerk-jnq"), secret)
    stored = Authenticator.objects.get(user=person("clerk-jnq"))

    assert secret not in str(stored.data)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_lock__the_right_password_many_times_at_once__is_no_guessing():
    def enter(_number):
        try:
            return sign_in(Client(), "clerk-jnq", PASSWORD).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(enter, range(ALLOWED + 3)))

    assert answers == [302] * (ALLOWED + 3)
