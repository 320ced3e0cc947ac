"""What the list of events is filtered by."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.audit.words import event_word, object_word, vocabulary
from core.plain_text import PlainText
from core.templatetags.date_text import day_text
from parks.models import Park

WORDS: dict[str, Callable[[Any], str]] = {
    "event": event_word,
    "object_type": object_word,
    "since": day_text,
    "until": day_text,
}
ANY = ("", gettext_lazy("any"))


class Codes(forms.ChoiceField):
    """A choice among the codes that the apps have words for, in the reader's order."""

    def __init__(self, kind: str, word: Any, **kwargs: Any) -> None:
        super().__init__(choices=lambda: codes(kind, word), required=False, **kwargs)


def codes(kind: str, word: Any) -> list[tuple[str, Any]]:
    return [ANY, *sorted(((code, word(code)) for code in vocabulary(kind)), key=lambda pair: pair[1])]


class DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"})


class EventFilter(forms.Form):
    since = DayField(label=gettext_lazy("From"), required=False)
    until = DayField(label=gettext_lazy("Until"), required=False)
    actor = PlainText(label=gettext_lazy("Person"), max_length=100, required=False)
    event = Codes("EVENTS", event_word, label=gettext_lazy("What happened"))
    object_type = Codes("OBJECTS", object_word, label=gettext_lazy("To what"))
    object_key = PlainText(max_length=60, required=False, widget=forms.HiddenInput)
    park: Any = forms.ModelChoiceField(
        Park.objects.none(), label=gettext_lazy("Park"), required=False, to_field_name="code", empty_label=ANY[1]
    )

    def __init__(self, data: Any, *, parks: Any) -> None:
        super().__init__(data)
        self.fields["park"].queryset = parks
        self.fields["park"].label_from_instance = lambda park: park.name

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or {}
        since, until = chosen.get("since"), chosen.get("until")
        if since and until and until < since:
            raise ValidationError(_("The last day lies before the first."))
        return chosen

    def words(self) -> list[str]:
        """The filter as it stands, for the page and for files."""
        said = []
        for name, value in self.cleaned_data.items():
            if value:
                text = getattr(value, "name", None) or WORDS.get(name, str)(value)
                said.append(f"{self.fields[name].label or _('Record')}: {text}")
        return said
