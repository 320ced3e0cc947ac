"""The forms of publication and of its public notice: shape only, the policies decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessment.models import PublicationLevel
from core.plain_text import PlainText
from parks.models import Park

DATE_AND_TIME = "%Y-%m-%dT%H:%M"


class PublicationForm(forms.Form):
    """Who reads the results, from when on, how long anybody may object."""

    level = forms.ChoiceField(
        label=_("Who reads the results"), choices=PublicationLevel.choices, widget=forms.RadioSelect
    )
    embargo_until = forms.DateTimeField(
        label=_("Embargo until"),
        required=False,
        input_formats=[DATE_AND_TIME],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=DATE_AND_TIME),
        help_text=_("Shanghai time. Before it the zone alone reads what is released. Empty: at once."),
    )
    notice_days = forms.IntegerField(
        label=_("Public notice, working days"), min_value=1, max_value=60, help_text=_("Five by the rules in force.")
    )
    reason = PlainText(
        label=_("Reason"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Compulsory once the results are released; it stays in the history."),
    )


class ObjectionForm(forms.Form):
    """What somebody objects to, why, and how the zone reaches him."""

    park = forms.ModelChoiceField(
        label=_("Park"), queryset=Park.objects.none(), required=False, empty_label=_("The results as a whole")
    )
    ground = PlainText(
        label=_("Objection with its reasons"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Which result, what is wrong with it, and what shows it."),
    )
    name = PlainText(label=_("Your name"), max_length=100)
    contact = PlainText(
        label=_("How the zone reaches you"),
        max_length=200,
        help_text=_("Telephone or e-mail address. Read by the zone alone, erased two years after the answer."),
    )

    def __init__(self, *args: Any, parks: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["park"].queryset = parks  # type: ignore[attr-defined]
        self.fields["park"].label_from_instance = lambda park: park.name  # type: ignore[attr-defined]


class ObjectionAnswerForm(forms.Form):
    """The zone's answer; everybody reads it."""

    upheld = forms.TypedChoiceField(
        label=_("Outcome"),
        choices=[("yes", _("Upheld")), ("no", _("Not upheld"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text=_("Upheld: nothing of the year is confirmed until a new run is released."),
    )
    subject = PlainText(
        label=_("What was objected to"),
        max_length=300,
        help_text=_("One sentence in the zone's own words; everybody reads it. Name no person."),
    )
    answer = PlainText(
        label=_("Answer with its reasons"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Everybody reads it under the objection's number. Name no person."),
    )


class LookForm(forms.Form):
    """Why the name and the contact are needed."""

    reason = PlainText(label=_("Reason"), max_length=500, help_text=_("It stays on record with your name."))
