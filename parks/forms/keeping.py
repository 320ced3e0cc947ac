"""What is typed about keys of the API and about accounts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.plain_text import PlainText
from parks.api_gate import areas_of_the_api


class KeyForm(forms.Form):
    """A key's purpose, what it may do, how long."""

    label = PlainText(label=_("What the key is for"), max_length=100)
    reads_only = forms.TypedChoiceField(
        label=_("What it may do"),
        choices=[("1", _("read")), ("0", _("read and write, as far as you may yourself"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        initial="1",
    )
    areas = forms.MultipleChoiceField(
        label=_("Only for these addresses"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: all that you may open yourself."),
    )
    days = forms.IntegerField(label=_("Good for"), min_value=1, max_value=366, initial=30)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["days"].unit = _("days")  # type: ignore[attr-defined]
        self.fields["areas"].choices = [(area, f"/api/v1/{area}/") for area in areas_of_the_api()]  # type: ignore[attr-defined]
