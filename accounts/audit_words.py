"""The audit's words for accounts."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "account_made": _("Account made"),
    "account_unlocked": _("Account unlocked"),
    "second_factor_removed": _("Second factor removed"),
    "api_key_made": _("API key made"),
    "api_key_revoked": _("API key revoked"),
}
OBJECTS = {"accounts.user": _("person")}
FIELDS = {"username": _("user name"), "display_name": _("name")}
