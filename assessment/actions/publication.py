"""How far a year's results are let out: set before the release or changed after it, row by row in the same act."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import Cycle, PublishedRank, RunResult
from assessment.models.cycle import SHANGHAI
from assessment.publication_policies import check_may_set_publication
from assessment.selectors.previews import due_after
from assessment.selectors.publication import LEVELS
from core import audit
from core.errors import NotAllowed, NotPermitted
from parks.models import Organisation, OrganisationKind, Park

RELEASE = "assessment.release_results"
SETTINGS = ("publication", "embargo_until", "notice_days", "notice_until")


@transaction.atomic
def set_publication(
    *, cycle: Cycle, level: str, embargo_until: datetime | None, notice_days: int, reason: str, by: Any, at: datetime
) -> Cycle:
    """Say who reads the year's results, from when on, and how long anybody may object.

    After the release the rows that are out change with it; whoever reads them first then has the whole notice.
    """
    if not by.has_perm(RELEASE, cycle):
        raise NotPermitted(_("A municipal coordinator decides who reads the results."))
    locked = Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)
    keeps_embargo = embargo_until == locked.embargo_until
    asked = None if keeps_embargo else embargo_until
    check_may_set_publication(level=level, embargo_until=asked, notice_days=notice_days, at=at)
    if locked.is_released and not reason.strip():
        raise NotAllowed(_("The results are released; say why this changes."), place="reason")
    before = {name: getattr(locked, name) for name in SETTINGS}
    reaches_more = LEVELS.index(level) > LEVELS.index(locked.publication)
    locked.publication, locked.embargo_until, locked.notice_days = level, embargo_until, notice_days
    if locked.is_released and (reaches_more or not keeps_embargo):
        begin_notice(locked, at=at)
    elif locked.is_released and notice_days > before["notice_days"]:
        lengthen_notice(locked)
    locked.save(update_fields=SETTINGS)
    if locked.is_released:
        let_out(locked)
    after = {name: getattr(locked, name) for name in SETTINGS}
    audit.record("publication_set", locked, by=by, at=at, before=before, after=after, reason=reason)
    return locked


def begin_notice(cycle: Cycle, *, at: datetime) -> None:
    """Count the working days from the day on which the results are first read."""
    first = max(at, cycle.opens_at or at)
    cycle.notice_until = due_after(first.astimezone(SHANGHAI).date(), cycle.notice_days)


def lengthen_notice(cycle: Cycle) -> None:
    """More days than were announced are counted from the same day; fewer take nothing away from anybody."""
    assert cycle.opens_at is not None  # noqa: S101  released
    longer = due_after(cycle.opens_at.astimezone(SHANGHAI).date(), cycle.notice_days)
    cycle.notice_until = max(longer, cycle.notice_until or longer)


def publish_ranks(cycle: Cycle) -> None:
    """Rank, total and verdict of the released run, one row a park, at the cycle's level."""
    results = RunResult.objects.filter(run=cycle.released_run).values("park_id", "rank", "total", "verdict")
    PublishedRank.objects.bulk_create(
        [PublishedRank(cycle=cycle, **result) for result in results],
        update_conflicts=True,
        unique_fields=["park", "cycle"],
        update_fields=["rank", "total", "verdict"],
    )
    let_out(cycle)


def let_out(cycle: Cycle) -> None:
    """Write the level, the moment and the readers into the rows that the database judges by."""
    zone, bodies = Organisation.objects.get(kind=OrganisationKind.ZONE), bodies_by_park()
    rows = list(PublishedRank.objects.filter(cycle=cycle))
    for row in rows:
        row.organisation, row.level, row.opens_at = zone, cycle.publication, cycle.opens_at
        row.bodies = bodies.get(row.park_id, [])
    PublishedRank.objects.bulk_update(rows, ["organisation", "level", "opens_at", "bodies"])


def bodies_by_park() -> dict[int, list[int]]:
    """The departments of each park's districts: the leading one and those with a plot of it."""
    of_district: dict[int | None, list[int]] = {}
    for pk, district in Organisation.objects.filter(kind=OrganisationKind.DISTRICT).values_list("pk", "district"):
        of_district.setdefault(district, []).append(pk)
    parks = Park.objects.prefetch_related("plots")
    districts = {park.pk: {park.lead_district_id, *(plot.district_id for plot in park.plots.all())} for park in parks}
    return {
        park: sorted(pk for district in found for pk in of_district.get(district, ()))
        for park, found in districts.items()
    }
