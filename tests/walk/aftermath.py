"""What a request sets going once it is committed: its jobs, run here and now, with what they show and mail."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from core.models import Job, JobStatus
from core.rowsecurity import scope
from tests.walk.canaries import Reader
from tests.walk.reading import sent_by
from zhangjiang.celery import app


class Aftermath:
    """Runs the callbacks of one request and looks at what comes of them as those who get it."""

    def __init__(self, client: Client, reader: Reader, readers: Callable[[str], Reader]) -> None:
        self.client, self.reader, self.readers = client, reader, readers
        self.faults: list[str] = []
        self.visits = 0

    def after(self, call: Callable[[], None]) -> None:
        mail.outbox.clear()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("core.jobs.poke", self.run_job)
            call()
        for message in mail.outbox:
            self.look_at_mail(message)

    def run_job(self, job_id: Any, kind: str, queue: str) -> None:
        """What a worker would do with the message; a kind that no task bears is a fault."""
        app.loader.import_default_modules()
        task = app.tasks.get(kind)
        if task is None:
            self.faults.append(f"no task is called {kind}")
            return
        task(job_id=str(job_id))
        self.look_at_job(job_id)

    def look_at_job(self, job_id: Any) -> None:
        """The job as the person who asked sees it, and the page to which its result leads."""
        with scope(user=self.client.session.get("_auth_user_id", 0) and int(self.client.session["_auth_user_id"])):
            job = Job.objects.filter(pk=job_id).first()
        if job is None:
            return
        if job.status == JobStatus.FAILED and not job.message:
            self.faults.append(f"its job {job.kind} failed without a sentence")
        shown = repr((job.step, job.message, job.result_url)).encode()
        if job.result_url:
            self.visits += 1
            shown += sent_by(self.client.get(job.result_url))
        self.faults += [f"its job {job.kind} shows {canary}" for canary in self.reader.foreign_in(shown)]

    def look_at_mail(self, message: Any) -> None:
        sent = repr((message.subject, message.body, message.attachments, message.extra_headers)).encode()
        for address in message.recipients():
            found = self.readers(address).foreign_in(sent)
            self.faults += [f"a mail to {address} sends {canary}" for canary in found]
