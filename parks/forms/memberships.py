"""What is typed when people are invited, memberships ended or handed over, substitutes named."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.plain_text import PlainText
from parks.forms.industries import DayInput
from parks.models import Membership, Organisation
from parks.roles import roles_of_kind


def start_of(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def end_of(day: Any) -> datetime:
    """The first moment after the last day."""
    return start_of(day + timedelta(days=1))


class PeriodForm(forms.Form):
    """From a day on, until a last day or for as long as it lasts."""

    since = forms.DateField(label=_("From"), widget=DayInput())
    until = forms.DateField(
        label=_("Last day"), required=False, widget=DayInput(), help_text=_("Leave empty where no end is known.")
    )

    def clean_since(self) -> datetime:
        return start_of(self.cleaned_data["since"])

    def clean_until(self) -> datetime | None:
        day = self.cleaned_data["until"]
        return end_of(day) if day else None


class RoleField(forms.ChoiceField):
    """One of the roles that are held in such an organisation."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Role"), widget=forms.RadioSelect, **kwargs)

    def offer(self, organisation: Organisation) -> None:
        self.choices = [(role.code, role.label) for role in roles_of_kind(organisation.kind)]


class InviteForm(PeriodForm):
    email = forms.EmailField(label=_("E-mail address"), help_text=_("The way in is sent there, good for 14 days."))
    role = RoleField()
    field_order = ("email", "role", "since", "until")

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].offer(organisation)


class ReasonForm(forms.Form):
    reason = PlainText(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Kept in the history.")
    )


class ColleagueField(forms.ModelChoiceField):
    """Somebody who belongs to the organisation now."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(get_user_model().objects.none(), **kwargs)

    def offer(self, organisation_id: int, *, at: datetime, without: set[int]) -> None:
        members = Membership.objects.valid_at(at).filter(organisation_id=organisation_id).values("user")
        self.queryset = get_user_model().objects.filter(pk__in=members).exclude(pk__in=without).order_by("username")


class GiveForm(PeriodForm):
    user = ColleagueField(label=_("Colleague"))
    role = RoleField()
    field_order = ("user", "role", "since", "until")

    def __init__(self, *args: Any, organisation: Organisation, at: datetime, without: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].offer(organisation)
        self.fields["user"].offer(organisation.pk, at=at, without=without)


class HandOverForm(ReasonForm):
    successor = ColleagueField(label=_("Successor"))
    field_order = ("successor", "reason")

    def __init__(self, *args: Any, membership: Membership, at: datetime, without: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].offer(membership.organisation_id, at=at, without=without)


class SubstituteForm(PeriodForm):
    substitute = ColleagueField(label=_("Colleague"))
    field_order = ("substitute", "since", "until")

    def __init__(self, *args: Any, membership: Membership, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].required = True
        self.fields["until"].help_text = ""
        self.fields["substitute"].offer(membership.organisation_id, at=at, without={membership.user_id})


class AccountField(forms.CharField):
    """Somebody's account, by its exact name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=150, help_text=_("The user name, exactly as the person signs in."), **kwargs)

    def clean(self, value: Any) -> Any:
        name = super().clean(value)
        found = get_user_model().objects.filter(username=name, is_active=True).first()
        if found is None:
            raise forms.ValidationError(_("There is no account of this name."))
        return found


class UntilForm(forms.Form):
    until = forms.DateField(label=_("Last day"), widget=DayInput())

    def clean_until(self) -> datetime:
        return end_of(self.cleaned_data["until"])


class MandateForm(UntilForm):
    agent = AccountField(label=_("Agent"))
    document = PlainText(
        label=_("Document of the mandate"),
        max_length=200,
        help_text=_("Its number and date; the paper stays with you."),
    )
    field_order = ("agent", "document", "until")


class NewAccountForm(forms.Form):
    """The account of somebody invited, who has none yet."""

    username = PlainText(
        label=_("User name"),
        max_length=150,
        validators=[get_user_model().username_validator],
        help_text=_("You sign in with it: letters, digits and @ . + - _"),
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    display_name = PlainText(
        label=_("Your name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = PlainText(
        label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    again = PlainText(
        label=_("The password again"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean_username(self) -> str:
        name = self.cleaned_data["username"]
        if get_user_model().objects.filter(username__iexact=name).exists():
            raise forms.ValidationError(_("This user name is taken; choose another one."))
        return str(name)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        password = found.get("password")
        if password and password != found.get("again"):
            self.add_error("again", _("The two passwords differ."))
        if password:
            user = get_user_model()(username=found.get("username", ""), display_name=found.get("display_name", ""))
            try:
                validate_password(password, user)
            except forms.ValidationError as fault:
                self.add_error("password", fault)
        return found
