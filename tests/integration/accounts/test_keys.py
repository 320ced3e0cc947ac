"""Keys of the API: narrowed to reading or to areas, with an end and a last use; revoked at once."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from knox.models import AuthToken

from accounts.keys import MOST, make_key, revoke_key
from accounts.models import ApiKey
from core.errors import NotAllowed, NotPermitted
from core.models import AuditEvent


@pytest.fixture
def key(acting_as, person):
    def make(username="owner-a", **more):
        facts = {"label": "test", "reads_only": False, "areas": [], "days": 30} | more
        with acting_as(username):
            return make_key(by=person(username), at=timezone.now(), **facts)

    return make


def call(browse, text, method="get", path="/api/v1/cases/"):
    body = {} if method == "get" else {"data": {}, "content_type": "application/json"}
    return getattr(browse(), method)(path, headers={"Authorization": f"Token {text}"}, **body)


def test_key__reads_only__no_write(browse, key):
    _row, text = key(reads_only=True)

    assert call(browse, text).status_code == 200
    refused = call(browse, text, "post")
    assert (refused.status_code, refused["Content-Type"]) == (403, "application/problem+json")
    assert "reads only" in refused.json()["detail"]


def test_key__that_may_write__reaches_the_action(browse, key):
    _row, text = key()

    assert call(browse, text, "post").status_code == 400


def test_key__for_one_area__no_other(browse, key):
    _row, text = key(areas=["parks"])

    assert call(browse, text, path="/api/v1/parks/").status_code == 200
    assert "parks alone" in call(browse, text).json()["detail"]


def test_key__notes_its_last_use(browse, key):
    row, text = key()
    assert row.last_used_at is None
    call(browse, text)
    row.refresh_from_db()

    assert timezone.now() - row.last_used_at < timedelta(minutes=1)


def test_key__revoked__is_refused_at_once(browse, key, person, acting_as):
    row, text = key()
    client = browse("owner-a")
    assert client.post(f"/people/keys/{row.token_id}/revoke/").status_code == 302

    assert call(browse, text).status_code == 401
    assert not ApiKey.objects.exists()


def test_key__past_its_end__is_refused(browse, key):
    row, text = key()
    AuthToken.objects.filter(pk=row.token_id).update(expiry=timezone.now() - timedelta(seconds=1))

    assert call(browse, text).status_code == 401


@pytest.mark.parametrize(
    ("username", "status"), [("owner-b", 404), ("sysadmin", 404), ("secadmin", 200), ("owner-a", 200)]
)
def test_key__who_may_revoke_it(browse, key, username, status):
    row, _text = key()

    assert browse(username).get(f"/people/keys/{row.token_id}/revoke/").status_code == status


def test_revoke__somebody_elses__refused_by_the_action(key, acting_as, person):
    row, _text = key()
    with acting_as("owner-b"), pytest.raises(NotPermitted):
        revoke_key(token=row.token, by=person("owner-b"), at=timezone.now())


def test_page__makes_a_key_shows_it_once_and_audits(browse, acting_as):
    client = browse("owner-a")
    made = client.post("/people/me/keys/", {"label": "books", "reads_only": "1", "areas": ["cases"], "days": "10"})
    text = re.search(r'<code class="text-break">(\w+)</code>', made.content.decode())[1]
    with acting_as("coordinator"):
        event = AuditEvent.objects.get(event="api_key_made")

    assert call(browse, text).status_code == 200
    assert text not in client.get("/people/me/keys/").content.decode()
    assert (event.after["label"], event.after["areas"]) == ("books", ["cases"])
    assert text not in str(event.after)


@pytest.mark.parametrize(
    "typed", [{"days": "0"}, {"days": "400"}, {"areas": ["nowhere"]}, {"label": ""}, {"reads_only": "x"}]
)
def test_page__bad_input__makes_no_key(browse, typed):
    answer = browse("owner-a").post("/people/me/keys/", {"label": "books", "reads_only": "1", "days": "10"} | typed)

    assert answer.status_code == 422
    assert not AuthToken.objects.exists()


def test_keys__too_many__refused(key):
    for _each in range(MOST):
        key()
    with pytest.raises(NotAllowed, match="at most"):
        key()
