"""How far a year's results are let out: the same answer for pages, files and actions as the rows' own policy gives."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from assessment.models import Cycle, PublicationLevel
from parks.access import access_of
from parks.models import OrganisationKind, Park

VIEW = "assessment.view_runresult"
LEVELS = tuple(PublicationLevel.values)  # each reaches further than the one before
REACHES_PARKS = (PublicationLevel.OWN, PublicationLevel.ZONE, PublicationLevel.PUBLIC)


def sees_ranking(cycle: Cycle, user: Any, at: datetime) -> bool:
    """Whether the person reads the released results of every park."""
    access = access_of(user)
    if not cycle.is_released or access.holds_for_zone(VIEW):
        return cycle.is_released
    if cycle.publication == PublicationLevel.ZONE:
        return cycle.is_out_at(at) and bool(access.everything().get("park"))
    return cycle.is_out_at(at) and cycle.publication == PublicationLevel.PUBLIC


def sees_results(cycle: Cycle, user: Any, at: datetime) -> bool:
    """Whether what was released is let out to the person for the parks that are his."""
    if not cycle.is_released or access_of(user).holds_for_zone(VIEW):
        return cycle.is_released
    if cycle.publication == PublicationLevel.DISTRICT:
        return cycle.is_out_at(at) and is_of_a_district(user)
    return cycle.is_out_at(at) and cycle.publication in REACHES_PARKS


def sees_result(cycle: Cycle, park: Park, user: Any, at: datetime) -> bool:
    """Whether the person opens the park's released result down to its figures."""
    return bool(user.has_perm(VIEW, park)) and sees_results(cycle, user, at)


def is_of_a_district(user: Any) -> bool:
    return any(grant.kind == OrganisationKind.DISTRICT for grant in access_of(user).grants)


def let_out_to(user: Any) -> Q:
    """The same over rows that name their cycle, on the database's own clock."""
    levels = list(REACHES_PARKS) + ([PublicationLevel.DISTRICT] if is_of_a_district(user) else [])
    over = Q(cycle__embargo_until__isnull=True) | Q(cycle__embargo_until__lte=Now())
    return over & Q(cycle__publication__in=levels)


def public_cycles(at: datetime) -> QuerySet[Cycle]:
    """The years whose results everybody reads, newest first."""
    out = Cycle.objects.filter(released_at__lte=at, publication=PublicationLevel.PUBLIC)
    return out.exclude(embargo_until__gt=at).order_by("-year")
