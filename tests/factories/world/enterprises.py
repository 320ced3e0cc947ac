"""A claim of each enterprise's record, decided by its park."""

from typing import TYPE_CHECKING

from accounts.models import User
from enterprises.models import Enterprise, RecordClaim
from parks.models import Organisation, Park
from tests.factories.world.canaries import AT, park_canary

if TYPE_CHECKING:
    from tests.factories.world import World


def fill(world: "World", enterprise: Enterprise, _owner: User, park: Park) -> None:
    claim = RecordClaim.objects.create(
        decided_by=Organisation.objects.get(kind="park", park=park), credit_code=enterprise.credit_code,
        enterprise=enterprise, name="Claimant", email="claimant@example.org", submitted_at=AT,
        evidence=park_canary(park.code, "enterprises.decide_claim"),
    )  # fmt: skip
    world.keys.add(str(claim.pk))
