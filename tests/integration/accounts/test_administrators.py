"""Three administrators: jobs and health; accounts, locks and keys; none of them sees what tenants' work is about."""

import uuid

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils import timezone

from accounts.lock_out import ALLOWED, count_attempt
from coordination.demo_people import ACCOUNTS
from core.job_keeping import cancel_job, job_states, retry_job
from core.models import AuditEvent, Job
from tests.factories.world import build_world


@pytest.fixture
def job(acting_as, person):
    """Somebody's job, as it stands."""

    def make(username="owner-a", **facts):
        with acting_as(username):
            return Job.objects.create(
                run_key=str(uuid.uuid4()), kind="test.kind", user_id=person(username).pk,
                **({"arguments": {"secret": "arguments"}, "step": "secret step", "message": "secret message"} | facts),
            )  # fmt: skip

    return make


@pytest.mark.parametrize("username", [account.username for account in ACCOUNTS])
def test_pages__each_administrators_alone(browse, username):
    client = browse(username)

    assert (client.get("/people/system/").status_code == 200) is (username == "sysadmin")
    assert (client.get("/people/accounts/").status_code == 200) is (username == "secadmin")


def test_system_page__shows_kind_and_state_and_no_content(browse, job):
    job(status="failed")
    page = browse("sysadmin").get("/people/system/").content.decode()

    assert "test.kind" in page
    assert "Failed" in page
    assert "secret" not in page


def test_jobs__outside_the_system_administrators_scope__none(acting_as, job):
    job()
    for username in ("coordinator", "secadmin", "auditor", "owner-a"):
        with acting_as(username):
            assert job_states(kept=9) == []
    with acting_as("sysadmin"):
        assert len(job_states(kept=9)) == 1
        assert not Job.objects.exists()


@pytest.mark.parametrize(("status", "act", "after"), [
    ("failed", "retry", "queued"), ("cancelled", "retry", "queued"), ("done", "retry", "done"),
    ("queued", "cancel", "cancelled"), ("running", "cancel", "running"), ("done", "cancel", "done"),
])  # fmt: skip
def test_job__retried_and_cancelled(browse, acting_as, job, status, act, after):
    row = job(status=status)
    assert browse("sysadmin").post(f"/people/system/jobs/{row.pk}/{act}/").status_code == 302
    with acting_as("owner-a"):
        row.refresh_from_db()

    assert row.status == after
    assert row.cancel_requested is (act == "cancel" and status != "done")


def test_job__kept_is_audited_and_refused_to_others(browse, acting_as, job, person):
    row = job(status="failed")
    assert browse("coordinator").post(f"/people/system/jobs/{row.pk}/retry/").status_code == 403
    with acting_as("sysadmin"):
        retry_job(job_id=row.pk, by=person("sysadmin"), at=timezone.now())
        cancel_job(job_id=row.pk, by=person("sysadmin"), at=timezone.now())
        events = set(AuditEvent.objects.filter(object_key=str(row.pk)).values_list("event", flat=True))

    assert events == {"job_retried", "job_cancelled"}


def test_locked_accounts__are_listed_and_unlocked(browse, person):
    for _each in range(ALLOWED):
        count_attempt("clerk-jnq", at=timezone.now())
    client, key = browse("secadmin"), person("clerk-jnq").pk
    page = client.get("/people/accounts/").content.decode()
    assert "1 account is locked now" in page
    answer = client.post(f"/people/accounts/{key}/unlock/", {"reason": "it was he, by telephone"})

    assert answer.status_code == 302
    assert "0 accounts are locked now" in client.get("/people/accounts/").content.decode()
    assert count_attempt("clerk-jnq", at=timezone.now())


def test_close__nobody_signs_in_and_keys_end(browse, person):
    other, key = browse("clerk-jnq"), person("clerk-jnq").pk
    assert other.get("/work/").status_code == 200
    assert browse("secadmin").post(f"/people/accounts/{key}/close/", {"reason": "left"}).status_code == 302

    assert other.get("/work/").status_code == 302
    assert browse("secadmin").post(f"/people/accounts/{key}/open/", {"reason": "back"}).status_code == 302
    assert person("clerk-jnq").is_active


def test_second_factor__taken_off(browse, person):
    TOTP.activate(person("clerk-jnq"), generate_totp_secret())
    address = f"/people/accounts/{person('clerk-jnq').pk}/second-factor/"
    assert browse("secadmin").post(address, {"reason": "phone lost"}).status_code == 302

    assert not Authenticator.objects.exists()
    assert browse("secadmin").post(address, {"reason": "again"}).status_code == 422


@pytest.mark.parametrize("act", ["close", "unlock", "second-factor"])
def test_own_account__kept_by_another(browse, person, act):
    answer = browse("secadmin").post(f"/people/accounts/{person('secadmin').pk}/{act}/", {"reason": "x"})

    assert answer.status_code == 403


@pytest.mark.parametrize("username", ["secadmin", "sysadmin", "audadmin"])
def test_administrators__see_no_tenants_content(browse, in_zone, username):
    with in_zone():
        build_world()
    client = browse(username)
    pages = ["/people/", "/people/accounts/", "/people/system/", "/work/", "/overview/", "/services/cases/"]

    assert not any("canary" in client.get(page).content.decode() for page in pages)
