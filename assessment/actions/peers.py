"""The medians of peers: kept for each park from a locked year, without the park itself, never over fewer than three."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from statistics import median

from django.db import transaction

from assessment.models import Cycle, FigureEntry, PeerMedian
from assessment.workflow import ReturnStatus

SIGNIFICANT_DIGITS = 3  # so that the middle one of few does not give a park's own number away


@transaction.atomic
def keep_peer_medians(*, cycle: Cycle) -> int:
    """Compute the year's medians anew under the zone's scope; the same figures give the same rows."""
    kinds, values = locked_values(cycle)
    rows = [row for figure, by_park in values.items() for row in medians(cycle, figure, kinds, by_park)]
    PeerMedian.objects.filter(cycle=cycle).delete()
    return len(PeerMedian.objects.bulk_create(rows))


def locked_values(cycle: Cycle) -> tuple[dict[int, str], dict[int, dict[int, Decimal]]]:
    """Each park's kind, and for each figure the parks' values."""
    rows = FigureEntry.objects.filter(
        annual_return__cycle=cycle, annual_return__status=ReturnStatus.LOCKED, value__isnull=False
    ).exclude(figure__figure_type="document")
    kinds: dict[int, str] = {}
    values: dict[int, dict[int, Decimal]] = defaultdict(dict)
    for park, kind, figure, value in rows.values_list("park_id", "park__kind", "figure_id", "value"):
        kinds[park] = kind
        values[figure][park] = value or Decimal(0)
    return kinds, values


def medians(cycle: Cycle, figure: int, kinds: dict[int, str], by_park: dict[int, Decimal]) -> Iterable[PeerMedian]:
    for park in by_park:
        peers = [value for other, value in by_park.items() if other != park and kinds[other] == kinds[park]]
        if len(peers) >= PeerMedian.FEWEST:
            yield PeerMedian(park_id=park, cycle=cycle, figure_id=figure, peers=len(peers), median=blunt(median(peers)))


def blunt(value: Decimal) -> Decimal:
    """The value to three significant digits; every digit of a smaller whole number."""
    if value.is_zero():
        return Decimal(0)
    places = SIGNIFICANT_DIGITS - 1 - value.adjusted()
    return Decimal(f"{round(value, places):f}")
