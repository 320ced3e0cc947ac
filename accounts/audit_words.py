"""The audit's words for accounts."""

from django.utils.translation import gettext_lazy as _

EVENTS = {"account_made": _("Account made")}
OBJECTS = {"accounts.user": _("person")}
FIELDS = {"username": _("user name"), "display_name": _("name")}
