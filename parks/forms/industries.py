"""What is typed when an industry is declared or ended; the shape is checked here, the rules in ``policies``."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.plain_text import PlainText
from parks.models import IndustryClass
from parks.selectors import current_layout


class DayInput(forms.DateInput):
    """A day as browsers ask for it and send it."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class DeclareIndustryForm(forms.Form):
    """An industry of the park: its class, its names, where it belongs in the layout, from when on."""

    industry_class = forms.ChoiceField(
        label=_("Class"),
        choices=IndustryClass.choices,
        widget=forms.RadioSelect,
        help_text=_("Only leading industries count to the limit of three."),
    )
    name_zh_hans = PlainText(label=_("Chinese name"), max_length=200)
    name_en = PlainText(label=_("English name"), max_length=200)
    since = forms.DateField(label=_("Declared from"), widget=DayInput())
    layout = forms.MultipleChoiceField(
        label=_("Entries of the city's industrial layout"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("As many as fit, or none: a park's industry may stand outside the layout."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["layout"].choices = [(entry.code, entry.name) for entry in current_layout()]  # type: ignore[attr-defined]


class EndIndustryForm(forms.Form):
    """The last day on which the industry is one of the park's."""

    last_day = forms.DateField(label=_("Last day"), widget=DayInput())
