"""An incubator's page: its lines of the register for everybody, the rest for whoever reaches it."""

from collections import Counter
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.audit.history import history
from core.templatetags.date_text import day_text
from incubators.actions.register import KEEP_YEAR
from incubators.models import CarrierKind, CarrierYear, Incubatee, Incubator, TransformationPlan
from incubators.selectors.cohorts import cohorts_of
from incubators.workflow import KEEP, PLAN_CHANGE, IncubateeStatus
from parks.access import access_of
from parks.marks import mark_words
from parks.models import Organisation, OrganisationKind

LOOK = "incubators.view_survival"  # held by whoever reads an incubator as a whole, not as one of its enterprises


def carriers() -> QuerySet[Organisation]:
    """The organisations that have, or may have, lines in the register."""
    return Organisation.objects.filter(kind=OrganisationKind.INCUBATOR, park__isnull=False).select_related("park")


def sees_inside(user: Any, body: Organisation) -> bool:
    """Whether the reader reaches the incubator itself, its park or the zone."""
    reach = access_of(user).reach(LOOK)
    return body.pk in reach.get("organisation", ()) or body.park_id in reach.get("park", ())


def record_of(body: Organisation, *, user: Any, today: date) -> dict[str, Any]:
    """Everything the page shows."""
    lines = list(Incubator.objects.filter(organisation=body).with_names().order_by("-period"))
    now = next((line for line in lines if today in line.period), None)
    page = {"body": body, "line": now, "lines": lines, "facts": facts_of(body, now), "inside": sees_inside(user, body)}
    return page | inside_of(body, lines, user=user, today=today) if page["inside"] else page


def facts_of(body: Organisation, line: Incubator | None) -> list[dict[str, Any]]:
    """What the register says today."""
    facts = [{"label": _("Park"), "value": body.park.name if body.park else "–"}]
    if line is None:
        return facts
    facts.append({"label": _("Kind"), "value": line.get_kind_display()})
    if line.kind == CarrierKind.UNIVERSITY_SCIENCE_PARK:
        facts.append({"label": _("University"), "value": line.university})
    operator = line.operated_by.name if line.operated_by else _("runs itself")
    facts.append({"label": _("Operating organisation"), "value": operator})
    facts.append({"label": _("Certificate"), "value": certificate_words(line)})
    facts.append({"label": _("Valid"), "value": validity_words(line)})
    return [*facts, {"label": _("How sure"), "value": mark_words(line.mark), "sub": line.source}]


def certificate_words(line: Incubator) -> str:
    return " · ".join(filter(None, (line.certificate_number, line.issuer))) or _("none entered")


def validity_words(line: Incubator) -> str:
    words = {"first": day_text(line.period.lower)}
    if line.last_day is None:
        return _("from %(first)s, without an end") % words
    return _("%(first)s to %(last)s") % (words | {"last": day_text(line.last_day)})


def inside_of(body: Organisation, lines: list[Incubator], *, user: Any, today: date) -> dict[str, Any]:
    """Years, cohorts, where the graduates went, plans and history."""
    years = list(CarrierYear.objects.filter(incubator=body).order_by("-year"))
    plans = list(TransformationPlan.objects.filter(incubator=body).with_names().order_by("-begins_on"))
    return {
        "years": years,
        "cohorts": cohorts_of(body),
        "went": where_graduates_went(body),
        "overdue": overdue_in(body, today),
        "plans": plans,
        "may_keep_year": user.has_perm(KEEP_YEAR, body),
        "may_take_in": user.has_perm(KEEP, body),
        "may_plan": user.has_perm(PLAN_CHANGE, body),
        "history": history(*lines, *years, *plans),
    }


def where_graduates_went(body: Organisation) -> list[tuple[str, int]]:
    """Graduates by the park in which they go on; those of no relay last."""
    rows = Incubatee.objects.filter(incubator=body, status=IncubateeStatus.GRADUATED).select_related("went_to")
    counted = Counter(row.went_to.name if row.went_to else "" for row in rows)
    last = [(_("no relay"), counted.pop(""))] if "" in counted else []
    return [*counted.most_common(), *last]


def overdue_in(body: Organisation, today: date) -> list[Incubatee]:
    """Whoever has stayed longer than the rule allows."""
    inside = Incubatee.objects.filter(incubator=body, status=IncubateeStatus.ADMITTED).select_related("sector")
    return [row for row in inside.order_by("admitted_on") if row.is_overdue(today)]
