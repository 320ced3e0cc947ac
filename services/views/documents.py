"""Handing a document in, and taking it back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from core.addresses import takes_files
from core.attachments.forms import UploadForm
from parks.gate import TenantActionView
from services.actions import ADD_DOCUMENT, add_document, remove_document
from services.acts import DOCUMENTS_COME_FROM
from services.models import Case, CaseDocument


class DocumentAct(TenantActionView):
    """What the two pages share: the case, who may, and the way back to it."""

    view_permission = "services.view_case"
    permission = ADD_DOCUMENT
    refusal = DOCUMENTS_COME_FROM
    template_name = "services/document/act.html"

    @property
    def case(self) -> Case:
        raise NotImplementedError

    def may(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(ADD_DOCUMENT, self.case))

    def get_success_url(self) -> str:
        return reverse("services:case", args=[self.case.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(case=self.case, back=self.get_success_url(), **kwargs)


@takes_files
class DocumentAdd(DocumentAct):
    """Hand in a document of the case."""

    queryset = Case.objects.with_names()
    form_class = UploadForm

    @property
    def case(self) -> Case:
        return self.object

    def act(self, form: UploadForm) -> CaseDocument:
        added = add_document(case=self.case, upload=form.cleaned_data["file"], by=self.request.user, at=now())
        messages.success(self.request, _("Added. It opens as soon as the virus scan has passed it."))
        return added


class DocumentRemove(DocumentAct):
    """Take a document back, after a question."""

    queryset = CaseDocument.objects.select_related("attachment", "case__enterprise", "case__item")
    form_class = forms.Form

    @property
    def case(self) -> Case:
        return self.object.case

    def act(self, form: forms.Form) -> None:
        name = self.object.attachment.name
        remove_document(document=self.object, by=self.request.user, at=now())
        messages.success(self.request, _("Removed: %(name)s.") % {"name": name})
