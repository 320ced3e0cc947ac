"""What lies behind a park's total: area, indicator, arithmetic, figures, and who stands behind each figure."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from assessment.expressions import parse
from assessment.figure_words import readable
from assessment.models import (
    Cycle,
    FigureDefinition,
    Finding,
    Indicator,
    MissingKind,
    Return,
    Run,
    RunResult,
)
from assessment.selectors.plan import plain_number, scoring_sentence
from assessment.selectors.ranking.lines import AdjustmentLine, AreaLine, Detail, FigureLine, IndicatorLine, TrailLine
from assessment.selectors.ranking.points import Points, points_of
from assessment.selectors.ranking.rows import VIEW
from assessment.selectors.standing import names_of
from core.audit import history_of
from core.templatetags.number_text import MINUS

RETURN_EVENTS = ("return_submitted", "return_verified", "return_accepted")


def result_for(run: Run, code: str, user: Any) -> RunResult | None:
    """The park's result in the run, when the person may see it."""
    found: RunResult | None = (
        RunResult.objects.visible_to(user, VIEW)
        .filter(run=run, park__code=code)
        .select_related("park__lead_district", "run__cycle__plan")
        .first()
    )
    return found


def detail_of(result: RunResult, cycle: Cycle, user: Any) -> Detail:
    """Everything behind the result in a fixed number of queries."""
    run, steps = result.run, result.steps
    points = points_of(steps, run.system)
    lines = indicator_lines(result, cycle, points)
    areas = [
        AreaLine(
            area=area,
            score=steps["scores"].get(area.code),
            points=None if points is None else points.areas.get(area.code),
            lines=[line for line in lines if line.indicator.area_id == area.pk],
        )
        for area in cycle.plan.areas.order_by("position")
    ]
    adjustments = adjustment_lines(result, cycle, user)
    annual_return = (
        Return.objects.visible_to(user, "assessment.view_return").filter(cycle=cycle, park=result.park).first()
    )
    return Detail(
        result=result,
        run=run,
        areas=areas,
        adjustments=[line for line in adjustments if line.points is not None],
        vetoes=[line for line in adjustments if line.points is None],
        total=None if points is None else points.total,
        trail=[] if annual_return is None else trail_of(annual_return, run),
        return_url="" if annual_return is None else return_url(cycle.year, result.park.code),
        is_rescaled=any(line.points is None for line in lines) and points is not None,
    )


def return_url(year: int, code: str) -> str:
    return reverse("assessment:return", args=[year, code])


def indicator_lines(result: RunResult, cycle: Cycle, points: Points | None) -> list[IndicatorLine]:
    """The plan's indicators as the run computed them."""
    figures = {figure.code: figure for figure in cycle.plan.figures.order_by("position")}
    computed = {row["code"]: row for row in result.run.system.get("indicators", [])}
    steps = result.steps
    lines = []
    for indicator in cycle.plan.indicators.order_by("position"):
        code = indicator.code
        share = None if points is None else points.shares.get(code)
        lines.append(
            IndicatorLine(
                indicator=indicator,
                share=None if share is None else Decimal(share.numerator) / share.denominator,
                value=steps["raw"].get(code),
                missing=missing_label(steps["missing"].get(code, "")),
                score=steps["normalised"].get(code),
                points=None if points is None else points.indicators.get(code),
                arithmetic=written_out(result.arithmetic.get(code, "")),
                scoring=scored_sentence(computed[code], steps["raw"].get(code), steps["normalised"].get(code))
                if code in computed
                else "",
                figures=figure_lines(indicator, figures, result, cycle),
            )
        )
    return lines


def figure_lines(
    indicator: Indicator, figures: Mapping[str, FigureDefinition], result: RunResult, cycle: Cycle
) -> list[FigureLine]:
    """The figures that the expression reads, as they counted; of last year's only where they are."""
    expression = parse(indicator.expression)
    lines = []
    for code in sorted(expression.codes()):
        definition = figures[code]
        address = f"{return_url(cycle.year, result.park.code)}#{code}"
        lines.append(figure_line(definition, result.inputs.get(code, {}), address))
        if code in expression.codes_last():
            before = f"{return_url(cycle.year - 1, result.park.code)}#{code}"
            lines.append(FigureLine(definition, None, "", "", "", "", None, last_year=cycle.year - 1, url=before))
    return lines


def figure_line(definition: FigureDefinition, kept: Mapping[str, Any], url: str) -> FigureLine:
    return FigureLine(
        definition=definition,
        value=kept.get("value"),
        missing=missing_label(kept.get("missing") or ("" if kept.get("value") else MissingKind.NOT_REPORTED)),
        reason=kept.get("reason", ""),
        document=kept.get("document", ""),
        entered_by=kept.get("entered_by", ""),
        entered_at=parse_datetime(kept["entered_at"]) if kept.get("entered_at") else None,
        url=url,
        reported=reported_text(kept.get("reported", "")),
    )


def reported_text(reported: str) -> str:
    """The number or the kind of nothing that was corrected, in words."""
    return missing_label(reported) if reported in MissingKind.values else reported


def written_out(arithmetic: str) -> str:
    """The kept arithmetic for people: ``186.0000 / 1500 * 100 = 12.40`` as ``186 ÷ 1,500 × 100 = 12.4``."""
    return readable(arithmetic).replace(" / ", " ÷ ").replace(" - ", " − ")


def missing_label(kind: str) -> str:
    return str(MissingKind(kind).label) if kind else ""


def scored_sentence(row: Mapping[str, Any], value: Any, score: float | None) -> str:
    """How the value became the score, with the numbers put in: ``(12.4 − 2) ÷ (30 − 2) × 100 = 37.14``."""
    normalise = row["normalise"]
    words = scoring_sentence(normalise, row["direction"])
    if value is None or score is None or normalise["method"] != "goalposts":
        return words if score is None else _("%(words)s: %(sum)s") % {"words": words, "sum": number(score)}
    low, high = (plain_number(post) for post in normalise["posts"])
    worse, better = (low, high) if row["direction"] > 0 else (high, low)
    start = f"({worse})" if worse.startswith(MINUS) else worse
    sum_of_it = f"({number(value)} − {start}) ÷ ({better} − {start}) × 100"
    is_cut = not min(normalise["posts"]) <= value <= max(normalise["posts"])
    if is_cut:
        return _("%(words)s: %(sum)s, cut to %(score)s") % {"words": words, "sum": sum_of_it, "score": number(score)}
    return _("%(words)s: %(sum)s") % {"words": words, "sum": f"{sum_of_it} = {number(score)}"}


def number(value: float) -> str:
    return plain_number(round(value, 4))


def adjustment_lines(result: RunResult, cycle: Cycle, user: Any) -> list[AdjustmentLine]:
    """What was found against or for the park; points as they counted, none for a veto."""
    steps = result.steps
    counted = {line["column"]: (int(line["count"]), -line["points"]) for line in steps["deductions"] if line["count"]}
    counted |= {line["column"]: (int(line["count"]), line["points"]) for line in steps["bonuses"] if line["count"]}
    counted |= {line["column"]: (1, None) for line in steps["vetoes"]}
    if not counted:
        return []
    findings = Finding.objects.visible_to(user, "assessment.view_finding").filter(cycle=cycle, park=result.park)
    documents = dict(findings.values_list("adjustment__code", "document_number"))
    return [
        AdjustmentLine(row, count, None if points is None else Decimal(str(points)), documents.get(row.code, ""))
        for row in cycle.plan.adjustments.filter(code__in=counted).order_by("position")
        for count, points in [counted[row.code]]
    ]


def trail_of(annual_return: Return, run: Run) -> list[TrailLine]:
    """The last submission, verification and acceptance before the run."""
    titles = {
        "return_submitted": _("Submitted by the park"),
        "return_verified": _("Verified by the district"),
        "return_accepted": _("Accepted by the city"),
    }
    events = history_of(annual_return).filter(event__in=RETURN_EVENTS)
    if run.finished_at is not None:
        events = events.filter(at__lte=run.finished_at)
    last = {event.event: event for event in events}
    names = names_of(last.values())
    return [
        TrailLine(name, titles[name], names.get(last[name].actor_id or 0, ""), last[name].at)
        for name in RETURN_EVENTS
        if name in last
    ]
