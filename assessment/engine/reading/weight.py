"""Reads the weight of a node."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from assessment.engine.faults import quote

if TYPE_CHECKING:
    from assessment.engine.reading.fields import Fields


def read_weight(fields: Fields) -> Fraction:
    """Return the weight, 1 where none is given; a negative one is a fault."""
    weight = fields.number("weight", Fraction(1))
    if weight < 0:
        shown = quote(fields.fields["weight"])
        fields.fault("weight", f"{shown} is negative", "weights are ≥ 0 and sum above 0 under a parent")
        return Fraction(1)
    return weight
