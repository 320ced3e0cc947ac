"""Verifications that people ask for: a job walks the chain, its verdict is kept and shown in the reader's words."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import jobs
from core.audit.events import record
from core.audit.faults import SENTENCES, Fault
from core.audit.verify import Verdict
from core.errors import NotPermitted
from core.models import AuditCheck, Job

VERIFY = "core.verify_audit"
KEEP = "core.keep_audit"


@transaction.atomic
def ask_for_verification(*, organisation_id: int | None, result_url: str, by: Any, at: datetime) -> Job:
    """Have the whole chain read again; whoever asks within the same minute is shown the same job."""
    if not by.has_perm(KEEP):
        raise NotPermitted(_("The auditor and the audit administrator have the chain verified."))
    key = f"{VERIFY}:{at:%Y%m%d%H%M}"
    job = jobs.enqueue(VERIFY, run_key=key, by=by, organisation_id=organisation_id, result_url=result_url)
    if job.user_id == by.pk:
        record("verification_asked", job, by=by, at=at)
    return job


def store_check(verdict: Verdict, *, by_id: int, at: datetime) -> AuditCheck:
    fault = verdict.fault
    return AuditCheck.objects.create(
        asked_by_id=by_id,
        at=at,
        events=verdict.events,
        seals=verdict.seals,
        waiting=verdict.waiting,
        fault_code=fault.code if fault else "",
        fault_place=fault.place if fault else {},
    )


def sentence_of(check: AuditCheck) -> str:
    """The first broken place in words; nothing where the chain held."""
    return str(Fault(check.fault_code, check.fault_place)) if check.fault_code in SENTENCES else ""
