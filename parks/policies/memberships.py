"""What the state of things allows now when memberships are given, ended, handed over or invited to."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from core.errors import NotAllowed, NotPermitted
from parks.models import Invitation, Membership, Organisation
from parks.roles import ROLES

MANAGE = "parks.manage_memberships"
LONGEST = timedelta(days=3660)  # ten years; a day further off is a mistake of typing


def check_may_manage(by: Any, organisation: Organisation) -> None:
    if not by.has_perm(MANAGE, organisation):
        raise NotPermitted(
            _("The security administrator keeps memberships; a park's head and an enterprise's owner those there.")
        )


def check_not_oneself(user: Any, by: Any) -> None:
    """What gives a right is always somebody else's act; the database refuses it too."""
    if by is not None and user.pk == by.pk:
        raise NotPermitted(_("Nobody changes his own memberships; ask a colleague or the security administrator."))


def check_role_fits(role: str, organisation: Organisation) -> None:
    if role not in ROLES or ROLES[role].kind != organisation.kind:
        raise NotAllowed(
            _("%(body)s is a %(kind)s; this role is not held there.")
            % {"body": organisation.name, "kind": organisation.get_kind_display()},
            place="role",
        )


def check_period(since: datetime, until: datetime | None, *, at: datetime) -> None:
    """A membership begins today or later, at most a year ahead, and ends after that."""
    if since < at - timedelta(days=1) or since > at + timedelta(days=366):
        raise NotAllowed(_("Enter a day between today and a year from now."), place="since")
    if until is not None and not since < until <= at + LONGEST:
        raise NotAllowed(_("Enter a last day after the first, at most ten years from now."), place="until")


def check_is_held(membership: Membership, *, at: datetime) -> None:
    if membership.valid_until is not None and membership.valid_until <= at:
        raise NotAllowed(_("This membership has ended already."))


def check_succeeds(membership: Membership, successor: Any, *, at: datetime) -> None:
    """A successor is a colleague who does not hold the role himself yet."""
    held = Membership.objects.valid_at(at).filter(user=successor, organisation_id=membership.organisation_id)
    if not held.exists():
        raise NotAllowed(_("The successor belongs to the organisation first; invite the person."), place="successor")
    if held.filter(role_id=membership.role_id, on_behalf_of__isnull=True).exists():
        raise NotAllowed(_("%(name)s holds this role here already.") % {"name": successor}, place="successor")


def check_may_substitute(membership: Membership, substitute: Any, *, since: datetime, until: datetime) -> None:
    """A substitute is a colleague, and stays no longer than the one whose place it is."""
    if membership.on_behalf_of_id is not None:
        raise NotAllowed(_("A substitute names no substitute."))
    colleagues = Membership.objects.valid_at(since).filter(organisation_id=membership.organisation_id)
    if substitute.pk == membership.user_id or not colleagues.filter(user=substitute).exists():
        raise NotAllowed(_("Choose a colleague of the same organisation."), place="substitute")
    if membership.valid_until is not None and until > membership.valid_until:
        raise NotAllowed(_("Your own membership ends before that day."), place="until")


def check_may_accept(invitation: Invitation, user: Any, *, at: datetime) -> None:
    """Used up, withdrawn, too late, or given by somebody who may no longer give it: each says so."""
    if invitation.accepted_at is not None:
        raise NotAllowed(_("This invitation has been taken up already. A link works once."))
    if invitation.withdrawn_at is not None:
        raise NotAllowed(_("This invitation was withdrawn. Ask whoever invited you."))
    if at >= invitation.expires_at:
        raise NotAllowed(_("This invitation is too old. Ask whoever invited you for a new one."))
    if user is not None and user.pk == invitation.invited_by_id:
        raise NotAllowed(_("Nobody takes up his own invitation."))
    if not invitation.invited_by.has_perm(invitation.permission, invitation.given_by):
        raise NotAllowed(_("Whoever invited you may no longer do so. Ask the organisation for a new invitation."))
