"""A year's plan as its public page shows it: the tree with live sums, every expression with its figures, the ladder."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.expressions import ExpressionFault, parse
from assessment.figure_words import unit_words
from assessment.ladder import NotRated
from assessment.ladder import Step as LadderStep
from assessment.ladder_file import ladder_of
from assessment.models import Adjustment, Area, FigureDefinition, Indicator, Ladder, Plan, Rule
from core.templatetags.drawing import joined
from core.templatetags.number_text import number_text

WHOLE = 100


@dataclass(frozen=True)
class FigureUse:
    """A figure that an expression reads, of this year or of the year before."""

    figure: FigureDefinition
    is_last: bool


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator with what it weighs in the total and how its value becomes a score."""

    indicator: Indicator
    effective: Decimal
    scoring: str
    figures: list[FigureUse]

    @property
    def weight(self) -> str:
        return plain_number(self.indicator.weight)

    @property
    def effective_share(self) -> str:
        return share_words(self.effective)

    @property
    def unit(self) -> str:
        return indicator_unit(self.indicator.unit)


@dataclass
class AreaRow:
    """An area with the sum of its indicators' weights, which the approval holds equal to its own."""

    area: Area
    effective: Decimal
    rows: list[IndicatorRow] = field(default_factory=list)

    @property
    def weight(self) -> str:
        return plain_number(self.area.weight)

    @property
    def effective_share(self) -> str:
        return share_words(self.effective)

    @property
    def weight_of_rows(self) -> Decimal:
        return sum((row.indicator.weight for row in self.rows), Decimal(0))

    @property
    def sum_of_weights(self) -> str:
        return plain_number(self.weight_of_rows)

    @property
    def adds_up(self) -> bool:
        return self.weight_of_rows == self.area.weight


@dataclass(frozen=True)
class PlanTree:
    """Everything of a plan that its page shows."""

    areas: list[AreaRow]
    figures: list[FigureDefinition]
    rules: list[Rule]
    adjustments: list[Adjustment]
    ladder: Ladder | None

    @property
    def weight_of_areas(self) -> Decimal:
        return sum((row.area.weight for row in self.areas), Decimal(0))

    @property
    def sum_of_areas(self) -> str:
        return plain_number(self.weight_of_areas)

    @property
    def adds_up(self) -> bool:
        return self.weight_of_areas == WHOLE

    @property
    def figures_with_units(self) -> list[tuple[FigureDefinition, str]]:
        return [(figure, unit_words(figure.unit)) for figure in self.figures]

    @property
    def indicator_count(self) -> int:
        return sum(len(row.rows) for row in self.areas)

    @property
    def ladder_sentences(self) -> list[str]:
        return [] if self.ladder is None else ladder_sentences(self.ladder.rules)


def plan_tree(plan: Plan) -> PlanTree:
    """The plan in six queries, however large it is."""
    figures = list(plan.figures.order_by("position"))
    areas = list(plan.areas.order_by("position"))
    below = defaultdict(list)
    for indicator in plan.indicators.order_by("position"):
        below[indicator.area_id].append(indicator)
    return PlanTree(
        areas=area_rows(areas, below, {figure.code: figure for figure in figures}),
        figures=figures,
        rules=list(plan.rules.order_by("position")),
        adjustments=list(plan.adjustments.order_by("position")),
        ladder=ladder_in_force(plan.year),
    )


def area_rows(
    areas: list[Area], below: Mapping[int, list[Indicator]], figures: Mapping[str, FigureDefinition]
) -> list[AreaRow]:
    whole = sum(area.weight for area in areas) or Decimal(1)
    rows = []
    for area in areas:
        row = AreaRow(area, area.weight / whole * WHOLE)
        inside = sum(indicator.weight for indicator in below[area.pk]) or Decimal(1)
        for indicator in below[area.pk]:
            effective = indicator.weight / inside * row.effective
            row.rows.append(IndicatorRow(indicator, effective, scoring_of(indicator), uses_of(indicator, figures)))
        rows.append(row)
    return rows


def uses_of(indicator: Indicator, figures: Mapping[str, FigureDefinition]) -> list[FigureUse]:
    """The figures in the expression, in the plan's order; a draft's fault shows none."""
    try:
        expression = parse(indicator.expression)
    except ExpressionFault:
        return []
    known = [figure for code, figure in figures.items() if code in expression.codes()]
    return [FigureUse(figure, figure.code in expression.codes_last()) for figure in known]


def scoring_of(indicator: Indicator) -> str:
    posts = [indicator.post_low, indicator.post_high]
    return scoring_sentence(
        {
            "method": indicator.normalise,
            "posts": [post for post in posts if post is not None],
            "table": indicator.steps or [],
        },
        indicator.direction,
    )


def scoring_sentence(normalise: Mapping[str, Any], direction: int) -> str:
    """How a value becomes a score from 0 to 100, in words; ``normalise`` as in the engine's file."""
    if normalise["method"] == "goalposts":
        low, high = (plain_number(post) for post in normalise["posts"])
        if direction > 0:
            return _("goalposts %(low)s to %(high)s, higher is better") % {"low": low, "high": high}
        return _("goalposts %(low)s to %(high)s, lower is better") % {"low": low, "high": high}
    if normalise["method"] == "steps":
        steps = [step_words(start, score) for start, score in normalise["table"]]
        return _("steps: %(steps)s") % {"steps": joined(steps)}
    if normalise["method"] == "none":
        return _("the value is the score")
    return str(normalise["method"])


def indicator_unit(unit: str) -> str:
    """The unit of an indicator's value as the reader says it."""
    words = {
        "100 million yuan": _("100 m yuan"),
        "100 million yuan/km2": _("100 m yuan per km²"),
        "10,000 yuan/person": _("10,000 yuan per person"),
        "count/km2": _("count per km²"),
    }
    return words.get(unit) or unit_words(unit)


def step_words(start: Any, score: Any) -> str:
    if start is None:
        return _("below that %(score)s") % {"score": plain_number(score)}
    return _("from %(start)s %(score)s") % {"start": plain_number(start), "score": plain_number(score)}


def plain_number(value: Any) -> str:
    """A number without trailing zeros, as the reader's language groups it."""
    return number_text(f"{Decimal(str(value)).normalize():f}")


def share_words(value: Decimal) -> str:
    """A share of 100 to two decimals, without trailing zeros."""
    return f"{plain_number(round(value, 2))}%"


def ladder_in_force(year: int) -> Ladder | None:
    """The latest version of the ladder that holds for the year."""
    return Ladder.objects.filter(valid_from_year__lte=year).order_by("-version").first()


def ladder_sentences(rules: Mapping[str, Any]) -> list[str]:
    """The ladder's rules, each as a sentence."""
    ladder = ladder_of(rules)
    steps = {LadderStep.NOTIFICATION: _("notification"), LadderStep.DELISTING: _("delisting")}
    told = [
        _("Year %(count)s that counts: %(step)s is proposed.") % {"count": count, "step": steps[step]}
        for count, step in enumerate(ladder.steps, 1)
    ]
    if ladder.window_years is None:
        told.append(_("A notified year counts until the next qualified year."))
    else:
        told.append(_("A notified year counts for %(years)s assessed years.") % {"years": ladder.window_years})
    if ladder.consecutive:
        told.append(_("Only years without a gap add up."))
    if ladder.not_rated == NotRated.OWN_DEFAULT_COUNTS:
        told.append(_("A park not rated by its own default counts like an unqualified one, and a person must decide."))
    else:
        told.append(_("A year in which a park is not rated does not count."))
    told.append(
        _("Where fewer than %(share)s of the draws put the park below the line, two coordinators must agree.")
        % {"share": number_text(Decimal(str(ladder.min_share_below)) * WHOLE, 0, suffix="%")}
    )
    told.append(reentry_sentence(ladder.reentry_years))
    told.append(_("Nothing happens by itself: a named coordinator confirms each proposal under a document's number."))
    return told


def reentry_sentence(years: int) -> str:
    if not years:
        return _("A delisted park may come back by decision, resting on the next assessed year at the earliest.")
    return ngettext(
        "A delisted park may come back by decision, %(years)s year later at the earliest.",
        "A delisted park may come back by decision, %(years)s years later at the earliest.",
        years,
    ) % {"years": years}
