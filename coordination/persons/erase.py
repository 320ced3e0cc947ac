"""Erase a person: account, personal fields, keys and factors; what they did stays, under a number without a name."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from knox.models import AuthToken

from accounts.models import User
from coordination.persons.subjects import rows_about
from core import audit
from core.errors import NotAllowed
from core.models import PersonKey
from parks.models import Membership

ERASED = "erased"


@transaction.atomic
def erase_person(*, user: User, reason: str, at: datetime) -> int:
    """Overwrite every personal field; the number of rows that held one.

    The key of the person's values in the audit goes last, by ``erase_key``: killed before it, the command runs again.
    """
    check_may_erase(user, at)
    if not reason.strip():
        raise NotAllowed(_("Enter a reason: it stays on record."), place="reason")
    audit.record("person_erased", user, by=None, at=at, reason=reason.strip())
    touched = 0
    for row, labels in rows_about(user):
        if row._meta.model not in {User, EmailAddress}:
            type(row)._base_manager.filter(pk=row.pk).update(**dict.fromkeys(labels, ERASED))
            touched += 1
    for model in (EmailAddress, Authenticator, AuthToken):
        model.objects.filter(user=user).delete()
    erase_account(user)
    return touched + 1


def check_may_erase(user: User, at: datetime) -> None:
    """Whoever still acts for somebody is not erased."""
    still = Q(valid_until__isnull=True) | Q(valid_until__gt=at)
    if Membership.objects.filter(still, user=user).exists():
        raise NotAllowed(_("This person still holds a membership; end it first, and then erase."))


def erase_account(user: User) -> None:
    user.username, user.display_name, user.email = f"{ERASED}-{user.pk}", "", ""
    user.first_name = user.last_name = ""
    user.is_active = False
    user.set_unusable_password()
    user.save()


def erase_key(user: User) -> None:
    """From now on nobody reads the person's values in the audit; the chain is of hashes and holds. The owner's act."""
    PersonKey.objects.using("owner").filter(person_id=user.pk).delete()
