"""What people type about cases; shape is checked here, meaning in policies."""

from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from core.plain_text import PlainText
from enterprises.models import Enterprise
from parks.models import LayoutEntry
from services.models import Area, Case, Level, LifeEvent, Rating
from services.workflow import Decision

TOO_LONG = ngettext_lazy(
    "Use at most %(limit_value)d character; this has %(show_value)d.",
    "Use at most %(limit_value)d characters; this has %(show_value)d.",
    "limit_value",
)


class Words(PlainText):
    """Text of a model's field: its length, its line ends as one character, nothing that cannot be printed."""

    def __init__(self, *, of: tuple[type[Model], str], lines: int = 1, missing: Any = None, **options: Any) -> None:
        column: Any = of[0]._meta.get_field(of[1])
        widget = forms.Textarea(attrs={"rows": lines}) if lines > 1 else forms.TextInput()
        messages = {"max_length": TOO_LONG} | ({"required": missing} if missing else {})
        super().__init__(max_length=column.max_length, widget=widget, error_messages=messages, **options)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")


CHOOSE_A_LEVEL = _("Choose one of the five levels, 1 to 5.")


class CatalogueFilter(forms.Form):
    """Which part of the catalogue to show."""

    q = PlainText(label=_("Name, body or code"), max_length=100, required=False)
    area = forms.ChoiceField(label=_("Field"), required=False, choices=[("", _("All fields")), *Area.choices])
    event = forms.ChoiceField(label=_("Occasion"), required=False, choices=[("", _("Any")), *LifeEvent.choices])
    industry = forms.ChoiceField(label=_("Industry"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {entry.code: entry.name for entry in LayoutEntry.objects.order_by("version", "group", "code")}
        self.fields["industry"].choices = [("", _("All industries")), *known.items()]  # type: ignore[attr-defined]

    def words(self) -> list[str]:
        """The filter in the reader's words."""
        chosen = self.cleaned_data if self.is_valid() else {}
        labels = {name: dict(self.fields[name].choices) for name in ("area", "event", "industry")}  # type: ignore[attr-defined]
        found = [labels[name].get(chosen[name]) for name in labels if chosen.get(name)]
        return [str(word) for word in (chosen.get("q"), *found) if word]


class RequestForm(forms.Form):
    """One request. The hidden key makes a form that is sent twice one case; the park comes from the residency."""

    enterprise = forms.ModelChoiceField(label=_("In the name of"), queryset=Enterprise.objects.none(), empty_label=None)
    subject = Words(
        of=(Case, "subject"),
        label=_("What you ask for, in one line"),
        help_text=_("The officer finds the case by it."),
        missing=_("Enter in one line what you ask for."),
    )
    description = Words(
        of=(Case, "description"),
        label=_("Details"),
        lines=6,
        required=False,
        help_text=_("What the officer must know. Leave out identity numbers and health data."),
    )
    contact = Words(
        of=(Case, "contact"),
        label=_("Whom to contact"),
        help_text=_("Name with telephone or e-mail address."),
        missing=_("Enter whom the officer can reach, and how."),
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, enterprises: QuerySet[Enterprise], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["enterprise"].queryset = enterprises  # type: ignore[attr-defined]
        self.initial.setdefault("submission_key", uuid4())


class AcceptForm(forms.Form):
    """Acceptance asks for nothing but the press of the button."""


class WithdrawForm(forms.Form):
    """Nor does taking a request back."""


class RefuseForm(forms.Form):
    """Why the park will not deal with the request."""

    reason = Words(
        of=(Case, "decision_reason"),
        label=_("Reason"),
        lines=4,
        help_text=_("The enterprise reads this. Name everything that is missing, and where the request belongs."),
        missing=_("Enter a reason: whoever is affected will read it."),
    )


class DecideForm(forms.Form):
    """Granted or refused, and why."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=Decision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether the request is granted or refused.")},
    )
    reason = Words(
        of=(Case, "decision_reason"),
        label=_("Reason or remark"),
        lines=4,
        required=False,
        help_text=_("Needed for a refusal. The enterprise reads it."),
    )
    number = Words(of=(Case, "decision_number"), label=_("Document number"), required=False)


class RateForm(forms.Form):
    """One of five levels, and words."""

    level = forms.TypedChoiceField(
        label=_("How was the service?"),
        choices=Level.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE_A_LEVEL, "invalid_choice": CHOOSE_A_LEVEL},
    )
    comment = Words(
        of=(Rating, "comment"),
        label=_("In your words"),
        lines=4,
        required=False,
        help_text=_("Needed for the two lowest levels, so that it can be put right."),
    )
