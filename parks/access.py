"""The gate's one question, ``user.has_perm(permission, row)``, and what a person reaches, read once a request.

A role is a group of permissions; a membership says where it holds. The backend walks from the row to its roots: its
enterprise, its park (and so the park's districts and the zone), its organisation. A row without a tenant belongs to
the zone.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import Permission
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import CharField, ExpressionWrapper, F, OuterRef, Q, Value
from django.db.models.functions import Concat
from django.utils import timezone

from core.rowsecurity import Tenant, current_scope, declaration_of, scope
from parks.models import Membership, Organisation, OrganisationKind, Park

ADMINISTRATORS = frozenset({"system_administrator", "security_administrator", "audit_administrator"})


@dataclass(frozen=True)
class Grant:
    """What one membership opens: permissions, and the tenants they hold for."""

    role: str
    kind: str
    organisation_id: int
    permissions: frozenset[str]
    ids: dict[str, frozenset[int]]
    is_zone: bool = False
    organisation: Organisation | None = None


@dataclass
class Access:
    """Everything that a person reaches now."""

    grants: list[Grant] = field(default_factory=list)

    def reach(self, permission: str) -> dict[str, frozenset[int]]:
        """The ids of each dimension for which the person holds the permission."""
        return self.union(grant for grant in self.grants if permission in grant.permissions)

    def everything(self) -> dict[str, frozenset[int]]:
        return self.union(self.grants)

    @staticmethod
    def union(grants: Any) -> dict[str, frozenset[int]]:
        found: dict[str, set[int]] = defaultdict(set)
        for grant in grants:
            for dimension, ids in grant.ids.items():
                found[dimension] |= ids
        return {dimension: frozenset(ids) for dimension, ids in found.items()}

    def holds(self, permission: str) -> bool:
        return any(permission in grant.permissions for grant in self.grants)

    def holds_for_zone(self, permission: str) -> bool:
        return any(grant.is_zone and permission in grant.permissions for grant in self.grants)

    def has_role(self, *roles: str) -> bool:
        return any(grant.role in roles for grant in self.grants)


NOBODY = Access()


def access_of(user: Any) -> Access:
    """The person's access, read in one query and kept on the user object for the request."""
    if not getattr(user, "is_authenticated", False):
        return NOBODY
    known = getattr(user, "portal_access", None)
    if known is None:
        known = user.portal_access = read_access(user)
    return known  # type: ignore[no-any-return]


def read_access(user: Any) -> Access:
    """Read the memberships; outside any scope a scope of the person alone is opened for it."""
    if current_scope() is None:
        with scope(user=user.pk):
            return read_access(user)
    rows = (
        Membership.objects.filter(user=user)
        .valid_at(timezone.now())
        .select_related("organisation", "role")
        .annotate(granted=role_permissions(), led=led_parks(), touched=touched_parks(), bodies=zone_organisations())
        .order_by("pk")
    )
    return Access([grant for row in rows for grant in grants_of(row)])


def role_permissions() -> ArraySubquery:
    names = Permission.objects.filter(group=OuterRef("role")).annotate(
        full=Concat(F("content_type__app_label"), Value("."), F("codename"))
    )
    return ArraySubquery(names.order_by("full").values("full"))


def member_kind(model: type[models.Model]) -> Any:
    """The model's rows beside the kind of the membership's organisation in the outer query."""
    kind = ExpressionWrapper(OuterRef("organisation__kind"), output_field=CharField())
    return model._default_manager.annotate(member_kind=kind)


def led_parks() -> ArraySubquery:
    """The parks a membership reaches in full: all for the zone, those it leads for a district, its own for a park."""
    parks = member_kind(Park).filter(
        Q(member_kind=OrganisationKind.ZONE)
        | Q(member_kind=OrganisationKind.PARK, pk=OuterRef("organisation__park"))
        | Q(member_kind=OrganisationKind.DISTRICT, lead_district=OuterRef("organisation__district"))
    )
    return ArraySubquery(parks.values("pk"))


def touched_parks() -> ArraySubquery:
    """The parks with a plot in the district, which it may look into without leading them."""
    parks = member_kind(Park).filter(
        member_kind=OrganisationKind.DISTRICT, plots__district=OuterRef("organisation__district")
    )
    return ArraySubquery(parks.distinct().values("pk"))


def zone_organisations() -> ArraySubquery:
    """Every body but the enterprises, for the zone's people."""
    bodies = member_kind(Organisation).filter(member_kind=OrganisationKind.ZONE)
    return ArraySubquery(bodies.exclude(kind=OrganisationKind.ENTERPRISE).values("pk"))


def grants_of(row: Any) -> list[Grant]:
    """A membership as one grant, or two where a district may only look into a park that another leads."""
    kind, role, own = row.organisation.kind, row.role.name, frozenset({row.organisation_id})
    permissions = frozenset(row.granted)
    grant = {"role": role, "kind": kind, "organisation_id": row.organisation_id, "organisation": row.organisation}
    if role in ADMINISTRATORS:
        bodies = frozenset(row.bodies) if role == "security_administrator" else own
        return [Grant(**grant, permissions=permissions, ids={"organisation": bodies}, is_zone=True)]
    ids = {"park": frozenset(row.led), "organisation": own | frozenset(row.bodies)}
    if kind == OrganisationKind.ENTERPRISE:
        ids["enterprise"] = own
    grants = [Grant(**grant, permissions=permissions, ids=ids, is_zone=kind == OrganisationKind.ZONE)]
    if guests := frozenset(row.touched) - frozenset(row.led):
        looking = frozenset(name for name in permissions if name.partition(".")[2].startswith("view_"))
        grants.append(Grant(**grant, permissions=looking, ids={"park": guests}))
    return grants


class MembershipBackend(BaseBackend):
    """Answers ``has_perm`` from memberships and, for one object, from grants with an end."""

    def has_perm(self, user_obj: Any, perm: str, obj: models.Model | None = None) -> bool:
        """Whether the person holds the permission for the row, or anywhere when no row is named."""
        if not user_obj.is_active:
            return False
        access = access_of(user_obj)
        if obj is None:
            return access.holds(perm)
        roots = roots_of(obj)
        if not roots:
            return access.holds_for_zone(perm)
        reach = access.reach(perm)
        return any(value in reach.get(dimension, ()) for dimension, value in roots.items())


def roots_of(row: models.Model) -> dict[str, int]:
    """The row's tenants: a park or an organisation is its own, a row of theirs names them."""
    if isinstance(row, Park):
        return {"park": row.pk}
    if isinstance(row, Organisation):
        return {"organisation": row.pk}
    declaration = declaration_of(type(row))
    if isinstance(declaration, Tenant):
        return declaration.ids_of(row)
    return {"park": row.park_id} if getattr(declaration, "written_by", None) else {}
