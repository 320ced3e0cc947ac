"""An attachment whose name and content are a canary."""

import uuid

from django.core.files.base import ContentFile

from core.attachments.actions import file_storage
from core.models import Attachment
from tests.factories.world.canaries import AT, HASH


def make_attachment(
    canary: str, *, park_id: int, permission: str, enterprise_id: int | None = None, by: int = 1
) -> Attachment:
    return Attachment.objects.create(
        park_id=park_id, enterprise_id=enterprise_id, view_permission=permission, name=f"{canary}.txt", size=len(canary),
        content_type="text/plain", sha256=HASH, uploaded_by_id=by, uploaded_by_name=canary, uploaded_at=AT,
        stored_as=file_storage().save(f"world/{uuid.uuid4().hex}", ContentFile(canary)), state="clean", scanned_at=AT,
    )  # fmt: skip
