"""A sheet per unit: where it stands, what lifts it and holds it back, what a figure more is worth, and every step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessment.engine.html.elements import Markup, el, join, number, percent, table
from assessment.engine.html.ranking import anchor
from assessment.engine.insight.profiles import Profile, Trait, Worth, profiles, worth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessment.engine.result import Result, UnitResult

MOST_CELLS = 1_500


def sheets(result: Result) -> Markup:
    """Write all sheets, by rank; what one unit more is worth is left out where that is too much to compute."""
    described = {profile.unit: profile for profile in profiles(result.index)}
    is_small = len(result.units) * len(result.indicators) <= MOST_CELLS
    note = (
        "" if is_small else el("p", "What one unit more is worth is left out of a page this large; the library has it.")
    )
    return join(
        [
            note,
            *(
                _sheet(result, unit, described[unit.unit], worth(result.index, unit.unit) if is_small else ())
                for unit in result.units
            ),
        ]
    )


def _sheet(result: Result, unit: UnitResult, profile: Profile, values: Sequence[Worth]) -> Markup:
    title = unit.unit if not unit.name else f"{unit.unit} · {unit.name}"
    traits = el(
        "div",
        el("div", el("h4", "Strengths"), _traits(profile.strengths)),
        el("div", el("h4", "Weaknesses"), _traits(profile.weaknesses)),
        class_="two",
    )
    steps = table(f"Every step of {unit.unit}", *_steps(result, unit, {value.code: value for value in values}))
    name = anchor(unit)
    return el(
        "article",
        el("h3", title, id=name),
        el("dl", *(el("div", el("dt", term), el("dd", fact)) for term, fact in _facts(unit, profile)), class_="facts"),
        *(el("p", reason, class_="soft") for reason in unit.reasons),
        *_adjustments(unit),
        traits,
        el("details", el("summary", "Every step"), steps),
        class_="sheet",
        aria_labelledby=name,
    )


def _facts(unit: UnitResult, profile: Profile) -> list[tuple[str, str]]:
    facts = [("Rank", number(unit.rank)), ("Total", number(unit.total)), ("Verdict", unit.verdict or "–")]
    if profile.next_rank is not None:
        facts.append((f"To rank {profile.next_rank}", f"{number(profile.to_next_rank)} points"))
    if profile.to_line is not None:
        facts.append(("To the next line", f"{number(profile.to_line)} points"))
    if profile.above_line is not None:
        facts.append(("Above the line", f"{number(profile.above_line)} points"))
    facts += [(f"Rank in {name}", number(place)) for name, place in unit.group_ranks.items()]
    return facts


def _adjustments(unit: UnitResult) -> list[Markup]:
    lines = [("minus", line) for line in unit.deductions] + [("plus", line) for line in unit.bonuses]
    said = [
        f"{line.column}: {number(float(line.count))}, {sign} {number(float(line.points))} points"
        for sign, line in lines
        if line.points
    ]
    said += [f"{column}: veto, {verdict}" for column, verdict in unit.vetoes]
    return [el("p", one, class_="warn") for one in said]


def _traits(traits: Sequence[Trait]) -> Markup:
    if not traits:
        return el("p", "None stands out from the middle.", class_="soft")
    return el("ul", *(el("li", f"{trait.code}: {_said(trait)}") for trait in traits))


def _said(trait: Trait) -> str:
    sign = "+" if trait.points > 0 else ""
    return f"{number(trait.score)} against a median of {number(trait.median)}, {sign}{number(trait.points)} points"


def _steps(
    result: Result, unit: UnitResult, values: dict[str, Worth]
) -> tuple[list[str], list[list[object]], list[int]]:
    header = ["Indicator", "Figure", "After denominator", "After treatment", "Score", "Weight", "Note"]
    rows: list[list[object]] = [
        [
            indicator.code,
            number(unit.raw[indicator.code], 4),
            number(unit.denominated[indicator.code], 4),
            number(unit.treated[indicator.code], 4),
            number(unit.normalised[indicator.code]),
            percent(indicator.effective_weight),
            _note(unit, indicator.code),
        ]
        for indicator in result.indicators
    ]
    if not values:
        return header, rows, [1, 2, 3, 4, 5]
    for row, indicator in zip(rows, result.indicators, strict=True):
        value = values[indicator.code]
        row += [number(value.change, 4), number(value.rank)]
    return [*header, "One unit more changes the total by", "and the rank to"], rows, [1, 2, 3, 4, 5, 7, 8]


def _note(unit: UnitResult, code: str) -> str:
    notes = [unit.missing[code].replace("_", " ")] if code in unit.missing else []
    notes += ["imputed"] if code in unit.imputed else []
    notes += [unit.treatments[code]] if code in unit.treatments else []
    return ", ".join(notes)
