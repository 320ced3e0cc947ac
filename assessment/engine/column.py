"""One indicator's column as the methods of normalisation see it, and the lines that most of them draw through it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from assessment.engine.exact import on_line
from assessment.engine.faults import Refusal, Refused

if TYPE_CHECKING:
    from assessment.engine.model import Normalise

Scores = list[Fraction]
Ends = tuple[Fraction, Fraction]
Span = tuple[Fraction | int, Fraction | int]
UNIT: Ends = Fraction(0), Fraction(1)


def line_through(posts: Ends, scores: Ends, direction: int) -> Ends:
    """Return slope and start of the line from the worse of two raw values with its score to the better."""
    worse, better = posts if direction == 1 else (posts[1], posts[0])
    slope = (scores[1] - scores[0]) / (better - worse)
    return slope, scores[0] - worse * slope


@dataclass(frozen=True, slots=True)
class Present:
    """The present values of one indicator, the position of each unit among all, and the reference's value.

    `raw` are the values as they came; numbers are also there as `wholes` over `scale` (none for words).
    """

    code: str
    direction: int
    units: tuple[int, ...]
    raw: tuple[Fraction | str, ...]
    wholes: tuple[int, ...]
    scale: int
    reference: Fraction | None

    @property
    def values(self) -> list[Fraction]:
        """The raw numbers."""
        return [value for value in self.raw if not isinstance(value, str)]

    @property
    def numbers(self) -> list[Fraction]:
        """The raw numbers times the direction."""
        return self.values if self.direction == 1 else [-value for value in self.values]

    @property
    def ends(self) -> Ends:
        """The least and the largest raw number."""
        return Fraction(min(self.wholes), self.scale), Fraction(max(self.wholes), self.scale)

    @property
    def low(self) -> Fraction:
        """The worst number, times the direction."""
        return self.ends[0] if self.direction == 1 else -self.ends[1]

    @property
    def high(self) -> Fraction:
        """The best number, times the direction."""
        return self.ends[1] if self.direction == 1 else -self.ends[0]

    @property
    def is_flat(self) -> bool:
        return bool(self.wholes) and min(self.wholes) == max(self.wholes)

    def on_line(self, posts: Ends, scores: Ends) -> Scores:
        """Score by the line through two raw values, the worse and the better."""
        return on_line(self.wholes, self.scale, line_through(posts, scores, self.direction))

    def refuse(self, problem: str, mend: str) -> Refused:
        return Refused([Refusal(self.code, problem, mend)])


def line_ends(spec: Normalise, low: int, high: int, scale: int) -> tuple[Span, Ends] | None:
    """Return two raw values and their scores, the worse first with direction 1, or None where the method draws no line.

    Parameters
    ----------
    spec : Normalise
        The method.
    low, high : int
        The least and the largest value of the column in parts of one `scale`-th, as the values returned.
    """
    if spec.method == "minmax":
        return (low, high), spec.range
    if spec.method == "scaled":
        return (spec.bounds[0] * scale, spec.bounds[1] * scale), (UNIT[0], spec.scale)
    if spec.method == "none":
        return (0, scale), UNIT
    posts = spec.posts[0] * scale, spec.posts[1] * scale
    if spec.method == "goalposts" and not spec.log and (not spec.truncate or posts[0] <= low <= high <= posts[1]):
        return posts, spec.range
    return None
