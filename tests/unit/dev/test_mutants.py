"""The faults that the mutation test builds in: which there are, and that each is one change of one place."""

import ast

import pytest

from dev.mutants.__main__ import draw
from dev.mutants.changes import places, with_fault


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ("a < b", ["a <= b"]),
        ("a == b", ["a != b"]),
        ("a + b", ["a - b"]),
        ("a += 1", ["a -= 1", "pass", "a += 2"]),
        ("a and b", ["a or b"]),
        ("not a", ["a"]),
        ("x = True", ["x = False"]),
        ("x = 0.5", ["x = 1.5"]),
        ("min(a)", ["pass", "max(a)"]),
        ("if a:\n    b()", ["if not a:\n    b()", "if a:\n    pass"]),
        ("[a for a in b if a]", ["[a for a in b]"]),
        ("def f():\n    return a", ["def f():\n    return None"]),
        ("while a:\n    break", ["while not a:\n    break", "while a:\n    continue"]),
    ],
)
def test_fault__is_one_change_of_one_place(source, faults):
    assert [with_fault(source, place) for place in places(source)] == faults


@pytest.mark.parametrize(
    "source",
    [
        '"""Words, 1 + 1."""',
        "from a import b",
        "x: Literal[1]",
        "if TYPE_CHECKING:\n    import a",
        "f'{1 + 1}'",
        "zip(a, b, strict=True).c",
    ],
)
def test_fault__nothing_that_runs__has_none(source):
    assert places(source) == []


def test_draw__is_the_same_for_the_same_seed_and_parses():
    one, same, other = draw(30, 1), draw(30, 1), draw(30, 2)

    assert one == same
    assert one != other
    for path, place in one:
        ast.parse(with_fault(path.read_text(), place))


def test_draw__a_smaller_sample_is_the_beginning_of_a_larger():
    assert draw(20, 1) == draw(30, 1)[:20]
