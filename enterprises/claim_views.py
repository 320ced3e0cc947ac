"""Claiming an enterprise's record; the list of claims and the decision about one."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.lock_out import count_attempt
from core.addresses import unscoped
from core.errors import NotAllowed, refusal_of
from enterprises.claims import claim_record, confirm_claim, refuse_claim
from enterprises.forms import ClaimForm, DecisionForm
from enterprises.models import RecordClaim
from enterprises.policies import check_is_open, check_may_confirm
from enterprises.workflow import DECIDE
from parks.gate import ActionMixin, PublicPage, TenantActionView, TenantListPage

PAGE_SIZE = 50
DECIDERS = gettext_lazy("Claims are decided by the park's service officer or head, or by the security administrator.")


class Claim(ActionMixin, PublicPage):
    """Whoever speaks for an enterprise says so; the answer never tells whether the register holds the code."""

    template_name = "enterprises/claim/new.html"
    form_class = ClaimForm

    def get_initial(self) -> dict[str, Any]:
        user: Any = self.request.user
        return {"name": str(user), "email": user.email} if user.is_authenticated else {}

    def act(self, form: ClaimForm) -> RecordClaim:
        at, user = now(), self.request.user
        if not count_attempt(f"claim from {get_adapter().get_client_ip(self.request)}", at=at):
            raise NotAllowed(_("Too many claims came from here. Wait 15 minutes, then send yours."))
        return claim_record(by=user if user.is_authenticated else None, at=at, **form.cleaned_data)

    def get_success_url(self) -> str:
        said = _("Received. If the register holds this enterprise, its park checks the claim and writes to you.")
        messages.success(self.request, said)
        return reverse("home")


claim = unscoped(Claim.as_view())


class ClaimList(TenantListPage):
    """The claims that the reader decides, the oldest open one on top."""

    template_name = "enterprises/claim/list.html"
    queryset = RecordClaim.objects.select_related("enterprise", "decided_by")
    view_permission = permission = DECIDE
    refusal = DECIDERS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.get_queryset().order_by(F("decided_at").desc(nulls_first=True), "submitted_at", "pk")
        open_now = self.get_queryset().filter(decided_at__isnull=True).count()
        page = Paginator(rows, PAGE_SIZE).get_page(self.request.GET.get("page", 1))
        return super().get_context_data(page=page, open_now=open_now, **kwargs)


class ClaimDecision(TenantActionView):
    """Confirm or refuse, with the reason."""

    template_name = "enterprises/claim/decide.html"
    queryset = RecordClaim.objects.select_related("enterprise__organisation", "decided_by", "claimant")
    view_permission = permission = DECIDE
    refusal = not_yours = DECIDERS
    asks_recent_sign_in = True
    form_class = DecisionForm
    label: Promise
    done: Promise

    def check(self) -> None:
        check_is_open(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(claim=self.object, label=self.label, why_not=self.why_not(), **kwargs)

    def why_not(self) -> str:
        return refusal_of(self.check)

    def get_success_url(self) -> str:
        return reverse("enterprises:claims")

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, str(self.done))
        return super().form_valid(form)


class ClaimConfirm(ClaimDecision):
    label = gettext_lazy("Confirm the claim")
    done = gettext_lazy("Confirmed. The claimant is invited as the enterprise's owner.")

    def check(self) -> None:
        check_may_confirm(self.object)

    def act(self, form: DecisionForm) -> RecordClaim:
        site = self.request.build_absolute_uri("/")
        return confirm_claim(claim=self.object, site=site, by=self.request.user, at=now(), **form.cleaned_data)


class ClaimRefuse(ClaimDecision):
    label = gettext_lazy("Refuse the claim")
    done = gettext_lazy("Refused.")

    def act(self, form: DecisionForm) -> RecordClaim:
        return refuse_claim(claim=self.object, by=self.request.user, at=now(), **form.cleaned_data)
