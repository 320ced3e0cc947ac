"""A full look at masked values: asked for with a reason, which the audit keeps."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from core import audit
from core.errors import NotAllowed
from core.personal.labels import personal_fields


@transaction.atomic
def look_at(row: models.Model, fields: Collection[str], *, reason: str, by: Any, at: datetime) -> dict[str, str]:
    """The values of these personal fields in full; who looked, when and why stays on record."""
    if not reason.strip():
        raise NotAllowed(_("Enter a reason: it stays on record with your name."), place="reason")
    if unknown := set(fields) - set(personal_fields(row._meta.model)):
        raise LookupError(f"{row._meta.label} declares no personal field {sorted(unknown)}.")
    audit.record("personal_data_seen", row, by=by, at=at, after={"fields": sorted(fields)}, reason=reason.strip())
    return {name: str(getattr(row, name)) for name in sorted(fields)}
