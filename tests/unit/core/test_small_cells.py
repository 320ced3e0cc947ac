"""What is shown never lets a reader work out a cell of one or two, by whatever sums are published with it."""

from itertools import product

import pytest

from core.small_cells import hide_small_cells


def possible(cells, shown, groups):
    """The values that each hidden cell may have, by what is shown and that a hidden cell is not empty."""
    hidden = [key for key, count in shown.cells.items() if count is None]
    most = sum(cells.values()) + 3
    found = {key: set() for key in hidden}
    for values in product(range(1, most + 1), repeat=len(hidden)):
        guess = {**shown.cells, **dict(zip(hidden, values, strict=True))}
        sums = [sum(guess[key] for key in group) for group in groups]
        if all(total is None or total == own for total, own in zip(shown.totals, sums, strict=True)):
            for key, value in zip(hidden, values, strict=True):
                found[key].add(value)
    return found


@pytest.mark.parametrize(
    ("counts", "expected", "total"),
    [
        ([5, 8, 3], [5, 8, 3], 16),
        ([5, 0, 3], [5, 0, 3], 8),
        ([2, 9, 4], [None, 9, None], 15),  # alone it would be the total less the others
        ([1, 1, 7], [None, None, None], 9),  # two that add up to two are one each
        ([2, 0, 0], [None, 0, 0], None),  # no company: the total goes as well
        ([1, 1], [None, None], None),
        ([], [], 0),
    ],
)
def test_hide_small_cells__one_total(counts, expected, total):
    shown = hide_small_cells(dict(enumerate(counts)))

    assert list(shown.cells.values()) == expected
    assert shown.totals == [total]


@pytest.mark.parametrize("counts", list(product([0, 1, 2, 3, 5], repeat=3)))
def test_hide_small_cells__one_total__no_small_cell_can_be_worked_out(counts):
    cells = dict(enumerate(counts))
    shown = hide_small_cells(cells)

    for key, values in possible(cells, shown, [list(cells)]).items():
        assert len(values) > 1, (counts, key)


@pytest.mark.parametrize("counts", list(product([0, 1, 4], repeat=4)))
def test_hide_small_cells__rows_and_columns__no_small_cell_can_be_worked_out(counts):
    cells = dict(zip(product("ab", "xy"), counts, strict=True))
    groups = [[key for key in cells if side in key] for side in "abxy"]
    shown = hide_small_cells(cells, groups)

    for key, values in possible(cells, shown, groups).items():
        assert cells[key] > 2 or len(values) > 1, (counts, key, shown)


def test_hide_small_cells__least__is_the_smallest_shown():
    assert hide_small_cells({"a": 4, "b": 9, "c": 6}, least=5).cells == {"a": None, "b": 9, "c": None}
