"""The roles of the portal and where each may be held; each app's ``roles.GRANTS`` says what a role may do there."""

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parks.models import Duty, RoleHome
from parks.models import OrganisationKind as Kind

GRANTS = {
    "coordinator": ["parks.declare_industry"],
    "park_head": ["parks.declare_industry", "parks.manage_memberships", "core.view_auditevent"],
    "enterprise_owner": ["parks.manage_memberships"],
    "auditor": ["core.view_auditevent", "core.keep_audit"],
    "audit_administrator": ["core.keep_audit"],
    "security_administrator": ["parks.manage_memberships", "accounts.keep_accounts"],
    "system_administrator": ["core.keep_jobs"],
}


@dataclass(frozen=True)
class Role:
    code: str
    label: Promise
    kind: Kind  # of the organisations in which it may be held
    duty: str = ""


ROLES = {
    role.code: role
    for role in (
        Role("coordinator", _("municipal coordinator"), Kind.ZONE),
        Role("department_officer", _("municipal department officer"), Kind.DEPARTMENT),
        Role("district_officer", _("district officer"), Kind.DISTRICT),
        Role("park_head", _("park head"), Kind.PARK),
        Role("park_clerk", _("park clerk"), Kind.PARK),
        Role("park_service_officer", _("park service officer"), Kind.PARK),
        Role("operator_staff", _("operator staff"), Kind.OPERATOR),
        Role("incubator_staff", _("incubator staff"), Kind.INCUBATOR),
        Role("provider_staff", _("provider staff"), Kind.PROVIDER),
        Role("enterprise_owner", _("enterprise owner"), Kind.ENTERPRISE),
        Role("enterprise_member", _("enterprise member"), Kind.ENTERPRISE),
        Role("expert_reviewer", _("expert reviewer"), Kind.DEPARTMENT),
        Role("auditor", _("auditor"), Kind.ZONE),
        Role("system_administrator", _("system administrator"), Kind.ZONE, Duty.SYSTEM),
        Role("security_administrator", _("security administrator"), Kind.ZONE, Duty.SECURITY),
        Role("audit_administrator", _("audit administrator"), Kind.ZONE, Duty.AUDIT),
    )
}


def roles_of_kind(kind: str) -> list[Role]:
    """The roles that are held in organisations of that kind."""
    return [role for role in ROLES.values() if role.kind == kind]


class UnknownPermission(Exception):
    """A role is granted a permission that no model declares."""


def sync_roles(*, using: str) -> None:
    """Make each role's group and give it exactly the permissions that the apps' GRANTS name."""
    wanted = declared_grants()
    known = permissions_by_name(using)
    for code, role in ROLES.items():
        group, _made = Group.objects.using(using).get_or_create(name=code)
        home = {"kind": role.kind, "duty": role.duty}
        RoleHome.objects.using(using).update_or_create(role=group, defaults=home)
        names = wanted.get(code, set())
        if missing := names - set(known):
            raise UnknownPermission(f"Role {code} is granted {sorted(missing)}, which no model declares.")
        group.permissions.set([known[name] for name in sorted(names)])


def declared_grants() -> dict[str, set[str]]:
    wanted: dict[str, set[str]] = {}
    for config in apps.get_app_configs():
        if find_spec(f"{config.name}.roles") is None:
            continue
        for role, names in import_module(f"{config.name}.roles").GRANTS.items():
            wanted.setdefault(role, set()).update(names)
    unknown = set(wanted) - set(ROLES)
    if unknown:
        raise UnknownPermission(f"There is no role {sorted(unknown)}.")
    return wanted


def permissions_by_name(using: str) -> dict[str, Permission]:
    found = Permission.objects.using(using).select_related("content_type")
    return {f"{row.content_type.app_label}.{row.codename}": row for row in found}
