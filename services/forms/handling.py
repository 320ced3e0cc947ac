"""What is typed while a case runs: corrections, extensions, messages, opinions, and how a park offers an item."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.plain_text import PlainText
from parks.forms.memberships import AccountField
from services.correctable import OWN_WORDS, correctable, labels_of
from services.forms.cases import Words
from services.models import Case, Correction, Extension, ItemVariant, Message, Opinion, Stance
from services.models.handling import MOST_EXTENSION_DAYS

WHY = _("Enter a reason: whoever is affected will read it.")
MOST_OPINION_DAYS = 20


class CorrectForm(forms.Form):
    """Which fields and documents are to be put right, and how."""

    places = forms.MultipleChoiceField(
        label=_("What is to be put right"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Name at least one field or document that is to be put right.")},
    )
    words = Words(
        of=(Correction, "words"),
        label=_("How"),
        lines=5,
        help_text=_("Say everything at once: the enterprise reads it and answers once."),
        missing=_("Say how it is to be put right."),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["places"].choices = list(correctable(case).items())  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """The fields that the park named, with what stands there now, and words."""

    def __init__(self, *args: Any, case: Case, correction: Correction, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [name for name in correction.fields if name in OWN_WORDS]
        for name, label in zip(names, labels_of(case, names), strict=True):
            lines = 6 if name == "description" else 1
            self.fields[name] = Words(
                of=(Case, name), label=label, lines=lines, required=name != "description", initial=getattr(case, name)
            )
        self.fields["words"] = Words(
            of=(Correction, "answer"),
            label=_("What you changed"),
            lines=3,
            required=False,
            help_text=_("Documents are handed in on the case's page; say here which ones are new."),
        )


class ExtendForm(forms.Form):
    days = forms.IntegerField(label=_("Working days more"), min_value=1, max_value=MOST_EXTENSION_DAYS)
    reason = Words(
        of=(Extension, "reason"),
        label=_("Reason"),
        lines=3,
        missing=WHY,
        help_text=_("The head decides on it; the enterprise reads it."),
    )


class SettleForm(forms.Form):
    is_approved = forms.TypedChoiceField(
        label=_("The extension"),
        choices=[("yes", _("Approve")), ("no", _("Refuse"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether the extension is approved.")},
    )


class LapseForm(forms.Form):
    reason = Words(of=(Case, "decision_reason"), label=_("Reason"), lines=3, missing=WHY)


class RevokeForm(forms.Form):
    reason = Words(of=(Case, "decision_reason"), label=_("Reason"), lines=4, missing=WHY)


class MessageForm(forms.Form):
    words = Words(of=(Message, "words"), label=_("Message"), lines=3, missing=_("Write the message first."))


class OpinionForm(forms.Form):
    """Whom to ask, what, and within how many working days."""

    user = AccountField(label=_("Who is asked"))
    question = Words(of=(Opinion, "question"), label=_("Question"), lines=4, missing=_("Say what is asked."))
    days = forms.IntegerField(
        label=_("Working days for the answer"), min_value=1, max_value=MOST_OPINION_DAYS, initial=5
    )


class OpinionAnswerForm(forms.Form):
    stance = forms.ChoiceField(
        label=_("The department"),
        choices=Stance.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether the department agrees.")},
    )
    answer = Words(of=(Opinion, "answer"), label=_("Why"), lines=5, missing=_("Say why, in a few words."))


class VariantForm(forms.ModelForm):  # type: ignore[type-arg]
    """How the park offers the item."""

    note_en = PlainText(label=_("Note in English"), max_length=300, required=False)
    note_zh_hans = PlainText(label=_("Note in Chinese"), max_length=300, required=False)

    class Meta:
        model = ItemVariant
        fields = ("is_offered", "promised_days", "note_en", "note_zh_hans")


class VerifyForm(forms.Form):
    """The code that stands on a decision."""

    code = PlainText(
        label=_("Verification code"),
        max_length=30,
        help_text=_("Twelve signs in three groups, below the document number."),
        error_messages={"required": _("Enter the code that stands on the document.")},
    )

    def clean_code(self) -> str:
        signs = "".join(sign for sign in self.cleaned_data["code"].upper() if sign.isascii() and sign.isalnum())
        return "-".join(signs[start : start + 4] for start in range(0, len(signs), 4))
