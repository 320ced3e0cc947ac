"""What the state of things allows now when a claim to a record is decided."""

from django.utils.translation import gettext as _

from core.errors import NotAllowed
from enterprises.models import RecordClaim
from enterprises.workflow import ClaimStatus


def check_may_confirm(claim: RecordClaim) -> None:
    check_is_open(claim)
    if claim.enterprise_id is None:
        raise NotAllowed(
            _("The register holds no enterprise under this code; enter the enterprise first, or refuse the claim.")
        )


def check_is_open(claim: RecordClaim) -> None:
    if claim.status != ClaimStatus.SUBMITTED:
        raise NotAllowed(_("This claim is decided already: %(status)s.") % {"status": claim.get_status_display()})
