"""Words that pass between the two sides of a case."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.errors import NotPermitted
from parks.access import access_of
from parks.selectors import holders_of
from services.actions.telling import tell
from services.models import Case, Message
from services.policies import check_may_write
from services.topics import MESSAGE_SENT
from services.workflow import HANDLE

WRITE = "services.add_message"


@transaction.atomic
def send_message(*, case: Case, words: str, by: Any, at: datetime) -> Message:
    """Say something to the other side, who is told that it is there."""
    if not by.has_perm(WRITE, case):
        raise NotPermitted(_("The enterprise that asked and the park's officers write to each other here."))
    check_may_write(case)
    from_park = by.has_perm(HANDLE, case)
    message = Message.objects.create(
        park_id=case.park_id, enterprise_id=case.enterprise_id, case=case, from_park=from_park, words=words, sent_by=by,
        sent_at=at,
    )  # fmt: skip
    audit.record("message_sent", case, by=by, at=at, after={"message": message.pk})
    others = [case.applicant_id] if from_park else holders_of(HANDLE, park=case.park, at=at)
    tell(case, MESSAGE_SENT, recipients=others, at=at, key=str(message.pk))
    return message


def note_read(*, case: Case, by: Any, at: datetime) -> int:
    """Note that this side has now seen what the other wrote; somebody who only looks on notes nothing."""
    if not by.has_perm(WRITE, case):
        return 0
    reads_for_park = by.has_perm(HANDLE, case)
    own = access_of(by).everything().get("enterprise", frozenset())
    if not reads_for_park and case.enterprise_id not in own:
        return 0
    unread = Message.objects.filter(case=case, read_at__isnull=True).exclude(from_park=reads_for_park)
    return unread.update(read_at=at)
