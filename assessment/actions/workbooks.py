"""Taking a workbook into the return: all of it in one transaction, or nothing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessment.actions.returns import Typed, enter_figures
from assessment.models import Return
from core import audit
from core.errors import NotAllowed


@transaction.atomic
def take_workbook(*, annual_return: Return, typed: Mapping[str, Typed], digest: str, by: Any, at: datetime) -> int:
    """Write what was shown as differences; a figure that somebody changed since then stops the whole."""
    entered = enter_figures(annual_return=annual_return, typed=typed, by=by, at=at)
    if entered.conflicts:
        words = {"codes": ", ".join(conflict.code for conflict in entered.conflicts)}
        raise NotAllowed(
            _("%(codes)s: changed by somebody else meanwhile. Nothing was taken; upload the workbook again.") % words
        )
    after = {"figures": entered.written, "file_sha256": digest}
    audit.record("workbook_taken", annual_return, by=by, at=at, after=after)
    return entered.written
