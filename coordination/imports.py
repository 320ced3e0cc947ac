"""A person's import on its way: what is wrong with the file, or what it would do, and the word to do it."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from core.imports.actions import confirm_import
from core.imports.columns import IMPORTERS
from core.models import ImportRun, Job
from parks.gate import SignedInActionView

KINDS = {"done": "done", "refused": "bad", "checked": "wait"}


class ImportPage(SignedInActionView):
    """One import; posted to, its checked rows are written."""

    keys_of = {"pk": ImportRun}
    gate = "tenant"
    template_name = "imports/run.html"
    form_class = forms.Form

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            own = ImportRun.objects.select_related("attachment").filter(user_id=request.user.pk)
            self.run = get_object_or_404(own, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run = self.run
        importer = IMPORTERS[run.importer]
        names = {column.code: str(column.label) for column in importer.columns}
        return super().get_context_data(
            run=run,
            importer=importer,
            kind=KINDS.get(run.state, "plain"),
            job=Job.objects.filter(pk=run.job_id).first(),
            problem_heads=[_("Cell"), _("What is wrong")],
            change_heads=[_("Row"), _("What it says")],
            problems=[[place or "–", text] for place, text in run.problems],
            changes=[[str(number), said(before, after, names)] for _new, number, before, after in run.sample],
            **kwargs,
        )

    def act(self, form: forms.Form) -> ImportRun:
        return confirm_import(run=self.run, by=self.request.user)

    def get_success_url(self) -> str:
        return reverse("import", args=[self.run.pk])


def said(before: dict[str, Any], after: dict[str, Any], names: dict[str, str]) -> str:
    """A changed row as old and new values, a new one as its values."""
    if not before:
        return " · ".join(str(value) for value in after.values() if value)
    changed = [(name, old, after[name]) for name, old in before.items() if after[name] not in ("", old)]
    return "; ".join(f"{names[name]}: {old} → {new}" for name, old, new in changed)
