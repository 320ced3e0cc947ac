"""Taking a file in, settling its scan, giving it up: every write of an attachment, each audited."""

import hashlib
import uuid
from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, jobs
from core.attachments.kinds import kind_of
from core.attachments.limits import MEGABYTE
from core.attachments.models import Attachment, AttachmentState
from core.attachments.names import clean_name
from core.errors import NotAllowed

CHUNK = 256 * 1024


def file_storage() -> Storage:
    return storages["attachments"]


@transaction.atomic
def store(
    *,
    upload: Any,
    view_permission: str,
    by: Any,
    at: datetime,
    park_id: int | None = None,
    enterprise_id: int | None = None,
    organisation_id: int | None = None,
) -> Attachment:
    """Keep a file that was handed in, in quarantine until a worker has had it scanned.

    Raises
    ------
    NotAllowed
        With ``place="file"``, for what is too large, empty, not on the list, or not what it seems.
    """
    name = clean_name(upload.name or "")
    try:
        received = take_in(upload.chunks(CHUNK))
        kind = kind_of(received, name)
        kept = kind.admit(received)
    except NotAllowed as refusal:
        raise NotAllowed(refusal.reason, place="file") from refusal
    sha256, size = fingerprint(kept)
    kept.seek(0)
    attachment = Attachment(
        park_id=park_id,
        enterprise_id=enterprise_id,
        organisation_id=organisation_id,
        view_permission=view_permission,
        name=name,
        content_type=kind.content_type,
        size=size,
        sha256=sha256,
        stored_as=file_storage().save(random_name(), File(kept)),
        uploaded_by_id=by.pk,
        uploaded_by_name=str(by)[:150],
        uploaded_at=at,
    )
    attachment.save(force_insert=True)
    audit.record("file_stored", attachment, by=by, at=at, after=audit_values(attachment))
    jobs.enqueue("core.scan_attachment", run_key=f"scan:{attachment.pk}", by=by, attachment_id=str(attachment.pk))
    return attachment


def take_in(pieces: Iterable[bytes]) -> IO[bytes]:
    """The pieces as one file, counted while they come."""
    received, counted = BytesIO(), 0
    for piece in pieces:
        counted += len(piece)
        if counted > settings.ATTACHMENT_MAX_BYTES:
            raise NotAllowed(
                _("This file is over the limit of %(limit)d MB. Send a smaller one, or its parts.")
                % {"limit": settings.ATTACHMENT_MAX_BYTES // MEGABYTE}
            )
        received.write(piece)
    if not counted:
        raise NotAllowed(_("This file is empty: 0 bytes. Look whether it was saved, and send it again."))
    return received


def fingerprint(file: IO[bytes]) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while piece := file.read(CHUNK):
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size


def random_name() -> str:
    """A name that tells nothing, in one of 256 folders."""
    name = uuid.uuid4().hex
    return f"{name[:2]}/{name}"


@transaction.atomic
def settle_scan(*, attachment: Attachment, finding: str, at: datetime) -> Attachment:
    """Release the file, or refuse it and delete its content; a file that is settled already stays as it is."""
    locked = Attachment.objects.select_for_update().get(pk=attachment.pk)
    if locked.state != AttachmentState.QUARANTINED:
        return locked
    stored_as, locked.scanned_at, locked.finding = locked.stored_as, at, finding
    locked.state = AttachmentState.REFUSED if finding else AttachmentState.CLEAN
    if finding:
        locked.stored_as = ""
        transaction.on_commit(lambda: file_storage().delete(stored_as))
    locked.save(update_fields=["state", "finding", "scanned_at", "stored_as"])
    audit.record("file_scanned", locked, by=None, at=at, after={"state": locked.state, "finding": finding})
    return locked


@transaction.atomic
def discard(*, attachment: Attachment, by: Any, at: datetime, reason: str = "") -> None:
    """Give the file up with its content; the owner removes its link first. The audit keeps name and hash."""
    audit.record("file_removed", attachment, by=by, at=at, before=audit_values(attachment), reason=reason)
    stored_as = attachment.stored_as
    attachment.delete()
    if stored_as:
        transaction.on_commit(lambda: file_storage().delete(stored_as))


def audit_values(attachment: Attachment) -> dict[str, Any]:
    return {name: getattr(attachment, name) for name in ("name", "content_type", "size", "sha256")}
