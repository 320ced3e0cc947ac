"""The page of one case."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate, now

from core.attachments.forms import UploadForm
from core.audit.history import history
from parks.gate import TenantPage
from services.actions.messages import WRITE, note_read
from services.forms import MessageForm
from services.models import Case
from services.selectors import (
    acts_on,
    deadline_of,
    documents_of,
    reads_as_enterprise,
    reason_for_none,
    state_kind,
    steps_of,
    why_no_document,
)
from services.selectors.exchange import exchange_of
from services.workflow import HANDLE, CaseStatus

VIEW = "services.view_case"


def message_form(case: Case, user: Any) -> MessageForm | None:
    """The form by which the reader writes to the other side, where there is anybody to write to."""
    return MessageForm() if user.has_perm(WRITE, case) and case.status != CaseStatus.WITHDRAWN else None


class CasePage(TenantPage):
    """One case: its facts, its days, its steps, and what the reader may do."""

    admits_granted = True
    template_name = "services/case/detail.html"
    queryset = Case.objects.with_names().with_documents().select_related("applicant").with_exchange()
    view_permission = VIEW

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        note_read(case=self.object, by=request.user, at=now())
        return super().get(request, *args, **kwargs)

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
            may_open=user.has_perm(HANDLE, case),
            history=None if as_enterprise else history(case, *case.ratings.all(), *case.opinions.all()),
            documents=documents_of(case, user=user),
            why_no_document=why_no_document(case, user=user),
            upload=UploadForm(),
            exchange=exchange_of(case, user=user, as_enterprise=as_enterprise),
            message=message_form(case, user),
            **kwargs,
        )
