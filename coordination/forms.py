"""What is typed on the pages of the whole zone; the shape is checked here, the rules in the actions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.holiday_notices import MOST_LINES
from core.plain_text import PlainText
from parks.forms import DayInput

LONGEST_NOTICE = MOST_LINES * 60  # characters


class HolidayNoticeForm(forms.Form):
    """A notice as the State Council publishes it, its days as lines."""

    number = PlainText(
        label=_("Number of the notice"), max_length=80, help_text=_("For example 国办发明电〔2024〕12号.")
    )
    published_on = forms.DateField(label=_("Published on"), widget=DayInput())
    text = PlainText(
        label=_("Its days"),
        max_length=LONGEST_NOTICE,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text=_("One line a day under the line date,kind,name; the kind is off or work, the name the notice's."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].initial = "date,kind,name\n"
