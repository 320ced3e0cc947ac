"""An open invitation of each park's body."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.models import Group

from accounts.models import User
from parks.models import Invitation, Organisation, Park
from parks.policies.memberships import MANAGE
from tests.factories.world.canaries import AT, park_canary

if TYPE_CHECKING:
    from tests.factories.world import World


def fill(world: "World", park: Park) -> None:
    body = Organisation.objects.get(kind="park", park=park)
    invitation = Invitation.objects.create(
        given_by=body, organisation=body, role=Group.objects.get(name="park_clerk"), permission=MANAGE,
        email=f"{park_canary(park.code, MANAGE)}@example.org", valid_from=AT, invited_at=AT,
        invited_by=User.objects.get(username="secadmin"), expires_at=AT + timedelta(days=14),
    )  # fmt: skip
    world.keys |= {str(body.pk), str(invitation.pk)}
    world.keys.add(str(body.memberships.order_by("pk").values_list("pk", flat=True)[0]))
