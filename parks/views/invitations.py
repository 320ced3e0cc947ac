"""Taking up an invitation: the signed link says among whose rows it may be read; nobody needs to be known yet."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth import login
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.actions import make_account
from core.addresses import unscoped
from core.errors import Refused
from core.rowsecurity import scope
from parks.actions.invitations import accept_invitation, read_link
from parks.forms.memberships import NewAccountForm
from parks.gate import ActionMixin, PublicPage
from parks.models import Invitation
from parks.policies.memberships import check_may_accept
from parks.roles import ROLES

BACKEND = "accounts.backends.SignInBackend"


class Accept(ActionMixin, PublicPage):
    """With one's account, or with a new one made here. Nothing else in the portal makes an account."""

    template_name = "parks/people/accept.html"

    def get_form_class(self) -> type[Form]:
        return Form if self.request.user.is_authenticated else NewAccountForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Open the rows that the link names, and no others, for the whole of the answer."""
        try:
            link = read_link(self.kwargs["link"])
        except Refused as refusal:
            return self.turn_away(str(refusal))
        with scope(organisation=[link.given_by, link.organisation]):
            rows = Invitation.objects.select_related("organisation", "role", "invited_by", "given_by")
            self.invitation = rows.get(pk=link.invitation)
            response = super().dispatch(request, *args, **kwargs)
            if hasattr(response, "render"):
                response.render()
            if response.status_code >= 400:  # noqa: PLR2004  an account made for nothing is undone
                transaction.set_rollback(True)
        return response

    def turn_away(self, reason: str) -> HttpResponse:
        return self.render_to_response({"why_not": reason}, status=404).render()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        role = ROLES[self.invitation.role.name].label
        return super().get_context_data(
            invitation=self.invitation,
            role=role,
            why_not=self.why_not(user if user.is_authenticated else None),
            **kwargs,
        )

    def why_not(self, user: Any) -> str:
        try:
            check_may_accept(self.invitation, user, at=now())
        except Refused as refusal:
            return str(refusal)
        return ""

    def act(self, form: Any) -> Any:
        at, user = now(), self.request.user
        if not user.is_authenticated:
            check_may_accept(self.invitation, None, at=at)
            names = {name: form.cleaned_data[name] for name in ("username", "display_name", "password")}
            user = self.made = make_account(email=self.invitation.email, at=at, **names)
        return accept_invitation(invitation=self.invitation, user=user, at=at)

    def form_valid(self, form: Any) -> HttpResponse:
        if made := getattr(self, "made", None):
            login(self.request, made, backend=BACKEND)
            record_authentication(self.request, made, method="password", username=made.username)
        messages.success(self.request, _("Welcome to %(body)s.") % {"body": self.invitation.organisation.name})
        return HttpResponseRedirect(reverse("my-work"))


accept = unscoped(Accept.as_view())
