"""What an enterprise says of an answered case."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.constraints import refusing_violations
from core.errors import NotPermitted
from services.models import Case, Rating
from services.policies import check_may_rate, check_rating


@transaction.atomic
def rate_case(*, case: Case, level: int, comment: str = "", by: Any, at: datetime) -> Rating:
    """Say how the case was handled: once, for good, and with words where it was bad."""
    if not by.has_perm("services.rate_case", case):
        raise NotPermitted(_("Only the enterprise that asked rates the case."))
    check_may_rate(case)
    check_rating(level=level, comment=comment)
    with refusing_violations(Rating):
        rating = Rating.objects.create(
            park_id=case.park_id,
            enterprise_id=case.enterprise_id,
            case=case,
            level=level,
            comment=comment,
            rated_by=by,
            rated_at=at,
        )
    audit.record("case_rated", case, by=by, at=at, after={"level": level, "comment": comment})
    return rating
