"""The security administrator's pages: accounts, which of them are locked, and what is done to one."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.paginator import Paginator
from django.db.models import Count, Max, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.actions import KEEP, close_account, open_account, remove_second_factor, unlock_account
from accounts.keys import keys_of
from accounts.lock_out import digest_of, locked_digests
from core.audit import history_of
from parks.forms.memberships import ReasonForm
from parks.gate import SignedInActionView, SignedInPage
from parks.models import Membership
from parks.selectors.people import lines_of

PAGE_SIZE = 50
WHO = _("Accounts are kept by the security administrator.")


@dataclass(frozen=True)
class Keeping:
    """Something that is done to an account."""

    label: Promise
    done: Promise
    carry_out: Any


ACTS = {
    "unlock": Keeping(_("Unlock the name"), _("The name may be tried again."), unlock_account),
    "close": Keeping(_("Close the account"), _("The account is closed; its keys have ended."), close_account),
    "open": Keeping(_("Open the account again"), _("The account is open again."), open_account),
    "second-factor": Keeping(
        _("Take the second factor off"), _("The second factor is off; the next sign-in sets up a new one."),
        remove_second_factor,
    ),
}  # fmt: skip


class AccountList(SignedInPage):
    """Accounts by name, the locked ones marked and on top."""

    template_name = "parks/people/accounts.html"
    permission = KEEP
    for_zone = True
    refusal = WHO

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = self.request.GET.get("q", "").strip().replace("\0", "")[:100]
        rows = get_user_model().objects.annotate(
            factors=Count("authenticator", filter=Q(authenticator__type__in=["totp", "webauthn"]), distinct=True),
            keys=Count("auth_token_set", distinct=True),
            key_used_at=Max("auth_token_set__limits__last_used_at"),
        )
        if words:
            rows = rows.filter(
                Q(username__icontains=words) | Q(display_name__icontains=words) | Q(email__icontains=words)
            )
        page = Paginator(rows.order_by("username"), PAGE_SIZE).get_page(self.request.GET.get("page", 1))
        return super().get_context_data(
            words=words, shown=[words] if words else [], page=page, locked=locked(), **kwargs
        )


def locked() -> list[tuple[Any, Any]]:
    """The accounts whose name is locked now, each with when it opens again; names that nobody has are not told."""
    until = locked_digests(at=now())
    if not until:
        return []
    named = {digest_of(user.username): user for user in get_user_model().objects.only("username", "display_name")}
    return [(named[digest], moment) for digest, moment in until.items() if digest in named]


class OneAccount(SignedInPage):
    permission = KEEP
    for_zone = True
    refusal = WHO

    @cached_property
    def account(self) -> Any:
        return get_object_or_404(get_user_model(), pk=self.kwargs["account"])


class AccountPage(OneAccount):
    """One account: its memberships, locks, second factor, keys, what was done to it."""

    template_name = "parks/people/account.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        account, at = self.account, now()
        return super().get_context_data(
            shown_account=account,
            memberships=lines_of(Membership.objects.filter(user=account), user=self.request.user, at=at),
            factors=list(account.authenticator_set.exclude(type="recovery_codes")),
            keys=list(keys_of(account)),
            locked_until=locked_digests(at=at).get(digest_of(account.username)),
            events=list(history_of(account))[-20:],
            at=at,
            **kwargs,
        )


class AccountAct(SignedInActionView, OneAccount):
    """One act about an account, with its reason."""

    template_name = "parks/people/act.html"
    form_class = ReasonForm
    asks_recent_sign_in = True

    @cached_property
    def described(self) -> Keeping:
        try:
            return ACTS[self.kwargs["keeping"]]
        except KeyError:
            raise Http404 from None

    def get_success_url(self) -> str:
        return reverse("people:account", args=[self.account.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        about = f"{self.account} ({self.account.username})"
        return super().get_context_data(label=self.described.label, about=about, back=self.get_success_url(), **kwargs)

    def act(self, form: ReasonForm) -> Any:
        return self.described.carry_out(user=self.account, by=self.request.user, at=now(), **form.cleaned_data)

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, str(self.described.done))
        return super().form_valid(form)
