"""What is typed into a plan that is being made."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from assessment.models import Area, Indicator, Plan, Rule
from core.plain_text import PlainText


class WeightsForm(forms.Form):
    """The weight of every area and indicator."""

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {
            "areas": list(Area.objects.filter(plan=plan).order_by("position")),
            "indicators": list(Indicator.objects.filter(plan=plan).select_related("area").order_by("position")),
        }
        for part, rows in self.rows.items():
            for row in rows:
                self.fields[f"{part}-{row.code}"] = forms.DecimalField(
                    label=f"{row.code} {row.name}", min_value=0, max_value=100, max_digits=6, decimal_places=3,
                    initial=f"{row.weight.normalize():f}", widget=forms.TextInput(attrs={"inputmode": "decimal"}),
                )  # fmt: skip

    def weights(self) -> dict[str, dict[str, Decimal]]:
        return {
            part: {row.code: self.cleaned_data[f"{part}-{row.code}"] for row in rows}
            for part, rows in self.rows.items()
        }


class IndicatorForm(forms.Form):
    """How one indicator is computed and scored."""

    expression = PlainText(
        label=gettext_lazy("Expression"),
        max_length=300,
        help_text=gettext_lazy("Codes of figures, numbers, + - * / ( ), last(F001), sum(F012, F013)."),
    )
    direction = forms.TypedChoiceField(
        label=gettext_lazy("Direction"),
        choices=[(1, gettext_lazy("higher is better")), (-1, gettext_lazy("lower is better"))],
        coerce=int,
    )
    post_low = forms.DecimalField(label=gettext_lazy("Lower goalpost"), decimal_places=4, required=False)
    post_high = forms.DecimalField(
        label=gettext_lazy("Upper goalpost"), max_digits=14, decimal_places=4, required=False
    )


class RuleForm(forms.Form):
    """One rule: what must hold, how severe, and its sentence in both languages."""

    expression = PlainText(label=gettext_lazy("Comparison"), max_length=300)
    severity = forms.ChoiceField(
        label=gettext_lazy("Severity"),
        choices=[(Rule.HARD, gettext_lazy("must hold")), (Rule.SOFT, gettext_lazy("asks for an explanation"))],
    )
    name_en = PlainText(label=gettext_lazy("English sentence"), max_length=200)
    name_zh_hans = PlainText(label=gettext_lazy("Chinese sentence"), max_length=200)


class OpenYearForm(forms.Form):
    """The dates of the year."""

    opens_on = forms.DateField(label=gettext_lazy("Opens on"), widget=forms.DateInput(attrs={"type": "date"}))
    cutoff_on = forms.DateField(
        label=gettext_lazy("Cut-off, the last day"), widget=forms.DateInput(attrs={"type": "date"})
    )
