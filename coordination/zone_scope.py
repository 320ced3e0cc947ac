"""The scope of the zone itself, for work that no person asked for: commands, demonstration data."""

from contextlib import AbstractContextManager

from core.rowsecurity import scope
from core.rowsecurity.scope import OpenScope
from enterprises.models import Enterprise
from parks.models import Organisation, Park


def whole_zone() -> AbstractContextManager[OpenScope]:
    return scope(
        park=list(Park.objects.values_list("pk", flat=True)),
        organisation=list(Organisation.objects.values_list("pk", flat=True)),
        enterprise=list(Enterprise.objects.values_list("pk", flat=True)),
    )
