"""Claiming an enterprise's record, and deciding about a claim."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from core import audit
from core.constraints import refusing_violations
from core.rowsecurity import scope
from enterprises.models import Enterprise, RecordClaim, Residency
from enterprises.policies import check_is_open, check_may_confirm
from enterprises.workflow import CLAIM, DECIDE, ClaimStatus
from parks.actions.invitations import write_invitation
from parks.models import Organisation, OrganisationKind

OWNER = "enterprise_owner"


def claim_record(*, credit_code: str, name: str, email: str, evidence: str, by: Any, at: datetime) -> RecordClaim:
    """Keep a claim for whoever answers for the enterprise; the same steps whether the register holds it or not."""
    enterprise = Enterprise.objects.filter(credit_code=credit_code).first()
    claim = RecordClaim(
        decided_by=decider_of(enterprise, at=at),
        credit_code=credit_code,
        enterprise=enterprise,
        claimant=by,
        name=name,
        email=email.lower(),
        evidence=evidence,
        submitted_at=at,
    )
    with scope(user=by.pk if by else 0), refusing_violations(RecordClaim):
        claim.save(force_insert=True)
        audit.record("record_claimed", claim, by=by, at=at, after={"credit_code": credit_code})
    return claim


def decider_of(enterprise: Enterprise | None, *, at: datetime) -> Organisation:
    """The management organisation of the park in which it resides; the zone for one that resides in none."""
    key = enterprise.pk if enterprise else 0
    with scope(enterprise=[key]):
        here = Residency.objects.filter(enterprise=key, period__contains=timezone.localtime(at).date())
        park = here.values_list("park", flat=True).first()
    found = Organisation.objects.filter(kind=OrganisationKind.PARK, park=park).order_by("pk").first() if park else None
    return found or Organisation.objects.get(kind=OrganisationKind.ZONE)


@transaction.atomic
def confirm_claim(*, claim: RecordClaim, reason: str, site: str, by: Any, at: datetime) -> RecordClaim:
    """The claimant speaks for the enterprise: he is invited as its owner, at the address of the claim."""
    check_may_confirm(claim)
    claim = CLAIM.move(claim, ClaimStatus.CONFIRMED, by=by, at=at, reason=reason, decided_at=at)
    enterprise = claim.enterprise
    assert enterprise is not None  # noqa: S101  check_may_confirm has answered otherwise
    write_invitation(
        email=claim.email,
        role=OWNER,
        organisation=enterprise.organisation,
        given_by=claim.decided_by,
        permission=DECIDE,
        since=at,
        until=None,
        site=site,
        by=by,
        at=at,
    )
    return claim


@transaction.atomic
def refuse_claim(*, claim: RecordClaim, reason: str, by: Any, at: datetime) -> RecordClaim:
    check_is_open(claim)
    return CLAIM.move(claim, ClaimStatus.REFUSED, by=by, at=at, reason=reason, decided_at=at)
