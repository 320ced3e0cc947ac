"""The pages about incubators: the register, a record, the steps by form, plans, the API."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from incubators.demo import load_incubators
from incubators.models import Incubatee, Incubator, Milestone, Relay, TransformationPlan
from parks.models import Organisation, Park


@pytest.fixture(autouse=True)
def loaded(in_zone):
    with in_zone():
        load_incubators(Park.objects.order_by("code"))


@pytest.fixture
def body() -> Organisation:
    return Organisation.objects.get(kind="incubator", name_en="Demonstration incubator")


def test_register__a_visitor__sees_classes_and_no_figures(browse, body):
    client = browse(None)

    assert "Demonstration maker space" in client.get("/incubators/?kind=maker_space").content.decode()
    page = client.get(f"/incubators/{body.pk}/").content.decode()
    assert "recognised" in page
    assert "Demonstration team" not in page
    assert "12,000" not in page


@pytest.mark.parametrize(
    ("username", "inside"),
    [("incubator", True), ("head-jnq", True), ("coordinator", True), ("head-mhg", False), ("owner-a", False)],
)
def test_record__inside_only_for_whoever_reaches_it(browse, body, username, inside):
    page = browse(username).get(f"/incubators/{body.pk}/").content.decode()

    assert ("12,000" in page) is inside


def test_class__a_new_one_begins__the_old_one_ends_the_day_before(browse, body, in_zone):
    sent = {"kind": "incubator", "incubator_class": "cultivating", "first_day": "2026-03-01", "last_day": "2029-02-28"}
    answer = browse("coordinator").post(f"/incubators/{body.pk}/class/", sent)

    assert answer.status_code == 302
    old, new = Incubator.objects.filter(organisation=body).order_by("period")
    assert (old.last_day, new.last_day) == (date(2026, 2, 28), date(2029, 2, 28))


def test_class__a_certificate_that_ends_before_it_starts__refused_at_its_field(browse, body):
    sent = {"kind": "incubator", "incubator_class": "cultivating", "first_day": "2026-03-01", "last_day": "2026-01-31"}
    answer = browse("coordinator").post(f"/incubators/{body.pk}/class/", sent)

    assert answer.status_code == 422
    assert "would end before it starts" in answer.content.decode()
    assert Incubator.objects.filter(organisation=body).count() == 1


def test_class__by_a_park__refused(browse, body):
    assert browse("head-jnq").get(f"/incubators/{body.pk}/class/").status_code == 403


def test_new__a_new_incubator__stands_in_the_register(browse):
    sent = {
        "park": "CHJ", "name_zh_hans": "新孵化器", "kind": "incubator", "incubator_class": "existing",
        "first_day": "2026-01-01",
    }  # fmt: skip
    answer = browse("coordinator").post("/incubators/new/", sent, follow=True)

    assert "新孵化器" in answer.content.decode()


def test_year__more_for_incubatees_than_there_is__the_databases_sentence(browse, body):
    sent = {
        "year": "2026", "area_m2": "100", "incubation_area_m2": "200", "fund_cny": "0", "invested_cny": "0",
        "staff": "1", "mentors": "0",
    }  # fmt: skip
    answer = browse("incubator").post(f"/incubators/{body.pk}/year/", sent)

    assert answer.status_code == 422
    assert "at most the whole floor" in answer.content.decode()


def test_journey__by_forms_from_application_to_acceptance(browse, body, enterprise_of, in_zone):
    own = browse("incubator")
    sent = {"name_zh_hans": "丁团队", "cohort": "2026", "purpose": "p", "applied_on": "2026-01-05"}
    record = own.post(f"/incubators/{body.pk}/apply/", sent).headers["Location"]
    own.post(f"{record}admit/", {"admitted_on": "2026-01-06"})
    code = enterprise_of("owner-b").credit_code.lower()
    sent = {"ended_on": "2026-02-01", "credit_code": code, "grounds": ["invested", "revenue"], "evidence": "e"}
    assert own.post(f"{record}graduate/", sent).status_code == 302
    assert own.post(f"{record}hand-over/", {"park": "MHG", "wanted_area_m2": "90", "needs": "n"}).status_code == 302
    with in_zone():
        relay = Relay.objects.get()
    offer = {
        "offered_place": "B1", "offered_area_m2": "90", "offered_services": "s",
        "offered_until": (localdate() + timedelta(days=9)).isoformat(),
    }  # fmt: skip
    assert browse("service-mhg").post(f"/incubators/relays/{relay.pk}/offer/", offer).status_code == 302
    assert browse("owner-b").post(f"/incubators/relays/{relay.pk}/accept/", {}).status_code == 302
    page = own.get(record).content.decode()
    assert "It goes on in" in page
    assert browse("owner-a").get(record).status_code == 404
    assert browse("service-mhg").get(record).status_code == 404


def test_move__unknown_or_too_late__said_politely(browse, in_zone, body):
    with in_zone():
        row = Incubatee.objects.filter(incubator=body, status="declined").first()
    own = browse("incubator")

    assert own.get(f"/incubators/incubatees/{row.pk}/fly/").status_code == 404
    assert "decided already" in own.get(f"/incubators/incubatees/{row.pk}/admit/").content.decode()


def test_plan__milestones_reported_sent_back_and_confirmed(browse, in_zone, body):
    with in_zone():
        plan = TransformationPlan.objects.get(incubator=body)
        first, second = Milestone.objects.filter(plan=plan).order_by("due_on")
    own, park = browse("incubator"), browse("head-jnq")
    for each in (first, second):
        sent = {"reported_on": "2026-02-01", "evidence": "e"}
        assert own.post(f"/incubators/milestones/{each.pk}/report/", sent).status_code == 302
    assert own.post(f"/incubators/milestones/{first.pk}/confirm/", {}).status_code == 403
    assert park.post(f"/incubators/plans/{plan.pk}/achieve/", {}).status_code == 422
    for each in (first, second):
        assert park.post(f"/incubators/milestones/{each.pk}/confirm/", {}).status_code == 302
    assert park.post(f"/incubators/plans/{plan.pk}/achieve/", {}).status_code == 302
    assert "2 of 2" in own.get(f"/incubators/plans/{plan.pk}/").content.decode()


@pytest.mark.parametrize("milestones", ["soon Something", "2026-09-30", "2031-01-01 Too late"])
def test_plan__a_line_that_is_no_milestone__refused_by_its_line(browse, body, milestones):
    sent = {
        "goal": "g", "target_class": "recognised", "begins_on": "2026-01-01", "ends_on": "2027-01-01",
        "milestones": milestones,
    }  # fmt: skip

    answer = browse("incubator").post(f"/incubators/{body.pk}/plan/", sent)

    assert answer.status_code == 422
    assert "Line 1" in answer.content.decode() or "outside the plan" in answer.content.decode()


@pytest.mark.parametrize(("path", "expected"), [("incubatees", 14), ("relays", 0), ("plans", 1)])
def test_lists__their_file_holds_their_rows(browse, path, expected):
    answer = browse("incubator").get(f"/incubators/{path}/?export=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")

    assert answer.status_code == 200
    assert text.count("Demonstration") == expected


def test_api__register_is_public_incubatees_are_not(browse):
    assert browse(None).get("/api/v1/incubators/").json()["count"] >= 5
    assert browse(None).get("/api/v1/incubatees/").status_code in {401, 403}
    assert browse("incubator").get("/api/v1/incubatees/").json()["count"] == 7
