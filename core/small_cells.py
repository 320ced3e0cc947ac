"""Hide what tells about one or two: small cells, and as many others as it takes that no sum gives them away.

Every total that leaves its tenant goes through ``hide_small_cells``.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
LEAST = 3  # a cell of fewer is hidden; an empty one tells about nobody


@dataclass(frozen=True)
class Shown:
    """What may be shown; None stands for what is hidden."""

    cells: dict[Hashable, int | None]
    totals: list[int | None]


def hide_small_cells(cells: Mapping[Key, int], totals: Sequence[Collection[Key]] = (), *, least: int = LEAST) -> Shown:
    """Counts with their totals as they may be shared.

    Parameters
    ----------
    cells : mapping
        The counts, each 0 or more.
    totals : sequence
        For each published sum the cells it adds; all cells, where none is named. Of a table: its rows and its columns.
    least : int
        The smallest count that is shown.

    A hidden cell needs company in each of its totals: alone, it is the total less the others. Two whose sum is too
    small are known to be one each. So the smallest shown cell of such a total is hidden too, and where there is none
    left, the total itself and every other that has a cell of it: together they would give it back.
    """
    groups = [list(total) for total in totals] or [list(cells)]
    hidden = {key for key, count in cells.items() if 0 < count < least}
    while company := next_company(groups, hidden, cells, least):
        hidden.add(min(company, key=lambda key: (cells[key], str(key))))
    lost = {key for group in groups if is_exposed(group, hidden, cells, least) for key in group}
    sums = [None if lost & set(group) else sum(cells[key] for key in group) for group in groups]
    return Shown({key: None if key in hidden else count for key, count in cells.items()}, sums)


def next_company(
    groups: Sequence[Collection[Key]], hidden: Collection[Key], cells: Mapping[Key, int], least: int
) -> list[Key]:
    """The cells of the first exposed total that can still be hidden beside what is."""
    exposed = (rest(group, hidden, cells) for group in groups if is_exposed(group, hidden, cells, least))
    return next(filter(None, exposed), [])


def is_exposed(group: Collection[Key], hidden: Collection[Key], cells: Mapping[Key, int], least: int) -> bool:
    """Whether the group's total would tell a hidden cell of it."""
    inside = [cells[key] for key in group if key in hidden]
    return bool(inside) and (len(inside) == 1 or sum(inside) < len(inside) - 1 + least)


def rest(group: Collection[Key], hidden: Collection[Key], cells: Mapping[Key, int]) -> list[Key]:
    return [key for key in group if key not in hidden and cells[key] > 0]
