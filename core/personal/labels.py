"""What each personal field is kept for and how long; a model says it beside its tenant, libraries' tables here.

``personal = {"contact": Personal(of="applicant_id", purpose="…", retention="…")}``. A house test fails for a field that
looks personal and has no label.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models

ACCOUNT = "two years after the last membership ended, then erase_person"


@dataclass(frozen=True)
class Personal:
    """``of`` names the attribute with the person's key; the row itself where it is empty."""

    purpose: str
    retention: str
    of: str = "pk"


THIRD_PARTY: dict[str, dict[str, Personal]] = {
    "account.emailaddress": {
        "email": Personal("sign-in and messages about one's own work", ACCOUNT, of="user_id"),
    },
}

# Looks personal and is not, with the reason.
NOT_PERSONAL = {
    "parks.objectgrant.address": "the address of a page of the portal, not of a person",
    "core.auditevent.actor_name": "empty since events name the actor by key; older events keep the user name",
}


def personal_fields(model: type[models.Model]) -> Mapping[str, Personal]:
    """The model's personal fields with their labels."""
    own: Mapping[str, Personal] = getattr(model, "personal", {})
    return own or THIRD_PARTY.get(model._meta.label_lower, {})


def person_of(row: models.Model, label: Personal) -> int | None:
    """Whose data it is."""
    key: int | None = getattr(row, label.of)
    return key
