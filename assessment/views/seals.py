"""A year's seal: its hash for everybody; for the zone the check, its history and the archive to take along."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.actions.seals import request_seal_check
from assessment.models import Seal
from assessment.selectors.seal_bundle import bundle_of
from assessment.selectors.seals import checks_of, seals_of
from assessment.views.plan import CyclePage
from core import audit
from core.exports.answers import download
from core.models import Job
from parks.access import access_of
from parks.gate import PublicPage, SignedInActionView, SignedInPage

VIEW, VERIFY = "assessment.view_sealedfile", "assessment.verify_seal"
WHO = gettext_lazy("The zone's coordinators and auditors read the sealed file; its hash is public.")


class SealOfYear(CyclePage):
    """A page of a year's newest seal."""

    @cached_property
    def seals(self) -> list[Seal]:
        """Oldest first; before the release they are the zone's alone."""
        return list(seals_of(self.cycle)) if self.cycle.is_out_at(timezone.now()) or self.is_zone else []

    @property
    def seal(self) -> Seal | None:
        return self.seals[-1] if self.seals else None

    @property
    def is_zone(self) -> bool:
        return access_of(self.request.user).holds_for_zone(VIEW)

    def required_seal(self) -> Seal:
        if self.seal is None:
            raise Http404
        return self.seal


class SealPage(SealOfYear, PublicPage):
    """What the year is sealed under, what that links to, how to check it."""

    template_name = "assessment/seal/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        seal = self.seal
        return super().get_context_data(
            seal=seal,
            seals=self.seals[::-1],
            is_zone=self.is_zone,
            may_verify=access_of(self.request.user).holds_for_zone(VERIFY),
            checks=checks_of(seal) if seal and self.is_zone else [],
            **kwargs,
        )


class SealCheck(SealOfYear, SignedInActionView):
    """Ask for the seal to be computed again."""

    permission = VERIFY
    for_zone = True
    refusal = gettext_lazy("The zone's coordinators and auditors have seals recomputed.")
    template_name = "assessment/seal/check.html"
    form_class = forms.Form

    def act(self, form: forms.Form) -> Job:
        return request_seal_check(seal=self.required_seal(), by=self.request.user, at=timezone.now())

    def get_success_url(self) -> str:
        return reverse("assessment:seal-job", args=[self.cycle.year, self.acted.pk])

    def form_valid(self, form: forms.Form) -> HttpResponse:
        messages.success(self.request, _("A worker computes the seal again."))
        return super().form_valid(form)


class SealJob(SealOfYear, SignedInPage):
    """How far the check is, and what came of it."""

    keys_of = {"job": Job}
    gate = "tenant"
    template_name = "assessment/seal/job.html"

    @cached_property
    def job(self) -> Job:
        organisations = access_of(self.request.user).everything().get("organisation", frozenset())
        mine = Q(user_id=self.request.user.pk) | Q(organisation_id__in=organisations)
        return get_object_or_404(Job.objects.filter(mine, kind="assessment.verify_seal"), pk=self.kwargs["job"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = self.get_context_data()
        if request.htmx:  # type: ignore[attr-defined]
            return render(request, "_components/job.html", context)
        return self.render_to_response(context)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            job=self.job,
            title=_("Recomputing the seal of %(year)s") % {"year": self.cycle.year},
            poll_url=reverse("assessment:seal-job", args=[self.cycle.year, self.job.pk]),
            **kwargs,
        )


class SealBundle(SealOfYear, SignedInPage):
    """Everything that an outsider needs to check the year, as one archive."""

    permission = VIEW
    for_zone = True
    refusal = WHO

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        seal = self.required_seal()
        audit.record("seal_exported", seal, by=request.user, at=timezone.now(), after={"sha256": seal.sha256})
        name = f"assessment-{self.cycle.year}-seal-{seal.number}.zip"
        return download(bundle_of(seal), name, "application/zip")
