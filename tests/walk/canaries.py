"""Who may be sent which canary: its own text names the tenant and the permission that opens it."""

import re
from functools import cache
from typing import Any

from core.rowsecurity.declarations import EVERY_ORGANISATION
from parks.access import access_of
from parks.models import Organisation
from tests.factories.world import OWNERS
from tests.walk.addresses import park_keys

BODIES = ("incubator", "operator")
CANARY = re.compile(rb"canary-(park|enterprise|incubator|operator)-([A-Za-z0-9-]+?)-for-([a-z_]+\.[a-z_]+)-end")


class Reader:
    """One person, or nobody, and the canaries that they may be sent."""

    def __init__(self, username: str | None, person: Any) -> None:
        self.access = access_of(person(username)) if username else access_of(None)
        self.parks = park_keys()
        self.enterprises = {owner: access_of(person(owner)).everything()["enterprise"] for owner in OWNERS}
        self.seen: set[str] = set()
        self.may_see = cache(self.find_out)

    def find_out(self, kind: str, name: str, permission: str) -> bool:
        reach = self.access.reach(permission)
        if kind in BODIES:
            return self.reaches_body(kind, name, reach)
        park = self.parks[name if kind == "park" else OWNERS[name]]
        own = self.enterprises[name] & reach.get("enterprise", frozenset()) if kind == "enterprise" else ()
        keeps_all = EVERY_ORGANISATION in reach.get("organisation", ())
        return bool(own) or keeps_all or park in reach.get("park", ())

    def reaches_body(self, kind: str, name: str, reach: Any) -> bool:
        """A park's incubator or operator, its park, and the enterprise whose owner the name goes on with."""
        code, _dash, owner = name.partition("-")
        bodies = Organisation.objects.filter(kind=kind, park=self.parks[code]).values_list("pk", flat=True)
        own = self.enterprises[owner] & reach.get("enterprise", frozenset()) if owner else ()
        inside = set(bodies) & reach.get("organisation", frozenset())
        return bool(own) or bool(inside) or self.parks[code] in reach.get("park", ())

    def foreign_in(self, sent: bytes) -> list[str]:
        """The canaries in the bytes that were not for this person."""
        found = {tuple(part.decode() for part in each) for each in CANARY.findall(sent)}
        self.seen |= {" ".join(each) for each in found if self.may_see(*each)}
        return sorted(" ".join(each) for each in found if not self.may_see(*each))
