"""Fills missing values from the units that are still in; every filled cell is marked by the caller."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessment.engine.exact import total

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from fractions import Fraction

    from assessment.engine.model import Impute, Number


def mean(values: Sequence[Fraction]) -> Fraction:
    """Return the arithmetic mean, exactly."""
    return total(values) / len(values)


def median(values: Sequence[Fraction]) -> Fraction:
    """Return the middle value, or the mean of the two middle ones."""
    ordered, middle = sorted(values), len(values) // 2
    return ordered[middle] if len(values) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


METHODS: dict[str, Callable[[Sequence[Fraction]], Fraction] | None] = {
    "none": None,
    "mean": mean,
    "median": median,
    "mean_grp": mean,
    "median_grp": median,
    "constant": None,
}


def fill(
    spec: Impute, values: Sequence[Number], open_cells: Sequence[bool], groups: Sequence[str | None]
) -> list[Number]:
    """Fill the open cells of one indicator.

    Parameters
    ----------
    spec : Impute
        The method; with ``_grp`` the statistic is taken over the unit's own group.
    values : sequence of Fraction or None
        One value per unit; None is missing or not to be counted.
    open_cells : sequence of bool
        Which of the missing cells may be filled.
    groups : sequence of str or None
        Each unit's group, for the methods that ask for it.

    Returns
    -------
    list of Fraction or None
        A cell whose group has no value stays None.

    Notes
    -----
    OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 3: unconditional mean and median imputation.
    """
    statistic = METHODS[spec.method]
    if spec.method == "constant":
        return [spec.value if is_open else value for value, is_open in zip(values, open_cells, strict=True)]
    if statistic is None:
        return list(values)
    keys: list[str | None] = list(groups) if spec.group else ["all"] * len(values)
    pools: dict[str, list[Fraction]] = {}
    for key, value in zip(keys, values, strict=True):
        if key is not None and value is not None:
            pools.setdefault(key, []).append(value)
    fillers = {key: statistic(pool) for key, pool in pools.items()}
    return [
        fillers.get(key) if is_open and key is not None else value
        for key, value, is_open in zip(keys, values, open_cells, strict=True)
    ]
