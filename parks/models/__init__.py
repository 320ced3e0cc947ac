"""The zone's places and its people, one noun a module."""

from parks.models.people import (
    Duty,
    Invitation,
    Membership,
    ObjectGrant,
    Organisation,
    OrganisationKind,
    RoleHome,
)
from parks.models.places import (
    District,
    IndustryClass,
    LayoutEntry,
    Park,
    ParkIndustry,
    ParkIndustryLayout,
    ParkKind,
    Plot,
)

__all__ = [
    "District",
    "Duty",
    "IndustryClass",
    "Invitation",
    "LayoutEntry",
    "Membership",
    "ObjectGrant",
    "Organisation",
    "OrganisationKind",
    "Park",
    "ParkIndustry",
    "ParkIndustryLayout",
    "ParkKind",
    "Plot",
    "RoleHome",
]
