"""The forms of the preview, of queries and of appeals: shape only, the policies decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessment.models import FigureDefinition, Plan
from core.plain_text import PlainText


class QueryForm(forms.Form):
    """A question about one cell."""

    cell = forms.ChoiceField(label=_("Figure or indicator"))
    question = PlainText(label=_("Question"), widget=forms.Textarea, max_length=2000)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [*plan.indicators.order_by("position"), *plan.figures.order_by("position")]
        self.fields["cell"].choices = [(row.code, f"{row.code} {row.name}") for row in rows]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """The zone's answer."""

    answer = PlainText(
        label=_("Answer with its reasons"), widget=forms.Textarea, max_length=4000, help_text=_("The park reads it.")
    )


class AppealForm(forms.Form):
    """Which figure is wrong, what it should be, why, and what shows it."""

    figure = forms.ModelChoiceField(label=_("Figure"), queryset=FigureDefinition.objects.none())
    claimed = forms.DecimalField(label=_("What it should be"), max_digits=24, decimal_places=4)
    ground = PlainText(label=_("Ground"), widget=forms.Textarea, max_length=4000)
    evidence = PlainText(
        label=_("Evidence"), max_length=200, help_text=_("Title, number and place of the document that shows it.")
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers = plan.figures.exclude(figure_type="document").order_by("position")
        self.fields["figure"].queryset = numbers  # type: ignore[attr-defined]
        self.fields["figure"].label_from_instance = lambda row: f"{row.code} {row.name}"  # type: ignore[attr-defined]


class AppealDecisionForm(forms.Form):
    """Upheld or dismissed, with reasons."""

    outcome = forms.ChoiceField(
        label=_("Decision"), choices=[("uphold", _("Uphold")), ("dismiss", _("Dismiss"))], widget=forms.RadioSelect
    )
    reason = PlainText(
        label=_("Reasons"), widget=forms.Textarea, max_length=4000, help_text=_("The park reads them; they are kept.")
    )
