"""People who sign in. Where they may act is said by memberships, in parks."""

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from knox.models import AuthToken

from core.personal.labels import ACCOUNT, Personal
from core.rowsecurity import Shared


class User(AbstractUser):
    """A person with an account; knows no park."""

    tenant = Shared("read at sign-in, before any scope can be opened; names leave it only through gated rows")

    personal = {
        "username": Personal("sign-in", ACCOUNT),
        "display_name": Personal("who acted, shown to those who work with the person", ACCOUNT),
        "first_name": Personal("kept empty; the name is display_name", ACCOUNT),
        "last_name": Personal("kept empty; the name is display_name", ACCOUNT),
        "email": Personal("messages about one's own work", ACCOUNT),
    }

    display_name = models.CharField(_("name"), max_length=100, blank=True)
    is_demonstration = models.BooleanField(default=False)  # in demonstration mode a password alone opens it

    class Meta(AbstractUser.Meta):
        swappable = "AUTH_USER_MODEL"
        permissions = [("keep_accounts", "May unlock, close and open accounts and take second factors and keys away")]
        constraints = [
            models.CheckConstraint(
                name="accounts_nobody_stands_above_the_memberships",
                condition=models.Q(is_superuser=False),
                violation_error_message=_("Rights come from memberships; there is no superuser."),
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or self.username


class ApiKey(models.Model):
    """What a key of the API is for and may do; knox keeps its hash and its end."""

    tenant = Shared("read before anybody is known: what a key may do, no content")

    token = models.OneToOneField(AuthToken, on_delete=models.CASCADE, primary_key=True, related_name="limits")
    label = models.CharField(max_length=100)
    reads_only = models.BooleanField(default=True)
    areas = ArrayField(models.CharField(max_length=40), default=list)  # first parts of addresses; empty is all
    last_used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.label


class SignInAttempts(models.Model):
    """Failed sign-ins in a row under one name, whether or not somebody has it.

    The name is kept as its digest: people type passwords into the wrong field.
    """

    tenant = Shared("counted before anybody is known; digests of names, no names")

    name_digest = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
