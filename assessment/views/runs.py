"""Runs of a year: the list, asking for one, watching it, stopping it; and the release of its result."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.actions.releases import release_results
from assessment.actions.runs import RunStep, cancel_run, check_may_run, request_run
from assessment.appeal_policies import check_preview_is_over
from assessment.forms.runs import ReleaseForm
from assessment.models import Run
from assessment.policies import check_may_cancel, check_may_release
from assessment.selectors.cycles import when_results_come
from assessment.selectors.ranking.rows import VIEW, Ranking, run_ranking
from assessment.selectors.runs import runs_of
from assessment.views.plan import CyclePage, WayBack
from core.audit.history import history
from core.errors import NotPermitted, Refused, note_refusal, refusal_of
from core.models import Job
from parks.access import access_of
from parks.gate import SignedInActionView, SignedInPage

REQUEST = "assessment.request_run"
RELEASE = "assessment.release_results"


class Runs(CyclePage, SignedInPage):
    """Every run of the year with its hash, for the zone."""

    permission = VIEW
    for_zone = True
    refusal = gettext_lazy("The zone's coordinators and auditors see the runs. The released ranking names its run.")
    template_name = "assessment/run/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        runs = runs_of(self.cycle)
        return super().get_context_data(
            runs=runs,
            history=history(*(row.run for row in runs), about={str(row.run.pk): str(row.run.number) for row in runs}),
            may_request=access_of(self.request.user).holds_for_zone(REQUEST),
            why_not=refusal_of(check_may_run, self.cycle, timezone.now()),
            **kwargs,
        )


class RunRequest(CyclePage, SignedInActionView):
    """Ask for a run; a worker computes it."""

    permission = REQUEST
    for_zone = True
    refusal = gettext_lazy("A municipal coordinator runs the assessment.")
    template_name = "assessment/run/request.html"
    form_class = forms.Form

    def act(self, form: forms.Form) -> Run:
        return request_run(cycle=self.cycle, by=self.request.user, at=timezone.now())

    def get_success_url(self) -> str:
        return reverse("assessment:job", args=[self.acted.job_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        why_not = refusal_of(check_may_run, self.cycle, timezone.now())
        return super().get_context_data(plan=self.cycle.plan, why_not=why_not, **kwargs)


class RunJob(WayBack, SignedInPage):
    """How far a run is; seen by who asked for it and by the zone."""

    keys_of = {"job": Job}
    gate = "tenant"
    template_name = "assessment/run/job.html"

    def jobs(self) -> QuerySet[Job]:
        organisations = access_of(self.request.user).everything().get("organisation", frozenset())
        mine = Q(user_id=self.request.user.pk) | Q(organisation_id__in=organisations)
        return Job.objects.filter(mine, kind__in=("assessment.run_assessment", "assessment.rerun_after_appeal"))

    @cached_property
    def job(self) -> Job:
        return get_object_or_404(self.jobs(), pk=self.kwargs["job"])

    @cached_property
    def run(self) -> Run:
        return get_object_or_404(Run.objects.select_related("cycle").defer("system"), job_id=self.job.pk)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = self.get_context_data()
        if request.htmx:  # type: ignore[attr-defined]
            return render(request, "_components/job.html", context)
        return self.render_to_response(context)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        job, run = self.job, self.run
        if job.step in RunStep.values:
            job.step = str(RunStep(job.step).label)
        may_cancel = access_of(self.request.user).holds_for_zone(REQUEST) and not refusal_of(check_may_cancel, job)
        title = _("Assessment of %(year)s, run %(number)s") % {"year": run.cycle.year, "number": run.number}
        return super().get_context_data(
            job=job,
            run=run,
            title=title,
            poll_url=reverse("assessment:job", args=[job.pk]),
            cancel_url=reverse("assessment:job-cancel", args=[job.pk]) if may_cancel else "",
            **kwargs,
        )


class RunCancel(RunJob):
    """Stop a run that is under way."""

    keys_of = {"job": Job}
    permission = REQUEST
    for_zone = True
    refusal = gettext_lazy("A municipal coordinator stops a run of the assessment.")
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            cancel_run(run=self.run, by=request.user, at=timezone.now())
        except NotPermitted as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except Refused as refusal:
            note_refusal(request, refusal)
            messages.warning(request, str(refusal.reason))
        return HttpResponseRedirect(reverse("assessment:job", args=[self.job.pk]))


class Release(CyclePage, SignedInActionView):
    """Release the latest result as far as the year's level says, after seeing what that is."""

    permission = RELEASE
    for_zone = True
    asks_recent_sign_in = True
    refusal = gettext_lazy("A municipal coordinator releases results.")
    template_name = "assessment/run/release.html"
    form_class = ReleaseForm

    @cached_property
    def runs(self) -> list[Run]:
        return list(self.cycle.runs.filter(finished_at__isnull=False).defer("system").order_by("-number"))

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"runs": self.runs}

    def act(self, form: ReleaseForm) -> Any:
        return release_results(cycle=self.cycle, run=form.cleaned_data["run"], by=self.request.user, at=timezone.now())

    def form_valid(self, form: ReleaseForm) -> HttpResponse:
        messages.success(self.request, when_results_come(self.acted, timezone.now()))
        return super().form_valid(form)

    def get_success_url(self) -> str:
        return reverse("assessment:notice", args=[self.cycle.year])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        latest = self.runs[0] if self.runs else None
        return super().get_context_data(
            run=latest,
            ranking=self.ranking(latest),
            why_not=self.why_not(latest) if latest else "",
            **kwargs,
        )

    def why_not(self, run: Run) -> str:
        return refusal_of(check_may_release, self.cycle, run) or refusal_of(
            check_preview_is_over, self.cycle, timezone.now()
        )

    def ranking(self, run: Run | None) -> Ranking | None:
        return None if run is None else run_ranking(run, self.cycle, self.request.user)
