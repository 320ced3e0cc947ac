"""A small world with something of everybody's in it, each text marked with its tenant's canary.

``build_world`` fills every tenant's table for three parks and three enterprises, two of them neighbours in one park.
The canary of a tenant in bytes sent to somebody who does not reach that tenant is a leak. The isolation test fails when
a tenant's model has no row here, so a new model joins by joining this world: one module an app.
"""

from dataclasses import dataclass, field

from accounts.models import User
from assessment.models import Cycle, Run
from assessment.plan_content import system_of
from enterprises.models import Enterprise, Residency
from parks.access import access_of
from parks.models import Park
from services.models import Case
from tests.factories.world import assessment, enterprises, incubators, parks, services
from tests.factories.world.assessment import make_cycle
from tests.factories.world.canaries import AT, HASH, YEAR, enterprise_canary, park_canary

__all__ = [
    "AT",
    "HASH",
    "OWNERS",
    "PARKS",
    "YEAR",
    "World",
    "build_world",
    "enterprise_canary",
    "make_cycle",
    "park_canary",
]

PARKS = ("JNQ", "MHG", "CORE")
OWNERS = {"owner-a": "JNQ", "owner-b": "JNQ", "owner-c": "MHG"}
OF_PARKS = (parks.fill, incubators.fill_park, assessment.fill)  # (world, park)
OF_ENTERPRISES = (incubators.fill, services.fill, enterprises.fill)  # (world, enterprise, owner, park)
TENANT_MODELS_FILLED_ELSEWHERE = {Residency}  # the zone itself stands with two residents a park


@dataclass
class World:
    """What was built, for whoever needs a key of it."""

    cycle: Cycle
    run: Run
    parks: dict[str, Park]
    cases: dict[str, Case] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)  # every key that an address may name


def build_world() -> World:
    """Inside the zone's scope: plan, cycle, and everybody's rows."""
    cycle = make_cycle()
    run = assessment.make_run(cycle, system=system_of(cycle.plan))
    world = World(cycle, run, {code: Park.objects.get(code=code) for code in PARKS})
    for park in world.parks.values():
        for fill in OF_PARKS:
            fill(world, park)
    for username, code in OWNERS.items():
        fill_enterprise(world, username, world.parks[code])
    before = assessment.make_run(make_cycle(YEAR - 2))
    assessment.make_seal(run, assessment.make_seal(before, None, PARKS), PARKS)
    return world


def fill_enterprise(world: World, username: str, park: Park) -> None:
    owner = User.objects.get(username=username)
    (key,) = access_of(owner).everything()["enterprise"]
    enterprise = Enterprise.objects.get(pk=key)
    for fill in OF_ENTERPRISES:
        fill(world, enterprise, owner, park)
