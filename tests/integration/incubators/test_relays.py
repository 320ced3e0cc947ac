"""An incubatee's way to a park: admission, graduation, relay, offer, and who sees and may do what."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from core.errors import NotAllowed, NotPermitted
from core.models import AuditEvent
from incubators.actions.incubatees import admit_incubatee, enter_application, graduate_incubatee, record_survival
from incubators.actions.relays import accept_offer, hand_over, offer_space, withdraw_offer
from incubators.models import Incubatee, Relay
from incubators.selectors import cohorts_of
from parks.models import Organisation

AT = datetime(2026, 6, 1, 4, tzinfo=UTC)
GROUNDS = ["invested", "revenue"]


@pytest.fixture
def body() -> Organisation:
    return Organisation.objects.get(kind="incubator", name_en="Demonstration incubator")


@pytest.fixture
def applied(acting_as, person, body) -> Incubatee:
    with acting_as("incubator"):
        return enter_application(
            body=body, name_en="", name_zh_hans="甲团队", credit_code="", sector=None, cohort="2026", purpose="p",
            applied_on=date(2026, 1, 5), by=person("incubator"), at=AT,
        )  # fmt: skip


@pytest.fixture
def graduate(acting_as, person, applied, enterprise_of) -> Incubatee:
    code = enterprise_of("owner-a").credit_code
    with acting_as("incubator"):
        by = person("incubator")
        admit_incubatee(incubatee=applied, admitted_on=date(2026, 2, 1), area_m2=None, mentor="", by=by, at=AT)
        return graduate_incubatee(
            incubatee=applied, ended_on=date(2026, 5, 1), credit_code=code,
            grounds=GROUNDS, evidence="e", by=by, at=AT,
        )  # fmt: skip


@pytest.fixture
def put_before(acting_as, person, park, graduate) -> Callable[[str], Relay]:
    def put(code: str) -> Relay:
        with acting_as("incubator"):
            return hand_over(
                incubatee=graduate, park=park(code), wanted_area_m2=200, needs="n", by=person("incubator"), at=AT
            )

    return put


def make_offer(relay: Relay, by: Any, until: date = date(2026, 7, 1)) -> Relay:
    return offer_space(
        relay=relay, offered_place="1", offered_area_m2=200, offered_services="s", offered_until=until, by=by, at=AT
    )


def test_graduate__one_ground__refused_and_nothing_changed(acting_as, person, applied):
    with acting_as("incubator"):
        by = person("incubator")
        admit_incubatee(incubatee=applied, admitted_on=date(2026, 2, 1), area_m2=None, mentor="", by=by, at=AT)
        with pytest.raises(NotAllowed, match="at least two"):
            graduate_incubatee(
                incubatee=applied,
                ended_on=date(2026, 5, 1),
                credit_code="",
                grounds=["invested"],
                evidence="e",
                by=by,
                at=AT,
            )
        assert Incubatee.objects.get(pk=applied.pk).status == "admitted"


def test_graduate__a_team_without_an_enterprise__the_databases_sentence(acting_as, person, applied):
    with acting_as("incubator"):
        by = person("incubator")
        admit_incubatee(incubatee=applied, admitted_on=date(2026, 2, 1), area_m2=None, mentor="", by=by, at=AT)
        with pytest.raises(NotAllowed, match="unified social credit code"):
            graduate_incubatee(
                incubatee=applied,
                ended_on=date(2026, 5, 1),
                credit_code="",
                grounds=GROUNDS,
                evidence="e",
                by=by,
                at=AT,
            )


@pytest.mark.parametrize(("day", "sentence"), [(date(2026, 1, 1), "is before"), (date(2026, 6, 9), "still to come")])
def test_admit__a_day_that_cannot_be__refused(acting_as, person, applied, day, sentence):
    with acting_as("incubator"), pytest.raises(NotAllowed, match=sentence):
        admit_incubatee(incubatee=applied, admitted_on=day, area_m2=None, mentor="", by=person("incubator"), at=AT)


@pytest.mark.parametrize("username", ["head-jnq", "head-mhg", "owner-a", "coordinator", "operator"])
def test_enter_application__by_anybody_but_the_incubators_people__refused(acting_as, person, body, username):
    with acting_as(username), pytest.raises(NotPermitted):
        enter_application(
            body=body, name_en="", name_zh_hans="乙", credit_code="", sector=None, cohort="c", purpose="p",
            applied_on=date(2026, 1, 5), by=person(username), at=AT,
        )  # fmt: skip


def test_relay__offered_and_accepted__the_record_says_where_and_the_others_are_settled(
    acting_as, person, put_before, graduate, park
):
    here, there = put_before("MHG"), put_before("CORE")
    with acting_as("head-mhg"):
        make_offer(here, person("head-mhg"))
    with acting_as("incubator"):
        accept_offer(relay=here, by=person("incubator"), at=AT)
        assert Relay.objects.get(pk=there.pk).status == "overtaken"
        assert Incubatee.objects.get(pk=graduate.pk).went_to == park("MHG")
    with acting_as("head-mhg"):
        events = AuditEvent.objects.filter(object_key=str(here.pk)).values_list("event", flat=True)
        assert set(events) == {"relay_proposed", "relay_offered", "relay_accepted"}


def test_relay__by_the_graduates_owner__accepted(acting_as, person, put_before):
    relay = put_before("MHG")
    with acting_as("head-mhg"):
        make_offer(relay, person("head-mhg"))
    with acting_as("owner-a"):
        assert accept_offer(relay=relay, by=person("owner-a"), at=AT).status == "accepted"


def test_relay__offer_past_its_day__not_accepted(acting_as, person, put_before):
    relay = put_before("MHG")
    with acting_as("head-mhg"):
        make_offer(relay, person("head-mhg"), until=date(2026, 6, 2))
    with acting_as("incubator"), pytest.raises(NotAllowed, match="stood until"):
        accept_offer(relay=relay, by=person("incubator"), at=AT + timedelta(days=3))


def test_relay__twice_before_one_park__the_databases_sentence(put_before):
    put_before("MHG")

    with pytest.raises(NotAllowed, match="lies before that park already"):
        put_before("MHG")


def test_relay__another_park_answers__sees_nothing_and_may_not(acting_as, person, put_before):
    relay = put_before("MHG")

    with acting_as("clerk-core"):
        assert not Relay.objects.filter(pk=relay.pk).exists()
    with acting_as("head-jnq"):  # the park it comes from reads the incubatee, not the other park's answer
        assert not Relay.objects.filter(pk=relay.pk).exists()
    with acting_as("incubator"), pytest.raises(NotPermitted):
        make_offer(relay, person("incubator"))


def test_relay__offer_taken_back_by_the_incubator__refused(acting_as, person, put_before):
    relay = put_before("MHG")
    with acting_as("head-mhg"):
        make_offer(relay, person("head-mhg"))
    with acting_as("incubator"), pytest.raises(NotPermitted):
        withdraw_offer(relay=relay, reason="r", by=person("incubator"), at=AT)


def test_cohorts__count_every_way_and_survival(acting_as, person, graduate, body):
    with acting_as("incubator"):
        record_survival(
            incubatee=graduate, year=2026, state="alive", employees=9, source="s", by=person("incubator"), at=AT
        )
        (cohort,) = cohorts_of(body)

    assert (cohort.applied, cohort.admitted, cohort.graduated, cohort.inside) == (1, 1, 1, 0)
    assert cohort.survival_text == "1 of 1"
