"""The cases: who asked for what, by when the park answers, and what it decided."""

import uuid
from datetime import date
from typing import Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from core.personal.labels import Personal
from core.plain_text import check_printable
from core.rowsecurity import Tenant
from enterprises.models import Enterprise
from parks.models import Park
from parks.tenancy import TenantModel, TenantQuerySet
from services.limits import LimitDays, limit_text
from services.models.catalogue import ServiceItem
from services.workflow import ANSWERED, DECIDED, OPEN, UNFINISHED, CaseStatus, Decision

NEXT_DATE = Coalesce("due_date", "answer_due_date")
STATE_GROUPS = {"open": OPEN, "unfinished": UNFINISHED}
NO_PAUSES = Value([], output_field=models.JSONField())


class CaseQuerySet(TenantQuerySet["Case"]):
    def with_names(self) -> "CaseQuerySet":
        """With the rows that a line about the case names."""
        return self.select_related("item", "park", "enterprise")

    def with_documents(self) -> "CaseQuerySet":
        """With the files handed in, in the order in which they came."""
        documents = apps.get_model("services", "CaseDocument").objects.select_related("attachment")
        return self.prefetch_related(models.Prefetch("documents", documents.order_by("attachment__uploaded_at", "pk")))

    def with_exchange(self) -> "CaseQuerySet":
        """With what passed between the two sides, and how it was rated."""
        return self.prefetch_related("ratings", "corrections", "extensions", "opinions", "notices").prefetch_related(
            models.Prefetch("messages", apps.get_model("services", "Message").objects.order_by("sent_at", "pk"))
        )

    def in_state(self, state: str) -> "CaseQuerySet":
        """``open`` (the park owes the next answer), ``unfinished``, a status, or everything for an empty word."""
        if state in STATE_GROUPS:
            return self.filter(status__in=STATE_GROUPS[state])
        return self.filter(status=state) if state else self

    def by_urgency(self) -> "CaseQuerySet":
        """Open cases first, the one due soonest on top; then the closed ones, newest first."""
        is_open = models.Case(models.When(status__in=OPEN, then=NEXT_DATE))
        return self.order_by(is_open.asc(nulls_last=True), "-submitted_at", "pk")


class Case(TenantModel):
    """One request of an enterprise and what the park that acts made of it.

    The limits are those of the catalogue on the day of the request: a later change of the catalogue moves no
    deadline. Why a case is due on its day is derived from them by the clock, never stored.
    """

    tenant = Tenant(park="park", enterprise="enterprise")
    personal = {
        "contact": Personal(
            "questions of the park about the request", "five years after the decision, as the file", of="applicant_id"
        )
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(ServiceItem, on_delete=models.PROTECT, related_name="cases")
    item_version = models.PositiveSmallIntegerField(default=1, db_default=1)  # of the catalogue's entry when sent
    park = models.ForeignKey(Park, on_delete=models.PROTECT, related_name="cases")  # the park that acts, for good
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="cases")
    applicant = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submission_key = models.UUIDField()  # of the form that was sent: sent twice, it is one case
    subject = models.CharField(_("subject"), max_length=120, validators=[check_printable])
    description = models.CharField(_("description"), max_length=4000, blank=True, validators=[check_printable])
    contact = models.CharField(_("contact"), max_length=120, validators=[check_printable])
    promised_days = models.PositiveSmallIntegerField()
    statutory_days = models.PositiveSmallIntegerField(null=True)
    day_type = models.CharField(max_length=10, choices=LimitDays.choices)
    status = models.CharField(max_length=20, choices=CaseStatus.choices, default=CaseStatus.SUBMITTED)
    submitted_at = models.DateTimeField()
    received_on = models.DateField(null=True)  # the day from which the answer's days count, where not the first one
    answer_due_date = models.DateField()  # the park says by then whether it accepts
    accepted_on = models.DateField(null=True)
    due_date = models.DateField(null=True)  # none while the clock is held for the applicant
    pauses = models.JSONField(default=list, db_default=NO_PAUSES)  # [from, to], to empty while it lasts
    extended_days = models.PositiveSmallIntegerField(default=0, db_default=0)
    decided_at = models.DateTimeField(null=True)  # of the decision, or of the refusal to accept
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)
    by_silence = models.BooleanField(default=False, db_default=False)  # granted because the day passed unanswered
    decision_reason = models.CharField(_("reason"), max_length=2000, blank=True, validators=[check_printable])
    decision_number = models.CharField(_("document number"), max_length=60, blank=True, validators=[check_printable])

    objects: ClassVar[Any] = CaseQuerySet.as_manager()

    class Meta:
        permissions = [
            ("request_case", "May ask for a service in the enterprise's name"),
            ("handle_case", "May accept a case, refuse to accept it, and decide it"),
            ("answer_correction", "May put right what the park asks to be put right"),
            ("withdraw_case", "May withdraw a case before it is accepted"),
            ("approve_extension", "May approve that a case takes longer"),
            ("revoke_decision", "May revoke a decision"),
            ("rate_case", "May rate how a case was handled"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="services_a_form_is_sent_once",
                fields=["enterprise", "submission_key"],
                violation_error_message=_("This form was sent already."),
            ),
            models.CheckConstraint(
                name="services_accepted_means_a_day_and_a_due_date",
                condition=Q(
                    status__in=[CaseStatus.ACCEPTED, *DECIDED],
                    accepted_on__isnull=False,
                    due_date__isnull=False,
                    due_date__gte=F("accepted_on"),
                )
                | Q(status=CaseStatus.SUBMITTED, accepted_on__isnull=True, due_date__isnull=True)
                | Q(
                    status__in=[CaseStatus.CORRECTION, CaseStatus.NOT_ACCEPTED, CaseStatus.WITHDRAWN],
                    due_date__isnull=True,
                ),
                violation_error_message=_("An accepted case has its day of acceptance and a due date not before it."),
            ),
            models.CheckConstraint(
                name="services_answered_means_a_time_of_the_answer",
                condition=Q(status__in=ANSWERED, decided_at__isnull=False)
                | Q(~Q(status__in=ANSWERED), decided_at__isnull=True),
                violation_error_message=_("An answered case has the time of its answer, any other has none."),
            ),
            models.CheckConstraint(
                name="services_decided_means_granted_or_refused",
                condition=Q(status__in=DECIDED, decision__in=Decision.values)
                | Q(~Q(status__in=DECIDED), decision="", decision_number=""),
                violation_error_message=_("A decided case is granted or refused; only then it has a document number."),
            ),
            models.CheckConstraint(
                name="services_a_refusal_gives_its_reason",
                condition=~Q(Q(status=CaseStatus.NOT_ACCEPTED) | Q(decision=Decision.REFUSED), decision_reason=""),
                violation_error_message=_("A refusal gives its reason: whoever is affected will read it."),
            ),
            models.UniqueConstraint(
                name="services_a_park_uses_a_document_number_once",
                fields=["park", "decision_number"],
                condition=~Q(decision_number=""),
                violation_error_message=_("This document number stands on another decision of the park already."),
            ),
        ]
        indexes = [
            models.Index(F("park"), NEXT_DATE, name="services_open_by_park", condition=Q(status__in=OPEN)),
            models.Index(F("enterprise"), NEXT_DATE, name="services_open_by_enterprise", condition=Q(status__in=OPEN)),
            models.Index(fields=["park", "submitted_at"], name="services_cases_by_park"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The short sign by which people speak of the case."""
        return f"{self.id.hex[:4]}-{self.id.hex[4:8]}".upper()

    @property
    def is_open(self) -> bool:
        """Whether anything is still to come: of the park, or of the applicant."""
        return self.status in UNFINISHED

    @property
    def next_date(self) -> date | None:
        """The day by which the park owes its next answer; none while it waits or once the case is closed."""
        return (self.due_date or self.answer_due_date) if self.status in OPEN else None

    @property
    def outcome(self) -> str:
        """The state in words, the decision before the mere fact that there is one."""
        if self.status == CaseStatus.REVOKED:
            return str(self.get_status_display())
        return str(self.get_decision_display() or self.get_status_display())

    @property
    def promised_text(self) -> str:
        return limit_text(self.promised_days, self.day_type)

    @property
    def statutory_text(self) -> str:
        return limit_text(self.statutory_days, self.day_type)
