"""One's own page: where one belongs, who stands in, for whom one stands in, how one signs in."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parks.actions.memberships import end_substitution, name_substitute
from parks.forms.memberships import SubstituteForm
from parks.gate import SignedInActionView, SignedInPage
from parks.models import Membership
from parks.roles import ROLES
from parks.selectors.people import lines_of, opened_to


class Me(SignedInPage):
    """Memberships, substitutes, and the way to password and second factor."""

    template_name = "parks/people/me.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, at = self.request.user, now()
        named = Membership.objects.filter(on_behalf_of=user, valid_until__gt=at)
        own = Membership.objects.filter(user=user).exclude(valid_until__lte=at)
        return super().get_context_data(
            memberships=lines_of(own, user=user, at=at),
            substitutes=lines_of(named, user=user, at=at),
            opened=opened_to(user, at=at),
            **kwargs,
        )


class SubstituteAct(SignedInActionView):
    """An act about one's own place in an organisation; others' memberships are not found here."""

    keys_of = {"pk": Membership}
    gate = "tenant"
    template_name = "parks/people/act.html"
    asks_recent_sign_in = True
    label: Promise
    done: Promise
    whose: str  # the field of the membership that names the reader

    @cached_property
    def membership(self) -> Membership:
        rows = Membership.objects.select_related("user", "role", "organisation", "on_behalf_of")
        return get_object_or_404(rows, pk=self.kwargs["pk"], **{self.whose: self.request.user.pk})

    def get_success_url(self) -> str:
        return reverse("people:me")

    def consequences(self) -> list[str]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        about = f"{ROLES[self.membership.role.name].label} · {self.membership.organisation.name}"
        told = {"label": self.label, "about": about, "consequences": self.consequences()}
        return super().get_context_data(back=self.get_success_url(), **told, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, str(self.done))
        return super().form_valid(form)


class NameSubstitute(SubstituteAct):
    """A colleague takes one's place during leave."""

    form_class = SubstituteForm
    whose = "user_id"
    label = gettext_lazy("Name a substitute")
    done = gettext_lazy("The substitute is named.")

    def get_initial(self) -> dict[str, Any]:
        return {"since": localdate()}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"membership": self.membership, "at": now()}

    def consequences(self) -> list[str]:
        return [
            _("The colleague may do here what you may, from the first to the last day."),
            _("The history says of each act that it was done in your place."),
        ]

    def act(self, form: SubstituteForm) -> Membership:
        return name_substitute(membership=self.membership, by=self.request.user, at=now(), **form.cleaned_data)


class Return(SubstituteAct):
    """Back from leave: the substitute stops."""

    form_class = Form
    whose = "on_behalf_of_id"
    label = gettext_lazy("End the substitution")
    done = gettext_lazy("The substitution has ended.")

    def act(self, form: Any) -> None:
        end_substitution(membership=self.membership, by=self.request.user, at=now())
