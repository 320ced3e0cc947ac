"""What the form components need to know about a bound field: its anchor, its attributes, its errors."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm, BaseFormSet, BoundField, CheckboxInput, Select, SelectMultiple
from django.forms.widgets import CheckboxSelectMultiple, RadioSelect
from django.utils.translation import gettext as _

from core.bilingual import in_chinese


@dataclass(frozen=True)
class Problem:
    """One line of an error summary: the words, and the field they speak of."""

    text: str
    href: str = ""


def anchor_of(bound: BoundField) -> str:
    """The id that a link from the summary lands on: the control itself, or the first of a group."""
    if isinstance(bound.field.widget, RadioSelect | CheckboxSelectMultiple):
        return f"{bound.auto_id}_0"
    return bound.id_for_label or bound.auto_id


def kind_of(bound: BoundField) -> str:
    """How the field is laid out: ``tick`` beside its label, ``choices`` in a fieldset, else ``plain``."""
    widget = bound.field.widget
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, CheckboxInput):
        return "tick"
    return "choices" if widget.use_fieldset else "plain"


def described_by(bound: BoundField, unit: str) -> str:
    """The ids of help, unit and error, in reading order."""
    parts = [("helptext", bound.help_text), ("unit", unit), ("error", bound.errors)]
    return " ".join(f"{bound.auto_id}_{name}" for name, present in parts if present)


def css_of(bound: BoundField) -> str:
    """Bootstrap's class of the control; the buttons of a group get theirs from the group."""
    widget = bound.field.widget
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return ""
    if isinstance(widget, CheckboxInput):
        return "form-check-input"
    return "form-select" if isinstance(widget, Select | SelectMultiple) else "form-control"


def control_of(bound: BoundField, unit: str) -> str:
    """The native control with our classes and its descriptions."""
    widget = bound.field.widget
    kind = kind_of(bound)
    attrs: dict[str, Any] = {}
    if css := css_of(bound):
        attrs["class"] = f"{css} {widget.attrs.get('class', '')}".strip()
    if widget.attrs.get("placeholder") == bound.label:
        attrs["placeholder"] = False  # it would only repeat the label
    if kind != "choices" and (ids := described_by(bound, unit)):
        attrs["aria-describedby"] = ids
    if bound.errors and kind != "choices":
        attrs["aria-invalid"] = "true"
    return bound.as_widget(attrs=attrs)


def labelled(label: str, message: str) -> str:
    """``Label: message``, with the colon of the reader's language."""
    return f"{label}{'：' if in_chinese() else ': '}{message}"


def problems_of(source: Any) -> list[Problem]:
    """The problems of a form, a formset, several of them, or of ready lines (``Problem``, pairs, plain words)."""
    if not source:
        return []
    if isinstance(source, BaseForm):
        return list(form_problems(source))
    if isinstance(source, BaseFormSet):
        lines = [Problem(str(error)) for error in source.non_form_errors()]
        return lines + [problem for form in source.forms for problem in form_problems(form)]
    if isinstance(source, str) or not isinstance(source, Iterable):
        return [Problem(str(source))]
    return [problem for item in source for problem in one_or_more(item)]


def one_or_more(item: Any) -> list[Problem]:
    if isinstance(item, Problem):
        return [item]
    if isinstance(item, dict):
        return [Problem(str(item["text"]), str(item.get("href", "")))]
    if isinstance(item, tuple):
        return [Problem(str(item[0]), str(item[1]))]
    return problems_of(item)


def form_problems(form: BaseForm) -> Iterator[Problem]:
    """The form's own errors first, then those of its fields in their order on the page."""
    if not form.is_bound:
        return
    for error in form.non_field_errors():
        yield Problem(str(error))
    for bound in form:
        for error in bound.errors:
            if bound.is_hidden:
                yield Problem(_("Hidden field %(name)s: %(error)s") % {"name": bound.name, "error": error})
            else:
                yield Problem(labelled(str(bound.label), str(error)), f"#{anchor_of(bound)}")
