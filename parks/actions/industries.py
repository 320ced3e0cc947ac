"""Every write about a park's industries: declaring one, ending one."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.constraints import refusing_violations
from core.errors import NotAllowed, NotPermitted
from core.turns import wait_for_turn
from parks.marks import DECLARED
from parks.models import IndustryClass, LayoutEntry, Park, ParkIndustry, ParkIndustryLayout
from parks.policies.industries import (
    check_may_declare,
    check_may_end,
    check_names_are_new,
    check_room_for_leading,
    free_slots,
)
from parks.selectors import current_layout

DECLARE = "parks.declare_industry"


@transaction.atomic
def declare_industry(
    *,
    park: Park,
    industry_class: str,
    name_en: str,
    name_zh_hans: str,
    since: date,
    by: Any,
    at: datetime,
    layout: Collection[str] = (),
) -> ParkIndustry:
    """Enter an industry of the park from a day on, without an end; ``layout`` names entries of the city's layout.

    Whoever declares for the same park waits for a turn, so a free slot stays free until it is taken; the
    database keeps the three all the same.
    """
    check_may_write(by, park)
    wait_for_turn(park)
    check_may_declare(park, since=since, today=timezone.localtime(at).date())
    period = DateRange(since, None)
    declared = list(park.industries.filter(period__overlap=period).order_by("slot", "pk"))
    check_names_are_new(declared, name_en=name_en, name_zh_hans=name_zh_hans)
    entries = entries_of(layout)
    industry = ParkIndustry(
        park=park,
        industry_class=industry_class,
        slot=slot_for(industry_class, declared, since),
        period=period,
        name_en=name_en.strip(),
        name_zh_hans=name_zh_hans.strip(),
        mark=DECLARED,
    )
    with refusing_violations(ParkIndustry):
        industry.save(force_insert=True)
    ParkIndustryLayout.objects.bulk_create(ParkIndustryLayout(industry=industry, entry=entry) for entry in entries)
    audit.record("industry_declared", industry, by=by, at=at, after=audit_values(industry) | {"layout": sorted(layout)})
    return industry


@transaction.atomic
def end_industry(*, industry: ParkIndustry, last_day: date, by: Any, at: datetime) -> ParkIndustry:
    """Close an industry's period after its last day; it stays in the park's history."""
    check_may_write(by, industry.park)
    industry = ParkIndustry.objects.select_for_update(of=("self",)).select_related("park").get(pk=industry.pk)
    check_may_end(industry, last_day=last_day, today=timezone.localtime(at).date())
    before = audit_values(industry)
    industry.period = DateRange(industry.period.lower, last_day + timedelta(days=1))
    industry.save(update_fields=["period"])
    audit.record("industry_ended", industry, by=by, at=at, before=before, after=audit_values(industry))
    return industry


def check_may_write(by: Any, park: Park) -> None:
    if not by.has_perm(DECLARE, park):
        raise NotPermitted(_("The park's head or a municipal coordinator declares and ends its industries."))


def slot_for(industry_class: str, declared: list[ParkIndustry], since: date) -> int | None:
    """One of the three slots for a leading industry, none for the other classes."""
    if industry_class != IndustryClass.LEADING:
        return None
    check_room_for_leading(declared, since=since)
    return free_slots([known for known in declared if known.industry_class == IndustryClass.LEADING])[0]


def entries_of(codes: Collection[str]) -> list[LayoutEntry]:
    """The entries of the newest layout under these codes."""
    found = list(current_layout().filter(code__in=codes))
    if unknown := set(codes) - {entry.code for entry in found}:
        raise NotAllowed(
            _("%(codes)s: no entry of the city's present layout.") % {"codes": ", ".join(sorted(unknown))},
            place="layout",
        )
    return found


def audit_values(industry: ParkIndustry) -> dict[str, Any]:
    return {
        "industry_class": industry.industry_class,
        "slot": industry.slot,
        "name_en": industry.name_en,
        "name_zh_hans": industry.name_zh_hans,
        "from": industry.period.lower,
        "until": industry.period.upper,
    }
