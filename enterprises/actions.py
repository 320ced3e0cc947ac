"""Admitting enterprises to a park, many at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from core import audit
from core.constraints import refusing_violations
from core.errors import NotPermitted
from core.imports.columns import Row
from enterprises.models import Enterprise, Residency
from parks.models import Organisation, OrganisationKind, Park

ADMIT = "enterprises.add_residency"
NAMES = ("name_zh_hans", "name_en")


@transaction.atomic
def admit_enterprises(*, park: Park, rows: Sequence[Row], by: Any, at: datetime) -> int:
    """Enter each enterprise as a resident of the park from its day on, and in the register where it is new."""
    check_may_admit(by, park)
    codes = [row.values["credit_code"] for row in rows]
    known = Enterprise.objects.in_bulk(codes, field_name="credit_code")
    with refusing_violations(Enterprise, Residency):
        unknown = [row for row in rows if row.values["credit_code"] not in known]
        bodies = Organisation.objects.bulk_create(
            [Organisation(kind=OrganisationKind.ENTERPRISE, **names_of(row)) for row in unknown]
        )
        made = Enterprise.objects.bulk_create(
            Enterprise(organisation=body, credit_code=row.values["credit_code"], **names_of(row))
            for body, row in zip(bodies, unknown, strict=True)
        )
        known |= {enterprise.credit_code: enterprise for enterprise in made}
        periods = {row.values["credit_code"]: DateRange(row.values["since"], None) for row in rows}
        Residency.objects.bulk_create(
            Residency(park=park, enterprise=known[code], period=periods[code]) for code in codes
        )
    audit.record("enterprises_admitted", park, by=by, at=at, after={"park": park.code, "count": len(rows)})
    return len(rows)


@transaction.atomic
def rename_enterprise(
    *, enterprise: Enterprise, park: Park, names: dict[str, str], by: Any, at: datetime
) -> Enterprise:
    """Take over the register's new names of a resident of the park."""
    check_may_admit(by, park)
    before = {name: getattr(enterprise, name) for name in NAMES}
    for row in (enterprise, enterprise.organisation):
        for name in NAMES:
            setattr(row, name, names[name])
        row.save(update_fields=[*NAMES])
    audit.record("enterprise_renamed", park, by=by, at=at, before=before, after=names | {"code": enterprise.code})
    return enterprise


def check_may_admit(by: Any, park: Park) -> None:
    if not by.has_perm(ADMIT, park):
        raise NotPermitted(_("A municipal coordinator enters the enterprises of a park: the register is the zone's."))


def names_of(row: Row) -> dict[str, str]:
    """Both names; where the register has no English one, the Chinese stands for it."""
    return {"name_zh_hans": row.values["name_zh_hans"], "name_en": row.values["name_en"] or row.values["name_zh_hans"]}
