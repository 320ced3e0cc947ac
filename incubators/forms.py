"""What is typed about incubators; shape is checked here, meaning in policies."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from core.plain_text import PlainText
from enterprises.forms import CreditCode
from incubators.models import CarrierKind, IncubatorClass, SurvivalState
from incubators.rules import Ground
from parks.forms.industries import DayInput
from parks.models import LayoutEntry, Organisation, OrganisationKind, Park
from parks.selectors import current_layout

MOST_MILESTONES = 20


def day(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput(), **options)


def words(label: Any, length: int = 1000, rows: int = 3, **options: Any) -> PlainText:
    """A field of several lines."""
    return PlainText(label=label, max_length=length, widget=forms.Textarea(attrs={"rows": rows}), **options)


def area(label: Any, **options: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=0, max_value=10_000_000, decimal_places=2, **options)


def money(label: Any, **options: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=0, max_value=10**13, decimal_places=2, **options)


class SectorField(forms.ModelChoiceField):
    """An entry of the city's present industrial layout, or none."""

    def __init__(self, **options: Any) -> None:
        super().__init__(LayoutEntry.objects.all(), to_field_name="code", label=_("Sector"), required=False, **options)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class ParkField(forms.ModelChoiceField):
    """One of the parks of today."""

    def __init__(self, **options: Any) -> None:
        super().__init__(Park.objects.none(), to_field_name="code", label=_("Park"), empty_label=None, **options)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class ClassForm(forms.Form):
    """A class of an incubator: kind, operator, certificate, from when until when."""

    kind = forms.ChoiceField(label=_("Kind"), choices=CarrierKind.choices)
    incubator_class = forms.ChoiceField(label=_("Class in the city's plan"), choices=IncubatorClass.choices)
    operated_by = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Operating organisation"), required=False, empty_label=_("runs itself")
    )
    university = PlainText(
        label=_("University"), max_length=100, required=False, help_text=_("For a university science park.")
    )
    certificate_number = PlainText(label=_("Certificate number"), max_length=60, required=False)
    issuer = PlainText(label=_("Issued by"), max_length=100, required=False)
    first_day = day(_("First day"))
    last_day = day(_("Last day"), required=False, help_text=_("Of the certificate; empty while it has none."))

    def __init__(self, *args: Any, park: Park | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        operators = Organisation.objects.filter(kind=OrganisationKind.OPERATOR).order_by("name_en")
        here: Any = self.fields["operated_by"]
        here.queryset = operators.filter(park=park) if park else operators
        here.label_from_instance = lambda body: body.name

    def clean(self) -> dict[str, Any]:
        data = dict(super().clean() or {})
        if data.get("kind") == CarrierKind.UNIVERSITY_SCIENCE_PARK and not data.get("university"):
            self.add_error("university", _text("A university science park names its university."))
        if data.get("incubator_class") == IncubatorClass.RECOGNISED and not data.get("certificate_number"):
            self.add_error("certificate_number", _text("A recognised incubator has the number of its certificate."))
        return data


class RegisterForm(ClassForm):
    """A new incubator: its park and names besides its first class."""

    park = ParkField()
    name_zh_hans = PlainText(label=_("Chinese name"), max_length=200)
    name_en = PlainText(label=_("English name"), max_length=200, required=False)
    field_order = ("park", "name_zh_hans", "name_en")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here: Any = self.fields["park"]
        here.queryset = Park.objects.filter(valid_to__isnull=True).order_by("name_en")


class YearForm(forms.Form):
    """What a carrier says of itself for a year."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    area_m2 = area(_("Floor area, m²"))
    incubation_area_m2 = area(_("Of it for incubatees, m²"))
    fund_cny = money(_("Incubation fund, yuan"))
    invested_cny = money(_("Invested in incubatees in the year, yuan"))
    staff = forms.IntegerField(label=_("Staff"), min_value=0, max_value=100_000)
    mentors = forms.IntegerField(label=_("Mentors"), min_value=0, max_value=100_000)
    note = PlainText(label=_("Note"), max_length=500, required=False)


class ApplicationForm(forms.Form):
    """An application for a place."""

    name_zh_hans = PlainText(label=_("Chinese name of the team or enterprise"), max_length=200)
    name_en = PlainText(label=_("English name"), max_length=200, required=False)
    credit_code = CreditCode(required=False, help_text=_("Empty while the team has no enterprise."))
    sector = SectorField()
    cohort = PlainText(label=_("Cohort"), max_length=40, help_text=_("As you call it, such as 2026 spring."))
    purpose = words(_("What is to be built"))
    applied_on = day(_("Applied on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here: Any = self.fields["sector"]
        here.queryset = current_layout()


class AdmitForm(forms.Form):
    admitted_on = day(_("Admitted on"))
    area_m2 = area(_("Floor taken, m²"), required=False)
    mentor = PlainText(
        label=_("Mentoring"),
        max_length=200,
        required=False,
        help_text=_("By which programme or body; no names of persons."),
    )


class ReasonForm(forms.Form):
    reason = words(_("Reason"), help_text=_("Whoever is affected will read it."))


class GraduateForm(forms.Form):
    ended_on = day(_("Graduated on"))
    credit_code = CreditCode(required=False, help_text=_("Needed where the record has no enterprise yet."))
    grounds = forms.MultipleChoiceField(
        label=_("Grounds, at least two"), choices=Ground.choices, widget=forms.CheckboxSelectMultiple
    )
    evidence = words(_("What shows it"))


class LeaveForm(ReasonForm):
    ended_on = day(_("Left on"))
    field_order = ("ended_on", "reason")


class SurvivalForm(forms.Form):
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    state = forms.ChoiceField(label=_("State at the end of the year"), choices=SurvivalState.choices)
    employees = forms.IntegerField(label=_("Employees"), min_value=0, max_value=1_000_000, required=False)
    source = PlainText(label=_("How it is known"), max_length=300)


class HandOverForm(forms.Form):
    park = ParkField()
    wanted_area_m2 = area(_("Floor wanted, m²"))
    needs = words(_("What the graduate needs"), help_text=_("Space, equipment, services; the park reads it."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here: Any = self.fields["park"]
        here.queryset = Park.objects.filter(valid_to__isnull=True).order_by("name_en")


class OfferForm(forms.Form):
    offered_place = PlainText(label=_("Where"), max_length=200, help_text=_("Building and floor."))
    offered_area_m2 = forms.DecimalField(label=_("Floor, m²"), min_value=1, max_value=10_000_000, decimal_places=2)
    offered_services = words(_("Services"), help_text=_("What the park does for the graduate, and by when."))
    offered_until = day(_("The offer stands until"))


class NothingForm(forms.Form):
    """A step that asks for nothing but the wish."""


class PlanForm(forms.Form):
    """A transformation plan; each line of the milestones is a day and a title."""

    goal = words(_("Goal"), 500)
    target_class = forms.ChoiceField(
        label=_("Class aimed at"), choices=[row for row in IncubatorClass.choices if row[0] != IncubatorClass.EXISTING]
    )
    begins_on = day(_("Begins on"))
    ends_on = day(_("Ends on"))
    milestones = words(
        _("Milestones"), 4000, 6, help_text=_("One a line, the day first: 2026-09-30 Laboratory floor opened")
    )

    def clean_milestones(self) -> list[tuple[str, date]]:
        lines = [line.strip() for line in self.cleaned_data["milestones"].splitlines() if line.strip()]
        if len(lines) > MOST_MILESTONES:
            raise ValidationError(_text("At most %(most)s milestones; a plan is no diary.") % {"most": MOST_MILESTONES})
        return [self.milestone_of(number, line) for number, line in enumerate(lines, 1)]

    @staticmethod
    def milestone_of(number: int, line: str) -> tuple[str, date]:
        text, _space, title = line.partition(" ")
        try:
            due = date.fromisoformat(text)
        except ValueError:
            due = None
        if due is None or not title.strip() or len(title) > 200:  # noqa: PLR2004  the column's length
            raise ValidationError(
                _text("Line %(number)s: write a day like 2026-09-30, a space, and a title of at most 200 characters.")
                % {"number": number}
            )
        return title.strip(), due


class ReportForm(forms.Form):
    reported_on = day(_("Reached on"))
    evidence = words(_("What shows it"))
