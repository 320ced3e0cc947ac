"""The worker's door: a file in quarantine is read to the scanner, outside any transaction."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from core.attachments.actions import file_storage, settle_scan
from core.attachments.models import Attachment
from core.attachments.scanning import ScannerDown, scanner
from core.jobs import JobHandle, Later, TenantTask


@shared_task(base=TenantTask, name="core.scan_attachment")
def scan_attachment(*, handle: JobHandle, attachment_id: str, **_: Any) -> None:
    """Scan one file; with the scanner down it waits in quarantine and is tried again."""
    with handle.scope() as job:
        attachment = Attachment.objects.filter(pk=attachment_id).first()
        if attachment is None or not attachment.stored_as:
            handle.finish(job)
            return
    try:
        with file_storage().open(attachment.stored_as) as content:
            finding = scanner().find(content)
    except ScannerDown as down:
        raise Later(str(down)) from down
    with handle.scope() as job:
        settle_scan(attachment=attachment, finding=finding, at=timezone.now())
        handle.finish(job)
