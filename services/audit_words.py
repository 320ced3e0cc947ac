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
    "correction_asked": _("Correction asked for"),
    "correction_answered": _("Case put right"),
    "case_lapsed": _("Case closed unanswered"),
    "extension_asked": _("Extension asked for"),
    "case_extended": _("Case extended"),
    "extension_refused": _("Extension refused"),
    "case_decided_by_silence": _("Case granted by silence"),
    "decision_revoked": _("Decision revoked"),
    "message_sent": _("Message sent"),
    "opinion_asked": _("Opinion asked for"),
    "opinion_given": _("Opinion given"),
    "item_varied": _("Offer of an item changed"),
    "document_added": _("Document added"),
    "document_removed": _("Document removed"),
}
OBJECTS = {
    "services.case": _("service case"),
    "services.rating": _("rating of a case"),
    "services.opinion": _("opinion on a case"),
    "services.itemvariant": _("offer of an item"),
}
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
    "pauses": _("pauses of the clock"),
    "received_on": _("complete since"),
    "extended_days": _("extended by days"),
    "answer_due_date": _("answer due"),
    "by_silence": _("granted by silence"),
    "stance": _("opinion"),
    "days": _("days"),
    "is_offered": _("offered"),
    "promised_days": _("promised limit"),
}
