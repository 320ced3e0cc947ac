"""Statuses and the steps between them: returns, and proposals about a park's standing."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.workflow import SYSTEM, Step, Workflow


class ReturnStatus(models.TextChoices):
    DRAFT = "draft", _("Draft, not submitted")
    SUBMITTED = "submitted", _("Waits for the district")
    VERIFIED = "verified", _("Waits for the city")
    ACCEPTED = "accepted", pgettext_lazy("return", "Accepted")
    LOCKED = "locked", _("Locked")


RETURN = Workflow(
    Step(ReturnStatus.DRAFT, ReturnStatus.SUBMITTED, "assessment.submit_return", "return_submitted"),
    Step(ReturnStatus.SUBMITTED, ReturnStatus.VERIFIED, "assessment.verify_return", "return_verified"),
    Step(ReturnStatus.SUBMITTED, ReturnStatus.DRAFT, "assessment.verify_return", "return_sent_back", needs_reason=True),
    Step(ReturnStatus.VERIFIED, ReturnStatus.ACCEPTED, "assessment.accept_return", "return_accepted"),
    Step(ReturnStatus.VERIFIED, ReturnStatus.DRAFT, "assessment.accept_return", "return_sent_back", needs_reason=True),
    Step(ReturnStatus.ACCEPTED, ReturnStatus.DRAFT, "assessment.accept_return", "return_unlocked", needs_reason=True),
    Step(ReturnStatus.ACCEPTED, ReturnStatus.LOCKED, SYSTEM, "return_locked"),
)


class ProposalStatus(models.TextChoices):
    PROPOSED = "proposed", _("Waits for a coordinator")
    SECONDING = "seconding", _("Waits for a second coordinator")
    DEFERRED = "deferred", _("Deferred")
    CONFIRMED = "confirmed", _("Confirmed")
    REJECTED = "rejected", _("Rejected")
    SUPERSEDED = "superseded", _("Replaced by a later run")


DECIDE = "assessment.decide_standing"
PROPOSAL = Workflow(
    Step(ProposalStatus.PROPOSED, ProposalStatus.CONFIRMED, DECIDE, "standing_confirmed"),
    Step(ProposalStatus.PROPOSED, ProposalStatus.SECONDING, DECIDE, "standing_first_decision", needs_reason=True),
    Step(ProposalStatus.SECONDING, ProposalStatus.CONFIRMED, DECIDE, "standing_confirmed", needs_reason=True),
    Step(ProposalStatus.SECONDING, ProposalStatus.REJECTED, DECIDE, "standing_rejected", needs_reason=True),
    Step(ProposalStatus.PROPOSED, ProposalStatus.REJECTED, DECIDE, "standing_rejected", needs_reason=True),
    Step(ProposalStatus.PROPOSED, ProposalStatus.DEFERRED, DECIDE, "standing_deferred", needs_reason=True),
    Step(ProposalStatus.DEFERRED, ProposalStatus.PROPOSED, DECIDE, "standing_reopened", needs_reason=True),
    Step(ProposalStatus.PROPOSED, ProposalStatus.SUPERSEDED, SYSTEM, "standing_superseded"),
    Step(ProposalStatus.DEFERRED, ProposalStatus.SUPERSEDED, SYSTEM, "standing_superseded"),
    Step(ProposalStatus.SECONDING, ProposalStatus.SUPERSEDED, SYSTEM, "standing_superseded"),
)


class QueryStatus(models.TextChoices):
    ASKED = "asked", _("Waits for the zone's answer")
    ANSWERED = "answered", _("Answered")


QUERY = Workflow(
    Step(QueryStatus.ASKED, QueryStatus.ANSWERED, "assessment.answer_query", "query_answered"),
)


class AppealStatus(models.TextChoices):
    FILED = "filed", _("Waits for a decision")
    UPHELD = "upheld", _("Upheld")
    DISMISSED = "dismissed", _("Dismissed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


DECIDE_APPEAL = "assessment.decide_appeal"
APPEAL = Workflow(
    Step(AppealStatus.FILED, AppealStatus.UPHELD, DECIDE_APPEAL, "appeal_upheld", needs_reason=True),
    Step(AppealStatus.FILED, AppealStatus.DISMISSED, DECIDE_APPEAL, "appeal_dismissed", needs_reason=True),
    Step(AppealStatus.FILED, AppealStatus.WITHDRAWN, "assessment.file_appeal", "appeal_withdrawn"),
)


class ObjectionStatus(models.TextChoices):
    RECEIVED = "received", _("Waits for the zone's answer")
    UPHELD = "upheld", pgettext_lazy("objection", "Upheld")
    DISMISSED = "dismissed", pgettext_lazy("objection", "Not upheld")


ANSWER_OBJECTION = "assessment.answer_objection"
OBJECTION = Workflow(
    Step(ObjectionStatus.RECEIVED, ObjectionStatus.UPHELD, ANSWER_OBJECTION, "objection_upheld", needs_reason=True),
    Step(
        ObjectionStatus.RECEIVED, ObjectionStatus.DISMISSED, ANSWER_OBJECTION, "objection_dismissed", needs_reason=True
    ),
)
