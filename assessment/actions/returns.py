"""Entering a year's figures and handing them on: park, district, city."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.actions.remarks import write_remark
from assessment.figure_checks import check_entry, check_may_submit
from assessment.models import FigureDefinition, FigureEntry, RemarkKind, Return
from assessment.plan_book import book_of
from assessment.policies import (
    check_may_enter,
    check_may_hand_in,
    check_may_send_back,
    check_not_accepted,
    check_not_sealed,
)
from assessment.topics import RETURN_ACCEPTED, RETURN_SENT_BACK
from assessment.workflow import RETURN, ReturnStatus
from core import audit
from core.audit import history_of
from core.errors import NotAllowed, NotPermitted
from core.notifications.actions import notify
from core.notifications.topics import Topic, in_both

WHO_MAY = {
    "assessment.enter_figures": gettext_lazy("The park's clerk and head enter its figures."),
    "assessment.submit_return": gettext_lazy("The park's clerk or head submits its return."),
    "assessment.verify_return": gettext_lazy("The park's lead district verifies its return or sends it back."),
    "assessment.accept_return": gettext_lazy("A municipal coordinator accepts a verified return or sends it back."),
}
"""The sentence that a refusal for want of a permission gives."""


@dataclass(frozen=True)
class Typed:
    """What was typed for one figure: a value, or a kind of nothing with its reason; ``was`` is what the typist saw."""

    value: Decimal | None = None
    missing: str = ""
    reason: str = ""
    document: str = ""
    was: str | None = None  # the entry's stamp when the form was opened; None: no check


@dataclass(frozen=True)
class Conflict:
    """Somebody else wrote the figure meanwhile; nothing was overwritten."""

    code: str
    theirs: FigureEntry


class Entered(NamedTuple):
    """What became of the typing: how many were written, and which were changed by others and left alone."""

    written: int
    conflicts: list[Conflict]


@transaction.atomic
def enter_figures(*, annual_return: Return, typed: Mapping[str, Typed | None], by: Any, at: datetime) -> Entered:
    """Write what changed, figure by figure; None or nothing typed clears an entry.

    Figures that another person changed meanwhile are left alone.
    """
    check_permission("assessment.enter_figures", annual_return, by)
    lock(annual_return)
    check_may_enter(annual_return, at)
    figures = book_of(annual_return.cycle.plan).by_code
    if unknown := set(typed) - set(figures):
        raise NotAllowed(_("%(codes)s: no figure of this plan.") % {"codes": ", ".join(sorted(unknown))})
    wanted_keys = [figures[code].pk for code in typed]
    entries = annual_return.entries.filter(figure__in=wanted_keys)
    known = {entry.figure_id: entry for entry in entries}
    written, conflicts = 0, []
    for code in sorted(typed):
        figure, wanted = figures[code], typed[code] or Typed()
        entry = known.get(figure.pk)
        if wanted.was is not None and wanted.was != stamp(entry) and not same(entry, wanted):
            conflicts.append(Conflict(code, entry or FigureEntry(figure=figure)))
        else:
            written += write_figure(annual_return, figure, entry, wanted, by=by, at=at)
    return Entered(written, conflicts)


def check_permission(permission: str, annual_return: Return, by: Any) -> None:
    """Asked before anything that the state of things might forbid, so that the right reason is given."""
    if not by.has_perm(permission, annual_return):
        raise NotPermitted(WHO_MAY[permission])


def check_step(annual_return: Return, target: str, by: Any) -> None:
    """The permission of the step to ``target``; a step that is not in the table is left for the workflow to refuse."""
    step = RETURN.steps.get((annual_return.status, target))
    if step is not None:
        check_permission(step.permission, annual_return, by)


def lock(annual_return: Return) -> None:
    """Hold the return until the transaction ends, so that no figure changes between a check and the step."""
    rows = Return.objects.select_for_update().values_list("status", "unlocked_until")
    annual_return.status, annual_return.unlocked_until = rows.get(pk=annual_return.pk)


def stamp(entry: Any) -> str:
    """What identifies the entry's present state for whoever has the form open."""
    return "" if entry is None else entry.entered_at.isoformat()


def same(entry: Any, typed: Typed) -> bool:
    if entry is None:
        return typed.value is None and not typed.missing
    return (entry.value, entry.missing, entry.reason, entry.document) == (
        typed.value,
        typed.missing,
        typed.reason,
        typed.document,
    )


def write_figure(
    annual_return: Return,
    figure: FigureDefinition,
    entry: FigureEntry | None,
    typed: Typed,
    *,
    by: Any,
    at: datetime,
) -> bool:
    """Write one figure with its audit event; False where nothing changes."""
    check_typed(figure, typed)
    if same(entry, typed):
        return False
    before = {figure.code: audit_values(entry)}
    if typed.value is None and not typed.missing:
        entry.delete()  # type: ignore[union-attr]
        audit.record("figure_cleared", annual_return, by=by, at=at, before=before)
        return True
    entry = entry or FigureEntry(park_id=annual_return.park_id, annual_return=annual_return, figure=figure)
    entry.value, entry.missing, entry.reason, entry.document = typed.value, typed.missing, typed.reason, typed.document
    entry.entered_by, entry.entered_at = by, at
    entry.is_correction = at >= annual_return.cycle.cutoff_at
    entry.save()
    audit.record("figure_entered", annual_return, by=by, at=at, before=before, after={figure.code: audit_values(entry)})
    return True


def check_typed(figure: FigureDefinition, typed: Typed) -> None:
    """The figure's own checks; the refusal names the figure."""
    try:
        check_entry(figure, value=typed.value, missing=typed.missing, reason=typed.reason, document=typed.document)
    except NotAllowed as refusal:
        raise NotAllowed(f"{figure.code}: {refusal.reason}", place=figure.code) from refusal


def audit_values(entry: FigureEntry | None) -> dict[str, Any] | None:
    if entry is None:
        return None
    return {"value": entry.value, "missing": entry.missing, "reason": entry.reason, "document": entry.document}


@transaction.atomic
def submit_return(*, annual_return: Return, by: Any, at: datetime) -> Return:
    """Hand the return to the district: complete, and every hard rule kept."""
    check_permission("assessment.submit_return", annual_return, by)
    lock(annual_return)
    check_may_hand_in(annual_return, at)
    check_may_submit(annual_return)
    return RETURN.move(annual_return, ReturnStatus.SUBMITTED, by=by, at=at)


@transaction.atomic
def verify_return(*, annual_return: Return, by: Any, at: datetime) -> Return:
    """The lead district confirms the figures against its own knowledge and hands them to the city."""
    check_permission("assessment.verify_return", annual_return, by)
    check_not_sealed(annual_return.cycle)
    return RETURN.move(annual_return, ReturnStatus.VERIFIED, by=by, at=at)


@transaction.atomic
def accept_return(*, annual_return: Return, by: Any, at: datetime) -> Return:
    """The city takes the figures into the assessment."""
    check_permission("assessment.accept_return", annual_return, by)
    check_not_sealed(annual_return.cycle)
    closed: dict[str, Any] = {"unlocked_until": None} if annual_return.unlocked_until else {}
    annual_return = RETURN.move(annual_return, ReturnStatus.ACCEPTED, by=by, at=at, **closed)
    tell_park(annual_return, RETURN_ACCEPTED, at=at)
    return annual_return


@transaction.atomic
def send_back_return(
    *, annual_return: Return, reason: str, by: Any, at: datetime, cells: Mapping[str, str] | None = None
) -> Return:
    """Give the return back to the park with the reason, also for single figures; it is a draft again."""
    lock(annual_return)
    check_step(annual_return, ReturnStatus.DRAFT, by)
    check_not_accepted(annual_return)
    check_may_send_back(annual_return, at)
    figures = book_of(annual_return.cycle.plan).by_code
    for code, text in (cells or {}).items():
        write_remark(annual_return, figures[code], RemarkKind.SENT_BACK, text, by=by, at=at)
    annual_return = RETURN.move(annual_return, ReturnStatus.DRAFT, by=by, at=at, reason=reason)
    tell_park(annual_return, RETURN_SENT_BACK, at=at, reason=reason)
    return annual_return


def tell_park(annual_return: Return, topic: Topic, *, at: datetime, **words: str) -> None:
    """Whoever submitted the return, now or earlier, hears what became of it."""
    submitted = history_of(annual_return).filter(event="return_submitted")
    place = (annual_return.cycle.year, annual_return.park.code)
    notify(
        topic,
        recipients=submitted.values_list("actor_id", flat=True),
        key=f"{annual_return.pk}:{submitted.count()}",  # sent back again after the next submission, it is told again
        url=reverse("assessment:return", args=place),
        at=at,
        params={"park": in_both(annual_return.park), "year": str(place[0]), **words},
    )
