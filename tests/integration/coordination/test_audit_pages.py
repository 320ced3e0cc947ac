"""The audit as people read it: who may, what a filter leaves, the chain in words, a verification as a job."""

import html

import pytest
from django.utils import timezone

from core import audit
from core.audit.checks import VERIFY
from core.audit.verify import Verdict
from core.jobs import work
from core.models import AuditCheck, AuditEvent, Job
from core.rowsecurity import keeping
from core.tasks import verify_audit
from parks.models import ParkIndustry


@pytest.fixture
def events(in_zone, park, person):
    """One event in each of two parks; one has a reason that a spreadsheet would run."""
    with in_zone():
        return {
            code: audit.record(
                "industry_declared",
                ParkIndustry.objects.filter(park=park(code)).first(),
                by=person(f"head-{code.lower()}"),
                at=timezone.now(),
                before={"industry_class": "future"},
                after={"industry_class": "leading", "slot": 2},
                reason=f"=cmd {code}",
            )
            for code in ("JNQ", "MHG")
        }


@pytest.mark.parametrize(
    ("username", "status"),
    [
        ("auditor", 200),
        ("head-jnq", 200),
        ("clerk-jnq", 403),
        ("audadmin", 403),
        ("coordinator", 403),
        ("owner-a", 403),
    ],
)
def test_list__who_may_read_it(browse, events, username, status):
    assert browse(username).get("/audit/").status_code == status


@pytest.mark.parametrize(
    ("username", "status"), [("auditor", 200), ("audadmin", 200), ("head-jnq", 403), ("sysadmin", 403)]
)
def test_chain__who_may_see_it(browse, username, status):
    assert browse(username).get("/audit/chain/").status_code == status


def test_list__a_visitor__is_asked_to_sign_in(browse):
    assert browse().get("/audit/").status_code == 302


def test_list__the_auditor_reads_all__a_head_his_own_park(browse, events):
    whole, own = (browse(name).get("/audit/").content.decode() for name in ("auditor", "head-jnq"))

    assert all(str(event.pk) in whole for event in events.values())
    assert str(events["JNQ"].pk) in own
    assert str(events["MHG"].pk) not in own


def test_event__of_another_park__is_not_there(browse, events):
    client = browse("head-jnq")

    assert client.get(f"/audit/events/{events['JNQ'].pk}/").status_code == 200
    assert client.get(f"/audit/events/{events['MHG'].pk}/").status_code == 404


def test_list__in_words__no_code_is_left(browse, events):
    text = browse("auditor").get("/audit/?park=JNQ").content.decode()

    assert "Industry declared" in text
    assert "class: <del>future industry</del>" in text
    assert "industry_class" not in text
    assert str(events["MHG"].pk) not in text


@pytest.mark.parametrize(
    "query",
    ["since=2001-01-01&until=2001-12-31", "actor=nobody-of-that-name", "event=plan_approved", "object_type=core.job"],
)
def test_list__filtered_to_nothing__says_so(browse, events, query):
    answer = browse("auditor").get(f"/audit/?{query}")

    assert answer.status_code == 200
    assert str(events["JNQ"].pk) not in answer.content.decode()


@pytest.mark.parametrize("query", ["since=yesterday", "since=2026-02-01&until=2026-01-01", "event=dropped", "park=XXX"])
def test_list__bad_filter__is_said(browse, query):
    assert browse("auditor").get(f"/audit/?{query}").status_code == 400


@pytest.mark.parametrize("after", ["x", "2026-01-01", "2026-01-01T00:00:00+00:00_1"])
def test_list__bad_place__is_not_there(browse, after):
    assert browse("auditor").get("/audit/", {"after": after}).status_code == 404


def test_list__page_by_page__each_event_once(browse, events, monkeypatch):
    monkeypatch.setattr("coordination.audit.selectors.EVENTS_A_PAGE", 1)
    client = browse("auditor")
    first = client.get("/audit/?event=industry_declared")
    second = client.get(f"/audit/{first.context['older']}")

    seen = [page.context["lines"][0].event.pk for page in (first, second)]
    assert sorted(seen) == sorted(event.pk for event in events.values())
    assert second.context["older"] == ""


def test_file__the_filter_inside__formulas_harmless__audited(browse, events):
    answer = browse("auditor").get("/audit/events.csv?park=JNQ")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")

    assert "Park: " in text
    assert "'=cmd JNQ" in text
    assert "cmd MHG" not in text
    assert "\n=cmd" not in text
    assert ",=cmd" not in text


def test_verification__asked_for__is_a_job_whose_verdict_is_shown(browse, acting_as, monkeypatch):
    client = browse("audadmin")
    answer = client.post("/audit/chain/")
    with acting_as("audadmin"):
        job = Job.objects.get(kind=VERIFY)
    assert answer["Location"] == f"/audit/verifications/{job.pk}/"
    assert client.get(answer["Location"]).status_code == 200
    monkeypatch.setattr("core.tasks.verify", lambda report: Verdict(events=7, seals=1, waiting=2))
    work(str(job.pk), verify_audit.run)

    assert AuditCheck.objects.get().events == 7
    assert "The chain held" in client.get("/audit/chain/").content.decode()
    assert "See the result" in client.get(answer["Location"]).content.decode()


def test_verification__broken__the_place_is_said_in_both_languages(browse, person):
    with keeping():
        AuditCheck.objects.create(
            asked_by_id=person("auditor").pk, at=timezone.now(), events=0, seals=0, waiting=0,
            fault_code="link_missing", fault_place={"sequence": "41"},
        )  # fmt: skip
    client = browse("auditor")

    assert "Link 41 is missing from the chain." in client.get("/audit/chain/").content.decode()
    chinese = client.get("/audit/chain/", headers={"accept-language": "zh-hans"}).content.decode()
    assert "审计链缺少第41环。" in chinese


def test_verification__asked_by_who_may_not__refused(browse):
    assert browse("head-jnq").post("/audit/chain/").status_code == 403


def test_api__the_same_gate(browse, events):
    own = browse("head-jnq").get("/api/v1/audit-events/?event=industry_declared").json()

    assert [row["id"] for row in own["results"]] == [str(events["JNQ"].pk)]
    assert browse("head-jnq").get(f"/api/v1/audit-events/{events['MHG'].pk}/").status_code == 404
    assert browse("clerk-jnq").get("/api/v1/audit-events/").status_code == 403
    assert browse().get("/api/v1/audit-events/").status_code == 401
    assert browse("auditor").get("/api/v1/audit-events/?since=soon").status_code == 400
    assert browse("audadmin").get("/api/v1/audit-seals/").status_code == 200
    assert browse("head-jnq").get("/api/v1/audit-seals/").status_code == 403


def test_refusal_of_an_action__page_and_api__is_audited_with_its_sentence(browse, acting_as, events):
    form = {"industry_class": "leading", "name_en": "x", "name_zh_hans": "某", "since": "1990-01-01"}
    answer = browse("head-jnq").post("/parks/JNQ/industries/new/", form)
    with acting_as("auditor"):
        refused = AuditEvent.objects.filter(event="refused").order_by("-at").first()

    assert answer.status_code == 422
    assert refused.after == {"status": 422, "method": "POST", "path": "/parks/JNQ/industries/new/"}
    assert refused.reason
    assert refused.reason in html.unescape(answer.content.decode())


def test_history__on_the_page_of_the_park__for_its_people_alone(browse, events):
    own, other, visitor = (
        browse(name).get("/parks/JNQ/").content.decode() for name in ("clerk-jnq", "clerk-mhg", None)
    )

    assert "Industry declared" in own
    assert "Every recorded change" not in other
    assert "Every recorded change" not in visitor
