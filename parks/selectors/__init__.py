"""Read models of this app: the zone's places, and its people."""

from parks.selectors.people import holders_of
from parks.selectors.places import (
    LEADING_INDUSTRIES,
    Districts,
    ParkLine,
    current_layout,
    districts_on,
    ended_parks,
    industries_on,
    listed,
    park_lines,
    parks_by_name,
    parks_on,
)

__all__ = [
    "LEADING_INDUSTRIES",
    "Districts",
    "ParkLine",
    "current_layout",
    "districts_on",
    "ended_parks",
    "holders_of",
    "industries_on",
    "listed",
    "park_lines",
    "parks_by_name",
    "parks_on",
]
