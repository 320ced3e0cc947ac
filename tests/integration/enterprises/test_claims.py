"""An enterprise claims its record by credit code: neutral answer, throttled, decided by its park with a reason."""

import re

import pytest
from django.core import mail
from django.db import Error as DatabaseError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.lock_out import ALLOWED
from core.errors import NotAllowed, NotPermitted
from core.jobs import work
from core.models import AuditEvent, Job
from enterprises.claims import claim_record, confirm_claim, refuse_claim
from enterprises.credit_code import check_character
from enterprises.models import RecordClaim
from parks.models import Invitation
from parks.tasks import send_invitation

UNKNOWN = "91310115MA1K2ABCD"
UNKNOWN += check_character(UNKNOWN)
SITE = "http://testserver/"


def typed(code, **more):
    return {"credit_code": code, "name": "Li", "email": "li@example.org", "evidence": "Managing director"} | more


@pytest.fixture
def claimed(enterprise_of):
    """A claim to the enterprise of owner-a, which resides in Jinqiao, or to another code."""

    def make(code=None, by=None):
        facts = {"name": "Li", "email": "li@example.org", "evidence": "Managing director"}
        code = code or enterprise_of("owner-a").credit_code
        return claim_record(credit_code=code, by=by, at=timezone.now(), **facts)

    return make


def test_answer__known_and_unknown_code__the_same(browse, enterprise_of):
    known, unknown = browse(), browse()
    with CaptureQueriesContext(connection) as first:
        one = known.post("/enterprises/claim/", typed(enterprise_of("owner-a").credit_code))
    with CaptureQueriesContext(connection) as second:
        other = unknown.post("/enterprises/claim/", typed(UNKNOWN))

    assert (one.status_code, one["Location"]) == (other.status_code, other["Location"]) == (302, "/")
    assert known.get("/").content.count(b"Received. If") == unknown.get("/").content.count(b"Received. If") == 1
    assert abs(len(first) - len(second)) <= 1  # which park, where there is one


@pytest.mark.parametrize("code", ["", "9131", "91310115MA1K2ABCD0", "O" * 18, "91310115 MA1K2ABCDI"])
def test_code__not_one__says_so_and_keeps_nothing(browse, in_zone, code):
    answer = browse().post("/enterprises/claim/", typed(code))

    assert answer.status_code == 422
    with in_zone():
        assert not RecordClaim.objects.exists()


def test_claims__too_many_from_one_place__wait(browse):
    answers = [browse().post("/enterprises/claim/", typed(UNKNOWN)).status_code for _each in range(ALLOWED + 1)]

    assert answers == [302] * ALLOWED + [422]


def test_claim__goes_to_the_park_of_residence__an_unknown_code_to_the_zone(claimed, acting_as):
    mine, nobodys = claimed(), claimed(UNKNOWN)

    assert (mine.decided_by.kind, mine.decided_by.park.code) == ("park", "JNQ")
    assert (nobodys.decided_by.kind, nobodys.enterprise) == ("zone", None)
    with acting_as("service-jnq"):
        event = AuditEvent.objects.get(event="record_claimed")
    assert event.after == {"credit_code": mine.credit_code}


@pytest.mark.parametrize(
    ("username", "expected"),
    [
        ("service-jnq", 200), ("head-jnq", 200), ("secadmin", 200), ("service-mhg", 404), ("clerk-jnq", 403),
        ("owner-b", 404), ("sysadmin", 404), ("coordinator", 403),
    ],
)  # fmt: skip
@pytest.mark.parametrize("act", ["confirm", "refuse"])
def test_decision__who_may(claimed, browse, username, expected, act):
    assert browse(username).get(f"/enterprises/claims/{claimed().pk}/{act}/").status_code == expected


def test_confirm__the_claimant_becomes_owner(claimed, browse, acting_as, person, enterprise_of):
    claim = claimed()
    answer = browse("service-jnq").post(f"/enterprises/claims/{claim.pk}/confirm/", {"reason": "licence seen"})
    with acting_as("service-jnq"):
        job = Job.objects.get(kind="parks.send_invitation")
        event = AuditEvent.objects.get(event="claim_confirmed")
    work(str(job.pk), send_invitation.run)
    link = re.search(r"http://testserver(/people/invitations/\S+/)", mail.outbox[0].body)[1]
    account = {
        "username": "li",
        "display_name": "Li",
        "password": "a long new password 7",
        "again": "a long new password 7",
    }
    accepted = browse().post(link, account)

    assert (answer.status_code, accepted.status_code) == (302, 302)
    assert event.reason == "licence seen"
    assert person("li").has_perm("services.request_case", enterprise_of("owner-a").organisation)
    assert not person("li").has_perm("services.request_case", enterprise_of("owner-b").organisation)


def test_confirm__a_code_outside_the_register__refused(claimed, acting_as, person):
    claim = claimed(UNKNOWN)
    with acting_as("secadmin"), pytest.raises(NotAllowed, match="holds no enterprise"):
        confirm_claim(claim=claim, reason="x", site=SITE, by=person("secadmin"), at=timezone.now())


def test_decide__twice__refused(claimed, acting_as, person):
    claim = claimed()
    with acting_as("service-jnq"):
        refuse_claim(claim=claim, reason="not reachable", by=person("service-jnq"), at=timezone.now())
        with pytest.raises(NotAllowed, match="decided already"):
            confirm_claim(claim=claim, reason="x", site=SITE, by=person("service-jnq"), at=timezone.now())
        assert not Invitation.objects.exists()


def test_decide__without_a_reason__refused(claimed, acting_as, person):
    claim = claimed()
    with acting_as("service-jnq"), pytest.raises(NotAllowed, match="reason"):
        refuse_claim(claim=claim, reason=" ", by=person("service-jnq"), at=timezone.now())


def test_decide__by_another_park__refused_by_the_action(claimed, in_zone, person):
    claim = claimed()
    with in_zone(), pytest.raises(NotPermitted):
        confirm_claim(claim=claim, reason="x", site=SITE, by=person("service-mhg"), at=timezone.now())


def test_claimant__sees_his_claim_and_cannot_decide_it(claimed, acting_as, person):
    claim = claimed(by=person("service-jnq"))
    with acting_as("service-jnq"):
        assert RecordClaim.objects.filter(pk=claim.pk).exists()
        assert not RecordClaim.objects.filter(pk=claim.pk).update(reason="mine")


def test_claim__in_anothers_name__refused_by_the_database(claimed, acting_as, person):
    claim = claimed()
    with acting_as("owner-b"), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        RecordClaim.objects.create(
            decided_by=claim.decided_by, credit_code=claim.credit_code, claimant=person("owner-a"), name="x",
            email="x@example.org", evidence="x", submitted_at=timezone.now(),
        )  # fmt: skip
