"""The system administrator's page: what waits, runs and failed, and whether the parts answer. No tenant's content."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import NotPermitted, Refused
from core.health import broker_state, database_state, worker_state
from core.job_keeping import KEEP, cancel_job, job_states, retry_job
from core.models import Job
from parks.gate import SignedInPage

KEPT = 200
SIGNS = {"queued": "wait", "running": "wait", "done": "done", "failed": "bad", "cancelled": "off"}
ACTS = {"retry": (retry_job, gettext_lazy("The job waits for a worker again.")),
        "cancel": (cancel_job, gettext_lazy("The job is cancelled."))}  # fmt: skip


class OfSystem(SignedInPage):
    permission = KEEP
    for_zone = True
    refusal = gettext_lazy("Jobs and health are kept by the system administrator.")


class SystemPage(OfSystem):
    """The newest jobs of everybody by kind and state, and each part's health."""

    template_name = "parks/people/system.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parts = {
            _("Database"): database_state(),
            _("Broker"): broker_state(),
            _("Worker"): worker_state(),
        }
        jobs = [(job, SIGNS[job.status]) for job in job_states(kept=KEPT)]
        return super().get_context_data(jobs=jobs, parts=parts, kept=KEPT, **kwargs)


class JobAct(OfSystem):
    """Retry or cancel; asked for by a button of the page."""

    keys_of = {"pk": Job}
    http_method_names = ["post"]

    def post(self, request: Any, pk: UUID, keeping: str) -> HttpResponse:
        if keeping not in ACTS:
            raise Http404
        act, done = ACTS[keeping]
        try:
            act(job_id=pk, by=request.user, at=now())
            messages.success(request, str(done))
        except NotPermitted as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except Refused as refusal:
            messages.warning(request, str(refusal.reason))
        return HttpResponse(status=302, headers={"Location": reverse("people:system")})
