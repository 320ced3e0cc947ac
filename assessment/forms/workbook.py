"""The upload of a workbook, and the differences that were shown, carried signed to their confirmation."""

import hashlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.actions.returns import Typed
from assessment.models import Return
from core.plain_text import PlainText

SALT = "assessment.workbook"
VALID_SECONDS = 12 * 3600


class WorkbookForm(forms.Form):
    """One .xlsx."""

    file = forms.FileField(
        label=gettext_lazy("Workbook"),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        help_text=gettext_lazy("The .xlsx that was downloaded here, filled in. Nothing is taken before you confirm."),
    )

    def content(self) -> bytes:
        return bytes(self.cleaned_data["file"].read())


class DifferencesForm(forms.Form):
    """What the dry run showed, signed for one person and one return."""

    shown = PlainText(widget=forms.HiddenInput)

    def __init__(self, *args: Any, annual_return: Return, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.annual_return, self.user = annual_return, user

    def clean_shown(self) -> dict[str, Any]:
        try:
            content: dict[str, Any] = signing.loads(self.cleaned_data["shown"], salt=SALT, max_age=VALID_SECONDS)
        except signing.BadSignature as error:
            raise forms.ValidationError(_("The list of differences has expired; upload the workbook again.")) from error
        if (content["return"], content["user"]) != (self.annual_return.pk, self.user.pk):
            raise forms.ValidationError(_("These differences belong to another return; upload the workbook here."))
        return content


def signed(annual_return: Return, user: Any, typed: Mapping[str, Typed], content: bytes) -> str:
    rows = {
        code: [None if each.value is None else str(each.value), each.missing, each.reason, each.document, each.was]
        for code, each in typed.items()
    }
    shown = {"return": annual_return.pk, "user": user.pk, "typed": rows, "digest": hashlib.sha256(content).hexdigest()}
    return signing.dumps(shown, salt=SALT, compress=True)


def typed_of(shown: Mapping[str, Any]) -> dict[str, Typed]:
    return {
        code: Typed(None if value is None else Decimal(value), *rest) for code, (value, *rest) in shown["typed"].items()
    }
