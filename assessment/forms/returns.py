"""What is typed into a return: one small form a figure, read as a number or a kind of nothing; steps with a reason."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.actions.returns import Typed, stamp
from assessment.figure_checks import LONGEST_WORDS, check_entry, read_value
from assessment.figure_words import typed_text
from assessment.models import FigureDefinition, MissingKind, RemarkKind
from core.errors import NotAllowed
from core.plain_text import PlainText

TYPED = ("value", "missing", "reason", "document")
DOCUMENT_THERE = Decimal(1)
THEIRS, MINE = "theirs", "mine"
SEPARATOR = "~"
LONGEST_REASON = 1000  # of a remark


def texts_of(figure: FigureDefinition, entry: Any) -> dict[str, str]:
    """The entry as its fields show it."""
    if entry is None:
        return dict.fromkeys(TYPED, "")
    value = typed_text(entry.value) if figure.is_number else ""
    return {"value": value, "missing": entry.missing, "reason": entry.reason, "document": entry.document}


def mark_of(figure: FigureDefinition, entry: Any) -> str:
    """What the form remembers of the entry it was opened with: its stamp, and a digest of the texts it showed."""
    return stamp(entry) + SEPARATOR + digest_of(texts_of(figure, entry))


def digest_of(texts: dict[str, str]) -> str:
    return hashlib.sha256("\0".join(texts[name] for name in TYPED).encode()).hexdigest()[:16]


class FigureForm(forms.Form):
    """What one person typed for one figure; ``typed`` is there once the form is valid."""

    value = PlainText(required=False)
    missing = forms.ChoiceField(choices=[("", ""), *MissingKind.choices], required=False)
    reason = PlainText(required=False, max_length=LONGEST_WORDS["reason"])
    document = PlainText(required=False, max_length=LONGEST_WORDS["document"])
    was = PlainText(required=False, max_length=100)
    conflict = forms.BooleanField(required=False)
    choice = forms.ChoiceField(choices=[(THEIRS, THEIRS), (MINE, MINE)], required=False)

    def __init__(self, figure: FigureDefinition, data: QueryDict) -> None:
        super().__init__(data, prefix=figure.code)
        self.figure = figure
        self.typed = Typed()

    @property
    def texts(self) -> dict[str, str]:
        """As it was typed, to be shown again."""
        return {name: self.data.get(self.add_prefix(name), "") for name in TYPED}

    @property
    def is_posted(self) -> bool:
        return self.add_prefix("was") in self.data

    @property
    def is_touched(self) -> bool:
        """Whether the typist changed what the form showed; what others changed meanwhile does not count."""
        seen = self.data.get(self.add_prefix("was"), "").partition(SEPARATOR)[2]
        stripped = {name: text.strip() for name, text in self.texts.items()}
        return self.is_posted and (seen != digest_of(stripped) or self.add_prefix("conflict") in self.data)

    @property
    def takes_theirs(self) -> bool:
        return self.data.get(self.add_prefix("choice")) == THEIRS

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        if cleaned["conflict"] and not cleaned["choice"]:
            self.add_error("choice", _("Choose which of the two counts."))
            return cleaned
        try:
            self.typed = read_typed(self.figure, cleaned, cleaned["was"].partition(SEPARATOR)[0])
        except NotAllowed as refusal:
            self.add_error(refusal.place, str(refusal.reason))
        return cleaned


def read_typed(figure: FigureDefinition, texts: Mapping[str, str], was: str | None = None) -> Typed:
    """The entry that the texts mean, checked; a document counts 1 as soon as it is named."""
    beside = {name: texts[name] for name in ("missing", "reason", "document")}
    if figure.is_number:
        value = read_value(texts["value"], figure) if texts["value"] else None
    else:
        value = DOCUMENT_THERE if beside["document"] and not beside["missing"] else None
    check_entry(figure, value=value, **beside)
    return Typed(value=value, was=was, **beside)


def unknown_fields(data: QueryDict, figures: Iterable[FigureDefinition], *others: str) -> list[str]:
    """Names in the request that no field of the section has, such as another park's."""
    known = {f"{figure.code}-{name}" for figure in figures for name in FigureForm.base_fields}
    return sorted(set(data) - known - {"csrfmiddlewaretoken", "section", "go", *others})


class StepForm(forms.Form):
    """A step that needs nothing but its being confirmed."""


class ReasonForm(forms.Form):
    """A step whose reason others will read."""

    reason = PlainText(
        label=gettext_lazy("Reason"),
        max_length=1000,
        widget=forms.Textarea,
        help_text=gettext_lazy("The park reads it: say which figures, and what would mend them."),
    )


class SendBackForm(ReasonForm):
    """A reason for the whole, and reasons on single figures, a line each."""

    cells = PlainText(
        label=gettext_lazy("Reasons on single figures"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("A line each, the code first: “F012 counts branches twice”; it stands beside the cell."),
    )

    def __init__(self, *args: Any, codes: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = codes

    def clean_cells(self) -> dict[str, str]:
        """The reasons by code; a line without a code of the plan is named."""
        reasons: dict[str, str] = {}
        for line in filter(None, map(str.strip, self.cleaned_data["cells"].splitlines())):
            code, _space, text = line.replace("：", " ").replace(":", " ").partition(" ")
            if code.upper() not in self.codes or not text.strip():
                sentence = _("“%(line)s”: begin with the code of a figure, then say what is wrong with it.")
                raise forms.ValidationError(sentence % {"line": line[:60]})
            reasons[code.upper()] = f"{reasons.get(code.upper(), '')} {text.strip()}".strip()
        if any(len(text) > LONGEST_REASON for text in reasons.values()):
            raise forms.ValidationError(_("At most %(longest)s characters a figure.") % {"longest": LONGEST_REASON})
        return reasons


class AskUnlockForm(forms.Form):
    """Why a locked return must be corrected."""

    reason = PlainText(
        label=gettext_lazy("Reason"),
        max_length=1000,
        widget=forms.Textarea,
        help_text=gettext_lazy("Say which figures are wrong and what shows it; the city decides."),
    )


class DecideUnlockForm(forms.Form):
    """The city's answer to a request to unlock."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[("grant", gettext_lazy("Unlock until the day below")), ("decline", gettext_lazy("Decline"))],
        widget=forms.RadioSelect,
    )
    until = forms.DateField(
        label=gettext_lazy("Unlocked until the end of"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    answer = PlainText(
        label=gettext_lazy("Reason"),
        max_length=1000,
        widget=forms.Textarea,
        help_text=gettext_lazy("The park reads it."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("decision") == "grant" and not cleaned.get("until") and "until" not in self.errors:
            self.add_error("until", _("Say until when the return is unlocked."))
        return cleaned


class RemarkForm(forms.Form):
    """What is said beside a figure."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[(kind.value, kind.label) for kind in (RemarkKind.COMMENT, RemarkKind.FOLLOW_UP)],
        initial=RemarkKind.COMMENT,
        widget=forms.RadioSelect,
    )
    text = PlainText(
        label=gettext_lazy("Remark"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Everybody who sees the return reads it."),
    )
