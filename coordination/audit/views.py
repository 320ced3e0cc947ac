"""The list of events, one event, the chain with its seals, and a verification."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from coordination.audit.forms import EventFilter
from coordination.audit.selectors import VIEW, events_for, filtered, lines_of, page_after, place_in_chain
from core.audit import chain
from core.audit.checks import KEEP, VERIFY, ask_for_verification, sentence_of
from core.audit.seals import is_signed
from core.exports.answers import file_answer
from core.exports.extract import Column, Extract, facts_of
from core.models import AuditCheck, AuditEvent, AuditSeal, Job
from parks.access import access_of
from parks.gate import SignedInActionView, SignedInPage
from parks.models import Organisation, OrganisationKind, Park

MOST_ROWS = 20_000  # of a file that is made while its reader waits
SEALS_SHOWN = 60


class AuditPage(SignedInPage):
    """Events of the reader's own park, or of the zone for the auditor."""

    gate = "tenant"
    permission = VIEW
    refusal = gettext_lazy(
        "The audit is read by the auditor and, for their own park, by its head."
        " The audit administrator sees the chain and its seals."
    )


class EventList(AuditPage):
    """Who did what, newest first."""

    template_name = "coordination/audit/list.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.filter_form()
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form, lines=[], words=[]), status=400)
        try:
            events, older = page_after(
                filtered(events_for(request.user), form.cleaned_data), request.GET.get("after", "")
            )
        except ValueError as error:
            raise Http404(_("There is no such page of the list.")) from error
        return self.render_to_response(
            self.get_context_data(
                form=form,
                lines=lines_of(events),
                words=form.words(),
                older=self.address(after=older) if older else "",
                export_url=f"{reverse('audit:file')}{self.address()}",
                keeps=request.user.has_perm(KEEP),  # type: ignore[union-attr]
            )
        )

    def filter_form(self) -> EventFilter:
        reached = access_of(self.request.user).reach(VIEW).get("park", frozenset())
        return EventFilter(self.request.GET, parks=Park.objects.filter(pk__in=reached).order_by("code"))

    def address(self, **more: str) -> str:
        query = self.request.GET.copy()
        query.pop("after", None)
        for name, value in more.items():
            query[name] = value
        return f"?{query.urlencode()}"


class EventFile(EventList):
    """The filtered events as a CSV file, the filter inside."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form, at = self.filter_form(), timezone.now()
        if not form.is_valid():
            return HttpResponseRedirect(f"{reverse('audit:list')}{self.address()}")
        events = list(filtered(events_for(request.user), form.cleaned_data)[:MOST_ROWS])
        facts = facts_of(by=request.user, at=at, filters=form.words())
        if len(events) == MOST_ROWS:
            facts.append(
                (_("Cut"), _("The newest %(rows)s events; narrow the filter for the rest.") % {"rows": MOST_ROWS})
            )
        extract = Extract(title=_("Audit events"), columns=columns(), rows=lines_of(events), facts=facts)
        return file_answer(extract, "csv", by=request.user, at=at)


def columns() -> list[Column]:
    return [
        Column(_("Time"), lambda line: line.event.at),
        Column(_("Person"), lambda line: line.who),
        Column(_("What happened"), lambda line: line.title),
        Column(_("To what"), lambda line: line.about),
        Column(_("Record"), lambda line: line.event.object_key),
        Column(_("Park or enterprise"), lambda line: line.tenant),
        Column(_("Door"), lambda line: line.door),
        Column(_("Reason"), lambda line: line.event.reason),
        Column(_("Changes"), lambda line: "; ".join(f"{c.label}: {c.before} → {c.after}" for c in line.changes)),
        Column(_("Digest"), lambda line: line.event.digest),
    ]


class EventPage(AuditPage):
    """One event, before and after, and its place in the chain."""

    keys_of = {"pk": AuditEvent}
    template_name = "coordination/audit/event.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        event = get_object_or_404(events_for(self.request.user), pk=self.kwargs["pk"])
        return super().get_context_data(line=lines_of([event])[0], place=place_in_chain(event), **kwargs)


class ChainPage(SignedInActionView):
    """How far the chain reaches, its seals, the last verification; and a new one on request."""

    permission = KEEP
    refusal = gettext_lazy("The auditor and the audit administrator see the chain and its seals.")
    template_name = "coordination/audit/chain.html"
    form_class = forms.Form

    def act(self, form: forms.Form) -> Job:
        zone = Organisation.objects.filter(kind=OrganisationKind.ZONE).values_list("pk", flat=True).first()
        return ask_for_verification(
            organisation_id=zone, result_url=reverse("audit:chain"), by=self.request.user, at=timezone.now()
        )

    def get_success_url(self) -> str:
        return reverse("audit:verification", args=[self.acted.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        check = AuditCheck.objects.order_by("-at").first()
        seals = list(AuditSeal.objects.order_by("-number")[:SEALS_SHOWN])
        for seal in seals:
            seal.holds = is_signed(seal)
        return super().get_context_data(
            end=chain.head(),
            seals=seals,
            check=check,
            fault=sentence_of(check) if check else "",
            asked_by=User.objects.filter(pk=check.asked_by_id).first() if check else None,
            reads=self.request.user.has_perm(VIEW),
            **kwargs,
        )


class VerificationPage(SignedInPage):
    """How far a verification is."""

    keys_of = {"job": Job}
    permission = KEEP
    refusal = ChainPage.refusal
    template_name = "coordination/audit/verification.html"

    @cached_property
    def job(self) -> Job:
        return get_object_or_404(Job.objects.filter(kind=VERIFY), pk=self.kwargs["job"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        poll_url = reverse("audit:verification", args=[self.job.pk])
        context = self.get_context_data(job=self.job, title=_("Verification of the audit"), poll_url=poll_url)
        if request.htmx:  # type: ignore[attr-defined]
            return render(request, "_components/job.html", context)
        return self.render_to_response(context)
