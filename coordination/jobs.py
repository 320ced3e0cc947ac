"""A person's jobs: how far each is, stopping it, and the files that jobs made."""

from typing import Any
from uuid import UUID

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy

from core.attachments.views import served
from core.lists.columns import ListColumn
from core.lists.filters import ListFilter
from core.lists.keyset import Key, Order
from core.models import ExportFile, Job, JobStatus
from core.templatetags.portal import when
from parks.access import access_of
from parks.gate import SignedInPage
from parks.list_page import ListMixin

KINDS = {
    "assessment.run_assessment": gettext_lazy("Run of the assessment"),
    "parks.export_list": gettext_lazy("Rows as a file"),
    "core.check_import": gettext_lazy("Check of a file of rows"),
    "core.write_import": gettext_lazy("Import of a file of rows"),
    "core.scan_attachment": gettext_lazy("Virus scan of a file"),
    "core.mail_digest": gettext_lazy("Mail of the day"),
}
STATE_KINDS = {JobStatus.DONE: "done", JobStatus.FAILED: "bad", JobStatus.CANCELLED: "off"}


def jobs_of(user: Any) -> QuerySet[Job]:
    """What the person asked for, or an organisation of theirs answers for."""
    organisations = access_of(user).everything().get("organisation", frozenset())
    return Job.objects.filter(Q(user_id=user.pk) | Q(organisation_id__in=organisations))


class JobPage(SignedInPage):
    """How far a job is; it goes on by itself."""

    keys_of = {"pk": Job}
    gate = "tenant"
    template_name = "lists/job.html"

    @property
    def job(self) -> Job:
        return get_object_or_404(jobs_of(self.request.user), pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = self.get_context_data()
        if request.htmx:  # type: ignore[attr-defined]
            return render(request, "_components/job.html", context)
        return self.render_to_response(context)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        job = self.job
        address = reverse("job", args=[job.pk])
        may_cancel = not job.is_over and job.user_id == self.request.user.pk
        return super().get_context_data(
            job=job,
            title=KINDS.get(job.kind, job.kind),
            poll_url=address,
            cancel_url=address if may_cancel else "",
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Stop one's own job: at once when no worker has it, else at its next step."""
        job = get_object_or_404(
            jobs_of(request.user).select_for_update().filter(user_id=request.user.pk), pk=kwargs["pk"]
        )
        if not job.is_over:
            job.cancel_requested = True
            if job.status == JobStatus.QUEUED:
                job.status, job.finished_at = JobStatus.CANCELLED, now()
            job.save(update_fields=["cancel_requested", "status", "finished_at"])
        return HttpResponseRedirect(reverse("job", args=[job.pk]))


class JobFilter(ListFilter):
    status = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=JobStatus.choices, empty_label=gettext_lazy("all states")
    )

    class Meta:
        model = Job
        fields: list[str] = []


class JobList(ListMixin, SignedInPage):
    """The reader's jobs, newest first."""

    gate = "tenant"
    template_name = "lists/jobs.html"
    filterset_class = JobFilter
    caption = gettext_lazy("Jobs, newest first")
    nothing = gettext_lazy("No job yet.")
    what_comes = gettext_lazy("Long work that you ask for, such as a large file, is listed here with its progress.")
    orders = (Order("newest", gettext_lazy("newest first"), (Key("created_at", descending=True),)),)
    columns = (
        ListColumn(
            "job",
            gettext_lazy("Job"),
            lambda job: {"text": KINDS.get(job.kind, job.kind), "url": reverse("job", args=[job.pk])},
        ),
        ListColumn(
            "state",
            gettext_lazy("State"),
            lambda job: {"text": job.get_status_display(), "state": STATE_KINDS.get(JobStatus(job.status), "wait")},
        ),
        ListColumn(
            "asked", gettext_lazy("Asked for"), lambda job: when(job.created_at, "moment"), lambda job: job.created_at
        ),
        ListColumn(
            "finished",
            gettext_lazy("Finished"),
            lambda job: when(job.finished_at, "moment"),
            lambda job: job.finished_at,
        ),
    )

    def get_rows(self) -> QuerySet[Job]:
        return jobs_of(self.request.user)


class ExportDownload(SignedInPage):
    """A file that a job made, for the person who asked for it."""

    keys_of = {"pk": ExportFile}
    gate = "tenant"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:  # type: ignore[override]
        file = get_object_or_404(ExportFile, pk=pk, user_id=request.user.pk)
        return served(file.stored_as, name=file.name, content_type=file.content_type)
