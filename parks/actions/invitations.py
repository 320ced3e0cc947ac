"""Inviting somebody by e-mail, withdrawing it, and taking it up: the link is signed, works once, and ends."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.contrib.auth.models import Group
from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, jobs
from core.constraints import refusing_violations
from core.errors import NotAllowed
from parks.access import access_of
from parks.actions.memberships import write_membership
from parks.models import Invitation, Membership, Organisation
from parks.policies.memberships import MANAGE, check_may_accept, check_may_manage, check_period, check_role_fits

GOOD_FOR = timedelta(days=14)
SALT = "parks.invitation"
SEND = "parks.send_invitation"


class Link(NamedTuple):
    """What a link carries: the invitation and whose rows it may be read among."""

    invitation: str
    given_by: int
    organisation: int


def link_of(invitation: Invitation) -> str:
    return signing.dumps([str(invitation.pk), invitation.given_by_id, invitation.organisation_id], salt=SALT)


def read_link(text: str) -> Link:
    """What a link says, when this portal signed it.

    Raises
    ------
    NotAllowed
        With a sentence for whoever followed it.
    """
    try:
        return Link(*signing.loads(text, salt=SALT))
    except signing.BadSignature as fault:
        raise NotAllowed(_("This link is not complete. Copy it whole from the e-mail.")) from fault


@transaction.atomic
def invite(
    *,
    email: str,
    role: str,
    organisation: Organisation,
    since: datetime,
    until: datetime | None,
    site: str,
    by: Any,
    at: datetime,
) -> Invitation:
    """Ask somebody by e-mail to take a role here."""
    check_may_manage(by, organisation)
    check_period(since, until, at=at)
    return write_invitation(
        email=email,
        role=role,
        organisation=organisation,
        given_by=giver(by, organisation),
        permission=MANAGE,
        since=since,
        until=until,
        site=site,
        by=by,
        at=at,
    )


def giver(by: Any, organisation: Organisation) -> Organisation:
    """In whose name it is given: the organisation itself, or the inviter's own for the security administrator's."""
    giving = [grant for grant in access_of(by).grants if MANAGE in grant.permissions]
    if any(grant.organisation_id == organisation.pk for grant in giving):
        return organisation
    return Organisation.objects.get(pk=giving[0].organisation_id)


def write_invitation(
    *,
    email: str,
    role: str,
    organisation: Organisation,
    given_by: Organisation,
    permission: str,
    since: datetime,
    until: datetime | None,
    site: str,
    by: Any,
    at: datetime,
) -> Invitation:
    """The row, its event and the mail; whoever calls has asked who may."""
    check_role_fits(role, organisation)
    invitation = Invitation(
        given_by=given_by,
        organisation=organisation,
        role=Group.objects.get(name=role),
        email=email.lower(),
        valid_from=since,
        valid_until=until,
        permission=permission,
        invited_by=by,
        invited_at=at,
        expires_at=at + GOOD_FOR,
    )
    with refusing_violations(Invitation):
        invitation.save(force_insert=True)
    after = {"role": role, "organisation": organisation.pk, "from": since, "until": until}
    audit.record("invited", invitation, by=by, at=at, after=after)
    key = f"invitation:{invitation.pk}"
    jobs.enqueue(SEND, run_key=key, by=by, organisation_id=given_by.pk, invitation=str(invitation.pk), site=site)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Any, at: datetime) -> Invitation:
    """The link in the mail stops working."""
    check_may_manage(by, invitation.organisation)
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if invitation.accepted_at or invitation.withdrawn_at:
        raise NotAllowed(_("This invitation is not open any more."))
    invitation.withdrawn_at = at
    invitation.save(update_fields=["withdrawn_at"])
    audit.record("invitation_withdrawn", invitation, by=by, at=at)
    return invitation


@transaction.atomic
def accept_invitation(*, invitation: Invitation, user: Any, at: datetime) -> Membership:
    """The invited person takes the role up; the link is used up with it, whoever else is trying."""
    locked = Invitation.objects.select_for_update(of=("self",))
    invitation = locked.select_related("invited_by", "given_by", "organisation", "role").get(pk=invitation.pk)
    check_may_accept(invitation, user, at=at)
    invitation.accepted_at, invitation.accepted_by = at, user
    with refusing_violations(Invitation):
        invitation.save(update_fields=["accepted_at", "accepted_by"])
    audit.record("invitation_accepted", invitation, by=user, at=at)
    return write_membership(
        user=user,
        role=invitation.role.name,
        organisation=invitation.organisation,
        since=max(invitation.valid_from, at),
        until=invitation.valid_until,
        by=user,
        at=at,
    )
