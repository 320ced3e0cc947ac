"""The forms of decisions about a park's standing: shape only, the policies decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.plain_text import PlainText

NUMBER_HELP = _("As on the document, like 沪科创办〔2026〕12号; round or square brackets are read too.")


class ReasonForm(forms.Form):
    """A decision with its reason."""

    reason = PlainText(
        label=_("Reason"),
        widget=forms.Textarea,
        max_length=2000,
        help_text=_("The park and its districts read it; it stays in the history."),
    )


class ConfirmForm(ReasonForm):
    """A confirmation under a document; the reason is compulsory where two coordinators are needed."""

    field_order = ("document_number", "reason")
    document_number = PlainText(label=_("Document number"), max_length=60, help_text=NUMBER_HELP)

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needs_reason


class ReinstateForm(ReasonForm):
    """A reinstatement under a document."""

    field_order = ("document_number", "reason")
    document_number = PlainText(label=_("Document number"), max_length=60, help_text=NUMBER_HELP)
