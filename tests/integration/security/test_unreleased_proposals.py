"""A rerun that nobody has released yet: what it proposes is the zone's alone, whatever was released before."""

import pytest
from django.utils import timezone

from assessment.models import Proposal, Run
from tests.factories.world import AT, HASH, YEAR, build_world


@pytest.fixture
def rerun(in_zone):
    """The year's first run is released; a second one has replaced its proposals and waits for its release."""
    with in_zone():
        world = build_world()
        cycle, first = world.cycle, Run.objects.get(cycle=world.cycle)
        cycle.released_run, cycle.released_at = first, timezone.now()
        cycle.save()
        second = Run.objects.create(
            cycle=cycle, number=2, requested_at=AT, finished_at=AT, seed=1, draws=10, inputs_sha256=HASH, engine="test",
            system=first.system,
        )  # fmt: skip
        Proposal.objects.filter(cycle=cycle).update(run=second)
    return cycle


@pytest.mark.parametrize("address", [f"/assessment/{YEAR}/standing/", f"/assessment/{YEAR}/standing/JNQ/"])
@pytest.mark.parametrize(
    ("username", "sees"), [("head-jnq", False), ("district-pudong", False), ("coordinator", True), ("auditor", True)]
)
def test_proposals_of_an_unreleased_run(rerun, browse, address, username, sees):
    page = browse(username).get(address).content.decode()

    assert ("Notification proposed" in page) is sees
