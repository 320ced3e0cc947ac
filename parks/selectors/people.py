"""Read models of people: whom an organisation holds, who is invited, where somebody belongs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.rowsecurity.declarations import EVERY_ORGANISATION
from parks.access import access_of
from parks.models import Invitation, Membership, ObjectGrant, Organisation, OrganisationKind, Park
from parks.policies.memberships import MANAGE
from parks.roles import ROLES


@dataclass(frozen=True)
class MemberLine:
    """A membership as lists show it."""

    membership: Membership
    role: Promise | str
    kind: str  # of the sign beside the state
    state: Promise
    is_own: bool


def lines_of(memberships: QuerySet[Membership], *, user: Any, at: datetime) -> list[MemberLine]:
    rows = memberships.select_related("user", "role", "organisation", "on_behalf_of").order_by("valid_from", "pk")
    return [MemberLine(row, ROLES[row.role.name].label, *state_of(row, at), row.user_id == user.pk) for row in rows]


def state_of(membership: Membership, at: datetime) -> tuple[str, Promise]:
    if membership.valid_until is not None and membership.valid_until <= at:
        return "off", _("ended")
    return ("wait", _("from a later day")) if membership.valid_from > at else ("done", _("held"))


def bodies_managed_by(user: Any, words: str) -> QuerySet[Organisation]:
    """The organisations whose memberships the person gives, by name."""
    ids = access_of(user).reach(MANAGE).get("organisation", frozenset())
    found = Organisation.objects.all() if EVERY_ORGANISATION in ids else Organisation.objects.filter(pk__in=ids)
    if words:
        found = found.filter(Q(name_en__icontains=words) | Q(name_zh_hans__icontains=words))
    return found.order_by("kind", "name_en", "pk")


def members_of(organisation: Organisation, *, at: datetime) -> QuerySet[Membership]:
    """Who belongs or will belong to the organisation."""
    return organisation.memberships.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=at))


def mandates_of(organisation: Organisation, *, at: datetime) -> list[ObjectGrant]:
    """Who acts in the enterprise's name by a mandate that has not ended."""
    rows = organisation.object_grants.filter(permission__codename="act_for", until__gt=at)
    return list(rows.select_related("user").order_by("until", "pk"))


def opened_to(user: Any, *, at: datetime) -> list[ObjectGrant]:
    """What is opened to the person alone."""
    return list(
        ObjectGrant.objects.filter(user=user, until__gt=at).select_related("enterprise").order_by("until", "pk")
    )


def open_invitations(organisation: Organisation, *, at: datetime) -> list[Invitation]:
    rows = organisation.invitations.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=at)
    return list(rows.select_related("role", "invited_by").order_by("invited_at"))


def holders_of(permission: str, *, park: Park, at: datetime) -> list[int]:
    """The keys of the people of the park's management whose role includes the permission now."""
    app, _dot, codename = permission.partition(".")
    held = Membership.objects.valid_at(at).filter(
        organisation__park=park,
        organisation__kind=OrganisationKind.PARK,
        role__permissions__codename=codename,
        role__permissions__content_type__app_label=app,
        user__is_active=True,
    )
    return list(held.values_list("user_id", flat=True))
