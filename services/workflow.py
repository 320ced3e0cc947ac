"""The statuses of a case and the steps between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.workflow import Step, Workflow


class CaseStatus(models.TextChoices):
    SUBMITTED = "submitted", _("Waits for acceptance")
    ACCEPTED = "accepted", _("In hand")
    DECIDED = "decided", _("Decided")
    NOT_ACCEPTED = "not_accepted", _("Not accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Decision(models.TextChoices):
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")


OPEN = (CaseStatus.SUBMITTED, CaseStatus.ACCEPTED)
ANSWERED = (CaseStatus.DECIDED, CaseStatus.NOT_ACCEPTED)

HANDLE = "services.handle_case"
CASE = Workflow(
    Step(CaseStatus.SUBMITTED, CaseStatus.ACCEPTED, HANDLE, "case_accepted"),
    Step(CaseStatus.SUBMITTED, CaseStatus.NOT_ACCEPTED, HANDLE, "case_not_accepted", needs_reason=True),
    Step(CaseStatus.SUBMITTED, CaseStatus.WITHDRAWN, "services.withdraw_case", "case_withdrawn"),
    Step(CaseStatus.ACCEPTED, CaseStatus.DECIDED, HANDLE, "case_decided"),
)
