"""Writes about accounts: making one for somebody invited; keeping them, which the security administrator does."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _
from knox.models import AuthToken

from accounts.lock_out import forget_attempts
from accounts.models import User
from core import audit
from core.errors import NotAllowed, NotPermitted

KEEP = "accounts.keep_accounts"


@transaction.atomic
def make_account(*, username: str, display_name: str, email: str, password: str | None, at: datetime) -> User:
    """An account whose e-mail address is known to be the person's: the link came there."""
    user = User.objects.create_user(username, email, password, display_name=display_name)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    audit.record("account_made", user, by=user, at=at)
    return user


def check_keeps(user: User, by: Any) -> None:
    if not by.has_perm(KEEP):
        raise NotPermitted(_("The security administrator keeps accounts."))
    if user.pk == by.pk:
        raise NotPermitted(_("Nobody keeps his own account; another security administrator does."))


@transaction.atomic
def unlock_account(*, user: User, reason: str, by: Any, at: datetime) -> User:
    """The name may be tried again at once."""
    check_keeps(user, by)
    forget_attempts(user.username)
    audit.record("account_unlocked", user, by=by, at=at, reason=reason)
    return user


@transaction.atomic
def close_account(*, user: User, reason: str, by: Any, at: datetime) -> User:
    """Nobody signs in to it any more; its sessions and keys end, what was done under it stays."""
    return set_active(user, False, "account_closed", reason=reason, by=by, at=at)


@transaction.atomic
def open_account(*, user: User, reason: str, by: Any, at: datetime) -> User:
    return set_active(user, True, "account_opened", reason=reason, by=by, at=at)


def set_active(user: User, is_active: bool, event: str, *, reason: str, by: Any, at: datetime) -> User:
    check_keeps(user, by)
    if user.is_active == is_active:
        raise NotAllowed(_("The account is so already."))
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    if not is_active:
        AuthToken.objects.filter(user=user).delete()
    audit.record(event, user, by=by, at=at, after={"is_active": is_active}, reason=reason)
    return user


@transaction.atomic
def remove_second_factor(*, user: User, reason: str, by: Any, at: datetime) -> User:
    """For somebody who lost phone and keys, after making sure that it is he; he sets up a new one at once."""
    check_keeps(user, by)
    removed, _each = Authenticator.objects.filter(user=user).delete()
    if not removed:
        raise NotAllowed(_("The account has no second factor."))
    audit.record("second_factor_removed", user, by=by, at=at, reason=reason)
    return user
