"""What is typed when a record is claimed and a claim decided."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.plain_text import PlainText
from enterprises.models import check_credit_code


class CreditCode(PlainText):
    """A unified social credit code, checked by its check character; spaces and small letters are forgiven."""

    def __init__(self, **options: Any) -> None:
        super().__init__(label=_("Unified social credit code"), max_length=30, **options)

    def clean(self, value: Any) -> str:
        code = "".join(str(super().clean(value)).split()).upper()
        if code:
            check_credit_code(code)
        return code


class ClaimForm(forms.Form):
    credit_code = CreditCode(help_text=_("18 characters, as on the business licence."))
    name = PlainText(label=_("Your name"), max_length=100)
    email = forms.EmailField(label=_("E-mail address"), help_text=_("The answer is sent there."))
    evidence = PlainText(
        label=_("What shows that you speak for the enterprise"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Your position, and whom the park may ask."),
    )


class DecisionForm(forms.Form):
    reason = PlainText(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was checked, with whom. Kept in the history."),
    )
