"""A year's returns with what their list shows: progress, who has each, when it last changed."""

from functools import cache
from typing import Any

from django.db.models import CharField, Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce, Greatest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.models import FigureDefinition, FigureEntry, Return
from assessment.workflow import ReturnStatus
from core.models import AuditEvent

DOCUMENT = "document"
STATE_KINDS = {
    ReturnStatus.DRAFT: "wait",
    ReturnStatus.SUBMITTED: "wait",
    ReturnStatus.VERIFIED: "wait",
    ReturnStatus.ACCEPTED: "done",
    ReturnStatus.LOCKED: "done",
}


def listed(returns: QuerySet[Return]) -> QuerySet[Return]:
    """By park, with figures ``filled`` of ``wanted`` and ``changed_at``; one query, whatever their number.

    Its four parts are the same for every reader, so they are put together once; a query copies what it is given.
    """
    return (
        returns.select_related("park__lead_district", "cycle")
        .annotate(
            filled=Coalesce(Subquery(filled_figures(), output_field=IntegerField()), 0),
            wanted=Coalesce(Subquery(wanted_figures(), output_field=IntegerField()), 0),
            changed_at=Greatest(Subquery(newest_event()), Subquery(newest_entry())),
        )
        .order_by("-cycle__year", "park__name_en", "pk")
    )


@cache
def filled_figures() -> QuerySet[Any]:
    entries = FigureEntry.objects.filter(annual_return=OuterRef("pk"), park=OuterRef("park"))
    return counted(entries.exclude(figure__figure_type=DOCUMENT), "annual_return")


@cache
def wanted_figures() -> QuerySet[Any]:
    figures = FigureDefinition.objects.filter(plan=OuterRef("cycle__plan"))
    return counted(figures.exclude(figure_type=DOCUMENT), "plan")


def counted(rows: QuerySet[Any], by: str) -> QuerySet[Any]:
    return rows.order_by().values(by).annotate(number=Count("pk")).values("number")


@cache
def newest_event() -> QuerySet[Any]:
    key = Cast(OuterRef("pk"), CharField())
    events = AuditEvent.objects.filter(object_type="assessment.return", object_key=key)
    return events.order_by("-at").values("at")[:1]


@cache
def newest_entry() -> QuerySet[Any]:
    entries = FigureEntry.objects.filter(annual_return=OuterRef("pk"), park=OuterRef("park"))
    return entries.order_by(F("entered_at").desc()).values("entered_at")[:1]


def state_kind(annual_return: Return) -> str:
    """The shape that goes with the return's state in words."""
    return STATE_KINDS[ReturnStatus(annual_return.status)]


def holder_words(annual_return: Return) -> str:
    """Who has the return now."""
    park = annual_return.park
    if annual_return.status == ReturnStatus.DRAFT:
        return park.name
    if annual_return.status == ReturnStatus.SUBMITTED:
        return park.lead_district.name
    if annual_return.status == ReturnStatus.VERIFIED:
        return _("the city")
    return _("the assessment")


def status_sentence(returns: QuerySet[Return]) -> str:
    """How many of the returns stand where, in the order of their way."""
    counts = dict(returns.order_by().values_list("status").annotate(Count("pk")))
    sentences = {
        ReturnStatus.DRAFT: ngettext("%(count)s draft", "%(count)s drafts", counts.get("draft", 0)),
        ReturnStatus.SUBMITTED: _("%(count)s with the districts"),
        ReturnStatus.VERIFIED: _("%(count)s with the city"),
        ReturnStatus.ACCEPTED: _("%(count)s accepted"),
        ReturnStatus.LOCKED: _("%(count)s locked"),
    }
    parts = [sentence % {"count": counts[status]} for status, sentence in sentences.items() if counts.get(status)]
    return _("%(parts)s.") % {"parts": _(", ").join(parts)} if parts else ""
