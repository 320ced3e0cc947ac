"""The audit's words for the mechanisms' own events, and for fields that many tables share."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "refused": _("Refused"),
    "verification_asked": _("Verification of the audit asked for"),
    "personal_data_seen": _("Personal data looked at"),
    "person_exported": _("Personal data exported"),
    "person_erased": _("Person erased"),
    "rows_imported": _("Rows taken in from a file"),
    "view_saved": _("View of a list saved"),
    "view_removed": _("View of a list removed"),
    "rows_exported": _("Rows taken as a file"),
    "file_stored": _("File handed in"),
    "file_scanned": _("File scanned"),
    "file_removed": _("File removed"),
    "holiday_notice_loaded": _("Holiday notice loaded"),
    "job_retried": _("Job sent again"),
    "job_cancelled": _("Job cancelled"),
}

OBJECTS = {
    "core.job": _("job"),
    "core.attachment": _("file"),
    "core.auditcheck": _("verification of the audit"),
}

FIELDS = {
    "status": _("status"),
    "reason": _("reason"),
    "kind": _("kind"),
    "name_en": _("name in English"),
    "name_zh_hans": _("name in Chinese"),
    "from": _("from"),
    "until": _("until"),
    "valid_from": _("from"),
    "valid_until": _("until"),
    "method": _("method"),
    "path": _("address"),
    "rows": _("rows"),
    "title": _("title"),
    "form": _("file format"),
    "number": _("number"),
    "document": _("document"),
    "document_number": _("document number"),
    "value": _("value"),
    "missing": _("why it is missing"),
    "comment": _("comment"),
    "at": _("when"),
    "file": _("file"),
    "fields": _("fields"),
}
