"""The form of a release."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.models import Run
from core.templatetags.date_text import moment_text


class ReleaseForm(forms.Form):
    """Which finished run is released; the latest stands first."""

    run = forms.TypedChoiceField(label=gettext_lazy("Run to release"), coerce=int)
    seen = forms.BooleanField(label=gettext_lazy("I have looked at what is released"))

    def __init__(self, *args: Any, runs: Sequence[Run], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.runs = {run.pk: run for run in runs}
        self.fields["run"].choices = [  # type: ignore[attr-defined]
            (
                run.pk,
                _("run %(number)s, finished %(when)s") % {"number": run.number, "when": moment_text(run.finished_at)},
            )
            for run in runs
        ]

    def clean_run(self) -> Run:
        return self.runs[self.cleaned_data["run"]]
