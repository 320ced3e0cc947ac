"""Invented incubators, incubatees and a plan, each marked as demonstration; loading twice changes nothing."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from django.db.backends.postgresql.psycopg_any import DateRange

from core.rowsecurity import keeping, scope
from incubators.models import (
    CarrierKind,
    CarrierYear,
    Incubatee,
    Incubator,
    IncubatorClass,
    Milestone,
    TransformationPlan,
)
from incubators.workflow import IncubateeStatus
from parks.models import LayoutEntry, Organisation, OrganisationKind, Park

# park, names, class, kind; numbered within the demonstration
LINES = (
    ("JNQ", "Demonstration incubator", "演示孵化器", IncubatorClass.RECOGNISED, CarrierKind.INCUBATOR),
    ("CORE", "Demonstration incubator 1", "演示孵化器1", IncubatorClass.RECOGNISED, CarrierKind.INCUBATOR),
    ("CORE", "Demonstration incubator 2", "演示孵化器2", IncubatorClass.CULTIVATING, CarrierKind.ACCELERATOR),
    ("MHG", "Demonstration incubator 3", "演示孵化器3", IncubatorClass.CULTIVATING, CarrierKind.INCUBATOR),
    ("MHG", "Demonstration maker space", "演示众创空间", IncubatorClass.EXISTING, CarrierKind.MAKER_SPACE),
)
PERIOD = DateRange(date(2024, 1, 1), None)
ENTERED_AT = datetime(2026, 1, 15, 2, tzinfo=UTC)
YEARS = ((2024, 10_500, 7_900, 30_000_000, 6_000_000, 16, 22), (2025, 12_000, 9_300, 50_000_000, 12_500_000, 18, 30))
# number, cohort, sector, status, admitted, ended
TEAMS = (
    (1, "2023", "integrated_circuits", IncubateeStatus.ADMITTED, date(2023, 4, 1), None),
    (2, "2023", "biomedicine", IncubateeStatus.LEFT, date(2023, 4, 1), date(2024, 9, 30)),
    (3, "2024", "artificial_intelligence", IncubateeStatus.ADMITTED, date(2024, 3, 1), None),
    (4, "2024", "artificial_intelligence", IncubateeStatus.ADMITTED, date(2024, 3, 1), None),
    (5, "2025", "integrated_circuits", IncubateeStatus.ADMITTED, date(2025, 3, 3), None),
    (6, "2025", "biomedicine", IncubateeStatus.DECLINED, None, None),
    (7, "2026", "biomedicine", IncubateeStatus.APPLIED, None, None),
)


def load_incubators(parks: Iterable[Park]) -> list[Incubator]:
    """Write the lines of those of the parks that have one."""
    known = {park.code: park for park in parks}
    return [load_line(known[line[0]], *line[1:]) for line in LINES if line[0] in known]


def load_line(park: Park, english: str, chinese: str, held: IncubatorClass, kind: CarrierKind) -> Incubator:
    names = {"name_en": english, "name_zh_hans": chinese}
    zone = Organisation.objects.get(kind=OrganisationKind.ZONE)
    facts = {"name_zh_hans": chinese, "park": park, "parent": zone}
    with keeping():
        body, _made = Organisation.objects.get_or_create(
            kind=OrganisationKind.INCUBATOR, name_en=english, defaults=facts
        )
        line, _made = Incubator.objects.get_or_create(
            organisation=body,
            period=PERIOD,
            defaults=names | {"park": park, "incubator_class": held, "kind": kind, "mark": "demo"},
        )
    with scope(park=[park.pk]):
        load_inside(body, park)
    return line


def load_inside(body: Organisation, park: Park) -> None:
    """What the incubator and its park alone see: years, incubatees, a plan."""
    own = {"park": park, "incubator": body}
    if CarrierYear.objects.filter(incubator=body).exists():
        return
    for year, area, part, fund, invested, staff, mentors in YEARS:
        CarrierYear.objects.create(
            **own, year=year, area_m2=area, incubation_area_m2=part, fund_cny=fund, invested_cny=invested, staff=staff,
            mentors=mentors, note="演示", entered_at=ENTERED_AT,
        )  # fmt: skip
    sectors = {entry.code: entry for entry in LayoutEntry.objects.order_by("version")}
    for number, cohort, sector, status, admitted, ended in TEAMS:
        Incubatee.objects.create(
            **own, name_en=f"Demonstration team {number}", name_zh_hans=f"演示团队{number}", cohort=cohort,
            purpose="演示项目", sector=sectors[sector], status=status, applied_on=date(int(cohort), 1, 15),
            admitted_on=admitted, ended_on=ended, reason="演示" if status == IncubateeStatus.LEFT else "",
        )  # fmt: skip
    plan = TransformationPlan.objects.create(
        **own, goal="演示：建成硬科技孵化的高质量孵化器", target_class=IncubatorClass.RECOGNISED,
        begins_on=date(2026, 1, 1), ends_on=date(2027, 12, 31),
    )  # fmt: skip
    for title, due in (("演示：专业实验平台投用", date(2026, 9, 30)), ("演示：孵化基金设立", date(2027, 6, 30))):
        Milestone.objects.create(**own, plan=plan, title=title, due_on=due)
