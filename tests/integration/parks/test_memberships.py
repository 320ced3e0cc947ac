"""Memberships: invited, dated, handed over, ended, effective on the next request; nobody raises himself."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.db import Error as DatabaseError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from core.errors import NotAllowed, NotPermitted
from core.jobs import work
from core.models import AuditEvent, Job
from parks.actions.invitations import accept_invitation, invite, link_of, read_link, withdraw_invitation
from parks.actions.memberships import end_membership, give_membership, hand_over_membership, name_substitute
from parks.models import Invitation, Membership, Organisation
from parks.tasks import send_invitation

PASSWORD = "a long new password 7"


@pytest.fixture
def body(enterprise_of):
    """The organisation behind a short name: zone, a park's code, or an enterprise's owner."""

    def find(name):
        if name == "zone":
            return Organisation.objects.get(kind="zone")
        if name.isupper():
            return Organisation.objects.get(kind="park", park__code=name)
        return enterprise_of(name).organisation

    return find


@pytest.fixture
def membership(in_zone, person):
    def find(username):
        with in_zone():
            return Membership.objects.select_related("user", "role", "organisation").get(user=person(username))

    return find


@pytest.fixture
def invited(acting_as, person, body):
    """An invitation by somebody, as his request would make it."""

    def make(by, role, place, email="new@example.org", **more):
        at = timezone.now()
        with acting_as(by):
            return invite(
                email=email, role=role, organisation=body(place), since=at, until=None, site="http://testserver/",
                by=person(by), at=at, **more,
            )  # fmt: skip

    return make


# -- Who may --------------------------------------------------------------------------------------------------------
KEEPERS = {
    ("secadmin", "zone"), ("secadmin", "JNQ"), ("secadmin", "MHG"), ("secadmin", "owner-a"), ("secadmin", "owner-c"),
    ("head-jnq", "JNQ"), ("head-mhg", "MHG"), ("owner-a", "owner-a"), ("owner-b", "owner-b"), ("owner-c", "owner-c"),
}  # fmt: skip
PEOPLE = ["secadmin", "sysadmin", "audadmin", "auditor", "coordinator", "district-pudong", "head-jnq", "head-mhg",
          "clerk-jnq", "service-jnq", "owner-a", "owner-b", "owner-c", "member-a", "operator", "expert"]  # fmt: skip


@pytest.mark.parametrize("username", PEOPLE)
@pytest.mark.parametrize("place", ["zone", "JNQ", "MHG", "owner-a", "owner-c"])
def test_page_of_an_organisations_people__who_keeps_them(browse, body, username, place):
    key = body(place).pk
    statuses = {browse(username).get(f"/people/{key}/{rest}").status_code for rest in ("", "invite/", "give/")}

    assert statuses == {200} if (username, place) in KEEPERS else statuses <= {403, 404}


def test_page_of_an_organisations_people__stranger_404_colleague_403(browse, body):
    assert browse("clerk-jnq").get(f"/people/{body('JNQ').pk}/").status_code == 403
    assert browse("clerk-jnq").get(f"/people/{body('MHG').pk}/").status_code == 404
    assert browse("owner-a").get(f"/people/{body('owner-b').pk}/").status_code == 404


def test_action__asks_the_permission_itself(acting_as, person, body):
    at = timezone.now()
    with acting_as("clerk-jnq"), pytest.raises(NotPermitted):
        give_membership(
            user=person("service-jnq"), role="park_head", organisation=body("JNQ"), since=at, until=None,
            by=person("clerk-jnq"), at=at,
        )  # fmt: skip


@pytest.mark.parametrize("username", ["head-jnq", "secadmin", "owner-a"])
def test_nobody_raises_himself__action_and_database(acting_as, person, body, username):
    at, place = timezone.now(), {"head-jnq": "JNQ", "secadmin": "JNQ", "owner-a": "owner-a"}[username]
    role = "enterprise_member" if place == "owner-a" else "park_clerk"
    with acting_as(username):
        with pytest.raises(NotPermitted, match="his own"):
            give_membership(
                user=person(username), role=role, organisation=body(place), since=at, until=None,
                by=person(username), at=at,
            )  # fmt: skip
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Membership.objects.create(
                user=person(username), role=Group.objects.get(name=role), organisation=body(place), valid_from=at
            )


def test_role__in_the_wrong_kind_of_organisation__refused_by_action_and_database(acting_as, person, body):
    at = timezone.now()
    with acting_as("secadmin"):
        with pytest.raises(NotAllowed, match="not held there"):
            give_membership(
                user=person("clerk-jnq"), role="coordinator", organisation=body("JNQ"), since=at, until=None,
                by=person("secadmin"), at=at,
            )  # fmt: skip
        with pytest.raises(IntegrityError, match="not held in this kind"), transaction.atomic():
            Membership.objects.create(
                user=person("clerk-jnq"), role=Group.objects.get(name="coordinator"), organisation=body("JNQ"),
                valid_from=at,
            )  # fmt: skip


@pytest.mark.parametrize(("username", "role", "place"), [
    ("sysadmin", "audit_administrator", "zone"), ("audadmin", "system_administrator", "zone"),
    ("sysadmin", "coordinator", "zone"), ("coordinator", "system_administrator", "zone"),
    ("sysadmin", "park_clerk", "JNQ"), ("audadmin", "enterprise_member", "owner-a"),
])  # fmt: skip
def test_administrators__hold_no_other_role(acting_as, person, body, username, role, place):
    at = timezone.now()
    with acting_as("secadmin"), pytest.raises(NotAllowed, match="three different people"):
        give_membership(
            user=person(username),
            role=role,
            organisation=body(place),
            since=at,
            until=None,
            by=person("secadmin"),
            at=at,
        )


def test_administrators__another_role_after_the_end_of_the_first(acting_as, person, body, membership):
    row, at = membership("sysadmin"), timezone.now()
    with acting_as("secadmin"):
        end_membership(membership=row, reason="moves", by=person("secadmin"), at=at)
        give_membership(
            user=person("sysadmin"), role="coordinator", organisation=body("zone"), since=at, until=None,
            by=person("secadmin"), at=at,
        )  # fmt: skip

    assert person("sysadmin").has_perm("assessment.release_results")


def test_duty__is_the_roles_whatever_is_written(in_zone, person, body):
    with in_zone():
        row = Membership.objects.get(user=person("auditor"))
        row.duty = "system"
        row.save()
        row.refresh_from_db()

    assert row.duty == ""


# -- At once --------------------------------------------------------------------------------------------------------
def test_end__effective_on_the_next_request(browse, acting_as, person, membership):
    row, client = membership("clerk-jnq"), browse("clerk-jnq")
    before = client.get("/people/me/").content.decode()
    answer = browse("head-jnq").post(f"/people/memberships/{row.pk}/end/", {"reason": "left"})

    assert answer.status_code == 302
    assert "park clerk" in before
    assert "park clerk" not in client.get("/people/me/").content.decode()
    with acting_as("head-jnq"):
        event = AuditEvent.objects.get(event="membership_ended", object_key=str(row.pk))
    assert (event.reason, event.actor_id) == ("left", User.objects.get(username="head-jnq").pk)


def test_dated__before_its_first_and_after_its_last_day__opens_nothing(acting_as, person, body):
    at = timezone.now()
    with acting_as("secadmin"):
        row = give_membership(
            user=person("owner-a"), role="park_clerk", organisation=body("MHG"), since=at + timedelta(days=2),
            until=at + timedelta(days=4), by=person("secadmin"), at=at,
        )  # fmt: skip
    clerk = "assessment.enter_figures"
    assert not person("owner-a").has_perm(clerk)
    with acting_as("secadmin"):
        Membership.objects.filter(pk=row.pk).update(valid_from=at - timedelta(days=2))
    assert person("owner-a").has_perm(clerk)
    with acting_as("secadmin"):
        Membership.objects.filter(pk=row.pk).update(valid_until=at - timedelta(days=1))
    assert not person("owner-a").has_perm(clerk)


@pytest.mark.parametrize("username", ["head-jnq", "owner-b", "clerk-jnq"])
def test_end__somebody_elses_organisation__not_found(browse, membership, username):
    row = membership("clerk-mhg")

    assert browse(username).post(f"/people/memberships/{row.pk}/end/", {"reason": "x"}).status_code == 404


def test_hand_over__one_act__names_the_open_work(browse, acting_as, person, membership, body, in_zone):
    from tests.factories.world import build_world  # noqa: PLC0415

    with in_zone():
        build_world()
    row = membership("service-jnq")
    client = browse("head-jnq")
    page = client.get(f"/people/memberships/{row.pk}/hand-over/").content.decode()
    answer = client.post(
        f"/people/memberships/{row.pk}/hand-over/", {"successor": person("clerk-jnq").pk, "reason": "retires"}
    )

    assert "2 open cases pass on" in page
    assert answer.status_code == 302
    assert person("clerk-jnq").has_perm("services.handle_case")
    assert not person("service-jnq").has_perm("services.handle_case")
    with acting_as("head-jnq"):
        event = AuditEvent.objects.get(event="membership_handed_over")
    assert event.after["open_work"] == ["2 open cases pass on"]


def test_hand_over__to_a_stranger__refused_and_nothing_changed(acting_as, person, membership):
    row = membership("service-jnq")
    with acting_as("head-jnq"), pytest.raises(NotAllowed, match="belongs to the organisation first"):
        hand_over_membership(
            membership=row, successor=person("clerk-mhg"), reason="x", by=person("head-jnq"), at=timezone.now()
        )

    assert person("service-jnq").has_perm("services.handle_case")


# -- Substitutes ----------------------------------------------------------------------------------------------------
@pytest.fixture
def substitute(acting_as, person, membership):
    """service-jnq stands in for head-jnq from now on for some days."""

    def name(days=5):
        at, row = timezone.now(), membership("head-jnq")
        with acting_as("head-jnq"):
            return name_substitute(
                membership=row, substitute=person("service-jnq"), since=at, until=at + timedelta(days=days),
                by=person("head-jnq"), at=at,
            )  # fmt: skip

    return name


def test_substitute__acts_with_the_other_ones_permissions_and_the_audit_says_so(substitute, acting_as, person, park):
    from parks.actions import declare_industry  # noqa: PLC0415

    substitute()
    user, at = person("service-jnq"), timezone.now()
    with acting_as("service-jnq"):
        row = declare_industry(
            park=park("JNQ"),
            industry_class="future",
            name_en="Stand-in",
            name_zh_hans="代行",
            since=at.date(),
            by=user,
            at=at,
        )
    with acting_as("head-jnq"):
        event = AuditEvent.objects.get(event="industry_declared", object_key=str(row.pk))

    assert (event.actor_id, event.after["in_place_of"]) == (user.pk, "head-jnq")


def test_substitute__what_is_his_own_right__is_in_nobodys_place(substitute, person, park):
    substitute()
    user = person("service-jnq")

    assert user.has_perm("parks.declare_industry", park("JNQ"))
    assert user.in_place_of == "head-jnq"
    assert user.has_perm("enterprises.view_residency", park("JNQ"))
    assert user.in_place_of == ""


def test_substitute__ends_with_the_one_whose_place_it_is(substitute, acting_as, person, membership):
    row = membership("head-jnq")
    substitute()
    with acting_as("secadmin"):
        end_membership(membership=row, reason="left", by=person("secadmin"), at=timezone.now())

    assert not person("service-jnq").has_perm("parks.declare_industry")


def test_substitute__ended_by_whoever_named_him(substitute, browse, person):
    row = substitute()

    assert browse("clerk-jnq").post(f"/people/memberships/{row.pk}/return/").status_code == 404
    assert browse("head-jnq").post(f"/people/memberships/{row.pk}/return/").status_code == 302
    assert not person("service-jnq").has_perm("parks.declare_industry")


@pytest.mark.parametrize("username", ["clerk-mhg", "head-jnq"])
def test_substitute__a_stranger_or_oneself__refused(acting_as, person, membership, username):
    at, row = timezone.now(), membership("head-jnq")
    with acting_as("head-jnq"), pytest.raises(NotAllowed, match="colleague"):
        name_substitute(
            membership=row,
            substitute=person(username),
            since=at,
            until=at + timedelta(days=1),
            by=person("head-jnq"),
            at=at,
        )


def test_substitute__for_somebody_else__not_found(browse, membership):
    assert browse("clerk-jnq").get(f"/people/memberships/{membership('head-jnq').pk}/substitute/").status_code == 404


# -- Invitations ----------------------------------------------------------------------------------------------------
def test_link__carries_what_it_opens(invited):
    invitation = invited("head-jnq", "park_clerk", "JNQ")

    assert read_link(link_of(invitation)).invitation == str(invitation.pk)


@pytest.fixture
def delivered(acting_as):
    """Run the mail job of an invitation as a worker would; answers the mail."""

    def deliver(invitation, by):
        with acting_as(by):
            job = Job.objects.get(run_key=f"invitation:{invitation.pk}")
        work(str(job.pk), send_invitation.run)
        return mail.outbox[-1]

    return deliver


def test_invitation__mail_goes_out_once_and_its_link_opens_the_page(invited, delivered, browse):
    invitation = invited("head-jnq", "park_clerk", "JNQ")
    sent = delivered(invitation, "head-jnq")
    link = re.search(r"http://testserver(/people/invitations/\S+/)", sent.body)[1]
    page = browse().get(link)

    assert sent.to == ["new@example.org"]
    assert "邀请" in sent.body and "invites you" in sent.body
    assert len(mail.outbox) == 1
    assert "park clerk" in page.content.decode()


def new_account(name="new-clerk"):
    return {"username": name, "display_name": "New Clerk", "password": PASSWORD, "again": PASSWORD}


def test_accept__with_a_new_account__works_once(invited, browse, person):
    link = f"/people/invitations/{link_of(invited('head-jnq', 'park_clerk', 'JNQ'))}/"
    client = browse()
    first = client.post(link, new_account())
    second = browse().post(link, new_account("another"))

    assert first["Location"] == "/work/"
    assert client.get("/work/").status_code == 200
    assert person("new-clerk").has_perm("assessment.enter_figures")
    assert person("new-clerk").email == "new@example.org"
    assert second.status_code == 422
    assert "works once" in second.content.decode()
    assert not type(person("new-clerk")).objects.filter(username="another").exists()


def test_accept__with_ones_account__adds_the_role(invited, browse, person):
    link = f"/people/invitations/{link_of(invited('secadmin', 'park_clerk', 'MHG'))}/"

    assert "added to this account" in browse("clerk-jnq").get(link).content.decode()
    assert browse("clerk-jnq").post(link).status_code == 302
    assert {grant.organisation.park_id for grant in reach(person("clerk-jnq"))} == parks_of("JNQ", "MHG")


def reach(user):
    from parks.access import access_of  # noqa: PLC0415

    return access_of(user).grants


def parks_of(*codes):
    from parks.models import Park  # noqa: PLC0415

    return set(Park.objects.filter(code__in=codes).values_list("pk", flat=True))


def test_accept__ones_own_invitation__refused(invited, browse):
    link = f"/people/invitations/{link_of(invited('head-jnq', 'park_clerk', 'JNQ'))}/"

    assert "his own" in browse("head-jnq").get(link).content.decode()
    assert browse("head-jnq").post(link).status_code == 422


@pytest.mark.parametrize("change", ["withdrawn", "expired", "inviter_gone"])
def test_accept__not_any_more(invited, browse, acting_as, person, membership, change):
    invitation, inviter = invited("head-jnq", "park_clerk", "JNQ"), membership("head-jnq")
    if change == "withdrawn":
        with acting_as("head-jnq"):
            withdraw_invitation(invitation=invitation, by=person("head-jnq"), at=timezone.now())
    if change == "expired":
        with acting_as("head-jnq"):
            Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now())
    if change == "inviter_gone":
        with acting_as("secadmin"):
            end_membership(membership=inviter, reason="left", by=person("secadmin"), at=timezone.now())
    answer = browse().post(f"/people/invitations/{link_of(invitation)}/", new_account())

    assert answer.status_code == 422
    assert {"withdrawn": "was withdrawn", "expired": "too old", "inviter_gone": "may no longer"}[change] in (
        answer.content.decode()
    )
    assert not type(person("head-jnq")).objects.filter(username="new-clerk").exists()


@pytest.mark.parametrize("spoil", [lambda link: link[:-2], lambda link: "x" + link, lambda link: "nothing"])
def test_link__changed__is_turned_away(invited, browse, spoil):
    link = link_of(invited("head-jnq", "park_clerk", "JNQ"))

    assert browse().get(f"/people/invitations/{spoil(link)}/").status_code == 404


def test_accept__at_the_same_moment_by_two__one_wins(invited, person, in_zone):
    invitation, at = invited("head-jnq", "park_clerk", "JNQ"), timezone.now()
    with in_zone():
        accept_invitation(invitation=invitation, user=person("owner-a"), at=at)
        with pytest.raises(NotAllowed, match="works once"):
            accept_invitation(invitation=invitation, user=person("owner-b"), at=at)


def test_invite__the_same_address_twice__refused_in_words(invited):
    invited("head-jnq", "park_clerk", "JNQ")
    with pytest.raises(NotAllowed, match="invited to the role already"):
        invited("head-jnq", "park_clerk", "JNQ", email="NEW@example.org")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("email", "no address", "valid email"),
        ("role", "coordinator", "Select a valid choice"),
        ("since", "2019-01-01", "Enter a day"),
        ("until", "1999-01-01", "Enter a last day"),
        ("since", "soon", "Enter a valid date"),
    ],
)
def test_invite_form__bad_input__says_what_is_wrong(browse, body, field, value, said):
    typed = {"email": "a@example.org", "role": "park_clerk", "since": timezone.localdate().isoformat()} | {field: value}
    answer = browse("head-jnq").post(f"/people/{body('JNQ').pk}/invite/", typed)

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_acts_about_people__ask_for_a_recent_sign_in(browse, body, membership):
    client, row = browse("head-jnq"), membership("clerk-jnq")
    session = client.session
    session["account_authentication_methods"] = []
    session.save()
    for address in (f"/people/{body('JNQ').pk}/invite/", f"/people/memberships/{row.pk}/end/"):
        assert client.post(address, {"reason": "x"})["Location"].startswith("/accounts/reauthenticate/")
