"""The list of cases and the page of one."""

from typing import Any

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from core.attachments.forms import UploadForm
from parks.access import access_of
from parks.gate import TenantListPage, TenantPage
from services.forms import STATES, CaseFilter
from services.models import Case
from services.selectors import (
    acts_on,
    deadline_of,
    documents_of,
    lines_of,
    open_among,
    reads_as_enterprise,
    reason_for_none,
    state_kind,
    steps_of,
    why_no_document,
)

VIEW = "services.view_case"
PAGE_SIZE = 25


class CaseList(TenantListPage):
    """The reader's cases, the one due soonest on top."""

    template_name = "services/case/list.html"
    queryset = Case.objects.all()
    view_permission = permission = VIEW
    refusal = gettext_lazy(
        "Cases are seen by the enterprise that asked, by the park's service officer and head, by its districts and by"
        " the zone. Your role is none of these."
    )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = CaseFilter(request.GET)
        state = form.cleaned_data["state"] if form.is_valid() else ""
        everything = self.get_queryset()
        pages = Paginator(everything.in_state(state).by_urgency().with_names(), PAGE_SIZE)
        context = self.get_context_data(
            form=form,
            words=[STATES[state]] if state else [],
            open=open_among(everything, today=localdate()),
            asks=bool(access_of(request.user).reach(VIEW).get("enterprise")),
        )
        try:
            page = pages.page(request.GET.get("page", 1))
        except (EmptyPage, PageNotAnInteger):
            return self.render_to_response(context | {"missing": True, "pages": pages.num_pages}, status=404)
        context |= {"page": page, "lines": lines_of(page, today=localdate())}
        return self.render_to_response(context, status=200 if form.is_valid() else 400)


class CasePage(TenantPage):
    """One case: its facts, its days, its steps, and what the reader may do."""

    template_name = "services/case/detail.html"
    queryset = Case.objects.with_names().with_documents().select_related("applicant").prefetch_related("ratings")
    view_permission = VIEW

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case, user = self.object, self.request.user
        as_enterprise = reads_as_enterprise(user, case)
        acts, reasons = acts_on(case, user=user)
        return super().get_context_data(
            case=case,
            kind=state_kind(case),
            today=localdate(),
            deadline=deadline_of(case, today=localdate()),
            steps=steps_of(case, as_enterprise=as_enterprise),
            acts=acts,
            reasons=reasons if acts or reasons else [reason_for_none(case)],
            as_enterprise=as_enterprise,
            documents=documents_of(case, user=user),
            why_no_document=why_no_document(case, user=user),
            upload=UploadForm(),
            **kwargs,
        )
