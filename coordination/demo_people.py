"""The demonstration's accounts: one for every role, two parks, two districts, two enterprises in one park.

Names of people and enterprises are invented and say so.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet

from accounts.models import User
from core.rowsecurity import keeping, scope
from enterprises.credit_code import check_character
from enterprises.models import Enterprise, Residency
from parks.models import District, Membership, Organisation, OrganisationKind, Park

PASSWORD = "zhangjiang-demo"  # noqa: S105  printed at every start; demonstration mode only
CODE_STEM = "91310115DEM"
SINCE = datetime(2020, 1, 1, tzinfo=UTC)
RESIDENT_SINCE = date(2020, 1, 1)


@dataclass(frozen=True)
class Account:
    username: str
    role: str
    body: str  # zone, or kind:code of the organisation
    name: str


ACCOUNTS = (
    Account("coordinator", "coordinator", "zone", "演示协调员甲"),
    Account("coordinator2", "coordinator", "zone", "演示协调员乙"),
    Account("auditor", "auditor", "zone", "演示审计员"),
    Account("sysadmin", "system_administrator", "zone", "演示系统管理员"),
    Account("secadmin", "security_administrator", "zone", "演示安全管理员"),
    Account("audadmin", "audit_administrator", "zone", "演示审计管理员"),
    Account("department", "department_officer", "department:science", "演示部门干部"),
    Account("expert", "expert_reviewer", "department:science", "演示专家"),
    Account("district-pudong", "district_officer", "district:310115", "演示浦东干部"),
    Account("district-minhang", "district_officer", "district:310112", "演示闵行干部"),
    Account("head-jnq", "park_head", "park:JNQ", "演示金桥负责人"),
    Account("clerk-jnq", "park_clerk", "park:JNQ", "演示金桥填报员"),
    Account("service-jnq", "park_service_officer", "park:JNQ", "演示金桥服务专员"),
    Account("head-mhg", "park_head", "park:MHG", "演示闵行园负责人"),
    Account("clerk-mhg", "park_clerk", "park:MHG", "演示闵行园填报员"),
    Account("service-mhg", "park_service_officer", "park:MHG", "演示闵行园服务专员"),
    Account("operator", "operator_staff", "operator:JNQ", "演示运营人员"),
    Account("incubator", "incubator_staff", "incubator:JNQ", "演示孵化器人员"),
    Account("provider", "provider_staff", "provider:1", "演示服务机构人员"),
    Account("owner-a", "enterprise_owner", "enterprise:JNQ1", "演示企业甲负责人"),
    Account("member-a", "enterprise_member", "enterprise:JNQ1", "演示企业甲员工"),
    Account("owner-b", "enterprise_owner", "enterprise:JNQ2", "演示企业乙负责人"),
    Account("owner-c", "enterprise_owner", "enterprise:MHG1", "演示企业丙负责人"),
)


def load_people() -> dict[str, User]:
    """Enterprises, bodies, accounts and memberships; loading twice changes nothing."""
    load_enterprises()
    with keeping():
        bodies = other_bodies()
    hashed = make_password(PASSWORD)
    people = {}
    known = [*Organisation.objects.exclude(kind=OrganisationKind.ENTERPRISE), *demonstration_enterprises()]
    with scope(organisation=[body.pk for body in known]):
        for account in (*ACCOUNTS, *unlisted_accounts()):
            user, _made = User.objects.get_or_create(
                username=account.username, defaults={"display_name": account.name, "password": hashed}
            )
            if not user.is_demonstration:
                user.is_demonstration = True
                user.save(update_fields=["is_demonstration"])
            people[account.username] = user
            Membership.objects.get_or_create(
                user=user,
                role=Group.objects.get(name=account.role),
                organisation=body_of(account.body, bodies),
                valid_until=None,
                defaults={"valid_from": SINCE},
            )
    return people


def unlisted_accounts() -> list[Account]:
    """A clerk in every park and an officer in every district, so that each figure and step has its own person."""
    clerks = [
        Account(f"clerk-{park.code.lower()}", "park_clerk", f"park:{park.code}", f"演示{park.name_zh_hans}填报员")
        for park in Park.objects.filter(valid_to__isnull=True).order_by("code")
    ]
    officers = [
        Account(f"district-{row.code}", "district_officer", f"district:{row.code}", f"演示{row.name_zh_hans}干部")
        for row in District.objects.order_by("code")
    ]
    listed = {account.username for account in ACCOUNTS}
    return [account for account in (*clerks, *officers) if account.username not in listed]


def body_of(name: str, bodies: dict[str, Organisation]) -> Organisation:
    if name in bodies:
        return bodies[name]
    kind, _colon, code = name.partition(":")
    if kind == "zone":
        return Organisation.objects.get(kind=OrganisationKind.ZONE)
    if kind == "district":
        return Organisation.objects.get(kind=kind, district__code=code)
    if kind == "park":
        return Organisation.objects.get(kind=kind, park__code=code)
    return Enterprise.objects.select_related("organisation").get(credit_code=credit_code(code)).organisation


def other_bodies() -> dict[str, Organisation]:
    zone = Organisation.objects.get(kind=OrganisationKind.ZONE)
    jinqiao = Park.objects.get(code="JNQ")
    wanted = {
        "department:science": (OrganisationKind.DEPARTMENT, "Demonstration department", "演示部门", None),
        "operator:JNQ": (OrganisationKind.OPERATOR, "Demonstration operator", "演示运营机构", jinqiao),
        "incubator:JNQ": (OrganisationKind.INCUBATOR, "Demonstration incubator", "演示孵化器", jinqiao),
        "provider:1": (OrganisationKind.PROVIDER, "Demonstration provider", "演示服务机构", None),
    }
    return {
        key: Organisation.objects.get_or_create(
            kind=kind, name_en=english, defaults={"name_zh_hans": chinese, "park": park, "parent": zone}
        )[0]
        for key, (kind, english, chinese, park) in wanted.items()
    }


def credit_code(place: str) -> str:
    """An invented code that passes the check: the place's letters and number in the organisation part."""
    stem = f"{CODE_STEM}{place:0>6}".replace("O", "0").replace("I", "1").replace("S", "5").replace("Z", "2")
    return stem + check_character(stem)


def demonstration_enterprises() -> QuerySet[Enterprise]:
    """The two of each park that have people; those of ``demo --large`` have none."""
    return Enterprise.objects.filter(credit_code__startswith=CODE_STEM).order_by("pk")


def load_enterprises() -> None:
    """Two invented enterprises in every park."""
    parks = list(Park.objects.filter(valid_to__isnull=True).order_by("code"))
    for number, (park, place) in enumerate(((park, place) for park in parks for place in (1, 2)), 1):
        code = credit_code(f"{park.code}{place}")
        if Enterprise.objects.filter(credit_code=code).exists():
            continue
        names = {"name_en": f"Demonstration enterprise {number:04}", "name_zh_hans": f"演示企业{number:04}"}
        with keeping():
            body = Organisation.objects.create(kind=OrganisationKind.ENTERPRISE, **names)
            enterprise = Enterprise.objects.create(
                organisation=body, credit_code=code, registered_on=RESIDENT_SINCE, **names
            )
        with scope(park=[park.pk], enterprise=[enterprise.pk]):
            Residency.objects.create(park=park, enterprise=enterprise, period=DateRange(RESIDENT_SINCE, None))
