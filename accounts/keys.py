"""Keys of the API: made for a purpose, narrowed to reading or to some areas, with an end; taken back at any time."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from knox.models import AuthToken

from accounts.actions import KEEP
from accounts.models import ApiKey
from core import audit
from core.errors import NotAllowed, NotPermitted

LONGEST = 366  # days
MOST = 20  # keys an account
NOTED_EVERY = timedelta(minutes=5)  # a call does not write the row each time
READING = frozenset({"GET", "HEAD", "OPTIONS"})


@transaction.atomic
def make_key(
    *, label: str, reads_only: bool, areas: Collection[str], days: int, by: Any, at: datetime
) -> tuple[ApiKey, str]:
    """A key for oneself; its text is told once and kept nowhere."""
    if not 1 <= days <= LONGEST:
        raise NotAllowed(_("Enter a number of days between 1 and %(most)s.") % {"most": LONGEST}, place="days")
    if AuthToken.objects.filter(user=by).count() >= MOST:
        raise NotAllowed(_("An account has at most %(most)s keys; revoke one first.") % {"most": MOST})
    token, text = AuthToken.objects.create(by, expiry=timedelta(days=days))
    key = ApiKey.objects.create(token=token, label=label, reads_only=reads_only, areas=sorted(areas))
    after = {"label": label, "reads_only": reads_only, "areas": key.areas, "until": token.expiry}
    audit.record("api_key_made", by, by=by, at=at, after=after)
    return key, text


@transaction.atomic
def revoke_key(*, token: AuthToken, by: Any, at: datetime) -> None:
    """The next call with it is refused. One's own, or anybody's for the security administrator."""
    if token.user_id != by.pk and not by.has_perm(KEEP):
        raise NotPermitted(_("A key is revoked by its owner or by the security administrator."))
    audit.record("api_key_revoked", token.user, by=by, at=at, before={"token_key": token.token_key})
    token.delete()


def keys_of(user: Any) -> QuerySet[AuthToken]:
    """The account's keys that have not ended yet are knox's own question; all are listed, the newest first."""
    return AuthToken.objects.filter(user=user).select_related("limits", "user").order_by("-created")


def why_refused(token: AuthToken, *, method: str, path: str, at: datetime) -> str:
    """Why this key may not make this call; empty when it may. Notes that the key is in use."""
    key = ApiKey.objects.filter(token=token).first()
    if key is None:
        return ""  # made by command, for everything
    if key.last_used_at is None or at - key.last_used_at > NOTED_EVERY:
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=at)
    if key.reads_only and method not in READING:
        return _("This key reads only; make one that may write on your page of keys.")
    area = path.removeprefix("/api/v1/").partition("/")[0]
    if key.areas and area not in key.areas:
        return _("This key is for %(areas)s alone.") % {"areas": ", ".join(key.areas)}
    return ""
