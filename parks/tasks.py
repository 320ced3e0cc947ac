"""Thin doors for the worker. Mail is sent outside any transaction; the job says afterwards that it was."""

from typing import Any

from celery import shared_task
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone, translation

from core.jobs import JobHandle, TenantTask
from parks import export_job
from parks.actions.invitations import SEND, link_of
from parks.models import Invitation
from parks.roles import ROLES


@shared_task(base=TenantTask, name=SEND)
def send_invitation(*, handle: JobHandle, invitation: str, site: str) -> None:
    """Send the link in both languages; sent twice at worst, when the worker dies between sending and saying so."""
    with handle.scope() as job:
        row = Invitation.objects.select_related("organisation", "role", "invited_by").get(pk=invitation)
        if row.sent_at or row.withdrawn_at:
            handle.finish(job)
            return
    subject, body = text_of(row, site)
    send_mail(subject, body, None, [row.email])
    with handle.scope() as job:
        Invitation.objects.filter(pk=row.pk).update(sent_at=timezone.now())
        handle.finish(job)


def text_of(invitation: Invitation, site: str) -> tuple[str, str]:
    """Subject and body, Chinese first: nobody knows yet which of the two the reader prefers."""
    values: dict[str, Any] = {"invitation": invitation, "link": f"{site}people/invitations/{link_of(invitation)}/"}
    subjects, bodies = [], []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            values["role"] = str(ROLES[invitation.role.name].label)
            subjects.append(" ".join(render_to_string("parks/mail/invitation_subject.txt", values).split()))
            bodies.append(render_to_string("parks/mail/invitation.txt", values).strip())
    return " / ".join(subjects), "\n\n".join(bodies) + "\n"


@shared_task(base=TenantTask, name="parks.export_list")
def export_list(*, handle: JobHandle, path: str, query: str, form: str, language: str, **_: Any) -> None:
    """Make a list's rows into a file for the person who asked."""
    export_job.export_list(handle=handle, path=path, query=query, form=form, language=language, at=timezone.now())
