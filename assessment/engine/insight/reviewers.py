"""Scores of several reviewers become one figure per unit, with its spread beside it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from assessment.engine.exact import exact, nearest, shifted_root, total
from assessment.engine.impute import mean, median

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

FEWEST_TO_TRIM = 3
FEWEST_TO_AGREE = 2


def trimmed(values: Sequence[Fraction]) -> Fraction:
    """Return the mean without the highest and the lowest score; with fewer than three scores, the mean."""
    ordered = sorted(values)
    return mean(ordered[1:-1] if len(ordered) >= FEWEST_TO_TRIM else ordered)


METHODS: dict[str, Callable[[Sequence[Fraction]], Fraction]] = {"mean": mean, "median": median, "trimmed": trimmed}


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One unit's figure from its reviewers; None where nobody may score it. `sd` needs two scores."""

    unit: str
    score: float | None
    reviewers: int
    low: float | None
    high: float | None
    sd: float | None
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """All units' figures, each reviewer's mean distance from them, and how far the reviewers agree on the order."""

    units: tuple[Reviewed, ...]
    severity: dict[str, float | None]
    agreement: float | None


def panel(
    scores: Mapping[str, Mapping[str, float]],
    *,
    conflicts: Collection[tuple[str, str]] = (),
    method: str = "mean",
) -> Panel:
    """Join the scores of several reviewers.

    Parameters
    ----------
    scores : mapping of unit to mapping of reviewer to number
        A reviewer who did not score a unit is not named there.
    conflicts : collection of (unit, reviewer)
        Scores that are left out because the reviewer has an interest in the unit.
    method : {"mean", "median", "trimmed"}
        How a unit's scores become one; `trimmed` leaves out the highest and the lowest.

    Returns
    -------
    Panel
        Units by key; `severity` is a reviewer's mean distance from the units' figures (above 0: generous); `agreement`
        is Kendall's W over the reviewers who scored every unit (1: the same order, 0: none), or None.

    Raises
    ------
    ValueError
        If the method is not known.

    Notes
    -----
    ``W = 12 S / (m²(n³ − n) − m ΣT)`` with S the squared deviations of the rank sums and T = Σ(t³ − t) over ties.
    M. G. Kendall, B. Babington Smith, The problem of m rankings, Annals of Mathematical Statistics 10 (1939), 275-287.
    """
    if method not in METHODS:
        message = f"{method!r} is no way to join scores; use {', '.join(METHODS)}"
        raise ValueError(message)
    kept = {
        unit: {name: exact(score) for name, score in sorted(given.items()) if (unit, name) not in conflicts}
        for unit, given in sorted(scores.items())
    }
    joined = {unit: METHODS[method](list(given.values())) for unit, given in kept.items() if given}
    units = tuple(
        _reviewed(unit, kept[unit], joined.get(unit), sorted(set(given) - set(kept[unit])))
        for unit, given in sorted(scores.items())
    )
    names = sorted({name for given in scores.values() for name in given})
    return Panel(units, {name: _severity(name, kept, joined) for name in names}, _agreement(kept, names))


def _reviewed(unit: str, given: Mapping[str, Fraction], score: Fraction | None, left_out: Sequence[str]) -> Reviewed:
    values = list(given.values())
    return Reviewed(
        unit=unit,
        score=None if score is None else nearest(score),
        reviewers=len(values),
        low=nearest(min(values)) if values else None,
        high=nearest(max(values)) if values else None,
        sd=_deviation(values) if len(values) > 1 else None,
        left_out=tuple(left_out),
    )


def _deviation(values: Sequence[Fraction]) -> float:
    """Return the standard deviation with n − 1."""
    centre = mean(values)
    return nearest(
        shifted_root(Fraction(0), Fraction(1), total([(value - centre) ** 2 for value in values]) / (len(values) - 1))
    )


def _severity(name: str, kept: Mapping[str, Mapping[str, Fraction]], joined: Mapping[str, Fraction]) -> float | None:
    gaps = [given[name] - joined[unit] for unit, given in kept.items() if name in given]
    return nearest(mean(gaps)) if gaps else None


def _agreement(kept: Mapping[str, Mapping[str, Fraction]], names: Sequence[str]) -> float | None:
    complete = [name for name in names if all(name in given for given in kept.values())]
    n, m = len(kept), len(complete)
    if n < FEWEST_TO_AGREE or m < FEWEST_TO_AGREE:
        return None
    ranked = [_middle_ranks([given[name] for given in kept.values()]) for name in complete]
    sums = [total(ranks) for ranks in zip(*ranked, strict=True)]
    centre = mean(sums)
    ties = sum(ranks.count(rank) ** 2 - 1 for ranks in ranked for rank in ranks)  # Σ(t³ − t), t by t
    whole = Fraction(m * m * (n**3 - n) - m * ties)
    return nearest(12 * total([(value - centre) ** 2 for value in sums]) / whole) if whole else None


def _middle_ranks(values: Sequence[Fraction]) -> list[Fraction]:
    """Rank upwards, ties sharing the middle of their places."""
    return [Fraction(2 * sum(other < value for other in values) + values.count(value) + 1, 2) for value in values]
