"""The statuses of a case and the steps between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.workflow import SYSTEM, Step, Workflow


class CaseStatus(models.TextChoices):
    SUBMITTED = "submitted", _("Waits for acceptance")
    ACCEPTED = "accepted", _("In hand")
    CORRECTION = "correction", _("Waits for the applicant")
    DECIDED = "decided", _("Decided")
    REVOKED = "revoked", _("Decision revoked")
    NOT_ACCEPTED = "not_accepted", _("Not accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Decision(models.TextChoices):
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")


OPEN = (CaseStatus.SUBMITTED, CaseStatus.ACCEPTED)  # the park owes the next answer
UNFINISHED = (*OPEN, CaseStatus.CORRECTION)
DECIDED = (CaseStatus.DECIDED, CaseStatus.REVOKED)
ANSWERED = (*DECIDED, CaseStatus.NOT_ACCEPTED)

HANDLE = "services.handle_case"
ANSWER = "services.answer_correction"
WITHDRAW = "services.withdraw_case"
REVOKE = "services.revoke_decision"
CASE = Workflow(
    Step(CaseStatus.SUBMITTED, CaseStatus.ACCEPTED, HANDLE, "case_accepted"),
    Step(CaseStatus.SUBMITTED, CaseStatus.NOT_ACCEPTED, HANDLE, "case_not_accepted", needs_reason=True),
    Step(CaseStatus.SUBMITTED, CaseStatus.WITHDRAWN, WITHDRAW, "case_withdrawn"),
    Step(CaseStatus.SUBMITTED, CaseStatus.CORRECTION, HANDLE, "correction_asked", needs_reason=True),
    Step(CaseStatus.ACCEPTED, CaseStatus.CORRECTION, HANDLE, "correction_asked", needs_reason=True),
    Step(CaseStatus.CORRECTION, CaseStatus.SUBMITTED, ANSWER, "correction_answered"),
    Step(CaseStatus.CORRECTION, CaseStatus.ACCEPTED, ANSWER, "correction_answered"),
    Step(CaseStatus.CORRECTION, CaseStatus.WITHDRAWN, WITHDRAW, "case_withdrawn"),
    Step(CaseStatus.CORRECTION, CaseStatus.NOT_ACCEPTED, HANDLE, "case_lapsed", needs_reason=True),
    Step(CaseStatus.ACCEPTED, CaseStatus.DECIDED, HANDLE, "case_decided"),
    Step(CaseStatus.DECIDED, CaseStatus.REVOKED, REVOKE, "decision_revoked", needs_reason=True),
)
SILENT_CASE = Workflow(Step(CaseStatus.ACCEPTED, CaseStatus.DECIDED, SYSTEM, "case_decided_by_silence"))
