"""From the request to the rating, through the actions alone, as the restricted role."""

from datetime import date
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group

from core.audit import history_of
from core.errors import NotAllowed, NotPermitted
from core.rowsecurity import keeping
from enterprises.models import Residency
from parks.models import Membership
from services.actions import accept_case, decide_case, rate_case, refuse_acceptance, withdraw_case
from services.models import Case, Rating
from tests.factories import services as make


def test_request__from_an_enterprise__the_park_it_resides_in_acts():
    case = make.submitted("owner-a")

    assert (case.park.code, case.status, case.answer_due_date) == ("JNQ", "submitted", date(2026, 9, 20))
    assert (case.promised_days, case.statutory_days, case.day_type) == (10, 20, "working")


def test_request__same_form_twice__one_case(acting_as):
    key = uuid4()

    first, second = make.submitted(key=key), make.submitted("member-a", key=key)

    with acting_as("owner-a"):
        assert Case.objects.count() == 1
        assert history_of(first).count() == 1
    assert first.pk == second.pk


def test_request__same_form_with_other_words__refused(acting_as):
    key = uuid4()
    make.submitted(key=key)

    with pytest.raises(NotAllowed, match="sent already"):
        make.submitted(key=key, subject="Something else")


def test_request__same_key_of_another_enterprise__a_case_of_its_own():
    key = uuid4()

    assert make.submitted("owner-a", key=key).pk != make.submitted("owner-b", key=key).pk


def test_request__no_residency_on_the_day__refused(acting_as, in_zone, enterprise_of):
    own = enterprise_of("owner-a")
    with in_zone():
        Residency.objects.filter(enterprise=own).update(period=(date(2020, 1, 1), date(2026, 9, 14)))

    with pytest.raises(NotAllowed, match="resides in no park"):
        make.submitted("owner-a")


def test_request__in_another_enterprises_name__not_permitted(acting_as, person, enterprise_of):
    other = enterprise_of("owner-b")
    user, item = person("owner-a"), make.item()

    with acting_as("owner-a"), pytest.raises(NotPermitted):
        make.request_case(
            item=item, enterprise=other, subject="x", description="", contact="x",
            submission_key=uuid4(), by=user, at=make.SENT,
        )  # fmt: skip


def test_accept__on_a_day__due_after_the_promised_working_days():
    case = make.accepted()

    # 20 September is a make-up day; 25 to 27 are the Mid-Autumn holiday
    assert (case.accepted_on, case.due_date) == (date(2026, 9, 15), date(2026, 9, 29))


def test_accept__catalogue_changes_meanwhile__the_limit_of_the_request_counts():
    case = make.submitted()
    item = make.item()
    item.promised_days = 1
    with keeping():
        item.save()
    officer = make.person("service-jnq")

    with make.acting(officer):
        accept_case(case=case, by=officer, at=make.ACCEPTED)

    assert case.due_date == date(2026, 9, 29)


def test_accept__limit_in_calendar_days__every_day_counts():
    case = make.accepted(code="S28")  # five calendar days

    assert case.due_date == date(2026, 9, 20)


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (make.accepted, "The park has accepted this case already."),
        (make.decided, "This case is closed: “Granted”."),
        (make.not_accepted, "This case is closed: “Not accepted”."),
        (make.withdrawn, "The enterprise has withdrawn this case; there is nothing left to answer."),
    ],
)
def test_accept__when_it_is_too_late__says_why(state, sentence):
    case, officer = state(), make.person("service-jnq")

    with make.acting(officer), pytest.raises(NotAllowed) as refusal:
        accept_case(case=case, by=officer, at=make.DECIDED)

    assert str(refusal.value) == sentence


def test_accept__from_a_stale_page__the_lock_says_what_it_is_now(acting_as):
    stale = make.submitted()
    officer = make.person("service-jnq")
    with make.acting(officer):
        accept_case(case=Case.objects.get(pk=stale.pk), by=officer, at=make.ACCEPTED)

        with pytest.raises(NotAllowed, match="moved on meanwhile"):
            accept_case(case=stale, by=officer, at=make.ACCEPTED)


def test_refuse_acceptance__without_a_reason__refused_at_the_field():
    case, officer = make.submitted(), make.person("service-jnq")

    with make.acting(officer), pytest.raises(NotAllowed) as refusal:
        refuse_acceptance(case=case, reason="  ", by=officer, at=make.ACCEPTED)

    assert refusal.value.place == "reason"


def test_decide__refused_without_a_reason__refused_at_the_field():
    case, officer = make.accepted(), make.person("service-jnq")

    with make.acting(officer), pytest.raises(NotAllowed) as refusal:
        decide_case(case=case, decision="refused", by=officer, at=make.DECIDED)

    assert refusal.value.place == "reason"


def test_decide__before_acceptance__says_what_comes_first():
    case, officer = make.submitted(), make.person("service-jnq")

    with make.acting(officer), pytest.raises(NotAllowed, match="Accept the case first"):
        decide_case(case=case, decision="granted", by=officer, at=make.DECIDED)


def test_decide__number_used_before_in_the_park__refused():
    make.decided(number="2026-1")

    with pytest.raises(NotAllowed, match="document number"):
        make.decided("owner-b", number="2026-1")


def test_decide__number_used_in_another_park__stands():
    make.decided(number="2026-1")

    assert make.decided("owner-c", number="2026-1").decision_number == "2026-1"


def test_withdraw__after_acceptance__says_whom_to_ask():
    case, owner = make.accepted(), make.person("owner-a")

    with make.acting(owner), pytest.raises(NotAllowed, match="ask the officer"):
        withdraw_case(case=case, by=owner, at=make.DECIDED)


def test_rate__the_whole_way__is_in_the_history(acting_as):
    case = make.rated(level=2, comment="Two weeks of silence.")

    with acting_as("service-jnq"):
        events = list(history_of(case).values_list("event", flat=True))
        rating = Rating.objects.get(case=case)
    assert events == ["case_requested", "case_accepted", "case_decided", "case_rated"]
    assert (rating.level, rating.comment) == (2, "Two weeks of silence.")


@pytest.mark.parametrize(
    ("level", "comment", "place"), [(0, "x", "level"), (6, "x", "level"), (1, "", "comment"), (2, "", "comment")]
)
def test_rate__level_or_words_missing__refused_at_the_field(level, comment, place):
    case, owner = make.decided(), make.person("owner-a")

    with make.acting(owner), pytest.raises(NotAllowed) as refusal:
        rate_case(case=case, level=level, comment=comment, by=owner, at=make.RATED)

    assert refusal.value.place == place


def test_rate__twice__refused():
    case, owner = make.rated(), make.person("owner-a")

    with make.acting(owner), pytest.raises(NotAllowed, match="rated once"):
        rate_case(case=case, level=1, comment="Changed my mind", by=owner, at=make.RATED)


@pytest.mark.parametrize("state", [make.submitted, make.accepted, make.withdrawn])
def test_rate__before_the_park_answered__refused(state):
    case, owner = state(), make.person("owner-a")

    with make.acting(owner), pytest.raises(NotAllowed):
        rate_case(case=case, level=5, by=owner, at=make.RATED)


def test_rate__a_refusal_to_accept__may_be_rated():
    case, owner = make.not_accepted(), make.person("owner-a")

    with make.acting(owner):
        assert rate_case(case=case, level=4, by=owner, at=make.RATED).pk


def test_decide__neither_granted_nor_refused__refused_at_the_field():
    case, officer = make.accepted(), make.person("service-jnq")

    with make.acting(officer), pytest.raises(NotAllowed) as refusal:
        decide_case(case=case, decision="maybe", by=officer, at=make.DECIDED)

    assert refusal.value.place == "decision"


def test_rate__by_the_officer__not_permitted():
    case, officer = make.decided(), make.person("service-jnq")

    with make.acting(officer), pytest.raises(NotPermitted):
        rate_case(case=case, level=5, by=officer, at=make.RATED)


@pytest.fixture
def agent_of_two(in_zone, person, enterprise_of):
    """The neighbour's owner, who belongs to the first enterprise as well."""
    user, first = person("owner-b"), enterprise_of("owner-a")
    with in_zone():
        role = Group.objects.get(name="enterprise_member")
        Membership.objects.create(user=user, role=role, organisation=first.organisation, valid_from=make.SENT)
    return user


def test_request__by_a_member_of_two_enterprises__must_say_for_which(agent_of_two, browse, enterprise_of):
    make.item()
    client, first = browse("owner-b"), enterprise_of("owner-a")
    body = {"item": "S05", "subject": "x", "contact": "x"}

    unsaid = client.post("/api/v1/cases/", body, content_type="application/json")
    said = client.post("/api/v1/cases/", body | {"enterprise": first.pk}, content_type="application/json")

    assert unsaid.json()["errors"] == {"enterprise": ["Say for which of your enterprises you ask."]}
    assert said.json()["enterprise"] == first.pk
    assert client.get("/services/items/S05/request/").content.decode().count("<option ") == 2
