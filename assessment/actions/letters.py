"""A decision's letter: issued with the decision, told in the park's inbox, received by the park; each once."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from assessment.letters import letter_of_event, letter_of_proposal
from assessment.models import Letter, Proposal, StandingEvent
from assessment.topics import PARK_REINSTATED
from core import audit
from core.errors import NotAllowed, NotPermitted
from core.notifications.actions import notify
from core.notifications.topics import in_both
from parks.selectors import holders_of


def issue_letter(*, proposal: Proposal, by: Any, at: datetime) -> Letter:
    """The letter of a confirmed proposal, in the transaction of the confirmation."""
    content = letter_of_proposal(proposal, proposal.document_number, at)
    facts = {"park": proposal.park, "cycle": proposal.cycle, "document_number": proposal.document_number}
    return store_letter(f"proposal:{proposal.pk}", content, by=by, at=at, **facts)


def issue_reinstatement(*, event: StandingEvent, by: Any, at: datetime) -> Letter:
    """The letter of a reinstatement, and the word in the inbox of the park's people."""
    content = letter_of_event(event, at)
    facts = {"park": event.park, "cycle": event.cycle, "document_number": event.document_number}
    written = store_letter(f"event:{event.pk}", content, by=by, at=at, **facts)
    notify(
        PARK_REINSTATED,
        recipients=holders_of("assessment.view_letter", park=event.park, at=at),
        key=str(event.pk),
        url=reverse("assessment:proposal", args=[event.cycle.year, event.park.code]),
        at=at,
        params={"park": in_both(event.park), "year": str(event.cycle.year), "number": event.document_number},
    )
    return written


def store_letter(key: str, content: dict[str, Any], *, by: Any, at: datetime, **facts: Any) -> Letter:
    written = Letter.objects.create(key=key, content=content, issued_by=by, issued_at=at, **facts)
    audit.record("letter_issued", written, by=by, at=at, after={"number": written.document_number})
    return written


@transaction.atomic
def receive_letter(*, letter: Letter, by: Any, at: datetime) -> Letter:
    """The park's head confirms that the letter arrived; from then on that is kept."""
    if not by.has_perm("assessment.receive_letter", letter):
        raise NotPermitted(_("The park's head confirms that a letter arrived."))
    locked = Letter.objects.select_for_update(of=("self",)).select_related("park", "cycle").get(pk=letter.pk)
    if locked.received_at is not None:
        raise NotAllowed(_("The receipt of this letter is confirmed already."))
    locked.received_by, locked.received_at = by, at
    locked.save(update_fields=["received_by", "received_at"])
    audit.record("letter_received", locked, by=by, at=at, after={"number": locked.document_number})
    return locked
