"""The pages on which an organisation's people are listed, invited, given roles, handed over and ended."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parks.access import access_of
from parks.actions.grants import end_mandate, give_mandate
from parks.actions.invitations import invite, withdraw_invitation
from parks.actions.memberships import end_membership, give_membership, hand_over_membership
from parks.forms.memberships import GiveForm, HandOverForm, InviteForm, MandateForm, ReasonForm
from parks.gate import ActionMixin, SignedInPage
from parks.handing_over import open_work
from parks.models import Invitation, Membership, ObjectGrant, Organisation, OrganisationKind
from parks.policies.memberships import MANAGE
from parks.roles import ROLES
from parks.selectors.people import bodies_managed_by, lines_of, mandates_of, members_of, open_invitations

PAGE_SIZE = 50
WHO = gettext_lazy("Memberships are kept by the security administrator, by a park's head and by an enterprise's owner.")


class PeopleList(SignedInPage):
    """The organisations whose people the reader keeps."""

    template_name = "parks/people/list.html"
    permission = MANAGE
    refusal = WHO

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = self.request.GET.get("q", "").strip().replace("\0", "")[:100]
        pages = Paginator(bodies_managed_by(self.request.user, words), PAGE_SIZE)
        page = pages.get_page(self.request.GET.get("page", 1))
        return super().get_context_data(words=words, shown=[words] if words else [], page=page, **kwargs)


class OfOrganisation(SignedInPage):
    """A page about the people of the organisation in the address; a stranger finds none there."""

    keys_of = {"body": Organisation}
    gate = "tenant"
    permission = MANAGE
    refusal = WHO

    @cached_property
    def organisation(self) -> Organisation:
        found = get_object_or_404(Organisation, pk=self.kwargs["body"])
        return self.in_reach(found)

    def in_reach(self, organisation: Organisation) -> Organisation:
        """The organisation, for whoever keeps its people or belongs to it; a stranger is told nothing."""
        user = self.request.user
        known = access_of(user).everything().get("organisation", frozenset())
        if organisation.pk not in known and not user.has_perm(MANAGE, organisation):
            get_object_or_404(Organisation.objects.none())
        return organisation

    def may(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(MANAGE, self.organisation))

    def way_back(self) -> str:
        return reverse("people:organisation", args=[self.organisation.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(organisation=self.organisation, back=self.way_back(), **kwargs)


class OrganisationPeople(OfOrganisation):
    """Who holds which role here, who is invited, who did before."""

    template_name = "parks/people/organisation.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at, user = now(), self.request.user
        return super().get_context_data(
            members=lines_of(members_of(self.organisation, at=at), user=user, at=at),
            former=lines_of(self.organisation.memberships.over_at(at), user=user, at=at),
            invitations=[(row, ROLES[row.role.name].label) for row in open_invitations(self.organisation, at=at)],
            mandates=mandates_of(self.organisation, at=at),
            gives_mandates=self.organisation.kind == OrganisationKind.ENTERPRISE,
            **kwargs,
        )


class PeopleAct(ActionMixin, OfOrganisation):
    """One act about the organisation's people: words, form, what follows."""

    template_name = "parks/people/act.html"
    asks_recent_sign_in = True
    label: Promise
    done: Promise

    def get_success_url(self) -> str:
        return self.way_back()

    def consequences(self) -> list[Any]:
        return []

    def about(self) -> str:
        return self.organisation.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {"label": self.label, "about": self.about(), "consequences": self.consequences()}
        return super().get_context_data(**told, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, str(self.done))
        return super().form_valid(form)


class Invite(PeopleAct):
    """Ask somebody by e-mail."""

    form_class = InviteForm
    label = gettext_lazy("Invite somebody")
    done = gettext_lazy("The invitation is on its way.")

    def get_initial(self) -> dict[str, Any]:
        return {"since": localdate()}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"organisation": self.organisation}

    def act(self, form: InviteForm) -> Invitation:
        site = self.request.build_absolute_uri("/")
        return invite(organisation=self.organisation, site=site, by=self.request.user, at=now(), **form.cleaned_data)


class Give(PeopleAct):
    """Give a colleague a further role."""

    form_class = GiveForm
    label = gettext_lazy("Give a colleague a role")
    done = gettext_lazy("The role is given; it counts from the next click on.")

    def get_initial(self) -> dict[str, Any]:
        return {"since": localdate()}

    def get_form_kwargs(self) -> dict[str, Any]:
        own = {"organisation": self.organisation, "at": now(), "without": {self.request.user.pk}}
        return super().get_form_kwargs() | own

    def act(self, form: GiveForm) -> Membership:
        return give_membership(organisation=self.organisation, by=self.request.user, at=now(), **form.cleaned_data)


class OfMembership(PeopleAct):
    """One act about one membership."""

    keys_of = {"pk": Membership}

    @cached_property
    def membership(self) -> Membership:
        rows = Membership.objects.select_related("user", "role", "organisation", "on_behalf_of")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def organisation(self) -> Organisation:
        return self.in_reach(self.membership.organisation)

    def about(self) -> str:
        return f"{self.membership.user} · {ROLES[self.membership.role.name].label} · {self.organisation.name}"


class End(OfMembership):
    """End a membership, with the reason."""

    form_class = ReasonForm
    label = gettext_lazy("End the membership")
    done = gettext_lazy("The membership has ended.")

    def consequences(self) -> list[Any]:
        return [
            _("It ends now: the next click of %(name)s finds the role gone.") % {"name": self.membership.user},
            _("Whoever stands in for this person here stops too."),
            _("What was done under it stays in the history."),
        ]

    def act(self, form: ReasonForm) -> Membership:
        return end_membership(membership=self.membership, by=self.request.user, at=now(), **form.cleaned_data)


class HandOver(OfMembership):
    """The successor takes the role, the predecessor's ends."""

    form_class = HandOverForm
    label = gettext_lazy("Hand over")
    done = gettext_lazy("Handed over.")

    def get_form_kwargs(self) -> dict[str, Any]:
        without = {self.request.user.pk, self.membership.user_id}
        return super().get_form_kwargs() | {"membership": self.membership, "at": now(), "without": without}

    def consequences(self) -> list[Any]:
        told: list[Any] = [
            _("One act: the successor has the role, %(name)s has it no more.") % {"name": self.membership.user}
        ]
        return [*told, *open_work(self.membership, by=self.request.user)]

    def act(self, form: HandOverForm) -> Membership:
        return hand_over_membership(membership=self.membership, by=self.request.user, at=now(), **form.cleaned_data)


class Mandate(PeopleAct):
    """An enterprise lets an agent act in its name, until a day."""

    form_class = MandateForm
    label = gettext_lazy("Give a mandate")
    done = gettext_lazy("The mandate is recorded; the agent may act from the next click on.")

    def consequences(self) -> list[Any]:
        return [
            _("The agent asks for services, follows and withdraws cases in the enterprise's name."),
            _("The history says of each act that it was done for the enterprise."),
        ]

    def act(self, form: MandateForm) -> ObjectGrant:
        return give_mandate(enterprise=self.organisation, by=self.request.user, at=now(), **form.cleaned_data)


class MandateEnd(PeopleAct):
    """The agent acts for the enterprise no more."""

    keys_of = {"pk": ObjectGrant}
    form_class = ReasonForm
    label = gettext_lazy("End the mandate")
    done = gettext_lazy("The mandate has ended.")

    @cached_property
    def grant(self) -> ObjectGrant:
        rows = ObjectGrant.objects.select_related("granted_by", "user").filter(permission__codename="act_for")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def organisation(self) -> Organisation:
        return self.in_reach(self.grant.granted_by)

    def about(self) -> str:
        return f"{self.grant.user} · {self.organisation.name}"

    def act(self, form: ReasonForm) -> ObjectGrant:
        return end_mandate(grant=self.grant, by=self.request.user, at=now(), **form.cleaned_data)


class Withdraw(PeopleAct):
    """Make the link of an invitation useless."""

    keys_of = {"pk": Invitation}
    form_class = Form
    label = gettext_lazy("Withdraw the invitation")
    done = gettext_lazy("The invitation is withdrawn.")

    @cached_property
    def invitation(self) -> Invitation:
        return get_object_or_404(Invitation.objects.select_related("organisation"), pk=self.kwargs["pk"])

    @cached_property
    def organisation(self) -> Organisation:
        return self.in_reach(self.invitation.organisation)

    def about(self) -> str:
        return f"{self.invitation.email} · {self.organisation.name}"

    def act(self, form: Any) -> Invitation:
        return withdraw_invitation(invitation=self.invitation, by=self.request.user, at=now())
