"""The page on which a park hands in its enterprises as a file."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.addresses import takes_files
from core.exports.answers import CONTENT_TYPES, file_answer
from core.exports.extract import Column, Extract
from core.imports.actions import request_import
from core.imports.forms import RowsFileForm
from core.models import ImportRun
from enterprises.actions import ADMIT
from enterprises.imports import RESIDENTS
from parks.gate import SignedInActionView
from parks.models import Park


@takes_files
class EnterpriseImport(SignedInActionView):
    """Hand in a workbook or CSV of the park's enterprises; it is checked before anything is written."""

    template_name = "imports/upload.html"
    form_class = RowsFileForm
    permission = ADMIT
    refusal = gettext_lazy("A municipal coordinator enters the enterprises of a park: the register is the zone's.")

    def may(self, request: HttpRequest) -> bool:
        self.park = get_object_or_404(Park, code=self.kwargs["code"])
        return bool(request.user.has_perm(ADMIT, self.park))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        form = request.GET.get("template", "")
        return self.template(form) if form in CONTENT_TYPES else super().get(request, *args, **kwargs)

    def template(self, form: str) -> HttpResponseBase:
        """The empty file with the columns' names."""
        columns = [Column(column.label, lambda row: row) for column in RESIDENTS.columns]
        extract = Extract(str(RESIDENTS.title), columns, [], [(_("Park"), self.park.name)])
        return file_answer(extract, form, by=self.request.user, at=now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("parks:park", args=[self.park.code])
        return super().get_context_data(park=self.park, importer=RESIDENTS, back=back, **kwargs)

    def act(self, form: RowsFileForm) -> ImportRun:
        return request_import(
            importer=RESIDENTS.code,
            target=self.park.pk,
            upload=form.cleaned_data["file"],
            view_permission=ADMIT,
            back=self.request.path,
            by=self.request.user,
            at=now(),
            park_id=self.park.pk,
        )

    def get_success_url(self) -> str:
        return reverse("import", args=[self.acted.pk])
