"""The audit's words for service cases."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "case_requested": _("Service asked for"),
    "case_accepted": _("Case accepted for handling"),
    "case_not_accepted": _("Case not accepted"),
    "case_decided": _("Case decided"),
    "case_withdrawn": _("Case withdrawn"),
    "case_rated": _("Case rated"),
    "case_due_date_recounted": _("Due date counted anew"),
    "document_added": _("Document added"),
    "document_removed": _("Document removed"),
}
OBJECTS = {"services.case": _("service case"), "services.rating": _("rating of a case")}
FIELDS = {
    "item": _("item of the catalogue"),
    "subject": _("subject"),
    "contact": _("contact"),
    "level": _("level"),
    "decision": _("decision"),
    "decision_reason": _("reason of the decision"),
    "decision_number": _("number of the decision"),
    "decided_at": _("decided"),
    "accepted_on": _("accepted on"),
    "due_date": _("due date"),
}
