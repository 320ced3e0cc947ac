"""The public notice: who may object, who reads it, what is answered, and that nothing is confirmed before its end."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from assessment.actions.objections import answer_objection, object_to_results
from assessment.actions.publication import set_publication
from assessment.actions.standing import confirm_proposal
from assessment.models import Cycle, Objection, ObjectionAnswer, Proposal
from core.audit import history_of
from core.errors import NotAllowed, NotPermitted
from core.models import AuditEvent
from parks.models import Park
from tests.factories.assessed_year import at, make_year, run_year

NUMBER = "沪科创办〔2025〕12号"
DURING, AFTER = at(2024, 6, 24), at(2024, 6, 30)
WORDS = {"name": "王小明", "contact": "13800001234", "ground": "the area of 2024 is wrong: see the survey"}
ADDRESS = "/assessment/2024/notice/object/"


@pytest.fixture
def cycle(in_zone: Any) -> Cycle:
    with in_zone():
        year = make_year(2024, {"JNQ": 40.0})
        run_year(year, release=True)
    return year


@pytest.fixture
def noticed_now(cycle: Cycle, in_zone: Any, person: Any) -> Cycle:
    """The same year, whose notice runs today."""
    facts = {"by": person("coordinator"), "at": timezone.now(), "embargo_until": None, "notice_days": 5}
    with in_zone():
        for level in ("zone", "public"):
            set_publication(cycle=cycle, level=level, reason="let out", **facts)
    cycle.refresh_from_db()
    return cycle


def confirm(person: Any, when: Any) -> Proposal:
    proposal = Proposal.objects.get(cycle__year=2024, park__code="JNQ")
    return confirm_proposal(proposal=proposal, document_number=NUMBER, by=person("coordinator"), at=when)


def objected(cycle: Cycle, when: Any = DURING, **words: Any) -> Objection:
    return object_to_results(cycle=cycle, park=Park.objects.get(code="JNQ"), by=None, at=when, **(WORDS | words))


def answer(person: Any, objection: Objection, *, upheld: bool, when: Any = AFTER) -> Objection:
    return answer_objection(
        objection=objection, upheld=upheld, subject="the developed area", answer="the survey was read again",
        by=person("coordinator2"), at=when,
    )  # fmt: skip


def test_confirm__while_the_notice_runs__is_refused__after_it_is_not(cycle, in_zone, person):
    with in_zone():
        for when in (DURING, at(2024, 6, 27)):
            with pytest.raises(NotAllowed, match="public notice runs until 27 June 2025"):
                confirm(person, when)
        assert confirm(person, at(2024, 6, 28)).status == "confirmed"


def test_confirm__an_objection_waits__is_refused__until_it_is_answered(cycle, in_zone, person):
    with in_zone():
        objection = objected(cycle)
        with pytest.raises(NotAllowed, match="Objections that wait for their answer: 1"):
            confirm(person, AFTER)
        answer(person, objection, upheld=False)

        assert confirm(person, at(2024, 7, 1)).status == "confirmed"


def test_confirm__an_upheld_objection__is_refused_until_a_later_run_is_released(cycle, in_zone, person):
    with in_zone():
        answer(person, objected(cycle), upheld=True)

        with pytest.raises(NotAllowed, match="An objection was upheld after run 1"):
            confirm(person, at(2024, 7, 1))


@pytest.mark.parametrize("level", ["internal", "district"])
def test_confirm__a_result_that_the_park_may_not_read__is_refused(cycle, in_zone, person, level):
    with in_zone():
        set_publication(
            cycle=cycle, level=level, embargo_until=None, notice_days=5, reason="r", by=person("coordinator"), at=AFTER
        )
        with pytest.raises(NotAllowed, match="not let out to the parks"):
            confirm(person, at(2024, 7, 5))


def test_confirm__under_embargo__is_refused(cycle, in_zone, person):
    with in_zone():
        set_publication(
            cycle=cycle, level="public", embargo_until=AFTER + timedelta(days=9), notice_days=5, reason="r",
            by=person("coordinator"), at=AFTER,
        )  # fmt: skip
        with pytest.raises(NotAllowed, match="under embargo until"):
            confirm(person, AFTER + timedelta(days=8))


def test_object__before_and_after_the_notice__is_refused(cycle, in_zone):
    with in_zone():
        with pytest.raises(NotAllowed, match="Objections were taken until 27 June 2025"):
            objected(cycle, at(2024, 6, 28))
        with pytest.raises(NotAllowed, match="not published yet"):
            objected(make_year(2025, {}))


def test_object__by_the_public_form__without_an_account__is_received_under_a_number(noticed_now, browse, in_zone):
    told = browse(None).post(ADDRESS, WORDS | {"park": ""}, follow=True).content.decode()

    with in_zone():
        objection = Objection.objects.get()
        events = [event.event for event in history_of(objection)]
    assert objection.number in told
    assert (objection.objector_id, objection.park_id) == (None, None)
    assert events == ["objection_received"]


def test_object__five_from_one_place__the_sixth_waits(noticed_now, browse, in_zone):
    visitor = browse(None)
    answers = [visitor.post(ADDRESS, WORDS | {"park": ""}).status_code for _time in range(6)]

    assert answers == [302] * 5 + [422]


@pytest.mark.parametrize("words", [{"ground": ""}, {"name": "甲\u202e乙"}, {"contact": "x" * 201}, {"park": "999999"}])
def test_object__what_cannot_be_taken__says_why_and_keeps_nothing(noticed_now, browse, in_zone, words):
    refused = browse(None).post(ADDRESS, WORDS | {"park": ""} | words)

    assert refused.status_code == 422
    with in_zone():
        assert not Objection.objects.exists()


@pytest.mark.parametrize(
    ("username", "status"),
    [
        ("coordinator", 200),
        ("auditor", 200),
        ("head-jnq", 404),
        ("district-pudong", 404),
        ("owner-a", 404),
        (None, 302),
    ],
)
def test_objection__is_read_by_the_zone_alone__with_the_person_masked(noticed_now, browse, in_zone, username, status):
    with in_zone():
        objection = objected(noticed_now, timezone.now())
    answered = browse(username).get(f"/assessment/objections/{objection.pk}/")

    assert answered.status_code == status
    assert WORDS["contact"] not in answered.content.decode()
    assert (WORDS["ground"] in answered.content.decode()) is (status == 200)


def test_contact__in_full__needs_a_reason_that_stays(noticed_now, browse, in_zone):
    with in_zone():
        objection = objected(noticed_now, timezone.now())
    page = browse("coordinator").post(
        f"/assessment/objections/{objection.pk}/contact/", {"reason": "to ask which survey"}
    )

    assert WORDS["contact"] in page.content.decode()
    with in_zone():
        seen = AuditEvent.objects.get(event="personal_data_seen", object_key=str(objection.pk))
    assert seen.reason == "to ask which survey"
    assert browse("auditor").get(f"/assessment/objections/{objection.pk}/contact/").status_code == 403


def test_answer__is_public_without_the_objector(noticed_now, browse, in_zone):
    with in_zone():
        objection = objected(noticed_now, timezone.now())
    words = {"upheld": "no", "subject": "the developed area", "answer": "the survey shows it"}
    browse("coordinator").post(f"/assessment/objections/{objection.pk}/", words)
    page = browse(None).get("/assessment/2024/notice/").content.decode()

    assert "the survey shows it" in page
    assert objection.number in page
    assert WORDS["name"] not in page
    with in_zone():
        assert ObjectionAnswer.objects.get().is_upheld is False


@pytest.mark.parametrize("username", ["auditor", "head-jnq", "district-pudong"])
def test_answer__by_anybody_but_a_coordinator__is_refused(cycle, in_zone, person, username):
    with in_zone():
        objection = objected(cycle)
        with pytest.raises(NotPermitted):
            answer_objection(objection=objection, upheld=False, subject="s", answer="a", by=person(username), at=AFTER)


def test_answer__a_second_time__is_refused(cycle, in_zone, person):
    with in_zone():
        objection = objected(cycle)
        answer(person, objection, upheld=False)

        with pytest.raises(NotAllowed, match="has moved on"):
            answer(person, objection, upheld=True)
