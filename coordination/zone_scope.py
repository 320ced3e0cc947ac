"""The scope of the zone itself, for work that no person asked for: commands, demonstration data."""

from contextlib import AbstractContextManager

from core.rowsecurity import KEEPER, scope
from core.rowsecurity.scope import OpenScope
from parks.models import Organisation, OrganisationKind, Park


def whole_zone(using: str = "default") -> AbstractContextManager[OpenScope]:
    """Every park and body; what belongs to an enterprise was made in a park, and a scope does not grow with them."""
    bodies = Organisation.objects.exclude(kind=OrganisationKind.ENTERPRISE)
    return scope(
        using=using,
        park=list(Park.objects.values_list("pk", flat=True)),
        organisation=[KEEPER, *bodies.values_list("pk", flat=True)],
    )
