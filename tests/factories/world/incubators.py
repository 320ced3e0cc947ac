"""An incubator in each park with a year, an incubatee and a plan; a graduate of each enterprise, and its relay."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import User
from enterprises.models import Enterprise
from incubators.models import CarrierYear, Incubatee, Incubator, Milestone, Relay, Survival, TransformationPlan
from parks.models import Organisation, Park
from tests.factories.world.canaries import AT, YEAR, body_canary

if TYPE_CHECKING:
    from tests.factories.world import World

SINCE = date(YEAR, 1, 1)


def incubator_of(park: Park) -> Organisation:
    """The demonstration's, where the park has one with people; else a new one."""
    names = {"name_en": f"Incubator {park.code}", "name_zh_hans": f"孵化器{park.code}"}
    found = Organisation.objects.filter(kind="incubator", park=park).order_by("pk").first()
    return found or Organisation.objects.create(kind="incubator", park=park, **names)


def text_of(park: Park, noun: str, owner: str = "") -> str:
    return body_canary("incubator", park.code, f"incubators.view_{noun}", owner)


def fill_park(world: "World", park: Park) -> None:
    body = incubator_of(park)
    own = {"park": park, "incubator": body}
    Incubator.objects.create(
        organisation=body, park=park, incubator_class="cultivating", period=DateRange(SINCE, None), mark="demo",
        name_en=body.name_en, name_zh_hans=body.name_zh_hans,
    )  # fmt: skip
    CarrierYear.objects.create(
        **own, year=YEAR, area_m2=10, incubation_area_m2=8, fund_cny=1, invested_cny=1, staff=1, mentors=1,
        note=text_of(park, "carrieryear"), entered_at=AT,
    )  # fmt: skip
    text = text_of(park, "incubatee")
    incubatee = Incubatee.objects.create(
        **own, name_en=text, name_zh_hans=text, cohort="2024", purpose=text, applied_on=SINCE
    )
    text = text_of(park, "transformationplan")
    plan = TransformationPlan.objects.create(
        **own, goal=text, target_class="recognised", begins_on=SINCE, ends_on=date(YEAR + 1, 1, 1)
    )
    text = text_of(park, "milestone")
    milestone = Milestone.objects.create(**own, plan=plan, title=text, due_on=SINCE)
    world.keys |= {str(row.pk) for row in (body, incubatee, plan, milestone)}


def fill(world: "World", enterprise: Enterprise, owner: User, park: Park) -> None:
    own = {"park": park, "incubator": incubator_of(park)}
    text = text_of(park, "incubatee", owner.username)
    graduate = Incubatee.objects.create(
        **own, enterprise=enterprise, name_en=text, name_zh_hans=text, cohort="2024", purpose=text, status="graduated",
        applied_on=SINCE, admitted_on=SINCE, ended_on=SINCE, grounds=["invested", "revenue"], evidence=text,
    )  # fmt: skip
    Survival.objects.create(
        **own, incubatee=graduate, year=YEAR, state="alive", source=text_of(park, "survival"), entered_at=AT
    )
    text = text_of(park, "relay", owner.username)
    relay = Relay.objects.create(
        **own, enterprise=enterprise, incubatee_key=graduate.pk, name_en=text, name_zh_hans=text, needs=text,
        wanted_area_m2=10, proposed_at=AT,
    )  # fmt: skip
    world.keys |= {str(graduate.pk), str(relay.pk)}
