"""What can be wrong with the chain, each in a plain sentence that names the place."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "no_end": _("The end of the chain is missing from the database."),
    "link_missing": _("Link %(sequence)s is missing from the chain."),
    "link_beyond": _("There are links outside the chain's own range of 1 to %(sequence)s."),
    "event_missing": _("Link %(sequence)s: its event %(event)s is gone."),
    "content_changed": _("Link %(sequence)s: the content of event %(event)s does not match its digest."),
    "link_broken": _("Link %(sequence)s does not follow from the link before and its event %(event)s."),
    "not_the_portals": _("Link %(sequence)s: event %(event)s was not written by this portal."),
    "end_differs": _("The chain ends at link %(sequence)s, but not as the end that was kept says."),
    "late_event": _("Event %(event)s was slipped in: what was written with it has been linked, it has not."),
    "late_changed": _("Event %(event)s, not linked yet, does not match its digest."),
    "late_foreign": _("Event %(event)s, not linked yet, was not written by this portal."),
    "seal_missing": _("Seal %(number)s is missing."),
    "seal_of_other_chain": _("Seal %(number)s belongs to another chain."),
    "seal_order": _("Seal %(number)s does not follow from the seal before."),
    "seal_signature": _("Seal %(number)s is not signed by a key of this portal."),
    "seal_root": _("Seal %(number)s: the events under it are not those that it sealed."),
    "seal_copy": _("Seal %(number)s is not the one that was copied out of the database."),
    "copy_missing": _("The copy of the seals outside the database lacks seal %(number)s."),
    "tail_cut": _("The chain is cut: it reached link %(kept)s, as the copy outside shows, and ends at %(sequence)s."),
    "seal_cut": _("Seal %(number)s was copied out of the database and is no longer in it."),
    "other_chain": _("The copy outside holds a chain that this database does not: %(name)s."),
}


@dataclass(frozen=True)
class Fault:
    """The first thing found wrong."""

    code: str
    place: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return str(SENTENCES[self.code]) % self.place


class Broken(Exception):
    """The chain does not hold; ``fault`` says where."""

    def __init__(self, code: str, **place: Any) -> None:
        self.fault = Fault(code, {name: str(value) for name, value in place.items()})
        super().__init__(str(self.fault))
