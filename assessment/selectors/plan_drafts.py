"""A plan being made: what differs from the year before, and what an expression gives on last year’s figures."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from assessment.expressions import Expression, Figure
from assessment.inputs import figure_of
from assessment.models import FigureEntry, Plan
from assessment.plan_content import plan_content

PARTS = ("areas", "figures", "indicators", "rules", "adjustments")
OWN = {"year", "seed", "name_en", "name_zh_hans"}  # every year has its own
SHOWN_PARKS = 30


@dataclass(frozen=True)
class PlanChange:
    """One field of one part, as it is in the year before and in the draft."""

    place: str
    field: str
    before: str
    after: str


def differences(source: Plan, draft: Plan) -> list[PlanChange]:
    """Everything that decides a result and differs, in the plan’s order."""
    old, new = plan_content(source), plan_content(draft)
    found = [
        PlanChange(_("Plan"), name, words(old[name]), words(new[name]))
        for name in old
        if name not in {*OWN, *PARTS} and old[name] != new[name]
    ]
    for part in PARTS:
        found += part_differences({row["code"]: row for row in old[part]}, {row["code"]: row for row in new[part]})
    return found


def part_differences(old: dict[str, Any], new: dict[str, Any]) -> list[PlanChange]:
    found = []
    for code in dict.fromkeys([*old, *new]):
        if code not in new:
            found.append(PlanChange(code, "", old[code]["name_en"], _("left out")))
        elif code not in old:
            found.append(PlanChange(code, "", _("not there"), new[code]["name_en"]))
        else:
            names = [name for name in new[code] if old[code].get(name) != new[code][name]]
            found += [PlanChange(code, name, words(old[code].get(name)), words(new[code][name])) for name in names]
    return found


def words(value: Any) -> str:
    return "–" if value in (None, "") else str(value)


def tried(expression: Expression, year: int) -> list[dict[str, str]]:
    """The expression on the figures of a year and the one before, park by park, as far as the reader sees them."""
    codes = expression.codes()
    now, before = figures_of_year(year, codes), figures_of_year(year - 1, codes)
    rows = []
    for park in sorted(now)[:SHOWN_PARKS]:
        found = expression.evaluate(now[park], before.get(park))
        rows.append({"park": park, "steps": found.steps})
    return rows


def figures_of_year(year: int, codes: frozenset[str]) -> dict[str, dict[str, Figure]]:
    rows = FigureEntry.objects.filter(annual_return__cycle__year=year, figure__code__in=codes)
    found: dict[str, dict[str, Figure]] = defaultdict(dict)
    for entry in rows.select_related("park", "figure"):
        found[entry.park.code][entry.figure.code] = figure_of(entry)
    return found
