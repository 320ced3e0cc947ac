"""Entering a class in the register, ending it, and keeping what a carrier says of itself for a year."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.constraints import refusing_violations
from core.errors import NotAllowed, NotPermitted
from incubators.models import CarrierYear, Incubator
from incubators.policies import check_class_period, check_is_carrier, check_not_before, check_year
from parks.marks import DECLARED
from parks.models import Organisation, OrganisationKind, Park

SOURCED = "sourced"  # by its certificate
KEEP_REGISTER = "incubators.keep_register"
KEEP_YEAR = "incubators.keep_carrieryear"
FIGURES = ("area_m2", "incubation_area_m2", "fund_cny", "invested_cny", "staff", "mentors", "note")


@transaction.atomic
def register_incubator(*, park: Park, name_en: str, name_zh_hans: str, by: Any, at: datetime, **line: Any) -> Incubator:
    """Enter a new incubator of a park with its first class; its people are invited to its organisation."""
    check_may_keep(by)
    names = {"name_zh_hans": name_zh_hans, "name_en": name_en or name_zh_hans}
    if Organisation.objects.filter(kind=OrganisationKind.INCUBATOR, park=park, name_zh_hans=name_zh_hans).exists():
        raise NotAllowed(_("The park has an incubator of this name; enter its new class there."), place="name_zh_hans")
    zone = Organisation.objects.get(kind=OrganisationKind.ZONE)
    body = Organisation.objects.create(kind=OrganisationKind.INCUBATOR, park=park, parent=zone, **names)
    return enter_class(body=body, by=by, at=at, **line)


@transaction.atomic
def enter_class(
    *, body: Organisation, first_day: date, last_day: date | None, by: Any, at: datetime, **facts: Any
) -> Incubator:
    """Enter the class that an incubator holds from a day on; one that runs on is ended the day before."""
    check_may_keep(by)
    park = check_is_carrier(body)
    today = timezone.localtime(at).date()
    check_class_period(first_day, last_day, today=today)
    end_running(body, first_day, by=by, at=at)
    line = Incubator(
        organisation=body,
        park=park,
        period=DateRange(first_day, last_day + timedelta(days=1) if last_day else None),
        name_en=body.name_en,
        name_zh_hans=body.name_zh_hans,
        mark=SOURCED if facts.get("certificate_number") else DECLARED,
        **facts,
    )
    with refusing_violations(Incubator):
        line.save(force_insert=True)
    audit.record("incubator_class_entered", line, by=by, at=at, after=audit_values(line))
    return line


def end_running(body: Organisation, day: date, *, by: Any, at: datetime) -> None:
    """Close the line that has no end or a later one, so that the new class begins where it ends."""
    running = body.incubator_lines.select_for_update(of=("self",)).filter(period__contains=day).first()
    if running is None:
        return
    check_not_before(day, running.period.lower + timedelta(days=1), place="first_day")
    before = audit_values(running)
    running.period = DateRange(running.period.lower, day)
    running.save(update_fields=["period"])
    audit.record("incubator_class_ended", running, by=by, at=at, before=before, after=audit_values(running))


def check_may_keep(by: Any) -> None:
    if not by.portal_access.holds_for_zone(KEEP_REGISTER):
        raise NotPermitted(_("A municipal coordinator keeps the register of incubators."))


def audit_values(line: Incubator) -> dict[str, Any]:
    return {
        "kind": line.kind,
        "incubator_class": line.incubator_class,
        "certificate_number": line.certificate_number,
        "issuer": line.issuer,
        "from": line.period.lower,
        "until": line.period.upper,
    }


@transaction.atomic
def keep_year(*, body: Organisation, year: int, by: Any, at: datetime, **figures: Any) -> CarrierYear:
    """Enter or change what a carrier says of itself for a year."""
    if not by.has_perm(KEEP_YEAR, body):
        raise NotPermitted(_("The incubator's own people enter its floor, fund and staff."))
    park = check_is_carrier(body)
    check_year(year, today=timezone.localtime(at).date())
    known = CarrierYear.objects.select_for_update(of=("self",)).filter(incubator=body, year=year).first()
    row = known or CarrierYear(park=park, incubator=body, year=year)
    before = {name: getattr(row, name) for name in FIGURES} if known else None
    for name in FIGURES:
        setattr(row, name, figures[name])
    row.entered_at, row.entered_by = at, by
    with refusing_violations(CarrierYear):
        row.save()
    after = {name: getattr(row, name) for name in FIGURES}
    audit.record("carrier_year_entered", row, by=by, at=at, before=before, after=after | {"year": year})
    return row
