"""Every write about who belongs where: giving, ending, handing over, naming a substitute.

Effective on the next request: what a person reaches is read from the memberships at each.
"""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.constraints import refusing_violations
from core.errors import NotPermitted
from parks.handing_over import open_work
from parks.models import Membership, Organisation
from parks.policies.memberships import (
    check_is_held,
    check_may_manage,
    check_may_substitute,
    check_not_oneself,
    check_period,
    check_role_fits,
    check_succeeds,
)


@transaction.atomic
def give_membership(
    *,
    user: Any,
    role: str,
    organisation: Organisation,
    since: datetime,
    until: datetime | None,
    by: Any,
    at: datetime,
    reason: str = "",
) -> Membership:
    """Give somebody a role in an organisation from a day on, until a day or for as long as it lasts."""
    check_may_manage(by, organisation)
    check_not_oneself(user, by)
    check_period(since, until, at=at)
    return write_membership(
        user=user, role=role, organisation=organisation, since=since, until=until, by=by, at=at, reason=reason
    )


def write_membership(
    *,
    user: Any,
    role: str,
    organisation: Organisation,
    since: datetime,
    until: datetime | None,
    by: Any,
    at: datetime,
    reason: str = "",
    on_behalf_of: Any = None,
) -> Membership:
    """The row and its event; whoever calls has asked who may."""
    check_role_fits(role, organisation)
    membership = Membership(
        user=user,
        role=Group.objects.get(name=role),
        organisation=organisation,
        valid_from=since,
        valid_until=until,
        on_behalf_of=on_behalf_of,
    )
    with refusing_violations(Membership):
        membership.save(force_insert=True)
    audit.record("membership_given", membership, by=by, at=at, after=audit_values(membership), reason=reason)
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, reason: str, by: Any, at: datetime) -> Membership:
    """End somebody's membership now, and with it whoever stands in for him there."""
    check_may_manage(by, membership.organisation)
    check_not_oneself(membership.user, by)
    membership = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    check_is_held(membership, at=at)
    close_membership(membership, reason=reason, by=by, at=at)
    return membership


def close_membership(membership: Membership, *, reason: str, by: Any, at: datetime) -> None:
    """Close the row, then the places taken in his name and, with the last own one, those he takes for others."""
    for row in [membership, *hanging_on(membership, at=at)]:
        before = audit_values(row)
        row.valid_until = max(at, row.valid_from)
        row.save(update_fields=["valid_until"])
        audit.record("membership_ended", row, by=by, at=at, before=before, after=audit_values(row), reason=reason)


def hanging_on(membership: Membership, *, at: datetime) -> list[Membership]:
    """The substitutes' rows that end with this one."""
    here = Membership.objects.select_for_update(of=("self",)).filter(
        organisation_id=membership.organisation_id, valid_until__gt=at
    )
    found = list(here.filter(on_behalf_of=membership.user_id, role_id=membership.role_id))
    own = Membership.objects.valid_at(at).filter(
        organisation_id=membership.organisation_id, user=membership.user_id, on_behalf_of__isnull=True
    )
    if not own.exclude(pk=membership.pk).exists():
        found += here.filter(user=membership.user_id, on_behalf_of__isnull=False)
    return found


@transaction.atomic
def hand_over_membership(*, membership: Membership, successor: Any, reason: str, by: Any, at: datetime) -> Membership:
    """The successor takes the role and the predecessor's ends, in one act that names the work still open."""
    check_may_manage(by, membership.organisation)
    for person in (membership.user, successor):
        check_not_oneself(person, by)
    membership = Membership.objects.select_for_update(of=("self",)).select_related("role").get(pk=membership.pk)
    check_is_held(membership, at=at)
    check_succeeds(membership, successor, at=at)
    work = open_work(membership, by=by)
    close_membership(membership, reason=reason, by=by, at=at)
    given = write_membership(
        user=successor,
        role=membership.role.name,
        organisation=membership.organisation,
        since=at,
        until=None,
        by=by,
        at=at,
        reason=reason,
    )
    named = {"from": membership.user_id, "to": successor.pk, "open_work": [line.text for line in work]}
    audit.record("membership_handed_over", given, by=by, at=at, after=named, reason=reason)
    return given


@transaction.atomic
def name_substitute(
    *, membership: Membership, substitute: Any, since: datetime, until: datetime, by: Any, at: datetime
) -> Membership:
    """During leave a colleague acts with one's permissions here; the audit says in whose place."""
    if membership.user_id != by.pk:
        raise NotPermitted(_("Only you yourself name who stands in for you."))
    check_is_held(membership, at=at)
    check_period(since, until, at=at)
    check_may_substitute(membership, substitute, since=since, until=until)
    return write_membership(
        user=substitute,
        role=membership.role.name,
        organisation=membership.organisation,
        since=max(since, at),
        until=until,
        by=by,
        at=at,
        on_behalf_of=by,
    )


@transaction.atomic
def end_substitution(*, membership: Membership, by: Any, at: datetime) -> None:
    """Whoever named the substitute is back."""
    membership = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    if membership.on_behalf_of_id != by.pk:
        raise NotPermitted(_("Only whoever named the substitute ends it; the security administrator ends memberships."))
    check_is_held(membership, at=at)
    close_membership(membership, reason="", by=by, at=at)


def audit_values(membership: Membership) -> dict[str, Any]:
    return {
        "user": membership.user_id,
        "role": membership.role.name,
        "organisation": membership.organisation_id,
        "from": membership.valid_from,
        "until": membership.valid_until,
        "in_place_of": membership.on_behalf_of_id,
    }
