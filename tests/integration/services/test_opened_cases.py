"""A single case opened to an expert, an enterprise's agent by mandate: that one object or enterprise, until a day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from core.audit import history_of
from core.errors import NotAllowed, NotPermitted
from core.models import AuditEvent
from parks.actions.grants import end_mandate, give_mandate
from parks.models import ObjectGrant
from services.actions import close_case_to, open_case_to
from services.models import Case
from tests.factories.world import build_world


@pytest.fixture
def world(in_zone):
    with in_zone():
        return build_world()


@pytest.fixture
def opened(world, acting_as, person):
    """The case of owner-a, opened to the expert by Jinqiao's service officer for so many days."""

    def make(days=7):
        at = timezone.now()
        with acting_as("service-jnq"):
            grant = open_case_to(
                case=world.cases["owner-a"], user=person("expert"), until=at + timedelta(days=7),
                reason="opinion on patents", by=person("service-jnq"), at=at,
            )  # fmt: skip
            if days <= 0:
                ObjectGrant.objects.filter(pk=grant.pk).update(until=at + timedelta(days=days))
        return grant

    return make


def statuses(client, world):
    return {owner: client.get(f"/services/cases/{case.pk}/").status_code for owner, case in world.cases.items()}


def test_expert__sees_the_opened_case_and_no_other(opened, world, browse):
    opened()
    client = browse("expert")

    assert statuses(client, world) == {"owner-a": 200, "owner-b": 404, "owner-c": 404}
    listed = client.get("/services/cases/").content.decode()
    assert "canary-enterprise-owner-a" in listed
    assert "canary-enterprise-owner-b" not in listed
    assert f"/services/cases/{world.cases['owner-a'].pk}/" in client.get("/people/me/").content.decode()


def test_expert__may_look_and_do_nothing(opened, world, browse):
    opened()
    for act in ("accept", "refuse", "decide", "withdraw", "rate", "opening"):
        answer = browse("expert").post(f"/services/cases/{world.cases['owner-a'].pk}/{act}/", {})
        assert answer.status_code == 403, act


def test_expert__after_the_end__sees_nothing(opened, world, browse):
    opened(days=-1)

    assert set(statuses(browse("expert"), world).values()) == {404}


def test_expert__the_park_enters_no_scope_elsewhere(opened, browse, park):
    """Only views that say so open the object; a page of the park's returns stays closed."""
    opened()

    assert browse("expert").get("/assessment/2024/returns/").status_code in {403, 404}
    assert browse("expert").get("/assessment/2024/returns/JNQ/").status_code in {403, 404}


def test_expert__filters_taken_away__other_rows_only_of_the_opened_park(opened, world, browse, no_filters):
    """What lock 3 alone keeps: with lock 2 switched off no other park's case is in the answer."""
    opened()

    assert "canary-enterprise-owner-c" not in browse("expert").get("/services/cases/").content.decode()


@pytest.mark.parametrize("username", ["service-mhg", "clerk-jnq", "owner-a", "coordinator"])
def test_opening__by_whoever_does_not_answer_the_case__refused(world, in_zone, person, username):
    at = timezone.now()
    with in_zone(), pytest.raises(NotPermitted):
        open_case_to(
            case=world.cases["owner-a"], user=person("expert"), until=at + timedelta(days=1), reason="x",
            by=person(username), at=at,
        )  # fmt: skip


def test_opening__page__opens_lists_and_closes(world, browse, person, acting_as):
    client, case = browse("service-jnq"), world.cases["owner-a"]
    typed = {"user": "expert", "reason": "patents", "until": (timezone.localdate() + timedelta(days=3)).isoformat()}
    unknown = client.post(f"/services/cases/{case.pk}/opening/", typed | {"user": "nobody"})
    assert client.post(f"/services/cases/{case.pk}/opening/", typed).status_code == 302
    with acting_as("service-jnq"):
        grant = ObjectGrant.objects.get(user=person("expert"))
    page = client.get(f"/services/cases/{case.pk}/opening/").content.decode()
    closed = client.post(f"/services/cases/{case.pk}/opening/{grant.pk}/close/")

    assert unknown.status_code == 422
    assert "patents" in page
    assert closed.status_code == 302
    assert browse("expert").get(f"/services/cases/{case.pk}/").status_code == 404


@pytest.mark.parametrize("days", [0, 4000])
def test_opening__without_a_sensible_end__refused(world, acting_as, person, days):
    at = timezone.now()
    with acting_as("service-jnq"), pytest.raises(NotAllowed, match="three years"):
        open_case_to(
            case=world.cases["owner-a"], user=person("expert"), until=at + timedelta(days=days), reason="x",
            by=person("service-jnq"), at=at,
        )  # fmt: skip


def test_opening__twice__moves_the_end_and_keeps_both_in_the_history(opened, acting_as, person, world):
    grant, at = opened(), timezone.now()
    with acting_as("service-jnq"):
        again = open_case_to(
            case=world.cases["owner-a"], user=person("expert"), until=at + timedelta(days=20), reason="more",
            by=person("service-jnq"), at=at + timedelta(seconds=1),
        )  # fmt: skip
        close_case_to(case=world.cases["owner-a"], grant=again, by=person("service-jnq"), at=at + timedelta(seconds=2))
        events = [event.event for event in history_of(grant)]

    assert again.pk == grant.pk
    assert events == ["object_opened", "object_opened", "object_closed"]


# -- Agents ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def mandate(acting_as, person, enterprise_of):
    def give(agent="provider", by="owner-a"):
        at, body = timezone.now(), enterprise_of("owner-a").organisation
        with acting_as(by):
            return give_mandate(
                agent=person(agent), enterprise=body, document="No. 7", by=person(by),
                until=at + timedelta(days=30), at=at,
            )  # fmt: skip

    return give


def test_agent__asks_and_follows_in_the_enterprises_name(mandate, world, browse, person, acting_as, enterprise_of):
    mandate()
    client, user = browse("provider"), person("provider")
    page = client.get("/services/items/S01/request/").content.decode()
    body = enterprise_of("owner-a")

    assert user.has_perm("services.request_case", body.organisation)
    assert body.name_en in page
    assert statuses(client, world) == {"owner-a": 200, "owner-b": 404, "owner-c": 404}


def test_agent__what_he_does__says_for_whom(mandate, world, browse, acting_as):
    mandate()
    case = world.cases["owner-a"]
    answer = browse("provider").post(f"/services/cases/{case.pk}/withdraw/", {"reason": "not needed any more"})
    with acting_as("owner-a"):
        event = AuditEvent.objects.get(object_key=str(case.pk), event="case_withdrawn")

    assert answer.status_code == 302
    assert event.actor_id == User.objects.get(username="provider").pk
    assert event.after["in_place_of"].startswith("Demonstration enterprise")


def test_agent__keeps_no_people_of_the_enterprise(mandate, browse, enterprise_of):
    mandate()

    assert browse("provider").get(f"/people/{enterprise_of('owner-a').pk}/").status_code == 404


def test_agent__after_the_end__acts_no_more(mandate, world, browse, acting_as, person):
    grant = mandate()
    with acting_as("owner-a"):
        end_mandate(grant=grant, reason="over", by=person("owner-a"), at=timezone.now())

    assert set(statuses(browse("provider"), world).values()) == {404}
    assert not person("provider").has_perm("services.request_case")


@pytest.mark.parametrize("by", ["member-a", "owner-b", "service-jnq"])
def test_mandate__by_whoever_is_not_the_owner__refused(mandate, by):
    with pytest.raises(NotPermitted):
        mandate(by=by)


def test_mandate__page__gives_lists_and_ends(browse, enterprise_of, person, acting_as):
    client, key = browse("owner-a"), enterprise_of("owner-a").pk
    typed = {"agent": "provider", "document": "No. 9", "until": (timezone.localdate() + timedelta(days=9)).isoformat()}
    given = client.post(f"/people/{key}/mandates/new/", typed)
    page = client.get(f"/people/{key}/").content.decode()
    with acting_as("owner-a"):
        grant = ObjectGrant.objects.get()
    ended = client.post(f"/people/mandates/{grant.pk}/end/", {"reason": "over"})

    assert (given.status_code, ended.status_code) == (302, 302)
    assert "No. 9" in page
    assert browse("owner-b").get(f"/people/mandates/{grant.pk}/end/").status_code == 404


def test_case__opened_in_the_database_to_oneself__refused(world, acting_as, person):
    at = timezone.now()
    with acting_as("service-jnq"), pytest.raises(NotPermitted):
        open_case_to(
            case=Case.objects.get(pk=world.cases["owner-a"].pk), user=person("service-jnq"), reason="x",
            until=at + timedelta(days=1), by=person("service-jnq"), at=at,
        )  # fmt: skip
