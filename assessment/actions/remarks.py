"""Saying something about one figure of a return, and settling what was to be followed up."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import FigureDefinition, Remark, RemarkKind, Return
from core import audit
from core.constraints import refusing_violations
from core.errors import NotAllowed, NotPermitted

PERMISSION = "assessment.remark_on_figures"


@transaction.atomic
def add_remark(
    *, annual_return: Return, figure: FigureDefinition, kind: str, text: str, by: Any, at: datetime
) -> Remark:
    """Write beside a figure; everybody who sees the return reads it."""
    check_may_remark(annual_return, by)
    if kind == RemarkKind.SENT_BACK:
        raise NotAllowed(_("A reason for sending back is written with that step."), place="kind")
    return write_remark(annual_return, figure, kind, text, by=by, at=at)


def check_may_remark(annual_return: Return, by: Any) -> None:
    if not by.has_perm(PERMISSION, annual_return):
        raise NotPermitted(_("The park, its lead district and the city comment on figures."))


def write_remark(
    annual_return: Return, figure: FigureDefinition, kind: str, text: str, *, by: Any, at: datetime
) -> Remark:
    with refusing_violations(Remark):
        remark = Remark.objects.create(
            park_id=annual_return.park_id,
            annual_return=annual_return,
            figure=figure,
            kind=kind,
            text=text.strip(),
            written_by_id=by.pk,
            written_at=at,
        )
    after = {"figure": figure.code, "kind": kind, "text": remark.text}
    audit.record("remark_written", annual_return, by=by, at=at, after=after)
    return remark


@transaction.atomic
def settle_remark(*, remark: Remark, by: Any, at: datetime) -> Remark:
    """Say that what was to be followed up is done."""
    check_may_remark(remark.annual_return, by)
    locked = Remark.objects.select_for_update(of=("self",)).get(pk=remark.pk)
    if not locked.is_open:
        raise NotAllowed(_("This is settled already, or was never open."))
    locked.settled_by_id, locked.settled_at = by.pk, at
    locked.save(update_fields=["settled_by", "settled_at"])
    after = {"figure": remark.figure.code, "text": remark.text}
    audit.record("remark_settled", remark.annual_return, by=by, at=at, after=after)
    return locked
