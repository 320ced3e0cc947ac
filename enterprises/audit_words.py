"""The audit's words for enterprises."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "enterprises_admitted": _("Enterprises admitted to the park"),
    "enterprise_renamed": _("Enterprise renamed"),
    "claim_confirmed": _("Claim to a record confirmed"),
    "claim_refused": _("Claim to a record refused"),
}
OBJECTS = {"enterprises.enterprise": _("enterprise"), "enterprises.residency": _("residency in a park")}
FIELDS: dict[str, str] = {}
