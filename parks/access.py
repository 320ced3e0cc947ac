"""The gate's one question, ``user.has_perm(permission, row)``, and what a person reaches, read once a request.

A role is a group of permissions; a membership says where it holds. The backend walks from the row to its roots: its
enterprise, its park (and so the park's districts and the zone), its organisation. A row without a tenant belongs to
the zone.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import Group
from django.db import connection, models
from django.utils import timezone

from core.rowsecurity import KEEPER, Shared, Tenant, current_scope, declaration_of, scope
from core.rowsecurity.declarations import EVERY_JOB, EVERY_ORGANISATION, attribute_of
from parks.models import Organisation, OrganisationKind, Park

ADMINISTRATORS = frozenset({"system_administrator", "security_administrator", "audit_administrator"})
KEEPERS = frozenset({"coordinator"})  # their word is the zone's: they write what it says about a tenant (ADR 20)
ACT_FOR = "parks.act_for"
AGENT_AS = "enterprise_member"
LENT = 5  # columns of MEMBERSHIPS that are the person's, before those of each membership
WITH_SECOND_FACTOR = frozenset({OrganisationKind.ZONE, OrganisationKind.DISTRICT})


@dataclass(frozen=True)
class Grant:
    """What one membership opens: permissions, and the tenants they hold for."""

    role: str
    kind: str
    organisation_id: int
    permissions: frozenset[str]
    ids: dict[str, frozenset[int]]
    is_zone: bool = False
    in_place_of: str = ""  # the account whose substitute, or the enterprise whose agent, this is
    is_lent: bool = False  # by a mandate: enters the scope in views that say so alone
    organisation: Organisation | None = None


@dataclass
class Access:
    """Everything that a person reaches now."""

    grants: list[Grant] = field(default_factory=list)
    unread: int = 0  # messages in the inbox, counted to 100
    objects: frozenset[str] = frozenset()  # personal, passing rights: "permission model key", from ObjectGrant
    has_second_factor: bool = False
    lent: dict[str, frozenset[int]] = field(default_factory=dict)  # the tenants of those objects

    @property
    def needs_second_factor(self) -> bool:
        """Whether what the person reaches is more than a password may open."""
        return any(grant.kind in WITH_SECOND_FACTOR for grant in self.grants)

    def reach(self, permission: str) -> dict[str, frozenset[int]]:
        """The ids of each dimension for which the person holds the permission."""
        return self.union(grant for grant in self.grants if permission in grant.permissions)

    def everything(self) -> dict[str, frozenset[int]]:
        """What the memberships reach, whatever the person may do there."""
        return self.union(grant for grant in self.grants if not grant.is_lent)

    def with_lent(self) -> dict[str, frozenset[int]]:
        """The same with the tenants of what is opened to the person alone."""
        own = self.everything()
        return own | {name: own.get(name, frozenset()) | ids for name, ids in self.lent.items()}

    def granted_keys(self, permission: str, model: str) -> list[str]:
        """The keys of the model's rows that are opened to the person alone."""
        named = (each.split(" ", 2) for each in self.objects)
        return [key for what, where, key in named if (what, where) == (permission, model)]

    @staticmethod
    def union(grants: Any) -> dict[str, frozenset[int]]:
        found: dict[str, set[int]] = defaultdict(set)
        for grant in grants:
            for dimension, ids in grant.ids.items():
                found[dimension] |= ids
        return {dimension: frozenset(ids) for dimension, ids in found.items()}

    def holds(self, permission: str) -> bool:
        """Whether there is anything at all for which the person holds it."""
        opened = any(each.startswith(f"{permission} ") for each in self.objects)
        return opened or any(permission in grant.permissions for grant in self.grants)

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
    return known


def read_access(user: Any) -> Access:
    """Read the memberships in one query; outside any scope a scope of the person alone is opened for it."""
    if current_scope() is None:
        with scope(user=user.pk):
            return read_access(user)
    with connection.cursor() as cursor:
        cursor.execute(MEMBERSHIPS, {"user": user.pk, "now": timezone.now()})  # noqa: TID251  ended a second ago is ended
        rows = cursor.fetchall()
    memberships = [Row(*row[LENT:]) for row in rows if row[LENT] is not None]
    unread, objects, has_second_factor, parks, enterprises = rows[0][:LENT]
    lent = {"park": frozenset(parks), "enterprise": frozenset(enterprises)}
    grants = [grant for row in memberships for grant in grants_of(row)]
    access = Access(grants, unread, frozenset(objects), has_second_factor, lent)
    access.grants += grants_by_mandate(access)
    return access


def grants_by_mandate(access: Access) -> list[Grant]:
    """An agent may for the enterprise what its members may; one more query for those who have a mandate."""
    keys = [int(key) for key in access.granted_keys(ACT_FOR, "parks.organisation")]
    if not keys:
        return []
    held = Group.objects.get(name=AGENT_AS).permissions.values_list("content_type__app_label", "codename")
    permissions = frozenset(f"{app}.{name}" for app, name in held)
    return [
        Grant(
            role=AGENT_AS,
            kind=body.kind,
            organisation_id=body.pk,
            permissions=permissions,
            ids={"enterprise": frozenset({body.pk}), "organisation": frozenset({body.pk})},
            organisation=body,
            in_place_of=body.name_en,
            is_lent=True,
        )
        for body in Organisation.objects.filter(pk__in=keys)
    ]


# Written out, since it is read at every request and the planner likes it: 0.4 ms against 2 ms built by the ORM. The
# count of unread messages, which every page shows, rides along: one way to the database less a page.
MEMBERSHIPS = """
SELECT personal.unread, personal.objects, personal.has_second_factor, personal.parks, personal.enterprises,
       role.name, absent.username, body.id, body.kind, body.name_en, body.name_zh_hans, body.park_id, body.district_id,
       ARRAY(SELECT type.app_label || '.' || permission.codename
               FROM auth_group_permissions held
               JOIN auth_permission permission ON permission.id = held.permission_id
               JOIN django_content_type type ON type.id = permission.content_type_id
              WHERE held.group_id = role.id) AS permissions,
       CASE body.kind WHEN 'zone' THEN ARRAY(SELECT id FROM parks_park)
                      WHEN 'district' THEN ARRAY(SELECT id FROM parks_park WHERE lead_district_id = body.district_id)
                      WHEN 'park' THEN ARRAY[body.park_id] END AS led,
       CASE body.kind WHEN 'district' THEN
            ARRAY(SELECT park_id FROM parks_plot WHERE district_id = body.district_id) END AS touched,
       CASE body.kind WHEN 'zone' THEN
            ARRAY(SELECT id FROM parks_organisation WHERE kind <> 'enterprise') END AS bodies
  FROM (SELECT ARRAY(
            SELECT type.app_label || '.' || permission.codename || ' ' || type.app_label || '.' || type.model
                   || ' ' || given.object_pk
              FROM parks_objectgrant given
              JOIN auth_permission permission ON permission.id = given.permission_id
              JOIN django_content_type type ON type.id = given.content_type_id
             WHERE given.user_id = %(user)s AND given.until > %(now)s) AS objects,
               EXISTS (SELECT 1 FROM mfa_authenticator factor
                        WHERE factor.user_id = %(user)s AND factor.type IN ('totp', 'webauthn')) AS has_second_factor,
               (SELECT count(*) FROM (
                   SELECT 1 FROM core_notification told
                    WHERE told.recipient_id = %(user)s AND told.read_at IS NULL
                      AND NOT EXISTS (SELECT 1 FROM core_topicchoice chosen
                                       WHERE chosen.user_id = %(user)s AND chosen.topic = told.topic
                                         AND chosen.mailing = 'muted')
                    LIMIT 100) waiting) AS unread,
               ARRAY(SELECT DISTINCT given.park_id FROM parks_objectgrant given
                      WHERE given.user_id = %(user)s AND given.until > %(now)s AND given.park_id IS NOT NULL) AS parks,
               ARRAY(SELECT DISTINCT given.enterprise_id FROM parks_objectgrant given
                      WHERE given.user_id = %(user)s AND given.until > %(now)s AND given.enterprise_id IS NOT NULL
               ) AS enterprises
       ) personal
  LEFT JOIN parks_membership membership
         ON membership.user_id = %(user)s AND membership.valid_from <= %(now)s
        AND (membership.valid_until IS NULL OR membership.valid_until > %(now)s)
  LEFT JOIN accounts_user absent ON absent.id = membership.on_behalf_of_id
  LEFT JOIN auth_group role ON role.id = membership.role_id
  LEFT JOIN parks_organisation body ON body.id = membership.organisation_id
 ORDER BY membership.id
"""


class Row(NamedTuple):
    """A membership with what it reaches: parks led and touched by a plot, and bodies for the zone's people."""

    role: str
    in_place_of: str | None
    body: int
    kind: str
    name_en: str
    name_zh_hans: str
    park: int | None
    district: int | None
    permissions: list[str]
    led: list[int] | None
    touched: list[int] | None
    bodies: list[int] | None

    def organisation(self) -> Organisation:
        names = {"name_en": self.name_en, "name_zh_hans": self.name_zh_hans}
        return Organisation(pk=self.body, kind=self.kind, park_id=self.park, district_id=self.district, **names)


def grants_of(row: Row) -> list[Grant]:
    """A membership as one grant, or two where a district may only look into a park that another leads."""
    own, permissions = frozenset({row.body}), frozenset(row.permissions)
    bodies = own | frozenset(row.bodies or ())
    grant: dict[str, Any] = {"role": row.role, "kind": row.kind, "organisation_id": row.body}
    grant |= {"organisation": row.organisation(), "in_place_of": row.in_place_of or ""}
    if row.role in ADMINISTRATORS:
        reached = {
            "security_administrator": bodies | {EVERY_ORGANISATION},
            "system_administrator": own | {EVERY_JOB},
        }.get(row.role, own)
        return [Grant(**grant, permissions=permissions, ids={"organisation": reached}, is_zone=True)]
    ids = {"park": frozenset(row.led or ()), "organisation": bodies}
    if row.role in KEEPERS:
        ids["organisation"] |= {KEEPER}
    if row.kind == OrganisationKind.ENTERPRISE:
        ids["enterprise"] = own
    grants = [Grant(**grant, permissions=permissions, ids=ids, is_zone=row.kind == OrganisationKind.ZONE)]
    if guests := frozenset(row.touched or ()) - ids["park"]:
        grants.append(Grant(**grant, permissions=looking_among(permissions), ids={"park": guests}))
    return grants


def looking_among(permissions: frozenset[str]) -> frozenset[str]:
    return frozenset(name for name in permissions if name.partition(".")[2].startswith("view_"))


class MembershipBackend(BaseBackend):
    """Answers ``has_perm`` from memberships and, for one object, from grants with an end."""

    def has_perm(self, user_obj: Any, perm: str, obj: models.Model | None = None) -> bool:
        """Whether the person holds the permission for the row, or anywhere when no row is named."""
        if not user_obj.is_active:
            return False
        access = access_of(user_obj)
        if obj is None:
            return access.holds(perm)
        if f"{perm} {obj._meta.label_lower} {obj.pk}" in access.objects:
            return True
        holding = [grant for grant in access.grants if perm in grant.permissions and opens(grant, obj)]
        own = any(not grant.in_place_of for grant in holding)
        user_obj.in_place_of = holding[0].in_place_of if holding and not own else ""  # read by the audit
        return bool(holding)


def opens(grant: Grant, row: models.Model) -> bool:
    """Whether what the grant reaches holds one of the row's roots; a row without any belongs to the zone."""
    roots = roots_of(row)
    if not roots:
        return grant.is_zone
    if "organisation" in roots and EVERY_ORGANISATION in grant.ids.get("organisation", ()):
        return True
    return any(value in grant.ids.get(dimension, ()) for dimension, value in roots.items())


def roots_of(row: models.Model) -> dict[str, int]:
    """The row's tenants: a park or an organisation is its own, a row of theirs names them."""
    if isinstance(row, Park):
        return {"park": row.pk}
    if isinstance(row, Organisation):
        return {"organisation": row.pk}
    declaration = declaration_of(type(row))
    if isinstance(declaration, Tenant):
        return declaration.ids_of(row)
    written_by = declaration.written_by if isinstance(declaration, Shared) else None
    return {written_by[0]: getattr(row, attribute_of(row, written_by[1]))} if written_by else {}
