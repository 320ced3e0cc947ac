"""An incubatee's way: application, admission or refusal, graduation or leaving, and the years after."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.constraints import refusing_violations
from core.errors import NotPermitted
from incubators.models import Incubatee, Survival
from incubators.policies import (
    check_grounds,
    check_is_carrier,
    check_is_graduate,
    check_is_inside,
    check_not_before,
    check_past,
    check_waits_for_selection,
    check_year,
    enterprise_of_code,
)
from incubators.workflow import INCUBATEE, KEEP, IncubateeStatus
from parks.models import LayoutEntry, Organisation


@transaction.atomic
def enter_application(
    *,
    body: Organisation,
    name_en: str,
    name_zh_hans: str,
    credit_code: str,
    sector: LayoutEntry | None,
    cohort: str,
    purpose: str,
    applied_on: date,
    by: Any,
    at: datetime,
) -> Incubatee:
    """Enter an application for a place in the incubator; a team without an enterprise leaves the code empty."""
    check_may_enter(by, body)
    park = check_is_carrier(body)
    check_past(applied_on, today=day_of(at), place="applied_on")
    incubatee = Incubatee(
        park=park,
        incubator=body,
        enterprise=enterprise_of_code(credit_code),
        name_zh_hans=name_zh_hans,
        name_en=name_en or name_zh_hans,
        sector=sector,
        cohort=cohort,
        purpose=purpose,
        applied_on=applied_on,
    )
    incubatee.save(force_insert=True)
    after = {"name_zh_hans": name_zh_hans, "cohort": cohort, "applied_on": applied_on}
    audit.record("incubatee_applied", incubatee, by=by, at=at, after=after)
    return incubatee


def check_may_enter(by: Any, body: Organisation) -> None:
    if not by.has_perm(KEEP, body):
        raise NotPermitted(_("The incubator's own people take in incubatees."))


def admit_incubatee(
    *, incubatee: Incubatee, admitted_on: date, area_m2: Decimal | None, mentor: str, by: Any, at: datetime
) -> Incubatee:
    """Give the team or enterprise its place, from a day on."""
    check_waits_for_selection(incubatee)
    check_past(admitted_on, today=day_of(at), place="admitted_on")
    check_not_before(admitted_on, incubatee.applied_on, place="admitted_on")
    changes: dict[str, Any] = {"admitted_on": admitted_on, "area_m2": area_m2, "mentor": mentor}
    with refusing_violations(Incubatee):
        return INCUBATEE.move(incubatee, IncubateeStatus.ADMITTED, by=by, at=at, **changes)


def decline_incubatee(*, incubatee: Incubatee, reason: str, by: Any, at: datetime) -> Incubatee:
    check_waits_for_selection(incubatee)
    return INCUBATEE.move(incubatee, IncubateeStatus.DECLINED, by=by, at=at, reason=reason)


def graduate_incubatee(
    *,
    incubatee: Incubatee,
    ended_on: date,
    credit_code: str,
    grounds: Sequence[str],
    evidence: str,
    by: Any,
    at: datetime,
) -> Incubatee:
    """Let it go as a graduate, on at least two of the four grounds; it is an enterprise by now."""
    check_is_inside(incubatee)
    check_end(incubatee, ended_on, at)
    check_grounds(grounds)
    enterprise = enterprise_of_code(credit_code) or incubatee.enterprise
    changes: dict[str, Any] = {
        "ended_on": ended_on,
        "enterprise": enterprise,
        "grounds": sorted(set(grounds)),
        "evidence": evidence,
    }
    with refusing_violations(Incubatee):
        return INCUBATEE.move(incubatee, IncubateeStatus.GRADUATED, by=by, at=at, **changes)


def release_incubatee(*, incubatee: Incubatee, ended_on: date, reason: str, by: Any, at: datetime) -> Incubatee:
    """Say that it left without graduating, and why."""
    check_is_inside(incubatee)
    check_end(incubatee, ended_on, at)
    return INCUBATEE.move(incubatee, IncubateeStatus.LEFT, by=by, at=at, reason=reason, ended_on=ended_on)


def check_end(incubatee: Incubatee, day: date, at: datetime) -> None:
    check_past(day, today=day_of(at), place="ended_on")
    assert incubatee.admitted_on is not None  # noqa: S101  the constraint keeps it beside the status
    check_not_before(day, incubatee.admitted_on, place="ended_on")


@transaction.atomic
def record_survival(
    *, incubatee: Incubatee, year: int, state: str, employees: int | None, source: str, by: Any, at: datetime
) -> Survival:
    """Say how a graduate does in a later year."""
    if not by.has_perm(KEEP, incubatee):
        raise NotPermitted(_("The incubator's own people say how its graduates do."))
    check_is_graduate(incubatee)
    check_year(year, today=day_of(at))
    assert incubatee.ended_on is not None  # noqa: S101  the constraint keeps it beside the status
    check_not_before(date(year, 12, 31), incubatee.ended_on, place="year")
    row = Survival(
        park=incubatee.park,
        incubator=incubatee.incubator,
        incubatee=incubatee,
        year=year,
        state=state,
        employees=employees,
        source=source,
        entered_at=at,
    )
    with refusing_violations(Survival):
        row.save(force_insert=True)
    audit.record("survival_recorded", incubatee, by=by, at=at, after={"year": year, "state": state})
    return row


def day_of(at: datetime) -> date:
    return timezone.localtime(at).date()
