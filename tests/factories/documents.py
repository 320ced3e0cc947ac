"""Documents of service cases, each handed in through the action by one of the demonstration's people."""

from core.attachments.tasks import scan_attachment
from core.jobs import work
from core.models import Job
from services.actions import add_document
from services.models import CaseDocument
from tests.factories import services as make
from tests.factories.hostile_files import pdf, upload


def handed_in(case, by: str = "owner-a", *, name: str = "licence.pdf", content: bytes = b"") -> CaseDocument:
    user = make.person(by)
    with make.acting(user):
        return add_document(case=case, upload=upload(name, content or pdf()), by=user, at=make.SENT)


def scan(document: CaseDocument, by: str = "owner-a") -> CaseDocument:
    """Let a worker have the file scanned, as whoever handed it in."""
    with make.acting(make.person(by)):
        job = Job.objects.get(run_key=f"scan:{document.attachment_id}")
    work(str(job.pk), scan_attachment.run)
    with make.acting(make.person(by)):
        return CaseDocument.objects.select_related("attachment").get(pk=document.pk)
