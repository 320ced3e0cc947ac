"""Each park's own report of a run: computed once, in the zone's scope, since it compares with every park."""

from dataclasses import asdict
from typing import Any

from django.db import transaction

from assessment import engine
from assessment.inputs import gather
from assessment.models import ParkReport, Run
from assessment.plan_content import system_of


@transaction.atomic
def keep_reports(*, run: Run) -> int:
    """Make what is missing of the run's reports; how many were made."""
    run = Run.objects.select_related("cycle__plan").get(pk=run.pk)
    if ParkReport.objects.filter(run=run).exists():
        return 0
    inputs = gather(run.cycle, as_of=run)
    index = engine.parse(system_of(run.cycle.plan), [each.row for each in inputs])
    profiles = {profile.unit: asdict(profile) for profile in engine.profiles(index)}
    peers = {
        peer.unit: asdict(peer) for peer in engine.peers(index, {each.park.code: each.park.kind for each in inputs})
    }
    made = ParkReport.objects.bulk_create(
        ParkReport(park=each.park, run=run, content=content_of(index, each.park.code, profiles, peers))
        for each in inputs
    )
    return len(made)


def content_of(index: Any, code: str, profiles: dict[str, Any], peers: dict[str, Any]) -> dict[str, Any]:
    """Strengths and weaknesses, distances, what one unit more is worth, the place among peers."""
    worth = [asdict(row) for row in engine.worth(index, code)]
    return {"profile": profiles[code], "worth": worth, "peers": peers.get(code)}
