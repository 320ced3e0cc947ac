"""Five failed sign-ins under one name lock the name for 15 minutes, in the database: a lost cache unlocks nobody.

An attempt is counted before the password is looked at, so that a hundred sent at once are not a hundred guesses; the
right password takes it back.
"""

from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from accounts.models import SignInAttempts

ALLOWED = 5
LOCK = timedelta(minutes=15)


def digest_of(name: str) -> str:
    return sha256(name.casefold().encode("utf-8", "surrogatepass")).hexdigest()


@transaction.atomic
def count_attempt(name: str, *, at: datetime) -> bool:
    """Count one more attempt under the name; False when it is locked, whoever it belongs to.

    Attempts while locked change nothing, so nobody can keep another's account locked by knocking on.
    """
    row, _made = SignInAttempts.objects.get_or_create(name_digest=digest_of(name), defaults={"last_at": at})
    row = SignInAttempts.objects.select_for_update().get(pk=row.pk)
    if at - row.last_at >= LOCK:
        row.count = 0
    if row.count >= ALLOWED:
        return False
    row.count, row.last_at = row.count + 1, at
    row.save(update_fields=["count", "last_at"])
    return True


def forget_attempts(name: str) -> None:
    SignInAttempts.objects.filter(name_digest=digest_of(name)).delete()


def forget_old_attempts(*, at: datetime) -> None:
    """Names that lock nobody any more."""
    SignInAttempts.objects.filter(last_at__lte=at - LOCK).delete()


def locked_digests(*, at: datetime) -> dict[str, datetime]:
    """The names locked now, as digests, each with the moment at which it opens again."""
    locked = SignInAttempts.objects.filter(count__gte=ALLOWED, last_at__gt=at - LOCK)
    return {row.name_digest: row.last_at + LOCK for row in locked}
