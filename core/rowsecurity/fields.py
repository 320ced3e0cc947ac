"""A foreign key that never leaves its park: foreign keys bypass row policies, so the key itself carries the park."""

from typing import Any

from django.db import models


class SameParkForeignKey(models.ForeignKey):  # type: ignore[type-arg]
    """Points to a row of the same park; the database also holds ``(park_id, this) -> (park_id, id)``."""

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        super().__init__(to, on_delete, **kwargs)
